"""Asking whether a link can be reached: the port, and what answers it in this installation.

What stands behind it is a line out of the house (``adapters/links``), which the setting ``LINK_LINE``
names. The setting ``CHECK_LINKS`` says whether anything may be asked from here at all.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from vardag.domain.replies.links import Answer

type Ask = Callable[[str], Answer]


def is_on() -> bool:
    """Tell whether links are asked for in this installation."""
    return bool(settings.CHECK_LINKS)


def asks() -> Ask:
    """Return what asks for an address. It never raises: that nobody answers is an answer."""
    ask: Ask = import_string(settings.LINK_LINE)
    return ask
