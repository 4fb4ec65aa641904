"""Whom an identity provider has vouched for, as a person of ours: found, tied, or made.

The only writer of identities. Nothing is tied by e-mail or name: only by the number that the provider
has verified, and once tied an identity stays that person's.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import PersonId
from vardag.domain.people.personal_number import HAVE_AN_EID, personal_number
from vardag.domain.people.sign_in import NotLetIn, Side, Verified, Why
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people import actions
from vardag.rooms.people.families.register import RegisterAway
from vardag.rooms.people.families.registering import known_by_register
from vardag.rooms.people.identity_rows import IdentityRow
from vardag.rooms.people.models import PersonRow


def person_of(verified: Verified, *, side: Side, at: datetime) -> PersonId:
    """Return the person that an identity is, tying the two together the first time.

    Residents whom the product doesn't know are added; staff must have been added before (R4).

    :raises NotLetIn: if the number is missing, malformed or a reserve number, if the identity or the
        person is tied to another, if there is no such member of staff, or if a resident whom we don't
        know can't be looked up in the register
    """
    try:
        return _person_of(verified, side=side, at=at)
    except IntegrityError:  # the same person came in by two windows at once, for the first time
        return _person_of(verified, side=side, at=at)


def _person_of(verified: Verified, *, side: Side, at: datetime) -> PersonId:
    known = _member_of_staff(verified) if side is Side.STAFF else _resident(verified, at=at)
    return _tied(verified, known, at=at)  # no lock is held while the register is asked


@transaction.atomic
def _tied(verified: Verified, known: PersonId | None, *, at: datetime) -> PersonId:
    person = _new_resident(verified, at=at) if known is None else known
    _tie(verified, person, at=at)
    return person


@transaction.atomic
def untie(*, issuer: str, number: str) -> int:
    """Let a person's next sign-in at an issuer tie anew; return how many identities were untied.

    For operations, when a provider has given somebody a new subject and says so.
    """
    rows = IdentityRow.objects.filter(issuer=issuer)
    found = rows.filter(person__personal_number=number) | rows.filter(person__hsa_id=number)
    return found.delete()[0]


def _member_of_staff(verified: Verified) -> PersonId:
    try:
        wanted = hsa_id(verified.number)
    except InvalidForm:
        raise NotLetIn(Why.NO_NUMBER, "there is no HSA-id of the right form") from None
    row = PersonRow.objects.filter(hsa_id__iexact=wanted).first()
    if row is None:
        raise NotLetIn(Why.UNKNOWN_STAFF, "nobody of that HSA-id has been added")
    return PersonId(row.pk)


def _resident(verified: Verified, *, at: datetime) -> PersonId | None:
    """Return a resident whom we know, by the number of today or one of before."""
    number, _ = _vouched_for(verified, at=at)
    row = PersonRow.objects.filter(personal_number=number).first()
    row = row or _with_another_number_before(number, at=at)
    return PersonId(row.pk) if row else None


def _vouched_for(verified: Verified, *, at: datetime) -> tuple[str, date]:
    """Return the number in its one form, and when it says that the person was born."""
    try:
        number = personal_number(verified.number, on=local_date(at))
    except InvalidForm as wrong:
        raise NotLetIn(Why.NO_NUMBER, str(wrong.sentence)) from None
    if number.kind not in HAVE_AN_EID or number.born is None:
        raise NotLetIn(Why.RESERVE_NUMBER, f"the provider vouches for a {number.kind}")
    return number.digits, number.born


def _with_another_number_before(number: str, *, at: datetime) -> PersonRow | None:
    try:
        return known_by_register(number, at=at)
    except RegisterAway as away:
        raise NotLetIn(
            Why.REGISTER_AWAY, f"nobody new comes in without the register: {away}"
        ) from away


def _new_resident(verified: Verified, *, at: datetime) -> PersonId:
    number, born = _vouched_for(verified, at=at)
    if not (verified.given_name and verified.family_name):
        raise NotLetIn(Why.NO_NAME, "there is no name to go with a number that is new")
    return actions.add_resident(
        given_name=verified.given_name,
        family_name=verified.family_name,
        personal_number=number,
        born=born,
    )


def _tie(verified: Verified, person: PersonId, *, at: datetime) -> None:
    of_issuer = IdentityRow.objects.filter(issuer=verified.issuer)
    tied = of_issuer.filter(subject=verified.subject).first()
    if tied is not None and tied.person_id != person:
        detail = f"an identity that is person {tied.person_id}'s came with another's number"
        raise NotLetIn(Why.ANOTHER_PERSON, detail)
    if tied is None and of_issuer.filter(person_id=person).exists():
        detail = f"person {person}'s number came with another identity than before"
        raise NotLetIn(Why.ANOTHER_PERSON, detail)
    if tied is None:
        IdentityRow.objects.create(
            issuer=verified.issuer, subject=verified.subject, person_id=person, linked_at=at
        )
