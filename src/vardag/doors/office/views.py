"""The way in: to the first page that the person's roles give."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import NotPermitted
from vardag.domain.words import say
from vardag.doors.office.ways import ways_of
from vardag.doors.shared.actor import StaffRequest, staff_only


@require_safe
@staff_only
def home(request: StaffRequest) -> HttpResponse:
    """Lead to the first page that the person's roles at the clinic give.

    :raises NotPermitted: if they give none
    """
    way = next(ways_of(request.staff, ClinicId(request.clinic.pk)), None)
    if way is None and request.staff.works_at(ClinicId(request.clinic.pk)):
        return redirect(settings.ASKED_HOME)
    if way is None:
        raise NotPermitted(say("Your roles at this clinic give you no page here."))
    return redirect(way.name)
