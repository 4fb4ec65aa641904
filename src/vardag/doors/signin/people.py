"""Everybody invented who is in the database, with what the page needs to know of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from vardag.domain.case.state import Status
from vardag.domain.people.identity import AgeRules, Role
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people import queries
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.invented import INVENTED
from vardag.rooms.people.models import GrantRow, PersonRow


@dataclass(frozen=True)
class Choice:
    """One person, as a row to press: who it is, and what there is to try."""

    id: int
    name: str
    about: str
    hint: str = ""
    work_goes_on: bool = False  # after a closed case of this person's
    is_asked: bool = False  # a clinic waits for this person's answer


@dataclass(frozen=True)
class Registered:
    """People and what holds of them on a local date."""

    on: date
    ages: AgeRules
    residents: tuple[PersonRow, ...]
    staff: tuple[PersonRow, ...]
    children: dict[int, tuple[int, ...]]  # of guardians, by id
    roles: dict[int, dict[ClinicRow, frozenset[Role]]]
    grouped: frozenset[int]
    absent: frozenset[int]
    asked: frozenset[int]
    work_goes_on: frozenset[int] = frozenset()
    newcomers: frozenset[int] = frozenset()  # whose ``roles`` aren't in force yet


def registered(*, on: date) -> Registered:
    """Look everybody up, in a handful of queries however many they are."""
    in_force, awaited = _roles(queries.grants(on)), _roles(queries.awaited(on))
    asked, work_goes_on = _to_try()
    rows = tuple(PersonRow.objects.filter(INVENTED).order_by("family_name", "given_name"))
    return Registered(
        on=on,
        ages=ages_on(on),
        residents=tuple(row for row in rows if not row.is_staff),
        staff=tuple(row for row in rows if row.is_staff),
        children=_children(on),
        roles={**awaited, **in_force},
        grouped=frozenset(PersonRow.objects.exclude(groups=None).values_list("pk", flat=True)),
        absent=frozenset(queries.absences(on).values_list("person_id", flat=True)),
        asked=asked,
        work_goes_on=work_goes_on,
        newcomers=frozenset(awaited.keys() - in_force.keys()),
    )


def _children(on: date) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    pairs = queries.guardianships(on).order_by("child__born", "child_id")
    for guardian, child in pairs.values_list("guardian_id", "child_id"):
        found[guardian] = (*found.get(guardian, ()), child)
    return found


def _roles(grants: QuerySet[GrantRow]) -> dict[int, dict[ClinicRow, frozenset[Role]]]:
    found: dict[int, dict[ClinicRow, frozenset[Role]]] = defaultdict(dict)
    for grant in grants.select_related("clinic").order_by("clinic_id"):
        at = found[grant.person_id]
        at[grant.clinic] = at.get(grant.clinic, frozenset()) | {Role(grant.role)}
    return found


def _to_try() -> tuple[frozenset[int], frozenset[int]]:
    """Whoever wrote a case that waits for an answer; and a closed one of which work goes on."""
    waiting = Q(status=Status.AWAITING_RESIDENT)
    goes_on = Q(work__isnull=False, work__done_at=None)
    found = CaseRow.objects.filter(waiting | goes_on).values_list("author_id", "status")
    asked = frozenset(pk for pk, status in found if status == Status.AWAITING_RESIDENT)
    return asked, frozenset(pk for pk, status in found if status == Status.CLOSED)
