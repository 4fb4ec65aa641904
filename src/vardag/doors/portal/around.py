"""What stands around the residents' views: the routine that they need, and words that aren't lost."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vardag.doors.shared.refusals import error_page
from vardag.rooms.routines.queries import NoRoutine

# No question of a routine can have such a key, since each begins with a letter or a number.
DO, PAGE, BACK = ".do", ".page", ".back"
FILES = "."  # begins the names of what has to do with files
NOT_ANSWERS = (
    *("csrfmiddlewaretoken", "form_key", "question", DO, PAGE, BACK),
    *(f"{FILES}{name}" for name in ("file", "files", "attach", "remove-file")),
)

type View = Callable[..., HttpResponse]


def by_routine(view: View) -> View:
    """Say that the service is closed for the moment where no routine has been published yet."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoRoutine:
            return error_page(request, 503)

    return guarded


def keeping_words(view: View) -> View:
    """Give back what was written when the sign-in has ended meanwhile."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        is_signed_in = bool(request.actor)  # type: ignore[attr-defined]
        texts = [text for name, text in request.POST.items() if name not in NOT_ANSWERS]
        written = [text for text in texts if isinstance(text, str) and text.strip()]
        if is_signed_in or not written:
            return view(request, *args, **kwargs)
        return render(request, "portal/lost.html", {"texts": written}, status=403)

    return kept
