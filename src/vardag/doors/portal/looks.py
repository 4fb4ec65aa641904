"""Who has looked at one's cases: an extract of the access log that a family understands.

It says which clinic, when and what, as the patient data act wants; never which member of staff, nor
what somebody else in the family has read. What it shows is of cases that the reader may see today.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from vardag.domain import kinship
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import ResidentRequest, residents_only
from vardag.doors.shared.moments import clock_time, listed, long_date, today
from vardag.rooms.audit.queries import Access, Period, staffs_looks_at
from vardag.rooms.audit.words import What
from vardag.rooms.cases.family import cases_of
from vardag.rooms.cases.family_case import FamilyCase
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.queries import people
from vardag.rooms.registers.queries import first_row_about

_AT_A_TIME = timedelta(days=90)
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOST_TIMES = 4  # of a day; more are counted


@dataclass(frozen=True)
class Whom:
    """Somebody whose extract the reader may see."""

    id: PersonId
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Look:
    """What a clinic did on a day, in words."""

    clinic: str
    what: str
    times: str


@dataclass(frozen=True)
class Day:
    """A day on which somebody looked."""

    name: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class LooksPage:
    """All that the page shows; ``earlier`` and ``later`` lead to other days, if there are any."""

    whom: tuple[Whom, ...]
    about: str
    days: tuple[Day, ...]
    first: str
    last: str
    earlier: str
    later: str


@dataclass(frozen=True)
class _Found:
    cases: tuple[FamilyCase, ...]
    accesses: tuple[Access, ...]
    period: Period
    rows_began: tuple[date, ...]  # when the first row by hand about the patient came, if any has


@require_safe
@residents_only
def looks(request: ResidentRequest) -> HttpResponse:
    """Show which clinics have looked at one's own cases, or those of a child who doesn't act alone.

    :raises OutOfReach: if the address asks for somebody else
    """
    patient = _patient(request)
    if patient is None:
        return render(request, "portal/looks.html", {"page": None})
    cases = tuple(
        each for each in cases_of(request.resident, on=today()) if each.patient == patient
    )
    period = _period(request)
    accesses = staffs_looks_at(patient, cases=[each.id for each in cases], period=period)
    named = ((case.id, case.patient) for case in cases)
    access_log.shown(request, What.EXTRACT, named=named, patient=patient)
    rows_began = first_row_about(patient)
    page = _page(request, patient, _Found(cases, accesses, period, rows_began))
    return render(request, "portal/looks.html", {"page": page})


def _those(request: ResidentRequest) -> list[PersonId]:
    """Return those whose extract the reader may see today: oneself first, then children."""
    on, resident = today(), request.resident
    family = [resident.id, *(child.id for child in resident.children)]
    ages = ages_on(on)
    return [each for each in family if kinship.may_see_looks(resident, each, on=on, ages=ages)]


def _patient(request: ResidentRequest) -> PersonId | None:
    those = _those(request)
    wanted = request.GET.get("for")
    if wanted is None:
        children = [each for each in those if each != request.resident.id]
        return next(iter(children or those), None)
    for each in those:
        if str(each) == wanted:
            return each
    raise OutOfReach(say("There is no such case, or it isn't yours to see."))


def _period(request: ResidentRequest) -> Period:
    """Return ninety days up to the one that is asked for, or up to today."""
    wanted, last = request.GET.get("to", ""), today()
    if _A_DAY.fullmatch(wanted):
        with contextlib.suppress(ValueError):
            last = min(date.fromisoformat(wanted), last)
    last = max(last, date(2020, 1, 1))
    return Period(last - _AT_A_TIME, last)


def _page(request: ResidentRequest, patient: PersonId, found: _Found) -> LooksPage:
    names = {pk: row.given_name for pk, row in people(_those(request)).items()}
    is_self = patient == request.resident.id
    period = found.period
    return LooksPage(
        whom=tuple(_whom(each, names, patient, request) for each in names),
        about="" if is_self else names[patient],
        days=tuple(_days(found, patient)),
        first=long_date(period.first),
        last=long_date(period.last),
        earlier=_earlier(patient, found),
        later=_later(patient, period),
    )


def _whom(
    each: PersonId, names: dict[PersonId, str], patient: PersonId, request: ResidentRequest
) -> Whom:
    name = gettext("You") if each == request.resident.id else names[each]
    return Whom(each, name, _url(each), is_current=each == patient)


def _url(patient: PersonId, to: date | None = None) -> str:
    asks = {"for": str(patient)} | ({"to": to.isoformat()} if to else {})
    return f"{reverse('portal:looks')}?{urlencode(asks)}"


def _earlier(patient: PersonId, found: _Found) -> str:
    began = min((*(each.received_date for each in found.cases), *found.rows_began), default=None)
    if began is None or began >= found.period.first:
        return ""
    return _url(patient, found.period.first - timedelta(days=1))


def _later(patient: PersonId, period: Period) -> str:
    on = today()
    if period.last >= on:
        return ""
    return _url(patient, min(period.last + _AT_A_TIME + timedelta(days=1), on))


def _days(found: _Found, patient: PersonId) -> Iterator[Day]:
    names = {ClinicId(row.pk): row.name for row in clinics()}
    numbers = {each.id: each.number for each in found.cases}
    for day, some in groupby(found.accesses, key=lambda each: local_date(each.at)):
        told = ((each, _whats(each, numbers, patient)) for each in some)
        yield Day(long_date(day), tuple(_looks(told, names)))


def _looks(
    told: Iterable[tuple[Access, Iterable[str]]], names: dict[ClinicId, str]
) -> Iterator[Look]:
    """Yield each thing that a clinic did on a day once, with its times."""
    times: dict[tuple[str, str], list[str]] = {}
    for each, whats in told:
        clinic = names.get(each.clinic, "") if each.clinic is not None else ""
        for what in whats:
            times.setdefault((clinic, what), []).append(clock_time(each.at))
    for (clinic, what), at in times.items():
        yield Look(clinic, what, _times(at))


def _whats(each: Access, numbers: dict[CaseId, str], patient: PersonId) -> Iterator[str]:
    """Yield what was seen: a case of the reader's, others that stood beside it, and rows by hand."""
    beside = any(case in numbers for case, _ in each.named)
    if each.case in numbers:
        yield _what(each, numbers)
        if beside:
            yield gettext("saw beside it which other cases there are")
    elif beside:
        yield _listed() if each.case is not None else _what(each, numbers)
    if each.shows_row_about(patient):
        yield _of_row(each, patient)


def _of_row(each: Access, patient: PersonId) -> str:
    """Return what was done with a row by hand, such as of a call, which is no case's."""
    if each.what in (What.TAKEN_OUT, What.ADDRESSED):
        return _on_paper(each.what)
    if each.patient == patient:
        return gettext("read a register's row that came by another way than here")
    return gettext(
        "had a register's row that came by another way than here in a list on the screen"
    )


def _on_paper(what: What) -> str:
    """Return what was made of a row, of whichever kind."""
    if what is What.ADDRESSED:
        return gettext("made a label or a letter for something that is sent")
    return gettext("saved a register's row as a workbook")


def _listed() -> str:
    return gettext("had the case in a list on the screen")


def _what(each: Access, numbers: dict[CaseId, str]) -> str:
    number = {"number": numbers.get(each.case, "")} if each.case is not None else {}
    match each.what:
        case What.OPENED | What.PROTECTED:
            return gettext("read case %(number)s") % number
        case What.PRINTED:
            return gettext("printed case %(number)s") % number
        case What.REVIEWED:
            return gettext("checked who has looked at the cases")
        case What.TAKEN_OUT | What.ADDRESSED:
            return _on_paper(each.what)
        case _:
            return _listed()


def _times(at: list[str]) -> str:
    if len(at) > _MOST_TIMES:
        many = len(at)
        return ngettext("%(many)s time", "%(many)s times", many) % {"many": many}
    return gettext("at %(times)s") % {"times": listed(sorted(set(at)))}
