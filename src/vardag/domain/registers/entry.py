"""A row that somebody writes into a register by hand, or that a workbook brings: what it can say.

A row says whom it is about, by a name or a personal number, and when it came. The rest is the register's
own columns, in words: what was said on a telephone fits no form. Source: R16; ADR-0046.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from vardag.domain.folding import fold
from vardag.domain.registers.cells import Cell, NotReadable, refuse, text_of
from vardag.domain.registers.dates import typed_date
from vardag.domain.registers.numbers import number_within, typed_patient_number
from vardag.domain.words import Sentence, say

RECEIVED, PATIENT, NUMBER, SENDER = "received", "patient", "personal_number", "sender"
CASE, FIRST_RESPONSE, CLOSED, CLOSED_BY = "case", "first_response", "closed", "closed_by"
GIVEN, FAMILY, IGNORED = "given_name", "family_name", "status"
LONGEST_NAME = 160
BEFORE_IT_CAME = say("The day is before the one on which it came in.")
WHICH_DAY = say("See which of the two dates is right.")
_DONE = frozenset("x ja j yes y ok klar klart utfört utford gjort done 1 ✓ ✔ v".split())
_NOT_DONE = frozenset("nej n no - – — 0 ej inte väntar".split())


@dataclass(frozen=True)
class Entry:
    """A row as it holds. ``texts`` are the other columns, by their keys; empty ones are left out.

    ``is_done`` without ``done`` is of a workbook that only ticked it off.
    """

    received: date
    patient: str = ""
    personal_number: str = ""  # twelve characters
    texts: Mapping[str, str] = field(default_factory=dict)
    first_response: date | None = None
    is_done: bool = False
    done: date | None = None
    done_by: str = ""

    @cached_property
    def fingerprint(self) -> str:
        """What tells this row from others, however typed: who, when and what, not what came of it."""
        said = sorted((key, value) for key, value in self.texts.items() if key.startswith("field:"))
        who = self.personal_number or self.patient
        parts = [self.received.isoformat(), who, *(part for pair in said for part in pair)]
        return sha256("\x1f".join(_plain(part) for part in parts).encode()).hexdigest()


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in a row's column, and what to do about it."""

    column: str
    problem: Sentence
    remedy: Sentence


type Cells = Mapping[str, Cell]


class _Reader:
    """Reads a row's cells one after another, and remembers what couldn't be read."""

    def __init__(self, cells: Cells, *, on: date, since_1904: bool) -> None:
        self.cells, self.on, self.since_1904 = cells, on, since_1904
        self.problems: list[CellProblem] = []

    def text(self, column: str) -> str:
        return self._read(column, text_of) or ""

    def day(self, column: str) -> date | None:
        return self._read(
            column, lambda cell: typed_date(cell, on=self.on, since_1904=self.since_1904)
        )

    def number(self) -> str:
        return self._read(NUMBER, lambda cell: typed_patient_number(cell, on=self.on)) or ""

    def _read[Found](self, column: str, read: Callable[[Cell], Found]) -> Found | None:
        try:
            return read(self.cells.get(column))
        except NotReadable as wrong:
            self.problems.append(CellProblem(column, wrong.problem, wrong.remedy))
            return None

    def require(self, column: str, problem: str, remedy: str) -> None:
        """Note that something is missing, unless what stands there is wrong already."""
        if not any(each.column == column for each in self.problems):
            self.problems.append(CellProblem(column, Sentence(problem), Sentence(remedy)))


def entry_of(
    cells: Cells, *, on: date, since_1904: bool = False
) -> tuple[Entry | None, tuple[CellProblem, ...]]:
    """Return the row that cells say, or all that is wrong with them.

    :param cells: by the register's columns, and ``personal_number``, ``given_name``, ``family_name``
    :param on: today's local date
    :param since_1904: whether bare numbers count days from 1904
    """
    reader = _Reader(cells, on=on, since_1904=since_1904)
    received, number = reader.day(RECEIVED), reader.number()
    patient, number = _who(reader, number)
    is_done, done = _done(reader)
    entry = Entry(
        received=received or on,
        patient=patient,
        personal_number=number,
        texts=dict(_texts(reader)),
        first_response=reader.day(FIRST_RESPONSE),
        is_done=is_done,
        done=done,
        done_by=reader.text(CLOSED_BY) if is_done else "",
    )
    if received is None:
        reader.require(
            RECEIVED, say("The date it came in is missing."), say("Write the date in the row.")
        )
    _check_who(reader, entry)
    _check_order(reader, entry)
    return (None, tuple(reader.problems)) if reader.problems else (entry, ())


def _who(reader: _Reader, number: str) -> tuple[str, str]:
    """Return the name and the number, also where both stand in the name's column."""
    names = [reader.text(column) for column in (PATIENT, GIVEN, FAMILY)]
    name = " ".join(" ".join(names).split())
    if number or not name:
        return name, number
    return number_within(name, on=reader.on)


def _done(reader: _Reader) -> tuple[bool, date | None]:
    """Return whether it is done, and when; a tick says that it is, and not when."""
    cell = reader.cells.get(CLOSED)
    mark = cell if isinstance(cell, bool) else None
    if mark is None and isinstance(cell, str | int | float):
        plain = str(cell).strip().casefold().rstrip(".!")
        mark = True if plain in _DONE else False if plain in _NOT_DONE else None
    if mark is not None:
        return mark, None
    day = reader.day(CLOSED)
    return day is not None, day


def done_in(cells: Cells, *, on: date, since_1904: bool = False) -> tuple[bool, date | None]:
    """Return whether cells say that a row is done, and when; what can't be read says neither."""
    return _done(_Reader(cells, on=on, since_1904=since_1904))


def _texts(reader: _Reader) -> Iterator[tuple[str, str]]:
    for column in reader.cells:
        is_words = column in (SENDER, CASE) or column.startswith("field:")
        if is_words and (text := reader.text(column)):
            yield column, text


def _check_who(reader: _Reader, entry: Entry) -> None:
    if not entry.patient and not entry.personal_number:
        reader.require(
            PATIENT,
            say("It doesn't say whom it is about."),
            say("Write a name or a personal number."),
        )
    if len(entry.patient) > LONGEST_NAME:
        reader.require(
            PATIENT,
            say("The name is longer than 160 characters."),
            say("Write the name alone, and the rest in another column."),
        )


def _check_order(reader: _Reader, entry: Entry) -> None:
    for column, day in ((CLOSED, entry.done), (FIRST_RESPONSE, entry.first_response)):
        if day and not reader.problems and day < entry.received:
            reader.require(
                column,
                BEFORE_IT_CAME,
                WHICH_DAY,
            )


def completed(entry: Entry, *, done: Cell, by: str, on: date) -> Entry:
    """Return a row completed on a day by somebody.

    :raises NotReadable: if the day can't be read, hasn't come, or is before the row came in
    """
    day = typed_date(done, on=on)
    if day is None:
        refuse(
            say("Write which day it was done."), say("Write year-month-day, such as 2026-04-02.")
        )
    if day < entry.received:
        refuse(BEFORE_IT_CAME, WHICH_DAY)
    return replace(entry, is_done=True, done=day, done_by=text_of(by))


def changed(before: Entry, after: Entry) -> tuple[str, ...]:
    """Return the columns in which two versions of a row differ, in the order in which they are read."""
    told = {
        "received": RECEIVED, "patient": PATIENT, "personal_number": NUMBER,
        "first_response": FIRST_RESPONSE, "done": CLOSED, "is_done": CLOSED, "done_by": CLOSED_BY,
    }  # fmt: skip
    names = (each.name for each in fields(Entry) if each.name in told)
    facts = [told[name] for name in names if getattr(before, name) != getattr(after, name)]
    keys = dict.fromkeys((*before.texts, *after.texts))
    texts = [key for key in keys if before.texts.get(key) != after.texts.get(key)]
    return tuple(dict.fromkeys((*facts, *texts)))


def _plain(part: str) -> str:
    return " ".join(fold(part).split())
