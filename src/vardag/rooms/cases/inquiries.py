"""What is asked of somebody by name, and who at a clinic can be asked."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from vardag.domain.case.state import Inquiry, Status
from vardag.domain.case.step_events import ColleagueAsked
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Role, Staff
from vardag.domain.refusals import OutOfReach
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import FullCase, for_asked, full_case
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import absences, grants, people

MOST = 50
OPEN = 'SELECT count(*) FROM "case" AS q WHERE q.inquiry_to_id = p.id'
"""How many questions to a person ``p`` are open, in SQL; some perhaps at clinics that one has left."""


@dataclass(frozen=True)
class Question:
    """Something that is asked of somebody: the case as that person may be told of it."""

    full: FullCase
    inquiry: Inquiry
    patient: PersonRow  # not to be saved
    asker: PersonRow


def questions_to(staff: Staff) -> tuple[Question, ...]:
    """Return what is asked of somebody now, what is to be answered first before the rest."""
    rows = (
        CaseRow.objects.filter(inquiry_to=staff.id, clinic__in=tuple(staff.roles))
        .exclude(status=Status.CLOSED)
        .order_by("inquiry_due_date", "pk")
        .values_list("pk", flat=True)[:MOST]
    )
    return _questions(_still_asked(CaseId(pk), staff) for pk in rows)


def question_to(staff: Staff, case: CaseId) -> Question:
    """Return what is asked of somebody in a case.

    :raises OutOfReach: if there is no such case, or nothing is asked of that person in it
    """
    return _questions([for_asked(case, by=staff)])[0]


def _still_asked(case: CaseId, staff: Staff) -> FullCase | None:
    """Return a case unless somebody has answered, or moved it, since its row was read."""
    with suppress(OutOfReach):
        return for_asked(case, by=staff)
    return None


def _questions(found: Iterable[FullCase | None]) -> tuple[Question, ...]:
    cases = [(full, full.case.inquiry) for full in found if full is not None]
    named = people(
        [full.case.patient for full, _ in cases] + [each.by for _, each in cases if each]
    )
    return tuple(
        Question(full, inquiry, full.as_told(named[full.case.patient]), named[inquiry.by])
        for full, inquiry in cases
        if inquiry is not None
    )


def was_asked(case: CaseId, person: PersonId) -> bool:
    """Tell whether something was ever asked of somebody in a case, whatever came of it."""
    if not CaseRow.objects.filter(pk=case).exists():
        return False
    events = (entry.event for entry in full_case(case).entries)
    return any(isinstance(each, ColleagueAsked) and each.to == person for each in events)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at a clinic."""

    id: PersonId
    name: str
    title: str
    is_away: bool


def colleagues_at(clinic: ClinicId, *, on: date) -> tuple[Colleague, ...]:
    """Return everybody who works at a clinic on a local date, by name."""
    held = grants(on).filter(clinic=clinic).exclude(role=Role.CLEARED)
    away = set(absences(on).values_list("person_id", flat=True))
    names = held.values_list(
        "person_id", "person__given_name", "person__family_name", "person__title"
    )
    found = (
        Colleague(PersonId(pk), f"{given} {family}".strip(), title, pk in away)
        for pk, given, family, title in names.distinct()
    )
    return tuple(sorted(found, key=lambda each: each.name))
