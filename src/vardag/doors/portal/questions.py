"""A service's questions as a form on a page. It only asks and shows: the domain alone judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from vardag.domain.refusals import InvalidForm
from vardag.domain.routine.document import Field, FieldKind, Form, Option
from vardag.doors.shared.sentences import in_words, said, why_refused

_KEYBOARD = {"tel": "tel", "email": "email"}  # which keyboard a phone shows


class _Unjudged(forms.CharField):
    """Takes what was written as it is."""

    def clean(self, value: object) -> object:
        return value


class _UnjudgedChoice(forms.ChoiceField):
    """Takes what was chosen as it is."""

    def clean(self, value: object) -> object:
        return value


class Questions(forms.Form):
    """The questions of a routine's form, with what was answered and what is wrong with it."""

    use_required_attribute = False  # the browser's own words would stand in the way of ours

    def refuse(self, refusal: InvalidForm) -> None:
        """Put each problem beside its question, and the rest above them all."""
        for problem in refusal.problems:
            sentence = said(problem.sentence)
            self.add_error(problem.field if problem.field in self.fields else None, sentence)
        if not refusal.problems:
            self.add_error(None, why_refused(refusal))


@dataclass(frozen=True)
class _Label:
    """What an alternative is called, with its help beside it."""

    name: str
    help: str

    def __str__(self) -> str:
        return self.name


def questions(
    form: Form, *, answers: Mapping[str, Any] | None = None, oneself: bool = False
) -> Questions:
    """Return the questions in the reader's language, with the answers given so far, if any.

    :param oneself: whether one writes for oneself
    """
    asked = Questions(data=answers)
    asked.fields.update({field.key: _asked(field, oneself=oneself) for field in form.fields})
    return asked


def _asked(field: Field, *, oneself: bool) -> forms.Field:
    asked = _control(field, oneself=oneself)
    asked.unsure = in_words(field.unsure, oneself=oneself)  # type: ignore[attr-defined]  # for the template
    return asked


def _control(field: Field, *, oneself: bool) -> forms.Field:
    words: dict[str, Any] = {
        "label": in_words(field.label, oneself=oneself),
        "help_text": in_words(field.help, oneself=oneself),
        "required": field.required,
    }
    if field.kind is FieldKind.CHOICE:
        choices = [(option.key, _label(option, oneself=oneself)) for option in field.options]
        return _UnjudgedChoice(choices=choices, widget=forms.RadioSelect, **words)
    return _Unjudged(widget=_widget(field), **words)


def _label(option: Option, *, oneself: bool) -> Any:
    return _Label(in_words(option.name, oneself=oneself), in_words(option.help, oneself=oneself))


def _widget(field: Field) -> forms.Widget:
    if field.kind is FieldKind.DATE:
        return forms.DateInput(attrs={"type": "date"})
    attrs = {"dir": "auto"}
    if field.autocomplete:
        attrs["autocomplete"] = field.autocomplete
    if field.autocomplete in _KEYBOARD:
        attrs["inputmode"] = _KEYBOARD[field.autocomplete]
    if field.kind is FieldKind.LONG_TEXT:
        return forms.Textarea(attrs={**attrs, "rows": 4})
    return forms.TextInput(attrs=attrs)
