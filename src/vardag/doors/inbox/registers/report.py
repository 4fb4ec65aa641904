"""What came of reading a workbook, in words: how it stands, what importing it does, what is left out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from vardag.domain.registers.entry import CLOSED, CLOSED_BY, NUMBER, PATIENT, RECEIVED, Entry
from vardag.domain.registers.table import Done, Judged, Told
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import said

MOST = 100  # rows of a kind that are told one by one


@dataclass(frozen=True)
class Line:
    """A row of the workbook by its number, and what is said of it."""

    row: int
    why: str


@dataclass(frozen=True)
class Rows:
    """Rows of a kind: how many they are in words, the first of them, and how many more there are."""

    said: str
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True)
class Report:
    """How it stands. ``deed`` is what importing it does."""

    title: str
    new: str
    faults: str
    deed: str
    done: Rows  # of the register, which the workbook completes
    differing: Rows  # of cases, of which the workbook says something else
    left_out: Rows


def report(found: Judged) -> Report:
    """Return what came of reading a sheet, in the reader's words."""
    new, wrong = len(found.new), len(found.faults)
    return Report(
        title=_title(found),
        new=ngettext("%(many)s new row", "%(many)s new rows", new) % {"many": new},
        faults=ngettext("%(many)s thing to put right", "%(many)s things to put right", wrong)
        % {"many": wrong},
        deed=_deed(found),
        done=_rows([_done(each) for each in found.done], _done_said),
        differing=_rows([_told(each) for each in found.left_out if each.differs], _left_out_said),
        left_out=_rows(
            [_told(each) for each in found.left_out if not each.differs], _left_out_said
        ),
    )


def _rows(lines: list[Line], words: Callable[[int], str]) -> Rows:
    return Rows(words(len(lines)), tuple(lines[:MOST]), more(len(lines)))


def _told(told: Told) -> Line:
    return Line(told.row, said(told.why))


def _left_out_said(many: int) -> str:
    words = ngettext("%(many)s row isn't taken in", "%(many)s rows aren't taken in", many)
    return words % {"many": many}


def _title(found: Judged) -> str:
    """Return the page's heading, which says how it stands."""
    if found.missing:
        return gettext("Say which column is which")
    if found.faults:
        return gettext("Some of it can't be read")
    if not found.can_be_imported:
        return gettext("There is nothing new in the file")
    return gettext("Is it read right?")


def _deed(found: Judged) -> str:
    new, done = len(found.new), len(found.done)
    if not done:
        return ngettext("Import %(many)s row", "Import %(many)s rows", new) % {"many": new}
    if not new:
        return ngettext("Complete %(many)s row", "Complete %(many)s rows", done) % {"many": done}
    words = ngettext(
        "Import %(new)s row, complete %(done)s", "Import %(new)s rows, complete %(done)s", new
    )
    return words % {"new": new, "done": done}


def _done_said(many: int) -> str:
    words = ngettext(
        "%(many)s row of the register has been done since",
        "%(many)s rows of the register have been done since",
        many,
    )
    return words % {"many": many}


def _done(done: Done) -> Line:
    """Return a row that is done by it: whom it is about, and what it becomes."""
    entry = done.entry
    who = entry.patient or entry.personal_number
    told = [who, value(entry, CLOSED), entry.done_by]
    return Line(done.row, ", ".join(each for each in told if each))


def value(entry: Entry, column: str) -> str:
    """Return what a row will say in a column when it is stored."""
    if column == RECEIVED:
        return short_date(entry.received)
    if column == CLOSED:
        tick = gettext("Done") if entry.is_done else ""
        return short_date(entry.done) if entry.done else tick
    facts = {PATIENT: entry.patient, NUMBER: entry.personal_number, CLOSED_BY: entry.done_by}
    return facts[column] if column in facts else entry.texts.get(column, "")


def more(many: int) -> str:
    """Return in words how many rows of a kind aren't told one by one."""
    rest = many - MOST
    if rest <= 0:
        return ""
    return ngettext("and %(many)s more", "and %(many)s more", rest) % {"many": rest}
