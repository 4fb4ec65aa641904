"""One's own days: when one is 1177-responsible, when one is away, and the calendar that shows it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.rights import Deed
from vardag.doors.office.roster.around import away
from vardag.doors.office.roster.calendar import calendar_file
from vardag.doors.office.roster.wrong import Wrong
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import language, now, short_date, today
from vardag.rooms.people.somebody import somebody
from vardag.rooms.roster import actions
from vardag.rooms.roster.queries import days_of, feed_at, feed_of

_LOOKING_BACK = timedelta(days=30)  # what a calendar keeps of days that have passed


@dataclass(frozen=True)
class OwnDay:
    """A day on which one is responsible."""

    words: str
    week: int
    clinic: str


@require_safe
@staff_only
def my_days(request: StaffRequest) -> HttpResponse:
    """Show one's own days."""
    return own_page(request, Wrong())


def own_page(request: StaffRequest, wrong: Wrong, *, address: str = "") -> HttpResponse:
    """Show one's own days; a new calendar address is shown this once.

    :raises NotPermitted: if the person has nothing to do with the roster
    """
    access.permit_at(request.staff, Deed.SEE_ROSTER, ClinicId(request.clinic.pk))
    on, person = today(), request.staff.id
    context = {
        "days": [
            OwnDay(short_date(each.day, on=on), Week.of(each.day).number, each.clinic)
            for each in days_of(person, since=on)
        ],
        "away": away([request.actor.row], on),
        "feed": feed_of(person),
        "address": address,
        "wrong": wrong,
        "clinic": request.clinic.name,
        "hand_over": _hand_over(request.staff),
    }
    return render(request, "office/my_days.html", context, status=wrong.status)


def _hand_over(staff: Staff) -> str:
    """Return where one hands over one's cases; nothing for who can hold none."""
    works = any(staff.works_cases_at(clinic) for clinic in staff.roles)
    return settings.HAND_OVER if works else ""


@require_POST
@staff_only
def make_calendar(request: StaffRequest) -> HttpResponse:
    """Make a new secret address, and show it this once; the one before leads nowhere any more."""
    access.permit_at(request.staff, Deed.SEE_ROSTER, ClinicId(request.clinic.pk))
    secret = actions.make_feed(by=request.staff, language=language(), at=now())
    path = reverse("office:calendar", args=[secret])
    return own_page(request, Wrong(), address=request.build_absolute_uri(path))


@require_POST
@staff_only
def withdraw_calendar(request: StaffRequest) -> HttpResponse:
    """Let one's own address lead nowhere."""
    access.permit_at(request.staff, Deed.SEE_ROSTER, ClinicId(request.clinic.pk))
    actions.withdraw_feed(by=request.staff, at=now())
    messages.success(request, gettext("The address is withdrawn. The calendar gets no more days."))
    return redirect("office:my_days")


@require_safe
def calendar(request: HttpRequest, address: str) -> HttpResponse:
    """Give a calendar program somebody's days: no sign-in, so the address is the secret.

    Whoever has left, or has no role any more, has no calendar either. It holds days and clinics only.
    """
    feed = feed_at(address)
    found = somebody(PersonId(feed.person_id), on=today()) if feed else None
    if feed is None or found is None or not _sees_a_roster(found.staff):
        raise Http404
    days = days_of(PersonId(feed.person_id), since=today() - _LOOKING_BACK)
    with override(feed.language):
        file = calendar_file(days, host=request.get_host())
    return HttpResponse(file, content_type="text/calendar; charset=utf-8")


def _sees_a_roster(staff: Staff | None) -> bool:
    return staff is not None and any(
        access.may_at(staff, Deed.SEE_ROSTER, clinic) for clinic in staff.roles
    )
