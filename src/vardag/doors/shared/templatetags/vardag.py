"""What every template can use: icons, controls, dates in words. Built in: no ``{% load %}``."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString, mark_safe

from vardag.doors.shared import moments
from vardag.doors.shared.icons import ICONS

register = template.Library()

for words in (
    moments.short_date,
    moments.long_date,
    moments.short_moment,
    moments.clock_time,
    moments.day_name,
    moments.short_day,
):
    register.filter(words.__name__, words)

_SVG = (
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
_DRAWN = {name: mark_safe(_SVG.format(shapes)) for name, shapes in ICONS.items()}  # noqa: S308 - our own constants


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers: words always stand beside it.

    :raises KeyError: if there is no icon of that name (see ``icons.py``)
    """
    return _DRAWN[name]


@register.filter
def control(field: BoundField | BoundWidget) -> SafeString:
    """Return a field's control, or one of its choices, drawn as the design system draws it."""
    if isinstance(field, BoundWidget):
        field.data["attrs"]["class"] = "ds-input"
        return field.tag()
    return field.as_widget(attrs={"class": "ds-input"})


@register.filter
def anchor(field: BoundField) -> str:
    """Return the id of the control that an error's link leads to: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_group(field: BoundField) -> bool:
    """Return whether a field is a group of choices, which needs a legend rather than a label."""
    widget: Any = field.field.widget
    return bool(widget.use_fieldset) and hasattr(widget, "optgroups")
