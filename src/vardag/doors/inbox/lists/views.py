"""The lists: a clinic's inbox, one's own cases, those that wait for the resident, the closed ones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.rights import Deed
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.lists import page as pages
from vardag.doors.inbox.lists.counting import late_elsewhere_count
from vardag.doors.inbox.lists.duty import Duty, duty_line, with_opening
from vardag.doors.inbox.lists.filters import Asked, asked
from vardag.doors.inbox.lists.gone import gone_holders
from vardag.doors.inbox.lists.hand import (
    ADDABLE,
    Hand,
    case_query,
    columns_of,
    hand_of,
    keep_habits,
    own_habits,
    place,
    place_url,
)
from vardag.doors.inbox.lists.news import live
from vardag.doors.inbox.lists.order import day_of, in_order
from vardag.doors.inbox.lists.receiving import permit_holding, permit_receiving
from vardag.doors.inbox.lists.told import told_count, told_rows
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.mentioned import told_to
from vardag.doors.shared.moments import now
from vardag.rooms.audit.words import What
from vardag.rooms.desks.queries import at_cases
from vardag.rooms.lists import inbox as lists
from vardag.rooms.lists.behind import Order
from vardag.rooms.lists.inbox import Show
from vardag.rooms.lists.morning import Morning, morning
from vardag.rooms.roster.actions import note_opened


@dataclass(frozen=True)
class _Here:
    """The clinic where a person works, as it is when a list is asked for."""

    clinic: ClinicId
    name: str
    at: datetime
    morning: Morning

    @property
    def on(self) -> date:
        return local_date(self.at)

    @property
    def look(self) -> Looking:
        return Looking(self.on, self.morning.calendar, self.morning.gone)

    def frame(self, name: str, asked: Asked, show: Show = Show.ALL) -> pages.Frame:
        return pages.Frame(
            clinic=self.name,
            at=self.at,
            url=reverse(f"inbox:{name}"),
            show=show,
            asks=asked.address,
            is_filtered=asked.is_filtered,
            is_in_one=asked.only.order is not Order.URGENT,
        )


@require_safe
@staff_only
def inbox(request: StaffRequest) -> HttpResponse:
    """Show the clinic's open cases to its receivers; lead a handler to what is the handler's day."""
    clinic = ClinicId(request.clinic.pk)
    if not any(request.staff.works_cases_at(each) for each in request.staff.roles):
        return redirect(settings.OFFICE_HOME)
    if request.staff.works_cases_at(clinic) and not request.staff.receives_at(clinic):
        return redirect("inbox:work" if _lives_by_worklist(request) else "inbox:mine")
    here = _opened(request, _receiving(request))
    if begins := _beginning(request, "inbox"):
        return begins
    return _inbox(request, here, asked(request, on=here.on))


def _beginning(request: StaffRequest, key: str) -> HttpResponse | None:
    """Lead to the view that a list begins with, where one is chosen and nothing else is asked for."""
    first = None if request.GET else own_habits(request).first_of(key)
    return redirect(f"{reverse(f'inbox:{key}')}?{first.address}") if first else None


def _inbox(request: StaffRequest, here: _Here, wanted: Asked) -> HttpResponse:
    show = _show(request)
    page = lists.inbox(
        here.clinic,
        on=here.on,
        gone=here.morning.gone,
        show=show,
        page=page_number(request),
        size=lists.size_of(here.morning),
        only=wanted.only,
    )
    frame = here.frame("inbox", wanted, show)
    look = _with_desks(request, here, page, _way(request, here, "inbox", wanted))
    shown = pages.inbox_page(page, here.morning, look, frame)
    hears = None if wanted.is_filtered else live(here.morning, here.at)
    gone = gone_holders(page.cases, here.morning.gone)
    counts = (
        *shown.counts,
        *late_elsewhere_count(here.morning),
        *told_count(told_to(request)),
    )
    shown = replace(shown, counts=counts, gone=gone, live=hears, duty=_duty(request, here))
    return _shown(request, page, shown, hand_of(request, wanted, list_key="inbox"))


def _with_desks(request: StaffRequest, here: _Here, page: lists.Page, look: Looking) -> Looking:
    """Look also at who else is at these cases, and where the reader has a draft: one question."""
    cases = [case.id for case in page.cases]
    return replace(look, at=at_cases(cases, reader=request.actor.id, at=here.at))


def _way(request: StaffRequest, here: _Here, key: str, wanted: Asked) -> Looking:
    """Look with the reader's own columns, and with the way back to the list in each case's address."""
    way = case_query(place(key, wanted.address), page_number(request))
    more = tuple(each for each in columns_of(own_habits(request)) if each in ADDABLE)
    return replace(here.look, way=way, more=more)


def _opened(request: StaffRequest, here: _Here) -> _Here:
    """Note that the inbox is opened, if it is the first time today."""
    if here.on in here.morning.opened:
        return here
    note_opened(clinic=here.clinic, by=request.staff, at=here.at)
    return replace(here, morning=with_opening(here.morning, at=here.at))


def _duty(request: StaffRequest, here: _Here) -> Duty | None:
    """Return who is 1177-responsible; nobody is where nobody writes and nobody is planned."""
    if not request.clinic.takes_residents_cases and not here.morning.duty:
        return None
    return duty_line(here.morning, reader=request.actor.id, at=here.at)


def _lives_by_worklist(request: StaffRequest) -> bool:
    """Tell whether a handler works where nobody sends cases to, in a group that finishes others'."""
    here = ClinicId(request.clinic.pk)
    in_a_group = here in {at for _, at in request.staff.groups.values()}
    return in_a_group and not request.clinic.takes_residents_cases


@require_safe
@staff_only
def mine(request: StaffRequest) -> HttpResponse:
    """Show what the person holds, or a group of theirs, wherever that person works."""
    permit_holding(request)
    here = _here(request)
    if begins := _beginning(request, "mine"):
        return begins
    wanted, awaits_me = asked(request, on=here.on), told_to(request)
    page = lists.held(request.staff, on=here.on, page=page_number(request), only=wanted.only)
    look = _with_desks(request, here, page, _way(request, here, "mine", wanted))
    shown = pages.mine_page(page, look, here.frame("mine", wanted))
    shown = replace(shown, told=told_rows(awaits_me, on=here.on))
    hand, also = (
        hand_of(request, wanted, list_key="mine"),
        ((it.case, it.patient) for it in awaits_me),
    )
    return _shown(request, page, shown, hand, also=also)


@require_safe
@staff_only
def awaiting(request: StaffRequest) -> HttpResponse:
    """Show the clinic's cases that wait for the resident."""
    here = _receiving(request)
    if begins := _beginning(request, "awaiting"):
        return begins
    wanted = asked(request, on=here.on)
    page = lists.awaiting(here.clinic, on=here.on, page=page_number(request), only=wanted.only)
    look = _with_desks(request, here, page, _way(request, here, "awaiting", wanted))
    shown = pages.awaiting_page(page, here.morning, look, here.frame("awaiting", wanted))
    return _shown(request, page, shown, hand_of(request, wanted, list_key="awaiting"))


@require_safe
@staff_only
def closed(request: StaffRequest) -> HttpResponse:
    """Show the clinic's closed cases."""
    here = _receiving(request)
    wanted = asked(request, on=here.on)
    page = lists.closed(here.clinic, on=here.on, page=page_number(request), only=wanted.only)
    look = _way(request, here, "closed", wanted)
    shown = pages.closed_page(page, look, here.frame("closed", wanted))
    return _shown(request, page, shown, hand_of(request, wanted, list_key="closed"))


@require_safe
@staff_only
def first(request: StaffRequest) -> HttpResponse:
    """Lead to the case that needs somebody first: the clinic's, or one's own."""
    permit_holding(request)
    here = _here(request)
    if access.may_at(request.staff, Deed.LIST_CASES, here.clinic):
        page = lists.inbox(here.clinic, on=here.on, gone=here.morning.gone, show=Show.ALL, page=1)
    else:
        page = lists.held(request.staff, on=here.on, page=1)
    if not page.cases:
        return redirect("inbox:inbox")
    day = day_of(here.on, here.morning.calendar)
    return redirect("inbox:case", in_order(page.cases, day, here.morning.gone)[0].id)


def _receiving(request: StaffRequest) -> _Here:
    """Return the clinic of one who receives there.

    :raises NotPermitted: if the person doesn't receive cases there
    """
    permit_receiving(request)
    return _here(request)


def _here(request: StaffRequest) -> _Here:
    clinic, at = ClinicId(request.clinic.pk), now()
    found = morning(clinic, on=local_date(at), reader=request.actor.id)
    keep_habits(request, found.habits)
    return _Here(clinic=clinic, name=request.clinic.name, at=at, morning=found)


def _show(request: StaffRequest) -> Show:
    wanted = request.GET.get("show", "")
    return Show(wanted) if wanted in Show else Show.ALL


def _shown(
    request: StaffRequest,
    found: lists.Page,
    page: pages.ListPage,
    hand: Hand,
    *,
    also: Iterable[tuple[CaseId, PersonId]] = (),
) -> HttpResponse:
    """Write down which cases the list names, and show it; a page run empty leads to the first."""
    if found.number > 1 and not found.cases:
        return redirect(place_url(hand.place))
    named = (*((case.id, case.patient) for case in found.cases), *also)
    access_log.shown(request, What.LISTED, named=named)
    return render(request, "inbox/list.html", {"page": page, "hand": hand}, status=hand.status)
