"""The next case of the list from which a case was opened, in the order in which the list shows it."""

from dataclasses import dataclass, replace
from datetime import date

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
from vardag.doors.inbox.lists import next_work
from vardag.doors.inbox.lists.filters import asked_by
from vardag.doors.inbox.lists.hand import case_query, place_url, without_page
from vardag.doors.inbox.lists.order import day_of, in_order
from vardag.doors.inbox.lists.receiving import permit_holding
from vardag.doors.inbox.lists.standing import is_by_date, stood, stood_so
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.leafing import page_of
from vardag.doors.shared.moments import now
from vardag.rooms.lists import inbox as lists
from vardag.rooms.lists.filters import Only
from vardag.rooms.lists.inbox import Page, Show, size_of
from vardag.rooms.lists.morning import Morning, morning


@require_safe
@staff_only
def following(request: StaffRequest) -> HttpResponse:
    """Lead to what follows a case in its list; to the list itself when nothing does.

    It is the row that followed where the case stood when it was opened (see ``standing``), wherever it
    stands now. Where it isn't known the first of the list comes, which is what needs somebody first.
    """
    permit_holding(request)
    word, after = request.GET.get("from", ""), as_id(request.GET.get("after", ""))
    way = _way_on(request, word, after)
    if not way:
        messages.info(request, gettext("There are no more cases in this list."))
        return redirect(place_url(without_page(word)))
    return redirect(way)


def _way_on(request: StaffRequest, word: str, after: int | None) -> str:
    key, _, address = word.partition("?")
    if key == next_work.KEY:
        return next_work.next_work(request, address, after)
    opened, said = _opened(request, word), request.GET.get("at", "")
    return _by_date(opened, after, said) if is_by_date(word) else _by_moment(opened, after, said)


@dataclass(frozen=True)
class _Opened:
    """A list that a case was opened from, as far as the person may see it."""

    request: StaffRequest
    word: str
    key: str
    asks: QueryDict
    only: Only
    on: date
    morning: Morning

    def page(self, number: int, only: Only) -> Page:
        """Return a page of the list, as the list itself does."""
        here, on = ClinicId(self.request.clinic.pk), self.on
        match self.key:
            case "mine":
                return lists.held(self.request.staff, on=on, page=number, only=only)
            case "awaiting":
                return lists.awaiting(here, on=on, page=number, only=only)
            case "closed":
                return lists.closed(here, on=on, page=number, only=only)
        asked = self.asks.get("show", "")
        show = Show(asked) if asked in Show else Show.ALL
        gone, size = self.morning.gone, size_of(self.morning)
        return lists.inbox(here, on=on, gone=gone, show=show, page=number, size=size, only=only)


def _opened(request: StaffRequest, word: str) -> _Opened:
    key, _, address = word.partition("?")
    on, here = local_date(now()), ClinicId(request.clinic.pk)
    asks = QueryDict(address)
    if not access.may_at(request.staff, Deed.LIST_CASES, here):
        key = "mine"
    return _Opened(
        request=request,
        word=word,
        key=key,
        asks=asks,
        only=asked_by(asks, request, on=on).only,
        on=on,
        morning=morning(here, on=on),
    )


def _by_date(opened: _Opened, after: int | None, said: str) -> str:
    """Return the way to the next row of a list in groups: on the same page, or the first of the next."""
    day, gone = day_of(opened.on, opened.morning.calendar), opened.morning.gone
    number, stands = page_of(opened.asks), stood_so(said)
    page = opened.page(number, opened.only)
    shown = in_order(page.cases, day, gone)
    if stands is not None and after is not None:
        place = stands.place(CaseId(after), day, gone)
        shown = [each for each in shown if each.place > place]
    rest = [each.id for each in shown if each.id != after]
    if not rest and page.has_more:
        number += 1
        page = opened.page(number, opened.only)
        rest = [each.id for each in in_order(page.cases, day, gone) if each.id != after]
    return _way(rest[0], opened.word, number) if rest else ""


def _by_moment(opened: _Opened, after: int | None, said: str) -> str:
    """Return the way to the next row of a list that goes by when its cases came, or were closed."""
    stands = None if after is None else stood(opened.word, CaseId(after), said)
    page = opened.page(1, replace(opened.only, behind=stands))
    rest = [case.id for case in page.cases if case.id != after]
    return _way(rest[0], opened.word, page_of(opened.asks)) if rest else ""


def _way(case: CaseId, word: str, page: int) -> str:
    return f"{reverse('inbox:case', args=[case])}{case_query(without_page(word), page)}"
