"""A date as people type it in a workbook: in words, in digits, with or without a century.

The Swedish reading, where there are two: 26-04-02 is the second of April 2026, and so is 2/4 26. A day
without its year is refused and never guessed: a wrong date is worse than none.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from vardag.domain.registers.cells import Cell, refuse, text_of
from vardag.domain.words import say

EARLIEST = date(2000, 1, 1)
_LATELY = 10  # years, within which most rows of a workbook are
_MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
_ENGLISH = {"may": 5, "oct": 10}
_DAYS = r"(?:m[åa]n|tis|ons|tor|fre|l[öo]r|s[öo]n|mon|tue|wed|thu|fri|sat|sun)[a-zåäö]*"
_BEFORE = re.compile(rf"^(?:{_DAYS}[.,]?\s+)?(?:den\s+)?")
_TIME = re.compile(
    r"(?:[t,]?\s*(?:kl\.?\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2})?"
    r"|\s+kl\.?\s*\d{1,2}(?:[.:]\d{2})?)$"
)
_SIGNS = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u2019": "'"}
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\.?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[0-9]{5}")
_SIX = re.compile(r"(\d{2})-?(\d{2})-?(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/. ]\s*(\d{1,2})\s*[-/., ]\s*'?(\d{4}|\d{2})")
_DAY_FIRST_LONG = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_IN_WORDS = re.compile(
    r"(\d{1,2})(?:[:.]?[ae]|\.|th|st|nd|rd)?[\s-]*([a-zåäö]{3,9})\.?[\s,-]*'?(\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:th|st|nd|rd)?,?\s+(\d{4})")
_NO_YEAR = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}|\d{1,2}[:.]?[ae]?\.?\s*[a-zåäö]{3,9}\.?")

_REMEDY = say("Write year-month-day, such as 2026-04-02.")


def typed_date(cell: Cell, *, on: date, since_1904: bool = False) -> date | None:
    """Return the date that a cell says; None of an empty cell.

    :param on: today's local date; what came or was done later can't be
    :param since_1904: whether the workbook counts days from 1904, as old ones of a Mac do
    :raises NotReadable: if it is no date, there is no such day, or it hasn't come
    """
    found = _date_in(cell, on=on, since_1904=since_1904)
    if found is None:
        return None
    if found > on:
        refuse(say("“%(cell)s” is a day that hasn't come yet."), _REMEDY, cell)
    if found < EARLIEST:
        refuse(say("“%(cell)s” is before the year 2000."), _REMEDY, cell)
    return found


def _date_in(cell: Cell, *, on: date, since_1904: bool) -> date | None:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell, on=on, since_1904=since_1904)
    text = text_of(cell)
    if _SERIAL.fullmatch(text):  # as a file of text has it
        return _of_number(int(text), on=on, since_1904=since_1904)
    return _of_text(text, on=on) if text else None


def serial_date(serial: float, *, since_1904: bool = False) -> date | None:
    """Return the day that a workbook's number stands for; None if it stands for none.

    Excel believes that 1900 was a leap year, so that what comes after February is a day off.
    """
    first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    return first + timedelta(days=int(serial)) if 61 <= serial < 110_000 else None


def _of_number(number: float, *, on: date, since_1904: bool) -> date:
    found = None
    if 61 <= number < 100_000:
        found = serial_date(number, since_1904=since_1904)
    elif abs(number) < 1e9 and number == int(number):
        found = _of_digits(str(int(number)), on=on)
    if found is None:
        refuse(say("“%(cell)s” is no date."), _REMEDY, number)
    return found


def _of_digits(digits: str, *, on: date) -> date | None:
    parts = _EIGHT.fullmatch(digits) or _SIX.fullmatch(digits)
    return _day(*parts.groups(), on=on) if parts else None


def _of_text(text: str, *, on: date) -> date:
    plain = " ".join(text.translate(_SIGNS).casefold().split()).lstrip("'")
    plain = _TIME.sub("", _BEFORE.sub("", plain)).strip(" ,;")
    _refuse_if_either(plain, text, on=on)
    for year, month, day in _readings(plain):
        found = _day(year, month, day, on=on)
        if found is None:
            refuse(say("There is no such day as “%(cell)s”."), _REMEDY, text)
        return found
    no_year = _NO_YEAR.fullmatch(plain)
    return refuse(
        say("“%(cell)s” doesn't say which year.") if no_year else say("“%(cell)s” is no date."),
        _REMEDY,
        text,
    )


def _refuse_if_either(plain: str, text: str, *, on: date) -> None:
    """Refuse six digits that are long ago as year-month-day, and lately as day-month-year."""
    six = _SIX.fullmatch(plain)
    if not six:
        return
    first, last = _day(*six.groups(), on=on), _day(six[3], six[2], six[1], on=on)
    if first and last and first.year < on.year - _LATELY <= last.year <= on.year:
        refuse(say("“%(cell)s” can be read as two different days."), _REMEDY, text)


def _readings(plain: str) -> Iterator[tuple[str, str, str]]:
    """Yield year, month and day, by the first shape that fits."""
    for shape in (_YEAR_FIRST, _EIGHT, _SIX):
        if found := shape.fullmatch(plain):
            yield found[1], found[2], found[3]
    for shape in (_DAY_FIRST, _DAY_FIRST_LONG):
        if found := shape.fullmatch(plain):
            yield found[3], found[2], found[1]
    if found := _IN_WORDS.fullmatch(plain):
        yield found[3], _month(found[2]), found[1]
    if found := _MONTH_FIRST.fullmatch(plain):
        yield found[3], _month(found[1]), found[2]


def _month(name: str) -> str:
    """Return the month's number; 0 for what is no month."""
    first = name[:3]
    return str(_MONTHS.index(first) + 1 if first in _MONTHS else _ENGLISH.get(first, 0))


def _day(year: str, month: str, day: str, *, on: date) -> date | None:
    try:
        return date(_whole_year(year, on=on), int(month), int(day))
    except ValueError:
        return None


def _whole_year(year: str, *, on: date) -> int:
    """Return a year of two digits as the latest that has come, or comes next year."""
    if len(year) == 4:
        return int(year)
    latest = on.year + 1
    return latest - (latest - int(year)) % 100
