"""The duty roster: several weeks of who is 1177-responsible, planned a week at a time."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.duty.concerns import DAYS_AHEAD
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Refusal
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.office.roster import around, forms
from vardag.doors.office.roster.forms import Chosen
from vardag.doors.office.roster.page import WEEKS, Tried, View, roster_page, url_of
from vardag.doors.office.roster.wrong import Wrong, errors_of
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import said, why_refused
from vardag.rooms.roster import actions
from vardag.rooms.roster.queries import roster


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show the weeks from the one that the address names, or from this one."""
    access.permit_at(request.staff, Deed.SEE_ROSTER, _clinic(request))
    return page(request, Wrong())


@require_POST
@staff_only
def save_week(request: StaffRequest, key: str) -> HttpResponse:
    """Save a week as it was chosen, or clear it; all of it or nothing.

    What was chosen in the other weeks of the page isn't saved, and comes back.
    """
    _permit_planning(request)
    week, everything = _week(key), _chosen(request)
    wanted = forms.chosen(request.POST, week.days)
    if request.POST.get("do") == "clear":
        wanted = wanted.cleared()
    try:
        changed = actions.plan_week(
            clinic=_clinic(request),
            chosen=wanted.days,
            seen=wanted.seen,
            by=request.staff,
            at=now(),
        )
    except (InvalidForm, ChangedMeanwhile) as refusal:
        tried = Tried({**everything.days, **wanted.days}, everything.seen, errors_of(refusal))
        return page(request, Wrong(why_refused(refusal), status_of(refusal), tried))
    messages.success(request, _saved(week, changed))
    return _with_what_is_left(request, week, everything.without(week))


def _chosen(request: StaffRequest) -> Chosen:
    """Return what is chosen on the whole page."""
    weeks = [_start(request).plus(number) for number in range(WEEKS)]
    return forms.chosen(request.POST, [day for week in weeks for day in week.days])


def _saved(week: Week, changed: int) -> str:
    if not changed:
        return gettext("Nothing was changed.")
    return gettext("Week %(number)s is saved.") % {"number": week.number}


def _with_what_is_left(request: StaffRequest, week: Week, left: Chosen) -> HttpResponse:
    """Lead back to the week, or show the page with what is chosen in others and not saved."""
    if not left.days:
        return redirect(f"{back(request)}#{week.key}")
    messages.warning(request, gettext("What you have chosen in other weeks isn't saved yet."))
    return page(request, Wrong(tried=Tried(left.days, left.seen)))


@require_POST
@staff_only
def copy_week(request: StaffRequest, key: str) -> HttpResponse:
    """Copy a week to those that follow, and say how many days got somebody."""
    _permit_planning(request)
    week, weeks = _week(key), forms.as_number(request.POST.get("weeks", ""))
    try:
        copied = actions.copy_week(
            clinic=_clinic(request), week=week, weeks=weeks, by=request.staff, at=now()
        )
    except InvalidForm as refusal:
        return page(request, Wrong(why_refused(refusal), status_of(refusal)))
    many = len(copied.filled)
    words = ngettext("%(many)s day got somebody.", "%(many)s days got somebody.", many)
    messages.success(request, words % {"many": many})
    return redirect(f"{back(request)}&copied={week.key}&weeks={weeks}")


@require_POST
@staff_only
def swap_days(request: StaffRequest) -> HttpResponse:
    """Let two days change persons."""
    _permit_planning(request)
    try:
        swap = forms.swap(request.POST)
        actions.swap_days(
            clinic=_clinic(request),
            first=swap.first,
            second=swap.second,
            seen=swap.seen,
            by=request.staff,
            at=now(),
        )
    except (InvalidForm, ChangedMeanwhile) as refusal:
        return page(request, Wrong(_all_said(refusal), status_of(refusal)))
    messages.success(request, gettext("The days are swapped."))
    return redirect(back(request))


def _all_said(refusal: Refusal) -> str:
    """Return why, with what is wrong with each day."""
    if not isinstance(refusal, InvalidForm) or not refusal.problems:
        return why_refused(refusal)
    return " ".join(dict.fromkeys(said(problem.sentence) for problem in refusal.problems))


def _permit_planning(request: StaffRequest) -> None:
    """Let in who plans, before anything is said of what was sent.

    :raises NotPermitted: if the person doesn't
    """
    access.permit_at(request.staff, Deed.PLAN_ROSTER, _clinic(request))


def _clinic(request: StaffRequest) -> ClinicId:
    return ClinicId(request.clinic.pk)


def _week(key: str) -> Week:
    try:
        return Week.read(key)
    except ValueError:
        raise OutOfReach(say("There is no such week.")) from None


def _start(request: StaffRequest) -> Week:
    """Return the week that the page begins with: the one that is asked for, or this one."""
    try:
        return Week.read(request.POST.get("from-week", "") or request.GET.get("from", ""))
    except ValueError:
        return Week.of(today())


def back(request: StaffRequest) -> str:
    """Return the address of the weeks that somebody was looking at."""
    return url_of(_start(request))


def page(request: StaffRequest, wrong: Wrong) -> HttpResponse:
    """Show the roster, with what was in the way of what somebody tried, if anything was."""
    clinic, at = _clinic(request), now()
    start, on = _start(request), today()
    services = around.nurses_services(request.clinic, on)
    found = roster(
        clinic,
        since=min(start.monday, on),
        until=max(start.plus(WEEKS).monday, on + timedelta(days=DAYS_AHEAD)),
        on=on,
        needs_nurse=bool(services),
    )
    may_plan = access.may_at(request.staff, Deed.PLAN_ROSTER, clinic)
    view = View(start, may_plan, services, wrong.tried)
    context = {"page": roster_page(found, view), "wrong": wrong, "clinic": request.clinic.name}
    if may_plan:
        context |= around.for_planners(request, found, at=at)
    return render(request, "office/roster.html", context, status=wrong.status)
