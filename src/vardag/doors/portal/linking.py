"""Written words on a page: addresses in what the clinic wrote can be followed, all else is text."""

import re
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”»«]+", re.IGNORECASE)
_NOT_THE_LAST = ".,;:!?…"  # ends the sentence, not the address
_PAIRS = {")": "(", "]": "["}


def linked(text: str) -> SafeString:
    """Return text as HTML in which web addresses are links and nothing else is markup."""
    return format_html_join("", "{}", ((part,) for part in _parts(text)))


def _parts(text: str) -> list[SafeString]:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found.group())
        if not is_web_address(address):
            continue
        parts += [conditional_escape(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return [*parts, conditional_escape(text[end:])]


def _trimmed(address: str) -> str:
    """Leave out what belongs to the sentence around an address, such as its full stop."""
    while address and (address[-1] in _NOT_THE_LAST or _closes_nothing(address)):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    opening = _PAIRS.get(address[-1])
    return opening is not None and address.count(opening) < address.count(address[-1])


def is_web_address(address: str) -> bool:
    """Tell whether an address leads to a page on the web, so that it may be followed."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def _link(address: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', address, address)
