"""What somebody had written when a page couldn't take it: an error page gives it back."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError

from vardag.domain.words import visible

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "next"})
_FROM_HERE = frozenset({"same-origin", "none"})
_OF_A_MACHINE = re.compile(
    r"[a-z0-9_:-]*"
)  # keys, ids and dates, which pages send along themselves
_UNREADABLE = (
    MultiPartParserError,
    RawPostDataException,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    UnreadablePostError,
)


def typed_back(request: HttpRequest) -> tuple[str, ...]:
    """Return the texts of a form that wasn't taken, in their order, so that nobody writes them twice.

    Only of forms that came from our own pages: else anybody could put words into ours. Empty when the
    form can't be read any more. Words that look like keys are left out.
    """
    if request.method != "POST" or not is_from_here(request):
        return ()
    try:
        fields = list(request.POST.lists())
    except _UNREADABLE:
        return ()
    return tuple(
        text
        for name, texts in fields
        if name not in _NOT_TYPED
        for text in texts
        if visible(text) and not _OF_A_MACHINE.fullmatch(text)
    )


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a request came from a page of ours, as far as its browser says so."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _FROM_HERE
    return request.headers.get("Origin", "").partition("://")[2] == request.get_host()


def page_before(request: HttpRequest) -> str:
    """Return the path of our page that led here, to open it anew; empty if none did."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    ours = before.netloc == request.get_host() and before.scheme in ("http", "https")
    if not ours or not before.path.startswith("/") or before.path.startswith("//"):
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path
