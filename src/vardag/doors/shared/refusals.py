"""Refusals and failures as pages: what failed, that nothing is half done, and what to do now."""

import errno
import logging
import sys
from collections.abc import Callable
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from vardag.domain.case.files import LARGEST, MOST
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted, OutOfReach, Refusal
from vardag.doors.shared import access_log
from vardag.doors.shared.sentences import why_refused
from vardag.doors.shared.typed_back import page_before, typed_back
from vardag.rooms.audit.actions import LogUnwritable

_log = logging.getLogger(__name__)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that says the same as a refusal."""
    match refusal:
        case OutOfReach():
            return 404
        case NotPermitted():
            return 403
        case ChangedMeanwhile():
            return 409
        case _:
            return 422


class RefusalMiddleware:
    """Turn a refusal that no view caught, or a method, into a page; hidden and absent look the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        return _not_this_way(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, LogUnwritable):
            return _not_logged(request, error)
        if isinstance(error, NotPermitted):
            return _tried(request, error)
        if isinstance(error, Refusal):
            return error_page(request, status_of(error), why_refused(error))
        return None


def _tried(request: HttpRequest, refusal: NotPermitted) -> HttpResponse:
    """Return the page for what isn't this person's, when it is written down that it was tried."""
    match = request.resolver_match
    try:
        access_log.refused(request, case=match.kwargs.get("case_id") if match else None)
    except LogUnwritable as unwritable:
        return _not_logged(request, unwritable)
    if isinstance(refusal, OutOfReach):
        return not_found(request)
    return error_page(request, status_of(refusal), why_refused(refusal))


def _not_logged(request: HttpRequest, error: LogUnwritable) -> HttpResponse:
    """Return the page that comes instead of what can't be shown, since nobody could see who saw it."""
    _log.error("the access log can't be written, so nothing is shown", exc_info=error)
    sentence = gettext(
        "What is read here is always written down, and that doesn't work now. So we show nothing."
    )
    return error_page(request, 503, sentence)


_DISK_TAKES_NOTHING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_SOON = 120  # seconds after which to try again, where nobody knows better


def error_page(
    request: HttpRequest,
    status: int,
    sentence: str = "",
    *,
    title: str = "",
    again: str = "",
    again_label: str = "",
) -> HttpResponse:
    """Return the page for a status: what failed, what was written, and ways on.

    A script that sent a form puts the heart of it into the page that is there.

    :param sentence: instead of the usual one
    :param title: instead of the usual one
    :param again: the path of the page to open anew, if that helps
    :param again_label: what that is called instead of the usual
    """
    context = {
        "status": status,
        "sentence": sentence,
        "title": title,
        "again": again,
        "again_label": again_label,
        "texts": typed_back(request),
        "most": MOST,
        "largest": LARGEST,
    }
    page = render(request, "shared/error.html", context, status=status)
    if getattr(request, "htmx", False) and request.method == "POST":
        page.headers["HX-Retarget"] = "#content"
        page.headers["HX-Reswap"] = "innerHTML"
        page.headers["HX-Reselect"] = ".error-page"
    if status == 503:
        page.headers["Retry-After"] = str(_SOON)
    return page


def _not_this_way(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """Return the page for an address that only takes forms, or takes none."""
    page = error_page(request, 405)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a failure of ours.

    A database that is away is not one, nor is a disk that takes no more: both come back.
    """
    match sys.exception():
        case OperationalError() | InterfaceError():
            return error_page(request, 503, gettext("We can't reach what is stored right now."))
        case OSError(errno=why) if why in _DISK_TAKES_NOTHING:
            return error_page(request, 503, gettext("We can't store anything right now."))
    return error_page(request, 500)


def signed_out(request: HttpRequest, *, sign_in: str) -> HttpResponse | None:
    """Return the page that gives back what was written when a sign-in had ended; None if nothing was.

    :param sign_in: the path of the page where one signs in
    """
    if not typed_back(request):
        return None
    before = page_before(request)
    return error_page(
        request,
        403,
        gettext("Nothing was saved."),
        title=gettext("You are signed out"),
        again=f"{sign_in}?{urlencode({'next': before})}" if before else sign_in,
        again_label=gettext("Sign in"),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that came too late, or from elsewhere: nothing of it was done."""
    return error_page(
        request,
        403,
        gettext("The page was open too long, or you have signed in anew since. Nothing was sent."),
        title=gettext("The form is too old"),
        again=page_before(request),
    )
