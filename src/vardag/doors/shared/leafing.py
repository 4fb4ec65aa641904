"""Leafing through a list: which of its pages an address asks for."""

from django.http import HttpRequest

_LAST = 1_000  # nobody leafs further


def page_number(request: HttpRequest) -> int:
    """Return which page is wanted; the first for anything that is no page's number."""
    wanted = request.GET.get("page", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
        return 1
    return min(max(int(wanted), 1), _LAST)
