"""Who can read what is sent: said before sending, and asked of the rules person by person."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, ngettext

from vardag.domain import kinship
from vardag.domain.people.identity import Child, PersonId, Resident, age_on
from vardag.doors.inbox.pages_desk import Desk, named
from vardag.doors.shared.moments import listed
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Readers:
    """Who can read: the family by name, the staff by clinic; and to whom a message speaks."""

    words: str
    barred: str  # who of the family can't, in a sentence; empty if everybody can
    recipient: str  # a name, or "the family"
    given_name: str


def readers(desk: Desk) -> Readers:
    """Return who can read the case today, by the rules."""
    may: list[PersonRow] = []
    barred: list[PersonRow] = []
    ages = ages_on(desk.today)
    for row, resident in _family(desk):
        sees = kinship.may_see(resident, desk.case, on=desk.today, ages=ages)
        (may if sees else barred).append(row)
    author_sees = any(row.pk == desk.author.pk for row in may)
    recipient = desk.author if author_sees else next(iter(may), None)
    return Readers(
        words=_words(may, desk),
        barred=_barred(barred, desk),
        recipient=(recipient and recipient.name.strip()) or gettext("the family"),
        given_name=(recipient and recipient.given_name) or gettext("the family"),
    )


def _family(desk: Desk) -> Iterator[tuple[PersonRow, Resident]]:
    """Yield the patient, the guardians and the author, each once, as the rules see them."""
    patient, born = desk.patient, desk.patient.born
    if born is None:
        raise ValueError(f"person {patient.pk} has no birth date and is no resident")
    yield patient, Resident(PersonId(patient.pk), born)
    children = (Child(PersonId(patient.pk), born),)
    for row in desk.around.guardians:
        yield row, Resident(PersonId(row.pk), row.born or born, children)
    if desk.author.pk not in {patient.pk, *(row.pk for row in desk.around.guardians)}:
        yield desk.author, Resident(PersonId(desk.author.pk), desk.author.born or born)


def _words(may: list[PersonRow], desk: Desk) -> str:
    staff = _staff(desk)
    if not may:
        return gettext("%(staff)s; nobody in the family") % {"staff": staff}
    return gettext("%(family)s, and %(staff)s") % {"family": _people(may, desk), "staff": staff}


def _people(rows: list[PersonRow], desk: Desk) -> str:
    patient = [row for row in rows if row.pk == desk.patient.pk]
    others = [row for row in rows if row.pk != desk.patient.pk]
    said = [gettext("%(name)s (the patient)") % {"name": named(row)} for row in patient]
    if others:
        words = ngettext("%(names)s (guardian)", "%(names)s (guardians)", len(others))
        said.append(words % {"names": _names(others)})
    return listed(said)


def _names(rows: list[PersonRow]) -> str:
    """Return names, those with the same family name together: ``Maria och Johan Wik``.

    Those whose names aren't told are counted.
    """
    told = []
    for family, group in groupby(rows, key=lambda row: row.family_name):
        given = [row.given_name for row in group if row.given_name]
        if given:
            told.append(f"{listed(given)} {family}".strip())
    hidden = sum(not row.given_name for row in rows)
    return listed([*told, *([_hidden(hidden)] if hidden else [])])


def _hidden(many: int) -> str:
    words = ngettext("one with protected details", "%(many)s with protected details", many)
    return words % {"many": many}


def _staff(desk: Desk) -> str:
    words = gettext("staff at %(clinic)s") % {"clinic": desk.clinic_name}
    passed = [desk.name_of_clinic(clinic) for clinic in sorted(desk.case.passed_by)]
    if not passed:
        return words
    senders = gettext("receivers at %(clinics)s") % {"clinics": listed(passed)}
    return listed([words, senders])


def _barred(rows: list[PersonRow], desk: Desk) -> str:
    """Say who of the family can't read it; a child whom guardians write for goes without saying."""
    told = [row for row in rows if row.pk != desk.patient.pk or _acts_alone(desk)]
    if not told:
        return ""
    return gettext("%(names)s can't read it.") % {"names": _names(told)}


def _acts_alone(desk: Desk) -> bool:
    born = desk.patient.born
    if born is None:
        return False
    return age_on(desk.today, born=born) >= ages_on(desk.today).acts_alone_from
