"""The sheet of keys, one's own ways of working, and the views that one keeps."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import Refusal
from vardag.doors.inbox.lists.filters import asked_by
from vardag.doors.inbox.lists.hand import ADDABLE, LEAVABLE, column_names, columns_of, own_habits
from vardag.doors.inbox.lists.receiving import permit_holding, permit_receiving
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import today
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.habits import actions
from vardag.rooms.habits.queries import INBOX, LISTS


@dataclass(frozen=True)
class Column:
    """A column that one can choose."""

    key: str
    name: str
    is_chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def keys(request: StaffRequest) -> HttpResponse:
    """Show the keys and one's own ways of working, or set them."""
    permit_holding(request)
    if request.method != "POST":
        return _page(request)
    wanted = [key for key in (*LEAVABLE, *ADDABLE) if key in request.POST.getlist("column")]
    if not wanted:
        return _page(request, wrong=gettext("Choose one column at least."))
    actions.set_habits(
        person=request.actor.id,
        has_keys="keys" in request.POST,
        goes_on="next" in request.POST,
        columns=wanted,
    )
    messages.success(request, gettext("Your ways of working are saved."))
    return redirect("inbox:keys")


def _page(request: StaffRequest, *, wrong: str = "") -> HttpResponse:
    habits = own_habits(request)
    chosen = columns_of(habits)
    context = {
        "habits": habits,
        "columns": [Column(key, name, key in chosen) for key, name in column_names().items()],
        "wrong": wrong,
    }
    return render(request, "inbox/keys.html", context, status=422 if wrong else 200)


@require_POST
@staff_only
def keep_view(request: StaffRequest) -> HttpResponse:
    """Keep what a list shows as a view of one's own."""
    key = request.POST.get("of", "")
    key = key if key in LISTS else INBOX
    _permit(request, key)
    wanted = asked_by(QueryDict(request.POST.get("address", "")), request, on=today())
    try:
        actions.keep_view(
            person=request.actor.id,
            clinic=ClinicId(request.clinic.pk),
            name=request.POST.get("name", ""),
            address=wanted.address,
            of=key,
            is_first="first" in request.POST,
        )
    except Refusal as refusal:
        messages.error(request, why_refused(refusal))
    else:
        messages.success(request, gettext("The view is saved."))
    return redirect(f"{reverse(f'inbox:{key}')}?{wanted.address or 'show=all'}")


@require_POST
@staff_only
def drop_view(request: StaffRequest, view: int) -> HttpResponse:
    """Take a view of one's own away."""
    permit_holding(request)
    key = actions.drop_view(person=request.actor.id, view=view)
    messages.success(request, gettext("The view is taken away."))
    return redirect(f"{reverse(f'inbox:{key}')}?show=all")


def _permit(request: StaffRequest, key: str) -> None:
    """Let who may see a list keep views of it."""
    if key == "mine":
        permit_holding(request)
    else:
        permit_receiving(request)
