"""A personal number as it stands in a workbook: as text, or as a number that lost its first zero."""

import re
from datetime import date

from vardag.domain.people.typed_number import typed_number
from vardag.domain.refusals import InvalidForm
from vardag.domain.registers.cells import Cell, NotReadable, refuse, text_of
from vardag.domain.words import say

_WITHIN = re.compile(
    r"(?<![0-9])(?:[0-9]{8}|[0-9]{6})\s?[-+\u2010-\u2014\u2212]?\s?[0-9KMXkmx][0-9]{3}(?![0-9])"
)
_REMEDY = say("Write all twelve digits, or leave the cell empty if the name is enough.")


def typed_patient_number(cell: Cell, *, on: date) -> str:
    """Return the twelve characters that a cell says; empty for an empty cell.

    :param on: today's local date
    :raises NotReadable: if it isn't a personal number, or can't be one
    """
    text = _digits(cell) if _is_number(cell) else text_of(cell).lstrip("'’")
    if not text:
        return ""
    try:
        found = typed_number(text, on=on)
    except InvalidForm as wrong:
        raise NotReadable(wrong.sentence.text, _REMEDY) from None
    if found is None:
        refuse(say("“%(cell)s” isn't a personal number."), _REMEDY, cell)
    return found.digits


def number_within(text: str, *, on: date) -> tuple[str, str]:
    """Return what else stands in a text, and the personal number in it; empty if there is none.

    For a column where both the name and the number were written.
    """
    for found in _WITHIN.finditer(text):
        try:
            number = typed_patient_number(found[0], on=on)
        except NotReadable:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return " ".join(rest.split()).strip(" ,;()-"), number
    return text, ""


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _digits(cell: Cell) -> str:
    """Return a number with the zeros that its cell has taken from it."""
    assert isinstance(cell, int | float)
    whole = f"{cell:.0f}"
    return whole.zfill(10) if 7 <= len(whole) < 10 else whole
