"""The next case of the list from which a case was opened, in the list's own order."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.rights import Deed
from vardag.doors.inbox.lists.filters import asked_by
from vardag.doors.inbox.lists.hand import case_query, place_url
from vardag.doors.inbox.lists.receiving import permit_holding
from vardag.doors.inbox.lists.standing import stood
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.rooms.cases.lists import inbox as lists
from vardag.rooms.cases.lists.filters import Only
from vardag.rooms.cases.lists.inbox import Page, Show
from vardag.rooms.cases.lists.morning import morning

_A_FEW = 2  # what follows, and one more, should the first be the case itself


@require_safe
@staff_only
def following(request: StaffRequest) -> HttpResponse:
    """Lead to what follows a case in its list; to the list itself when nothing does.

    It is what followed where the case stood when it was opened (see ``standing``), wherever it stands
    now; by date, also among flagged cases, which a page sets by gravity. Where it isn't known the first
    of the list comes, which is what needs somebody first.
    """
    permit_holding(request)
    word, after = request.GET.get("from", ""), as_id(request.GET.get("after", ""))
    found = _list(request, word, after).cases
    rest = [case.id for case in found if case.id != after]
    if not rest:
        messages.info(request, gettext("There are no more cases in this list."))
        return redirect(place_url(word))
    return redirect(f"{reverse('inbox:case', args=[rest[0]])}{case_query(word)}")


def _list(request: StaffRequest, word: str, after: int | None) -> Page:
    """Return what follows in the list that a word names, as far as the person may see it."""
    key, _, address = word.partition("?")
    on, here = local_date(now()), ClinicId(request.clinic.pk)
    asks = QueryDict(address)
    only = _behind(asked_by(asks, request, on=on).only, word, after, request.GET.get("at", ""))
    if key == "mine" or not access.may_at(request.staff, Deed.LIST_CASES, here):
        return lists.held(request.staff, on=on, page=1, only=only)
    if key == "awaiting":
        return lists.awaiting(here, on=on, page=1, only=only)
    if key == "closed":
        return lists.closed(here, on=on, page=1, only=only)
    show = Show(asks["show"]) if asks.get("show") in Show else Show.ALL
    gone = morning(here, on=on).gone
    return lists.inbox(here, on=on, gone=gone, show=show, page=1, size=_A_FEW, only=only)


def _behind(only: Only, word: str, after: int | None, said: str) -> Only:
    return only if after is None else replace(only, behind=stood(word, CaseId(after), said))
