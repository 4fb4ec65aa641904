"""After a case is closed: what one can do now, and writing again about the same thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vardag.domain.case.aftermath import last_work, told_of_work
from vardag.domain.case.state import Case
from vardag.domain.kinship import permit_submission
from vardag.domain.people.identity import CaseId, ClinicId, Resident
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.domain.routine.way import ending_of
from vardag.doors.portal.menu import service_url
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.queries import FullCase, followers_of, for_resident
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.offering.queries import is_offered
from vardag.rooms.people.ages import ages_on
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Other:
    """Another case of the same matter."""

    id: CaseId
    number: str


@dataclass(frozen=True)
class Again:
    """What a case's page says of others, and of what can be done when it is closed."""

    earlier: tuple[Other, ...]
    later: tuple[Other, ...]
    afterwards: str
    url: str  # to write about it again; empty where that can't be sent


def again(full: FullCase, *, viewer: Resident, clinic: ClinicRow, today: date) -> Again:
    """Return what stands beside a case for a resident who reads it: only what that one may read.

    :param clinic: to which it was sent
    """
    case, is_closed = full.case, full.case.is_closed
    follows = [case.follows] if case.follows is not None else []
    return Again(
        earlier=tuple(_others(follows, viewer, today)),
        later=tuple(_others(followers_of(full.id), viewer, today)) if is_closed else (),
        afterwards=_afterwards(case, viewer) if is_closed else "",
        url=_url(full, viewer, clinic, today) if is_closed else "",
    )


def _afterwards(case: Case, viewer: Resident) -> str:
    """Return what the ending says that one can do; nothing when the work that it speaks of is done."""
    ending, told = ending_of(case.process, case.facts), told_of_work(case.process, last_work(case))
    if ending is None or (told is not None and told.at is not None):
        return ""
    return in_words(ending.afterwards, oneself=case.patient == viewer.id)


def _others(cases: list[CaseId], viewer: Resident, today: date) -> Iterator[Other]:
    for case_id in cases:
        try:
            yield Other(case_id, for_resident(case_id, by=viewer, on=today).number)
        except OutOfReach:
            continue


def _url(full: FullCase, viewer: Resident, clinic: ClinicRow, today: date) -> str:
    """Return the address of a new case that follows, of the same service, if it may be sent today."""
    case = full.case
    service = routine_on(today).service(case.service.key)
    try:
        permit_submission(
            viewer, patient=case.patient, service=service, on=today, ages=ages_on(today)
        )
    except NotPermitted:
        return ""
    if service is None or not is_offered(clinic=ClinicId(clinic.pk), service=service.key):
        return ""
    where = {"patient": case.patient, "clinic": clinic.key}
    return service_url("new", service.key, **where, follows=full.id)  # type: ignore[arg-type]
