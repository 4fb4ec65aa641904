"""How a workbook is read if nobody says otherwise: which sheet, which row of headings, which columns."""

from vardag.domain.registers.headings import heading_row, known_headings, recognized
from vardag.domain.registers.table import Reading
from vardag.domain.routine.document import Form, Register
from vardag.rooms.registers.files.sheets import Rows, Workbook


def read_as(rows: Rows, register: Register, form: Form, *, heading: int | None = None) -> Reading:
    """Return how a sheet is read if nobody says otherwise.

    :param heading: the row of the headings, from 0, if somebody has said it
    """
    known = known_headings(register, form)
    at = heading_row(rows, known) if heading is None else heading
    width = max(map(len, rows), default=0)
    found = recognized(rows[at], known) if at < len(rows) else ()
    return Reading(at, (*found, *[""] * (width - len(found))))


def likely_sheet(workbook: Workbook, register: Register, form: Form) -> int:
    """Return the sheet with most columns that are known: the first of those that are seen."""
    known = [read_as(each.rows, register, form).columns for each in workbook.sheets]
    many = [len(set(columns) - {""}) for columns in known]
    return max(
        range(len(many)),
        key=lambda at: (not workbook.sheets[at].is_hidden, many[at], len(known[at]) > 0, -at),
    )
