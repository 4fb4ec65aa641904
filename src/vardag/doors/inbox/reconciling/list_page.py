"""Another system's list in words: how it is read, and what came of comparing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.reconciliation.compared import Verdict, Why
from vardag.domain.reconciliation.listed import CASE, COLUMNS, DAY, NUMBER, WHAT, WHO, ReadList
from vardag.domain.registers.table import Fault
from vardag.domain.routine.document import Routine
from vardag.doors.inbox.registers.as_read import Choice, Column, columns_as_read, sheet_choices
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words, said, why_refused
from vardag.rooms.reconciliation.actions import systems_of
from vardag.rooms.reconciliation.lists import PAGE, ComparedList, Found
from vardag.rooms.reconciliation.models import ListRow
from vardag.rooms.registers.files.sheets import Workbook

MOST = 100  # faults that are told one by one


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a row, in words."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Preview:
    """A list as it would be compared."""

    id: str
    file: str
    title: str
    rows_said: str
    days: str
    can_be_compared: bool
    missing: tuple[str, ...]
    faults: tuple[Wrong, ...]
    more: str
    systems: tuple[Choice, ...]
    sheets: tuple[Choice, ...]
    heading: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Row:
    """Something that doesn't agree. ``does`` names the act that puts it right; empty where none does."""

    id: int
    place: str  # where in the list it stands; empty where it isn't in it
    why: str
    case: int = 0
    number: str = ""
    service: str = ""
    patient: str = ""
    is_protected: bool = False
    does: str = ""
    step: str = ""
    text: str = ""  # what the act says of where it comes from
    button: str = ""
    why_not: str = ""

    @property
    def about(self) -> str:
        """What tells this row's button from the others to those who can't see the row."""
        return f"{self.service}, {self.number if self.is_protected else self.patient}"


@dataclass(frozen=True)
class Result:
    """What came of a list: what remains, by what it is, and the rows that no case here is about."""

    id: str
    name: str
    intro: str
    agree: str
    settled: str
    there: tuple[Row, ...]
    here: tuple[Row, ...]
    unclear: tuple[Row, ...]
    outside: str
    outside_rows: str
    more: str


def column_name(column: str) -> str:
    """Return what a column of the list can hold, in words."""
    return {
        CASE: gettext("Case number"),
        NUMBER: gettext("Personal number"),
        DAY: gettext("Date"),
        WHAT: gettext("What was done"),
        WHO: gettext("By whom"),
    }[column]


def preview_of(row: ListRow, workbook: Workbook, found: ReadList, routine: Routine) -> Preview:
    """Return a chosen list as it is read."""
    many, wrong = len(found.lines), len(found.faults)
    rows = ngettext("%(many)s row", "%(many)s rows", many) % {"many": many}
    faults = ngettext("%(many)s thing to put right", "%(many)s things to put right", wrong)
    return Preview(
        id=str(row.pk),
        file=row.name,
        title=gettext("Is it read right?")
        if found.can_be_compared
        else gettext("It can't be read yet"),
        rows_said=f"{rows}, {faults % {'many': wrong}}" if wrong else rows,
        days=_between(found.days),
        can_be_compared=found.can_be_compared,
        missing=tuple(map(said, found.missing)),
        faults=tuple(map(_wrong, found.faults[:MOST])),
        more=_more(wrong - MOST),
        systems=tuple(
            Choice(each.key, each.name, each.key == row.system) for each in systems_of(routine)
        ),
        sheets=tuple(sheet_choices(workbook, row.sheet)),
        heading=row.heading + 1,
        columns=tuple(columns_as_read(row, workbook.sheets[row.sheet], _column_choices)),
    )


def _column_choices(chosen: str) -> Iterator[Choice]:
    yield Choice("", gettext("Not taken in"), not chosen)
    for each in COLUMNS:
        yield Choice(each, column_name(each), each == chosen)


def _wrong(fault: Fault) -> Wrong:
    return Wrong(fault.row, column_name(fault.column), said(fault.problem), said(fault.remedy))


def _more(rest: int) -> str:
    if rest <= 0:
        return ""
    return ngettext("and %(many)s more", "and %(many)s more", rest) % {"many": rest}


def _between(days: tuple[date, date] | None) -> str:
    if days is None:
        return gettext("The list names no days. So nothing can be said of what is here alone.")
    first, last = map(short_date, days)
    if first == last:
        return gettext("The list is of %(day)s.") % {"day": first}
    return gettext("The list is from %(first)s to %(last)s.") % {"first": first, "last": last}


def result_of(found: ComparedList, routine: Routine) -> Result:
    """Return what came of comparing a list."""
    known = routine.system(found.system)
    system = known.name if known else found.system
    outside = [each for each in found.remains if _is_outside(each)]
    told = [each for each in found.remains if not _is_outside(each)]
    rows = [(each.verdict, _row(each, found, system, routine)) for each in told[:PAGE]]
    agree = ngettext("%(many)s row agrees.", "%(many)s rows agree.", found.agree)
    return Result(
        id=str(found.id),
        name=found.name,
        intro=gettext("A list from %(system)s, compared %(day)s.")
        % {"system": system, "day": short_date(local_date(found.at))},
        agree=f"{_between(found.days)} {agree % {'many': found.agree}}",
        settled=_settled(found.settled),
        there=tuple(row for verdict, row in rows if verdict is Verdict.ONLY_THERE),
        here=tuple(row for verdict, row in rows if verdict is Verdict.ONLY_HERE),
        unclear=tuple(row for verdict, row in rows if verdict is Verdict.UNCLEAR),
        outside=_outside(len(outside)),
        outside_rows=", ".join(str(each.row) for each in outside),
        more=_more(len(told) - PAGE),
    )


def _is_outside(found: Found) -> bool:
    """Tell whether a row is of somebody who has written nothing here that it could be about."""
    return found.why is Why.NO_CASE


def _outside(many: int) -> str:
    if not many:
        return ""
    words = ngettext(
        "%(many)s row is about no case that you can open here",
        "%(many)s rows are about no case that you can open here",
        many,
    )
    return words % {"many": many}


def _settled(many: int) -> str:
    if not many:
        return ""
    words = ngettext("%(many)s is put right.", "%(many)s are put right.", many)
    return words % {"many": many}


def _row(found: Found, of: ComparedList, system: str, routine: Routine) -> Row:
    about = found.about
    place = gettext("Row %(row)s") % {"row": found.row} if found.row else ""
    row = Row(id=found.id, place=place, why=_why(found, system))
    if about is None:
        return row
    return Row(
        id=found.id,
        place=place,
        why=row.why,
        case=about.id,
        number=about.number,
        service=in_words(about.case.service.list_name),
        patient=no_name() if about.is_protected else about.patient,
        is_protected=about.is_protected,
        does=_does(found.act),
        step=about.step.key if about.step else "",
        text=_comes_from(found, of),
        button=gettext("Done in %(system)s") % {"system": system},
        why_not=why_refused(found.refusal) if found.refusal else "",
    )


def _does(act: acts.Act | None) -> str:
    match act:
        case acts.CompleteStep():
            return "tick"
        case acts.AccountForStep():
            return "account"
    return ""


def _comes_from(found: Found, of: ComparedList) -> str:
    """Return what is written with the act: from which list it comes."""
    told = {"list": of.name, "row": found.row, "who": found.who}
    if found.who:
        return gettext("By the list %(list)s, row %(row)s: %(who)s.") % told
    return gettext("By the list %(list)s, row %(row)s.") % told


def _why(found: Found, system: str) -> str:
    step = found.about.step if found.about else None
    told = {
        "system": system,
        "day": short_date(found.day) if found.day else "",
        "step": in_words(step.name) if step else "",
    }
    if found.verdict is Verdict.UNCLEAR:
        return _why_unclear(found, system)
    if found.verdict is Verdict.ONLY_HERE:
        words = gettext(
            "“%(step)s” was ticked here %(day)s. Look in %(system)s: if it isn't there, do it now."
        )
    elif found.about and found.about.case.is_closed:
        words = gettext("Done in %(system)s %(day)s. Here “%(step)s” was left out at closing.")
    else:
        words = gettext("Done in %(system)s %(day)s. Here “%(step)s” is still open.")
    return " ".join((words % told).split())


def _why_unclear(found: Found, system: str) -> str:
    words = {
        Why.SEVERAL: gettext("Several open cases fit. Look in %(system)s which it is."),
        Why.NO_STEP: gettext("The case has no step in %(system)s. Is the number right?"),
        Why.OTHER_PERSON: gettext(
            "The case is about somebody else than the row. Look in %(system)s whom it is about."
        ),
    }[found.why or Why.SEVERAL]
    return words % {"system": system}
