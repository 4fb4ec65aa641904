"""What every template can use. Their language is Jinja, which is compiled once."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django.forms.boundfield import BoundField, BoundWidget
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from jinja2 import Environment
from markupsafe import Markup

from vardag.doors.shared import moments
from vardag.doors.shared.icons import ICONS

_SVG = (
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
_DRAWN = {name: mark_safe(_SVG.format(shapes)) for name, shapes in ICONS.items()}  # noqa: S308 - our own constants
_ADDRESSES = 4096  # of the latest pages; an address says nothing but what it was made from


def environment(**options: Any) -> Environment:
    """Return Jinja as the pages speak it: escaping everything, and translated."""
    escaping = {"autoescape": True}
    made = Environment(  # noqa: S701 - it escapes
        **options | escaping, extensions=["jinja2.ext.i18n"], lstrip_blocks=True
    )
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(_=text, url=url, static=cache(static), icon=icon)
    made.filters.update(
        anchor=anchor,
        capfirst=capfirst,
        clock_time=moments.clock_time,
        control=control,
        is_group=is_group,
        quoted=quote,
        short_moment=moments.short_moment,
    )
    return made


def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers: words always stand beside it.

    :raises KeyError: if there is no icon of that name (see ``icons.py``)
    """
    return _DRAWN[name]


def text(english: str) -> Markup:
    """Return a text of a template in the language of the page; it may hold markup, which is ours.

    Percent signs are doubled in it, as in texts that take something in.
    """
    return _text_in(translation.get_language(), english)


@cache
def _text_in(language: str | None, english: str) -> Markup:
    return Markup(translation.gettext(english).replace("%%", "%"))  # noqa: S704 - our own texts


def url(name: str, *arguments: object, **named: object) -> str:
    """Return the address of a page.

    :raises NoReverseMatch: if no page has that name, or not with those arguments
    """
    return _address(get_urlconf(), get_script_prefix(), name, arguments, tuple(named.items()))


@lru_cache(_ADDRESSES)
def _address(
    urlconf: str | None,
    prefix: str,
    name: str,
    arguments: tuple[object, ...],
    named: tuple[tuple[str, object], ...],
) -> str:
    return reverse(name, urlconf, args=arguments, kwargs=dict(named))


def control(field: BoundField | BoundWidget) -> SafeString:
    """Return a field's control, or one of its choices, drawn as the design system draws it."""
    if isinstance(field, BoundWidget):
        field.data["attrs"]["class"] = "ds-input"
        return field.tag()
    return field.as_widget(attrs={"class": "ds-input"})


def anchor(field: BoundField) -> str:
    """Return the id of the control that an error's link leads to: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


def is_group(field: BoundField) -> bool:
    """Return whether a field is a group of choices, which needs a legend rather than a label."""
    widget: Any = field.field.widget
    return bool(widget.use_fieldset) and hasattr(widget, "optgroups")
