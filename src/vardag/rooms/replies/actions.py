"""Changing a clinic's own standard replies and links. Every version stays; nothing is removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.case.form import storable
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.clinic import refuse
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.refusals import ChangedMeanwhile, OutOfReach
from vardag.domain.replies.links import Answer, Found, link_key, link_name, public_address
from vardag.domain.replies.reply import OwnReply, own_key
from vardag.domain.replies.writing import Draft, Ground, written
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine, StandardReply
from vardag.domain.words import say, visible
from vardag.rooms.clinics.actions import set_link as set_address
from vardag.rooms.clinics.installing import unlink
from vardag.rooms.clinics.queries import own
from vardag.rooms.replies.models import (
    LinkCheckRow,
    LinkSetRow,
    ReplyRow,
    VersionRow,
    WithdrawalRow,
)
from vardag.rooms.replies.queries import every_reply, links_set, owners

_MEANWHILE = say("Somebody else has changed the reply meanwhile. Compare with what it says now.")


@transaction.atomic
def add(
    *, clinic: ClinicId, draft: Draft, routine: Routine, by: Staff, at: datetime, replaces: str = ""
) -> int:
    """Add a standard reply of the clinic's own, and return its id.

    :param at: aware
    :param replaces: the key of the routine's reply in whose place it is to stand
    :raises NotPermitted: if the clinic's replies aren't this person's to manage
    :raises OutOfReach: if the routine has no such reply, or lets no clinic replace it
    :raises InvalidForm: if something can't be as it was written; see ``writing``
    :raises ChangedMeanwhile: if the clinic has a reply in that place already
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    taken = set(ReplyRow.objects.filter(clinic_id=clinic).values_list("key", flat=True))
    place = _place(routine, replaces) if replaces else None
    key = place.key if place else own_key(draft.name, taken=taken)
    version = written(draft, _ground(clinic, routine, place, at=at), key=key, version=1)
    try:
        with transaction.atomic():
            row = ReplyRow.objects.create(clinic_id=clinic, key=key)
    except IntegrityError:
        raise ChangedMeanwhile(
            say("The clinic has words of its own in that place already. Change those instead.")
        ) from None
    _save(row, version, by=by.id, at=at)
    return int(row.pk)


def judge(
    *, clinic: ClinicId, draft: Draft, routine: Routine, by: Staff, at: datetime, key: str = ""
) -> OwnReply:
    """Return the version that a draft would make; nothing is saved.

    :param key: of the reply that it would be a version of, or of the routine's that it would replace
    :raises NotPermitted: if the clinic's replies aren't this person's to manage
    :raises InvalidForm: if something can't be as it was written; see ``writing``
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    place = routine.standard_reply(key)
    return written(draft, _ground(clinic, routine, place, at=at), key=key, version=1)


@transaction.atomic
def rewrite(
    *,
    clinic: ClinicId,
    reply: int,
    draft: Draft,
    seen: int,
    routine: Routine,
    by: Staff,
    at: datetime,
) -> int:
    """Write a new version of a reply, and return its number. One that was withdrawn is back with it.

    :param seen: the version that was rewritten
    :raises NotPermitted: if the clinic's replies aren't this person's to manage
    :raises OutOfReach: if the clinic has no such reply
    :raises InvalidForm: if something can't be as it was written; see ``writing``
    :raises ChangedMeanwhile: if another version was written meanwhile
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    row, number = _latest(clinic, reply)
    if number.number != seen:
        raise ChangedMeanwhile(_MEANWHILE)
    ground = _ground(clinic, routine, routine.standard_reply(row.key), at=at)
    version = written(draft, ground, key=row.key, version=seen + 1)
    _save(row, version, by=by.id, at=at)
    return version.version


@transaction.atomic
def withdraw(*, clinic: ClinicId, reply: int, reason: str, by: Staff, at: datetime) -> None:
    """Take a reply out of use at once. A routine's reply in whose place it stood is used again.

    :raises NotPermitted: if the clinic's replies aren't this person's to manage
    :raises OutOfReach: if the clinic has no such reply
    :raises InvalidForm: if no reason can be read
    :raises ChangedMeanwhile: if it is withdrawn already
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    _, version = _latest(clinic, reply)
    why = storable(reason).strip()
    if not visible(why):
        refuse("reason", say("Write why the reply isn't to be used."))
    try:
        with transaction.atomic():
            WithdrawalRow.objects.create(version=version, reason=why, by_id=by.id, at=at)
    except IntegrityError:
        raise ChangedMeanwhile(say("The reply is withdrawn already.")) from None


def _place(routine: Routine, key: str) -> StandardReply:
    found = routine.standard_reply(key)
    if found is None or found.fixed:
        raise OutOfReach(say("The routine has no reply there that a clinic may replace."))
    return found


def _ground(
    clinic: ClinicId, routine: Routine, replaces: StandardReply | None, *, at: datetime
) -> Ground:
    on = local_date(at)
    return Ground(
        routine=routine,
        link_keys=_link_keys(clinic, routine),
        owners={PersonId(row.pk) for row in owners(clinic, on=on)},
        on=on,
        replaces=replaces,
    )


def _link_keys(clinic: ClinicId, routine: Routine) -> frozenset[str]:
    return frozenset({each.key for each in routine.links} | set(own(clinic).links))


def _latest(clinic: ClinicId, reply: int) -> tuple[ReplyRow, VersionRow]:
    row = ReplyRow.objects.select_for_update().filter(clinic_id=clinic, pk=reply).first()
    if row is None:
        raise OutOfReach(say("There is no such reply at the clinic."))
    return row, VersionRow.objects.filter(reply=row).latest("number")


def _save(row: ReplyRow, version: OwnReply, *, by: PersonId, at: datetime) -> None:
    VersionRow.objects.create(
        reply=row,
        number=version.version,
        name=version.name,
        text_sv=version.text.sv,
        text_en=version.text.en,
        acts=list(version.acts),
        services=list(version.services),
        owner_id=version.owner,
        from_date=version.from_date,
        until_date=version.until,
        by_id=by,
        at=at,
    )


@dataclass(frozen=True)
class LinkDraft:
    """What somebody wrote of a link, nothing of it judged. ``until`` is an ISO date, or empty."""

    key: str
    address: str
    name: str = ""  # of a link that only the clinic has
    owner: PersonId | None = None
    until: str = ""


@transaction.atomic
def set_link(
    *,
    clinic: ClinicId,
    draft: LinkDraft,
    routine: Routine,
    by: Staff,
    at: datetime,
    is_new: bool = False,
) -> None:
    """Set a clinic's own address for a link, with who answers for it and until when.

    :param is_new: a link that the routine doesn't have is to be added
    :raises NotPermitted: if the clinic's links aren't this person's to manage
    :raises OutOfReach: if there is no such link, and none is to be added
    :raises InvalidForm: if something can't be as it was written
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    key, on = link_key(draft.key), local_date(at)
    known = _link_keys(clinic, routine)
    if is_new and key in known:
        refuse("key", say("There is a link of that key already. Choose another key."))
    if not is_new and key not in known:
        raise OutOfReach(say("There is no such link at the clinic."))
    name = "" if routine.link(key) else link_name(draft.name)
    address, until = public_address(draft.address), _until(draft.until, on)
    if draft.owner not in {row.pk for row in owners(clinic, on=on)}:
        refuse("owner", say("Choose somebody who works at the clinic as owner."))
    set_address(clinic=clinic, key=key, address=address)
    LinkSetRow.objects.create(
        clinic_id=clinic,
        key=key,
        name=name,
        address=address,
        owner_id=draft.owner,
        until_date=until,
        by_id=by.id,
        at=at,
    )


def _until(typed: str, on: date) -> date | None:
    if not typed.strip():
        return None
    try:
        until = date.fromisoformat(typed.strip())
    except ValueError:
        refuse("until", say("Write the day as year-month-day, such as 2026-09-01."))
    if until < on:
        refuse("until", say("The day has passed. Choose today or a later day."))
    return until


@transaction.atomic
def take_link_away(
    *, clinic: ClinicId, key: str, routine: Routine, by: Staff, at: datetime
) -> None:
    """Take a clinic's own address for a link away: the routine's holds again, or the link is gone.

    :raises NotPermitted: if the clinic's links aren't this person's to manage
    :raises OutOfReach: if there is no such link
    :raises InvalidForm: if the link would be gone, and a reply leads to it
    :raises ChangedMeanwhile: if the clinic has no address of its own for it
    """
    access.permit_at(by, Deed.MANAGE_REPLIES, clinic)
    if key not in _link_keys(clinic, routine):
        raise OutOfReach(say("There is no such link at the clinic."))
    leading = [] if routine.link(key) else _leading_to(clinic, key)
    if leading:
        refuse(
            "key",
            say("Replies lead there: %(names)s. Change or withdraw them first."),
            names=tuple(leading),
        )
    last = links_set(clinic).get(key)
    unlink(clinic, key)
    LinkSetRow.objects.create(
        clinic_id=clinic,
        key=key,
        name=last.name if last else "",
        owner_id=by.id,
        by_id=by.id,
        at=at,
    )


def _leading_to(clinic: ClinicId, key: str) -> list[str]:
    return [
        each.latest.name
        for each in every_reply(clinic)
        if each.withdrawal is None and key in each.latest.links
    ]


def note_check(address: str, answer: Answer, *, at: datetime) -> None:
    """Write down what came of asking for an address; the last time that it worked is kept."""
    now = {"found": answer.found.value, "detail": answer.detail, "at": at}
    if answer.found is Found.WORKS:
        now["worked_at"] = at
    LinkCheckRow.objects.update_or_create(address=address, defaults=now)


def note_checks(answers: Mapping[str, Answer], *, at: datetime) -> bool:
    """Write down what came of asking for many addresses, and tell whether that was done.

    Where several were asked for and nobody answered, it is we who can't ask: nothing is written.
    """
    if len(answers) > 1 and all(each.found is Found.SILENT for each in answers.values()):
        return False
    for address, answer in answers.items():
        note_check(address, answer, at=at)
    return True
