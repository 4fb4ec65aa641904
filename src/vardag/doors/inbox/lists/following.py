"""The next case of the list from which a case was opened, in the list's own order."""

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
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.rooms.cases.lists import inbox as lists
from vardag.rooms.cases.lists.inbox import Page, Show
from vardag.rooms.cases.lists.morning import morning


@require_safe
@staff_only
def following(request: StaffRequest) -> HttpResponse:
    """Lead to the case after another in its list; to the list itself when there is none.

    A case that has left the list has no place in it any more: then the first that remains comes, which
    is what needs somebody first.
    """
    permit_holding(request)
    word, after = request.GET.get("from", ""), CaseId(as_id(request.GET.get("after", "")) or 0)
    cases = [case.id for case in _list(request, word).cases]
    rest = cases[cases.index(after) + 1 :] if after in cases else cases
    if not rest:
        messages.info(request, gettext("There are no more cases in this list."))
        return redirect(place_url(word))
    return redirect(f"{reverse('inbox:case', args=[rest[0]])}{case_query(word)}")


def _list(request: StaffRequest, word: str) -> Page:
    """Return the list that a word names, as far as the person may see it."""
    key, _, address = word.partition("?")
    on, here = local_date(now()), ClinicId(request.clinic.pk)
    asks = QueryDict(address)
    only = asked_by(asks, request, on=on).only
    if key == "mine" or not access.may_at(request.staff, Deed.LIST_CASES, here):
        return lists.held(request.staff, on=on, page=1, only=only)
    if key == "awaiting":
        return lists.awaiting(here, on=on, page=1, only=only)
    show = Show(asks["show"]) if asks.get("show") in Show else Show.ALL
    gone = morning(here, on=on).gone
    return lists.inbox(here, on=on, gone=gone, show=show, page=1, size=lists.A_DAYS, only=only)
