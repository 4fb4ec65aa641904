"""What somebody holds as it stands on the page: each case with a taker suggested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.flags import Flag
from vardag.domain.duty.handing import ToHand, suggestions
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Profession
from vardag.domain.routine.document import NURSE
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists.piece_page import takers
from vardag.doors.inbox.lists.rows import Row, row_of
from vardag.doors.inbox.lists.worklist_page import Choice, piece_row
from vardag.doors.inbox.lists.worklist_page import Row as PieceRow
from vardag.doors.shared.moments import short_date
from vardag.rooms.lists.handing import ToHandOver
from vardag.rooms.lists.listed import Listed


@dataclass(frozen=True)
class Target:
    """Somebody, a group or an inbox that can take a case."""

    value: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True)
class HandRow:
    """A case to hand over. ``why_not`` says why it wasn't, when that was tried."""

    id: CaseId
    number: str
    version: int
    service: str
    asked: str
    who: str
    is_protected: bool
    when: str
    is_late: bool
    targets: tuple[Target, ...]
    suggested: str  # who is suggested, by name; empty where nobody fits
    why_not: str


@dataclass(frozen=True)
class WorkRow:
    """A piece of work to hand over; it outlives its case."""

    row: PieceRow
    targets: tuple[Choice, ...]
    why_not: str


@dataclass(frozen=True)
class Tried:
    """What was chosen on the page, and what came of it."""

    to: Mapping[CaseId, str] = field(default_factory=dict)
    for_all: str = ""
    note: str = ""
    refusals: Mapping[CaseId, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()  # which cases went to whom
    refused: str = ""


@dataclass(frozen=True)
class HandPage:
    """All that the page shows."""

    person: int
    heading: str
    why: str
    is_own: bool
    rows: tuple[HandRow, ...]
    for_all: tuple[Target, ...]
    more: str
    work: tuple[WorkRow, ...]
    tried: Tried


def hand_page(found: ToHandOver, look: Looking, tried: Tried, *, is_own: bool) -> HandPage:
    """Return the page."""
    name = found.person.name.strip()
    who = suggestions(
        (_to_hand(case) for case in found.page.cases),
        found.takers,
        of=Profession(found.person.profession),
    )
    return HandPage(
        person=found.person.pk,
        heading=gettext("Hand over your cases")
        if is_own
        else gettext("Hand over the cases of %(name)s") % {"name": name},
        why=_why(found, look.today, is_own=is_own),
        is_own=is_own,
        rows=tuple(_row(case, found, look, tried, who[case.id]) for case in found.page.cases),
        for_all=tuple(_for_all(found, tried)),
        more=gettext(
            "Those that need somebody first are shown; the rest comes when these are done."
        )
        if found.page.has_more
        else "",
        work=tuple(_work_rows(found, look.today, tried)),
        tried=tried,
    )


def _to_hand(case: Listed) -> ToHand:
    service, _ = case.asked_by
    return ToHand(
        case=case.id,
        clinic=case.clinic,
        needs_nurse=service.received_by == NURSE,
        is_protected=case.is_protected,
    )


def _why(found: ToHandOver, on: date, *, is_own: bool) -> str:
    if found.has_left:
        return gettext("Has no role here any more, so nobody attends to these.")
    if found.away is None:
        return gettext("No absence is entered.")
    told = {"first": short_date(found.away.first, on=on)}
    if found.away.last is None:
        return gettext("Away from %(first)s until further notice.") % told
    told["last"] = short_date(found.away.last, on=on)
    if is_own:
        return gettext("You are away %(first)s to %(last)s.") % told
    return gettext("Away %(first)s to %(last)s.") % told


def _work_rows(found: ToHandOver, today: date, tried: Tried) -> Iterator[WorkRow]:
    """Yield the work that the person owns, each piece with those who may take it."""
    owner = PersonId(found.person.pk)
    for work in found.work:
        for piece in work.pieces:
            row = piece_row(piece, work, reader=owner, today=today)
            chosen = tried.to.get(piece.case.id, "")
            why_not = tried.refusals.get(piece.case.id, "")
            yield WorkRow(row, tuple(takers(piece, work, chosen)), why_not)


def _row(
    case: Listed, found: ToHandOver, look: Looking, tried: Tried, suggested: PersonId | None
) -> HandRow:
    row = row_of(case, look)
    offered = f"person:{suggested}:{case.clinic}" if suggested else ""
    chosen = tried.to.get(case.id, offered)
    return HandRow(
        id=case.id,
        number=case.number,
        version=found.versions[case.id],
        service=row.service,
        asked=row.asked,
        who=row.who,
        is_protected=case.is_protected,
        when=_when(row),
        is_late=row.slipped,
        targets=tuple(_targets(case.clinic, found, chosen)),
        suggested=found.names[suggested] if suggested else "",
        why_not=tried.refusals.get(case.id, ""),
    )


def _when(row: Row) -> str:
    """Return the case's flag or date; that its holder is away is why it stands here."""
    return "" if row.flag is Flag.UNATTENDED else row.flag_words or row.when


def _targets(clinic: ClinicId, found: ToHandOver, chosen: str) -> Iterator[Target]:
    for value, name in _of_clinic(clinic, found):
        yield Target(value, name, is_chosen=value == chosen)


def _of_clinic(clinic: ClinicId, found: ToHandOver) -> Iterator[tuple[str, str]]:
    for taker in found.takers:
        if taker.clinic == clinic:
            name = found.names[taker.id]
            words = name if taker.is_there else gettext("%(name)s – away then") % {"name": name}
            yield f"person:{taker.id}:{clinic}", words
    for group in found.groups:
        if group.clinic == clinic:
            yield f"group:{group.id}", group.name
    inbox = {"clinic": found.clinics[clinic]}
    yield f"clinic:{clinic}", gettext("The inbox of %(clinic)s") % inbox


def _for_all(found: ToHandOver, tried: Tried) -> Iterator[Target]:
    for clinic in found.clinics:
        yield from _targets(clinic, found, tried.for_all)
