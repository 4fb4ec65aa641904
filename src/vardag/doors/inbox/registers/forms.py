"""What is typed of a row by hand. What can't be is refused by the rules, with their sentence."""

from collections.abc import Iterator, Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext

from vardag.domain.refusals import InvalidForm, Refusal
from vardag.domain.registers.entry import (
    CASE,
    CLOSED,
    CLOSED_BY,
    FIRST_RESPONSE,
    NUMBER,
    PATIENT,
    RECEIVED,
    SENDER,
    Entry,
)
from vardag.domain.registers.post import POST
from vardag.domain.routine.document import Field, FieldKind, Form
from vardag.doors.inbox.registers.columns import column_name
from vardag.doors.shared.sentences import in_words, said, why_refused
from vardag.rooms.registers.queries import InForce

_DONE = "klart"  # as it is typed, of a row that a workbook only ticked off
_DAYS = (RECEIVED, FIRST_RESPONSE, CLOSED)


class _Typed(forms.CharField):
    """A field of which the rules say what is missing, all at once with what can't be read."""

    def validate(self, value: object) -> None:
        """Take whatever was typed."""


class Row(forms.Form):
    """A row by hand; its fields are the register's columns."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        here: InForce,
        entry: Entry | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or begun(entry), auto_id="%s")  # type: ignore[arg-type]
        for column in _columns(here, entry):
            self.fields[column] = _field(column, here.form, entry)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed; the form has to be valid."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


def _columns(here: InForce, entry: Entry | None) -> Iterator[str]:
    """Yield the fields of the form: what a row always has, the register's own, and what this one has."""
    yield from (RECEIVED, PATIENT, NUMBER)
    if here.register.key == POST:  # which nobody asked for, and which is done when it is written
        yield from here.register.columns[2:]
        return
    own = (each for each in here.register.columns if each.startswith("field:"))
    found = dict.fromkeys((SENDER, *own, *(entry.texts if entry else ())))
    yield from found
    if entry and entry.first_response:
        yield FIRST_RESPONSE
    yield from (CLOSED, CLOSED_BY)


def _field(column: str, form: Form, entry: Entry | None) -> _Typed:
    asked = next((each for each in form.fields if f"field:{each.key}" == column), None)
    is_long = asked is not None and asked.kind is FieldKind.LONG_TEXT
    is_day = column in _DAYS or (asked is not None and asked.kind is FieldKind.DATE)
    is_ticked = column == CLOSED and entry is not None and entry.is_done and not entry.done
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if asked is not None and asked.options:
        widget = forms.Select(choices=_choices(asked))
    elif is_long:
        widget = forms.Textarea(attrs={"rows": 3})
    elif is_day and not is_ticked:
        widget = forms.TextInput(attrs={"type": "date"})
    return _Typed(
        label=_label(column, form),
        help_text=in_words(asked.help) if form.key == POST and asked else _help(column),
        required=column == RECEIVED or bool(asked and asked.required and entry is None),
        widget=widget,
    )


def _choices(asked: Field) -> list[tuple[str, str]]:
    return [("", gettext("Choose")), *((each.key, in_words(each.name)) for each in asked.options)]


def _label(column: str, form: Form) -> str:
    if form.key == POST and column == RECEIVED:
        return gettext("When it was sent")
    names = {
        RECEIVED: gettext("When it came in"),
        PATIENT: gettext("The patient's name"),
        SENDER: gettext("Who asked"),
        CLOSED: gettext("Done on"),
        CLOSED_BY: gettext("Done by"),
    }
    return names.get(column) or column_name(column, form)


def _help(column: str) -> str:
    return {
        NUMBER: gettext("With or without century and hyphen. The name alone is enough."),
        SENDER: gettext("For example a guardian who called."),
        CLOSED: gettext("Leave it empty until it is done."),
        CASE: gettext("As the workbook said it."),
    }.get(column, "")


def begun(entry: Entry | None) -> dict[str, object]:
    """Return what the form of a row begins with."""
    if entry is None:
        return {}
    done = entry.done.isoformat() if entry.done else _DONE if entry.is_done else ""
    return {
        RECEIVED: entry.received.isoformat(),
        PATIENT: entry.patient,
        NUMBER: entry.personal_number,
        FIRST_RESPONSE: entry.first_response.isoformat() if entry.first_response else "",
        CLOSED: done,
        CLOSED_BY: entry.done_by,
        **entry.texts,
    }


def of_today(on: date) -> dict[str, object]:
    """Return what the form of a new row begins with."""
    return {RECEIVED: on.isoformat()}


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal where it belongs on a form: at its fields, or above all."""
    problems = refusal.problems if isinstance(refusal, InvalidForm) else ()
    mine = [problem for problem in problems if problem.field in form.fields]
    for problem in mine:
        form.add_error(problem.field, said(problem.sentence))
    if not mine:
        form.add_error(None, why_refused(refusal))
