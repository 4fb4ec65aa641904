"""Leafing through a list: which of its pages an address asks for."""

from django.http import HttpRequest, QueryDict

_LAST = 1_000  # nobody leafs further


def page_number(request: HttpRequest) -> int:
    """Return which page is wanted; the first for anything that is no page's number."""
    return page_of(request.GET)


def page_of(asks: QueryDict) -> int:
    """Return which page an address asks for by what stands after its question mark."""
    wanted = asks.get("page", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
        return 1
    return min(max(int(wanted), 1), _LAST)
