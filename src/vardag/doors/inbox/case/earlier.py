"""Side by side: the patient's other cases, and contact details as they were and as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.domain.routine.document import Field
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.earlier import Earlier


@dataclass(frozen=True)
class EarlierRow:
    """Another case about the same patient."""

    id: CaseId
    number: str
    service: str
    came: str
    ended: str


@dataclass(frozen=True)
class EarlierCard:
    """The patient's other cases; ``why_none`` where none may be shown, or there are none."""

    rows: tuple[EarlierRow, ...]
    why_none: str


def earlier_card(desk: Desk) -> EarlierCard:
    """Return the patient's other cases, with how each ended."""
    return EarlierCard(tuple(_row(desk, each) for each in desk.earlier), _why_none(desk))


def _why_none(desk: Desk) -> str:
    if desk.full.is_protected:
        return gettext("Not shown of somebody with protected details.")
    if desk.full.exception is not None:
        return gettext("Not shown to who reads one case by way of exception.")
    return "" if desk.earlier else gettext("None that you can open.")


def _row(desk: Desk, other: Earlier) -> EarlierRow:
    return EarlierRow(
        id=other.id,
        number=other.number,
        service=in_words(other.service.list_name),
        came=short_date(other.received_date, on=desk.today),
        ended=_ended(desk, other),
    )


def _ended(desk: Desk, other: Earlier) -> str:
    if other.closed_at is None:
        return gettext("open")
    told = {"day": short_date(local_date(other.closed_at), on=desk.today)}
    if other.with_reply:
        return gettext("answered %(day)s") % told
    return gettext("closed without a reply %(day)s") % told


@dataclass(frozen=True)
class Compared:
    """One of the contact details: as it was told before, as it is told now, and how they differ."""

    label: str
    before: str  # empty where it isn't known here
    source: str  # in which case it was told before, when and by whom
    source_id: CaseId | None
    now: str  # empty where nothing is told now
    mark: str
    is_changed: bool


def compared(desk: Desk) -> tuple[Compared, ...]:
    """Return the contact details of a case beside those that earlier cases told (R20).

    What is told to other systems isn't known here: where no earlier case told, nothing is guessed.
    """
    given = desk.case.form
    fields = [field for field in desk.form.fields if field.is_contact]
    if desk.full.is_protected or not any(given.get(field.key) for field in fields):
        return ()
    return tuple(_compared(desk, field) for field in fields)


def _compared(desk: Desk, field: Field) -> Compared:
    now, source = desk.case.form.get(field.key, ""), next(_told(desk, field.key), None)
    before = source.answers[field.key] if source else ""
    return Compared(
        label=in_words(field.label),
        before=before,
        source=_source(desk, source) if source else "",
        source_id=source.id if source else None,
        now=now,
        mark=_mark(before, now),
        is_changed=bool(now) and not _same(before, now),
    )


def _told(desk: Desk, key: str) -> Iterator[Earlier]:
    """Yield the cases that came before this one and told the same detail, the newest first."""
    for other in desk.earlier:
        asks = any(field.key == key and field.is_contact for field in other.form.fields)
        if asks and other.answers.get(key) and other.received_at < desk.case.received_at:
            yield other


def _source(desk: Desk, other: Earlier) -> str:
    told = {"day": short_date(other.received_date, on=desk.today), "name": other.author_name}
    return gettext("written by %(name)s %(day)s") % told


def _mark(before: str, now: str) -> str:
    if not now:
        return gettext("not changed here")
    if not before:
        return gettext("new here")
    return gettext("the same") if _same(before, now) else gettext("changed")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
