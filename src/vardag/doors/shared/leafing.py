"""Leafing through a list: which of its pages an address asks for, and the addresses of others."""

from collections.abc import Mapping

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


def address_of(names: Mapping[str, str | int]) -> str:
    """Return what stands after an address's question mark: the names that say anything."""
    found = QueryDict(mutable=True)
    for name, value in names.items():
        if value:
            found[name] = str(value)
    return found.urlencode()
