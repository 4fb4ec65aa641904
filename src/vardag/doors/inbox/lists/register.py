"""A register of the routine as a page: what was asked, for whom, and when it was done.

Whoever may open a case sees its row, and nobody else: see ``rooms.cases.lists.registers``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.domain.routine.document import Form, Register
from vardag.domain.routine.wording import field_values
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import language, short_date, today
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.audit.words import What
from vardag.rooms.cases.lists.registers import Registered, Show, register_page

_LONGEST = 160  # characters of an answer


@dataclass(frozen=True)
class Cell:
    """One value of a row; ``is_case`` leads to the case."""

    text: str
    is_case: bool = False
    is_short: bool = False  # a date or a number, which is not broken
    is_protected: bool = False  # stands for a name that isn't told


@dataclass(frozen=True)
class Line:
    """A row of the register in words."""

    case: int
    cells: tuple[Cell, ...]
    status: str


@dataclass(frozen=True)
class Filter:
    """One of the ways to choose rows."""

    key: str
    label: str
    is_current: bool


@require_safe
@staff_only
def register(request: StaffRequest, key: str | None = None) -> HttpResponse:
    """Show a page of a register, the first if none is named, at the clinic where the person works."""
    show = _show(request)
    clinic = ClinicId(request.clinic.pk)
    found = register_page(
        key, by=request.staff, clinic=clinic, on=today(), show=show, page=_number(request)
    )
    named = ((row.case, row.patient_id) for row in found.rows)
    access_log.shown(request, What.REGISTER, named=named)
    context = {
        "name": in_words(found.register.name),
        "headings": [_heading(column, found.questions) for column in found.register.columns],
        "lines": [_line(row, found.register, clinic) for row in found.rows],
        "filters": _filters(show),
        "show": show,
        "page": found,
    }
    return render(request, "inbox/register.html", context)


def _show(request: StaffRequest) -> Show:
    wanted = request.GET.get("show", "")
    return Show(wanted) if wanted in set(Show) else Show.ALL


def _number(request: StaffRequest) -> int:
    """Return the page that is asked for; a number that makes no sense is the first."""
    wanted = request.GET.get("page", "1")
    return max(int(wanted), 1) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1


def _filters(show: Show) -> list[Filter]:
    labels = {
        Show.ALL: gettext("All"),
        Show.OPEN: gettext("Those not done"),
        Show.COMPLETED: gettext("Those done"),
    }
    return [Filter(each, label, is_current=each is show) for each, label in labels.items()]


def _heading(column: str, questions: Form) -> str:
    field = next((each for each in questions.fields if f"field:{each.key}" == column), None)
    return in_words(field.label) if field else _fact_name(column)


def _fact_name(column: str) -> str:
    names = {
        "received": gettext("Received"),
        "patient": gettext("Child"),
        "sender": gettext("Sent by"),
        "case": gettext("Case"),
        "first_response": gettext("First response"),
        "closed": gettext("Completed"),
        "closed_by": gettext("Completed by"),
    }
    return names.get(column, column)


def _line(row: Registered, register: Register, clinic: ClinicId) -> Line:
    answers = field_values(row.form, row.answers, language=language(), show_date=short_date)
    cells = (_cell(column, row, answers) for column in register.columns)
    return Line(case=row.case, cells=tuple(cells), status=_status(row, clinic))


def _cell(column: str, row: Registered, answers: Mapping[str, str]) -> Cell:
    if column in _FACTS:
        return _FACTS[column](row)
    return Cell(_short(answers.get(column, "")))


def _short(answer: str) -> str:
    """Return as much of an answer as a table has room for; the case has the rest."""
    return answer if len(answer) <= _LONGEST else f"{answer[:_LONGEST].rstrip()} …"


_FACTS: dict[str, Callable[[Registered], Cell]] = {
    "received": lambda row: Cell(short_date(row.received), is_short=True),
    "patient": lambda row: _name(row, row.patient),
    "sender": lambda row: _name(row, gettext("the young person") if row.is_own else row.sender),
    "case": lambda row: Cell(row.number, is_case=True, is_short=True),
    "first_response": lambda row: _day(row.first_response_at),
    "closed": lambda row: _day(row.completed_at),
    "closed_by": lambda row: Cell(row.completed_by),
}


def _name(row: Registered, words: str) -> Cell:
    return Cell(no_name(), is_protected=True) if row.is_protected else Cell(words)


def _day(moment: datetime | None) -> Cell:
    return Cell(short_date(local_date(moment)) if moment else "", is_short=True)


def _status(row: Registered, clinic: ClinicId) -> str:
    if row.completed_at is not None:
        return gettext("Done")
    if row.clinic != clinic:
        return gettext("Sent on to %(clinic)s") % {"clinic": row.clinic_name}
    match row.status:
        case Status.CLOSED:
            return gettext("Closed without a reply")
        case Status.AWAITING_RESIDENT:
            return gettext("Awaits the family's answer")
        case Status.ASSIGNED:
            return gettext("With %(holder)s") % {"holder": row.holder}
        case Status.RECEIVED:
            return gettext("Nobody has taken it")
