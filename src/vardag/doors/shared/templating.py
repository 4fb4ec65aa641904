"""What every template can use. Their language is Jinja, compiled once for each language of the pages."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.template.backends.base import BaseEngine
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from markupsafe import Markup

from vardag.doors.shared import moments
from vardag.doors.shared.compiling import Compiled
from vardag.doors.shared.icons import ICONS

_SVG = (
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
)
_DRAWN = {name: mark_safe(_SVG.format(shapes)) for name, shapes in ICONS.items()}  # noqa: S308 - our own constants
_ADDRESSES = 4096  # of the latest pages; an address says nothing but what it was made from


class Pages(BaseEngine):
    """Django's Jinja, once for each language: a template is compiled with its texts in it."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({each: params[each] for each in ("NAME", "DIRS", "APP_DIRS")})
        self._spoken = {
            language: Jinja2({**params, "OPTIONS": {**params["OPTIONS"], "language": language}})
            for language, _ in settings.LANGUAGES
        }

    def get_template(self, template_name: str) -> Template:
        """Return a template in the language of this request.

        :raises TemplateDoesNotExist: if there is none of that name
        """
        return self._spoken[moments.language()].get_template(template_name)

    def from_string(self, template_code: str) -> Template:
        return self._spoken[moments.language()].from_string(template_code)


def environment(*, language: str, **options: Any) -> Compiled:
    """Return Jinja as the pages of a language speak it: escaping everything, and translated."""
    escaping = {"autoescape": True}
    made = Compiled(**options | escaping, extensions=["jinja2.ext.i18n"], lstrip_blocks=True)
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    known: dict[str, Callable[..., str]] = {
        "_": text,
        "gettext": text,
        "pgettext": text_in_context,
        "icon": icon,
        "static": static,
    }
    made.known = {name: _spoken(language, said) for name, said in known.items()}
    made.globals.update(_=text, url=url, static=static, icon=icon)
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


def _spoken(language: str, said: Callable[..., str]) -> Callable[..., str]:
    """Return what is said in a language, whichever the request is in."""

    def spoken(*words: str) -> str:
        with translation.override(language):
            return said(*words)

    return spoken


def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers: words always stand beside it.

    :raises KeyError: if there is no icon of that name (see ``icons.py``)
    """
    return _DRAWN[name]


def text(english: str) -> Markup:
    """Return a text of a template in the language of the page; it may hold markup, which is ours.

    Percent signs are doubled in it, as in texts that take something in.
    """
    return Markup(translation.gettext(english).replace("%%", "%"))  # noqa: S704 - our own texts


def text_in_context(context: str, english: str) -> Markup:
    """Return a text as ``text`` does, of a word that means different things in different places."""
    return Markup(translation.pgettext(context, english).replace("%%", "%"))  # noqa: S704 - our own


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
