"""Search: a form takes what is looked for, and leads to a page that shows what was found.

What is typed is a name or a number as often as not, so it is sent as a form, and never in an address.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists.hand import keep_habits, own_habits
from vardag.doors.inbox.search import page as pages
from vardag.doors.inbox.search.kept import keep, kept_as
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.lists.around import around
from vardag.rooms.lists.search.finding import Found, Show, find
from vardag.rooms.lists.search.sought import FIELD, Sought, sought


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def search(request: StaffRequest) -> HttpResponse:
    """Ask what to look for; then lead to what is found."""
    _permitted(request)
    if request.method != "POST":
        return _asked(request)
    typed = request.POST.get(FIELD, "")
    try:
        sought(typed, on=today())
    except InvalidForm as refusal:
        return _asked(request, typed, refusal)
    return redirect("inbox:found", keep(request, typed))


@require_safe
@staff_only
def found(request: StaffRequest, key: str) -> HttpResponse:
    """Show what is found now, by what was looked for; each look is an entry of the log."""
    clinic = _permitted(request)
    typed = kept_as(request, key)
    if typed is None:
        said = gettext("That search isn't kept any more. Write it again.")
        return render(request, "inbox/search.html", {"page": pages.blank(said=said)})
    at = now()
    try:
        wanted = sought(typed, on=local_date(at))
    except InvalidForm as refusal:  # what was a number yesterday can be none today
        return _asked(request, typed, refusal)
    show = _show(request)
    result = find(wanted, by=request.staff, clinic=clinic, on=local_date(at), show=show)
    _write_down(request, wanted, result)
    here = around(clinic, on=local_date(at), reader=request.actor.id)
    keep_habits(request, here.habits)
    page = pages.found_page(
        result,
        Looking(local_date(at), here.calendar, here.gone),
        typed=typed,
        show=show,
        url=reverse("inbox:found", args=(key,)),
    )
    context = {"page": page, "keys": own_habits(request).has_keys}
    return render(request, "inbox/search.html", context)


def _permitted(request: StaffRequest) -> ClinicId:
    """Return the clinic where somebody looks.

    :raises NotPermitted: if the person neither receives nor handles cases there
    """
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEARCH_CASES, clinic)
    return clinic


def _asked(
    request: StaffRequest, typed: str = "", refusal: InvalidForm | None = None
) -> HttpResponse:
    error = why_refused(refusal) if refusal else ""
    status = status_of(refusal) if refusal else 200
    page = pages.blank(typed=typed, error=error)
    return render(request, "inbox/search.html", {"page": page}, status=status)


def _write_down(request: StaffRequest, wanted: Sought, result: Found) -> None:
    """Write down which cases are shown, and whether somebody was looked for by personal number."""
    what = What.SOUGHT if wanted.person else What.SEARCHED
    access_log.shown(request, what, named=((hit.case.id, hit.case.patient) for hit in result.hits))


def _show(request: StaffRequest) -> Show:
    wanted = request.GET.get("show", "")
    return Show(wanted) if wanted in Show else Show.ALL
