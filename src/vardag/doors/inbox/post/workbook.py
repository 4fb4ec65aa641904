"""What was sent as a workbook: dates are dates, and words are words, whatever they begin with."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext

from vardag.doors.inbox.post import words
from vardag.doors.inbox.registers.workbook import written
from vardag.rooms.registers.post import Posted

type Value = str | date | None


def workbook_of(rows: Sequence[Posted]) -> bytes:
    """Return rows as a workbook, with personal numbers, since a file leads nowhere."""
    columns = _columns()
    headings = [(name, wide) for name, wide, _ in columns]
    cells = ([value(row) for _, _, value in columns] for row in rows)
    return written(gettext("Post register"), headings, cells)


def _columns() -> list[tuple[str, int, Callable[[Posted], Value]]]:
    """Return what stands in each column, under which heading and how wide."""
    return [
        (gettext("Sent"), 13, words.sent),
        (gettext("Case"), 11, words.number),
        (gettext("Child"), 24, words.patient),
        (gettext("Personal number"), 15, words.personal_number),
        (gettext("What was sent"), 40, words.what),
        (gettext("Original or copy"), 22, words.exemplar),
        (gettext("To whom"), 32, words.to_whom),
        (gettext("By whom"), 28, words.by),
    ]
