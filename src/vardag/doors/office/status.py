"""How it stands with the service, for a clinic's managers and administrators: what the doctor finds.

No host, no folder and no secret is named, and nothing of another clinic (ADR-0055).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.health.finding import TOLD, Finding, Health, Level
from vardag.domain.health.work import Work
from vardag.domain.people.identity import ClinicId
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.health.look import look
from vardag.doors.shared.moments import clock_time, long_date, short_moment, today
from vardag.doors.shared.sentences import said

_WORKS = {
    Work.SEALING: gettext_noop("sealing the access log"),
    Work.ASKING: gettext_noop("asking the population register"),
    Work.SCANNING: gettext_noop("looking through files"),
    Work.DELIVERING: gettext_noop("telling other systems"),
    Work.MAILING: gettext_noop("sending notices"),
    Work.REMINDING: gettext_noop("reminding"),
    Work.HOUSE: gettext_noop("tidying up"),
}


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
        what=said(_for_people(found.what)) if found.what else "",
        since=short_moment(found.since, on=today()) if found.since else "",
        remedy=said(found.remedy) if found.remedy else "",
        whom=gettext(TOLD[found.whom]),
    )


def _for_people(sentence: Sentence) -> Sentence:
    """Return what was found with days as people write them, and works by what they do."""
    told = {key: _particular(key, value) for key, value in sentence.particulars.items()}
    return replace(sentence, particulars=told)


def _particular(key: str, value: object) -> object:
    if isinstance(value, date):
        return long_date(value, on=today())
    if key == "which":
        return ", ".join(gettext(_WORKS[Work(each)]) for each in str(value).split(", "))
    return value
