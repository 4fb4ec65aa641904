"""The worklist as it stands on the page: rows of ready words, grouped by what one's hands do next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId, Profession, age_on
from vardag.domain.routine.document import Option
from vardag.domain.words import Text
from vardag.doors.inbox.lists.piece_ready import system_view
from vardag.doors.inbox.lists.work_owner import Owner, owner_of
from vardag.doors.inbox.lists.worklist_when import When, when_of_case, when_of_piece
from vardag.doors.inbox.over_lines import SystemView
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words, quoted
from vardag.rooms.lists.duties import CaseOfDuty, OpenCase, OpenPiece
from vardag.rooms.lists.worklist import Colleague, Worklist

_ROOM = 80  # letters of what was said last


@dataclass(frozen=True)
class Choice:
    """One of the answers that a row asks for."""

    key: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class RowCase:
    """What a row says of its case."""

    id: int
    version: int
    number: str
    service: str
    patient: str
    is_protected: bool
    sent_by: str
    doctor: str
    may_open: bool
    copies_out: int
    has_files: bool


@dataclass(frozen=True)
class Row:
    """One duty. ``does`` names its act: ``tick``, ``ask`` (for an outcome), ``print`` or ``open``."""

    case: RowCase
    when: When
    step: str
    does: str
    button: str
    done: str = ""  # the fact that is recorded
    asked: str = ""  # what the family asked for, or whose the duty is
    piece: str = ""
    bars: tuple[str, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    owner: Owner | None = None
    said: str = ""  # the beginning of what was said of it last
    system: SystemView | None = None  # where a line goes to its system
    sends: bool = False  # something is put into envelopes

    @property
    def about(self) -> str:
        """What tells this row's button from the others to those who can't see the row."""
        whom = self.case.number if self.case.is_protected else self.case.patient
        return f"{self.case.service}, {whom}"

    @property
    def slipped(self) -> bool:
        return self.when.slipped


@dataclass(frozen=True)
class RowGroup:
    """Rows with the same thing to do next; ``hint`` says once what they share."""

    name: str
    hint: str
    rows: tuple[Row, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Count:
    """A number in the head of the page, leading to the rows it counts if it counts any."""

    many: int
    words: str
    anchor: str = ""
    late: bool = False


@dataclass(frozen=True)
class WorklistPage:
    """All that the page shows; ``urgent`` also stands in the title of the tab."""

    today: str
    counts: tuple[Count, ...]
    groups: tuple[RowGroup, ...]
    colleagues: tuple[Choice, ...]
    urgent: int

    @property
    def can_print(self) -> bool:
        return any(row.does == "print" for group in self.groups for row in group.rows)

    @property
    def finished(self) -> Count:
        """The last count, which says something also when nothing remains."""
        return self.counts[-1]


def worklist_page(work: Worklist, *, reader: PersonId, today: date) -> WorklistPage:
    """Return the page of a clinic's worklist on a local date."""
    pieces = [piece_row(piece, work, reader=reader, today=today) for piece in work.pieces]
    to_print = [_case_row(case, work, today) for case in work.to_print]
    to_close = [_case_row(case, work, today) for case in work.to_close]
    late = tuple(row for row in (*pieces, *to_print, *to_close) if row.slipped)
    groups = (
        RowGroup(gettext("Past their date"), gettext("start here"), late, anchor="late"),
        *_to_print(to_print),
        _to_close(to_close),
        *_by_piece(work, pieces),
    )
    shown = tuple(_anchored(group for group in groups if group.rows))
    return WorklistPage(
        today=long_date(today, on=today).capitalize(),
        counts=_counts(work, late=len(late), anchors=[group.anchor for group in shown]),
        groups=shown,
        colleagues=_people(work.colleagues),
        urgent=len(late),
    )


def _anchored(groups: Iterable[RowGroup]) -> Iterator[RowGroup]:
    """Yield the groups with each anchor once: a count leads to the first group of its rows."""
    taken = set()
    for group in groups:
        yield replace(group, anchor="") if group.anchor in taken else group
        taken.add(group.anchor)


def _to_print(rows: Iterable[Row]) -> Iterator[RowGroup]:
    hint = gettext("open cases; once printed they are closed, and the work begins")
    in_time = sorted((row for row in rows if not row.slipped), key=lambda row: row.step)
    for step, same in groupby(in_time, key=lambda row: row.step):
        yield RowGroup(step, hint, tuple(same), anchor="print")


def _to_close(rows: Iterable[Row]) -> RowGroup:
    hint = gettext("all is done in them; the work begins when they are closed")
    return RowGroup(gettext("Close"), hint, _in_time(rows), anchor="close")


def _by_piece(work: Worklist, rows: Iterable[Row]) -> Iterator[RowGroup]:
    """Yield a group for each piece of work, in the order in which the routine has them."""
    paired = zip(work.pieces, rows, strict=True)
    ordered = sorted(paired, key=lambda pair: (pair[0].place, pair[0].work.key))
    for _, same in groupby(ordered, key=lambda pair: (pair[0].place, pair[0].work.key)):
        pairs = list(same)
        piece = pairs[0][0]
        rows_in_time = _in_time(row for _, row in pairs)
        yield RowGroup(in_words(piece.work.name), _where(piece), rows_in_time, anchor="work")


def _where(piece: OpenPiece) -> str:
    """Say where a piece of work is done, unless its name does."""
    if not piece.system or piece.system.lower() in in_words(piece.work.name).lower():
        return ""
    return gettext("in %(system)s") % {"system": piece.system}


def _in_time(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if not row.slipped)


def _counts(work: Worklist, *, late: int, anchors: list[str]) -> tuple[Count, ...]:
    """Return the counts; each leads to the first group that has its rows, if one is shown."""

    def leads_to(*wanted: str) -> str:
        return next((anchor for anchor in wanted if anchor in anchors), "")

    return (
        Count(late, gettext("past their date"), anchor=leads_to("late"), late=bool(late)),
        Count(len(work.to_print), gettext("to print"), anchor=leads_to("print", "late")),
        Count(len(work.pieces), gettext("in hand"), anchor=leads_to("work", "late")),
        Count(work.finished, gettext("finished this month")),
    )


def piece_row(piece: OpenPiece, work: Worklist, *, reader: PersonId, today: date) -> Row:
    """Return the row of a piece of work that is open."""
    done = in_words(piece.work.done)
    return Row(
        case=_case(piece.case, work, today),
        when=when_of_piece(piece, today=today, calendar=work.calendar),
        step=in_words(piece.work.name),
        asked=_option(piece.wished) if piece.wished else "",
        does="ask" if piece.work.outcomes else "tick",
        button=f"{done} …" if piece.work.outcomes else done,
        done=done,
        piece=piece.work.key,
        bars=_bars(piece.place, len(piece.case.process.work)),
        outcomes=tuple(
            Choice(each.key, in_words(each.name), is_chosen=each == piece.wished)
            for each in piece.work.outcomes
        ),
        owner=owner_of(piece, work, reader),
        said=quoted(piece.said, _ROOM),
        system=system_view(piece, work, may_tell=not piece.case.is_protected, today=today),
        sends=bool(piece.work.dispatch),
    )


def _bars(place: int, many: int) -> tuple[str, ...]:
    return ("done",) * place + ("now",) + ("",) * (many - place - 1)


def _option(option: Option) -> str:
    return in_words(option.short or option.name)


def _case_row(case: OpenCase, work: Worklist, today: date) -> Row:
    when = when_of_case(case, today=today, calendar=work.calendar)
    row_case = _case(case.case, work, today)
    if case.step is None:
        step, button = gettext("Close the case"), gettext("Open and close")
        return Row(case=row_case, when=when, step=step, does="open", button=button)
    step = in_words(case.step.name)
    if not case.may_print:
        asked = _done_by(case.by)
        return Row(row_case, when, step=step, does="open", button=gettext("Open"), asked=asked)
    return Row(case=row_case, when=when, step=step, does="print", button=gettext("Print"))


def _done_by(group: Text | None) -> str:
    return gettext("done by %(group)s") % {"group": in_words(group)} if group else ""


def _case(case: CaseOfDuty, work: Worklist, today: date) -> RowCase:
    doctor = work.printed_for[case.printed_for] if case.printed_for is not None else ""
    return row_case(case, doctor=doctor, today=today)


def row_case(case: CaseOfDuty, *, doctor: str, today: date) -> RowCase:
    """Return what a row says of its case, printed for a doctor or for nobody."""
    return RowCase(
        id=case.id,
        version=case.version,
        number=case.number,
        service=_shortest(in_words(case.service.name), in_words(case.service.list_name)),
        patient=no_name() if case.is_protected else _with_age(case, today),
        is_protected=case.is_protected,
        sent_by=case.sent_by,
        doctor=doctor,
        may_open=case.may_open,
        copies_out=case.copies_out,
        has_files=case.has_files,
    )


def _shortest(*names: str) -> str:
    """Return the shortest name: here all are of a kind, which a name for the inbox may begin with."""
    return min(names, key=len)


def _with_age(case: CaseOfDuty, today: date) -> str:
    if case.born is None:
        return case.patient
    age = age_on(today, born=case.born)
    return gettext("%(name)s, %(age)s years") % {"name": case.patient, "age": age}


def _people(colleagues: Iterable[Colleague]) -> tuple[Choice, ...]:
    """Return those a case can be printed for: the doctors first, for whom it mostly is."""
    ordered = sorted(colleagues, key=lambda each: each.profession != Profession.DOCTOR)
    return tuple(_person(each.id, each.name, each.title) for each in ordered)


def _person(pk: PersonId, name: str, title: str) -> Choice:
    return Choice(str(pk), f"{name}, {title}" if title else name)
