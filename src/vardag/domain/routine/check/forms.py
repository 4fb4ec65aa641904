"""Forms: every question can be answered."""

from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.document import Field, FieldKind, Form, Routine

AUTOCOMPLETE = ("name", "tel", "email", "street-address")
"""The browser's words for what a family is asked about itself."""


def check_forms(routine: Routine) -> Iterator[Finding]:
    """Find choices without options, and rules about fields that aren't there."""
    used = {service.form for service in routine.services}
    for form in routine.forms:
        place = f"forms.{form.key}"
        if form.key not in used:
            yield Finding(
                place, "No service uses this form.", "Name it in a service, or remove it."
            )
        for field in form.fields:
            yield from _options(f"{place}.fields.{field.key}", field)
            yield from _order(f"{place}.fields.{field.key}", field, form)
            yield from _autocomplete(f"{place}.fields.{field.key}", field)
            yield from _contact(f"{place}.fields.{field.key}", field)
        yield from _at_least_one(place, form)


def _options(place: str, field: Field) -> Iterator[Finding]:
    if field.kind is FieldKind.CHOICE and not field.options:
        problem = "A choice without options can't be answered."
        yield Finding(f"{place}.options", problem, "Add the options, or choose another kind.")
    if field.kind is not FieldKind.CHOICE and field.options:
        problem = f"A field of kind “{field.kind}” has no options."
        yield Finding(f"{place}.options", problem, "Write kind: choice, or remove the options.")


def _order(place: str, field: Field, form: Form) -> Iterator[Finding]:
    if field.not_before is None:
        return
    earlier = next((each for each in form.fields if each.key == field.not_before), None)
    dates = field.kind is FieldKind.DATE and earlier and earlier.kind is FieldKind.DATE
    if not dates or earlier is field:
        problem = f"“{field.key}” can't be held against “{field.not_before}”."
        remedy = "Both must be fields of kind date in this form."
        yield Finding(f"{place}.not_before", problem, remedy)


def _autocomplete(place: str, field: Field) -> Iterator[Finding]:
    if field.autocomplete is not None and field.autocomplete not in AUTOCOMPLETE:
        problem = f"No browser knows what “{field.autocomplete}” is of whoever writes."
        remedy = f"Write one of {', '.join(AUTOCOMPLETE)}, or remove it."
        yield Finding(f"{place}.autocomplete", problem, remedy)


def _contact(place: str, field: Field) -> Iterator[Finding]:
    if field.is_contact and field.kind not in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        problem = f"A field of kind “{field.kind}” can't tell how to reach a family."
        remedy = "Write contact: false, or make it a text: only a text can be hidden."
        yield Finding(f"{place}.contact", problem, remedy)


def _at_least_one(place: str, form: Form) -> Iterator[Finding]:
    known = {field.key for field in form.fields}
    for number, key in enumerate(form.at_least_one_of):
        if key not in known:
            problem = f"The form has no field “{key}”."
            remedy = f"Known here: {', '.join(sorted(known)) or 'none'}."
            yield Finding(f"{place}.at_least_one_of[{number}]", problem, remedy)
