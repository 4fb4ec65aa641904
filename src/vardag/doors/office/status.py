"""How it stands with the service, for a clinic's managers and administrators: what the doctor finds.

No host, no folder and no secret is named, and nothing of another clinic (ADR-0055).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.health.finding import TOLD, Finding, Health, Level
from vardag.domain.people.identity import ClinicId
from vardag.domain.rights import Deed
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.health.look import look
from vardag.doors.shared.moments import clock_time, short_moment, today
from vardag.doors.shared.sentences import said


@dataclass(frozen=True)
class Line:
    """A finding in the reader's language."""

    key: str
    name: str
    what: str
    since: str
    remedy: str
    whom: str


@dataclass(frozen=True)
class StatusPage:
    """What the page shows, the worst first."""

    at: str
    wrong: tuple[Line, ...]
    warn: tuple[Line, ...]
    ok: tuple[str, ...]


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show how it stands, as of now: nothing is kept."""
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEE_STATUS, clinic)
    page = _page(look(clinic=clinic).for_clinic(clinic))
    return render(request, "office/status.html", {"page": page})


def _page(health: Health) -> StatusPage:
    return StatusPage(
        at=clock_time(health.at),
        wrong=tuple(_lines(health, Level.WRONG)),
        warn=tuple(_lines(health, Level.WARN)),
        ok=tuple(dict.fromkeys(gettext(each.name) for each in health.at_level(Level.OK))),
    )


def _lines(health: Health, level: Level) -> Iterator[Line]:
    return (_line(each) for each in health.at_level(level))


def _line(found: Finding) -> Line:
    return Line(
        key=found.key,
        name=gettext(found.name),
        what=said(found.what) if found.what else "",
        since=short_moment(found.since, on=today()) if found.since else "",
        remedy=said(found.remedy) if found.remedy else "",
        whom=gettext(TOLD[found.whom]),
    )
