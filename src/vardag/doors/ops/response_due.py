"""``vardag response-due``: by when a case that comes at a moment is owed a response.

Counts by the calendar alone, so any year will do, whatever the routine's validity. Django is only
woken up for ``--explain``, whose day names are translated.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import Deadline, deadline, local_date
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import read_routine

DONE, WRONG = 0, 2
_AWAITED = "write a moment on each line, such as 2026-04-02T15:30; end with Ctrl-D"
_TOO_LATE = "the calendar ends with the year 9999; give an earlier moment"
_TOO_EARLY = "in Sweden that is before the year 1; give a later moment"


class UnreadableMoment(ValueError):
    """Something that is no moment, with its line and the remedy."""


def run(moments: list[str], *, explain: bool) -> int:
    """Print a response date for each moment; moments come as arguments, or a line each on stdin.

    Somebody who sits there is told what is awaited; nothing on a pipe gives nothing.
    """
    name, text = packaged_routine()
    working_days = read_routine(text, name=name).dates.response
    try:
        if explain:
            _explain(moments, working_days)
        else:
            _print(moments, working_days)
    except UnreadableMoment as wrong:
        print(f"vardag response-due: {wrong}", file=sys.stderr)
        return WRONG
    return DONE


def _print(moments: list[str], working_days: int) -> None:
    lines: list[str] = []
    known: dict[date, str] = {}
    try:
        for number, day in _days(moments):
            if day not in known:
                known[day] = _due(day, number, working_days).date.isoformat()
            lines.append(known[day])
    finally:
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()


def _due(day: date, number: int, working_days: int) -> Deadline:
    try:
        return deadline(day, working_days=working_days, calendar=SWEDEN)
    except OverflowError:
        raise UnreadableMoment(f"line {number}: {_TOO_LATE}") from None


def _days(moments: list[str]) -> Iterator[tuple[int, date]]:
    lines: Iterable[str] = moments or sys.stdin
    if not moments and sys.stdin.isatty():
        print(_AWAITED, file=sys.stderr)
    try:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _local_date(line.strip(), number)
    except UnicodeDecodeError as wrong:
        raise UnreadableMoment(f"standard input is not text in UTF-8: {wrong}") from None


def _local_date(text: str, number: int) -> date:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableMoment(
            f"line {number}: {text!r} is not a moment; write it as 2026-04-02T15:30"
        ) from None
    try:
        return moment.date() if moment.tzinfo is None else local_date(moment)
    except OverflowError:
        why = _TOO_EARLY if moment.year == 1 else _TOO_LATE
        raise UnreadableMoment(f"line {number}: {why}") from None


def _explain(moments: list[str], working_days: int) -> None:
    import django

    django.setup()
    from vardag.doors.ops.explained import in_words

    for number, day in _days(moments):
        print(in_words(_due(day, number, working_days)))
