"""A register's columns in words, and what a row says in each: for the page, and for a workbook."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext

from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.domain.registers.entry import (
    CASE,
    CLOSED,
    CLOSED_BY,
    FAMILY,
    FIRST_RESPONSE,
    GIVEN,
    IGNORED,
    NUMBER,
    PATIENT,
    RECEIVED,
    SENDER,
)
from vardag.domain.registers.post import EXEMPLAR, EXEMPLARS, POST
from vardag.domain.routine.dispatch import Exemplar
from vardag.domain.routine.document import FieldKind, Form, Register
from vardag.domain.routine.wording import field_values
from vardag.doors.shared.moments import language, short_date
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.registers import Registered
from vardag.rooms.registers.queries import ByHand, Line

type Value = str | date | None


def column_name(column: str, form: Form) -> str:
    """Return a column's heading: a fact's, or the question whose answers it holds."""
    field = next((each for each in form.fields if f"field:{each.key}" == column), None)
    if field:
        return in_words(field.label)
    if form.key == POST and column == RECEIVED:
        return gettext("Sent")
    return {
        RECEIVED: gettext("Received"),
        PATIENT: gettext("Child"),
        NUMBER: gettext("Personal number"),
        GIVEN: gettext("Given name"),
        FAMILY: gettext("Family name"),
        SENDER: gettext("Sent by"),
        CASE: gettext("Case"),
        FIRST_RESPONSE: gettext("First response"),
        CLOSED: gettext("Completed"),
        CLOSED_BY: gettext("Completed by"),
        IGNORED: gettext("Status"),
    }.get(column, column)


def workbook_columns(register: Register) -> tuple[str, ...]:
    """Return a workbook's columns: the register's, with who it is about whole, and how it stands."""
    found = list(register.columns)
    if NUMBER not in found:
        found.insert(found.index(PATIENT) + 1 if PATIENT in found else 0, NUMBER)
    return (*found, IGNORED)


def value_of(row: Line, column: str, clinic: ClinicId) -> Value:
    """Return what a row says in a column; nothing where it says nothing.

    Of who is protected: the words that stand for a name, and nothing else.
    """
    if column == IGNORED:
        return status(row, clinic)
    if row.is_protected and column == PATIENT:
        return no_name()
    return _of_hand(row, column) if isinstance(row, ByHand) else _of_case(row, column)


def _of_hand(row: ByHand, column: str) -> Value:
    entry = row.entry
    if column == RECEIVED:
        return entry.received
    if column == FIRST_RESPONSE:
        return entry.first_response
    if column == CLOSED:
        return entry.done or (gettext("Done") if entry.is_done else None)
    if column == CLOSED_BY:
        return entry.done_by
    if row.is_protected:
        return None
    if column == NUMBER:
        return _with_hyphen(entry.personal_number)
    text = entry.patient if column == PATIENT else entry.texts.get(column)
    return exemplar_name(text) if column == EXEMPLAR and text else text


def exemplar_name(exemplar: str) -> str:
    """Return what is said of a paper that was sent: the original, or a copy."""
    return in_words(EXEMPLARS[Exemplar(exemplar)]) if exemplar in set(Exemplar) else exemplar


def _of_case(row: Registered, column: str) -> Value:
    if column in _FACTS:
        return _FACTS[column](row)
    field = next((each for each in row.form.fields if f"field:{each.key}" == column), None)
    answer = row.answers.get(field.key) if field else None
    if field and answer and field.kind is FieldKind.DATE:
        return date.fromisoformat(answer)
    return _answers(row).get(column)


def _answers(row: Registered) -> Mapping[str, str]:
    return field_values(row.form, row.answers, language=language(), show_date=short_date)


def _sender(row: Registered) -> str:
    if row.is_protected:
        return no_name()
    return gettext("the young person") if row.is_own else row.sender


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def _with_hyphen(number: str) -> str:
    return f"{number[:8]}-{number[8:]}" if number else ""


_FACTS: dict[str, Callable[[Registered], Value]] = {
    RECEIVED: lambda row: row.received,
    PATIENT: lambda row: row.patient,
    NUMBER: lambda row: _with_hyphen(row.personal_number),
    SENDER: _sender,
    CASE: lambda row: row.number,
    FIRST_RESPONSE: lambda row: _day(row.first_response_at),
    CLOSED: lambda row: _day(row.completed_at),
    CLOSED_BY: lambda row: row.completed_by,
}


def status(row: Line, clinic: ClinicId) -> str:
    """Return how a row stands, in words."""
    if isinstance(row, ByHand):
        if row.is_struck:
            return gettext("Struck out")
        return gettext("Done") if row.entry.is_done else gettext("Not done yet")
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
