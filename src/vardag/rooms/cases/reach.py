"""Which cases a member of staff reaches at a clinic, as a condition for lists, and for SQL by hand.

The law is ``domain.access``; this says the same to the database, so that a list holds what the
person may open and nothing else. A test holds all three against each other.
"""

from django.db.models import Q

from vardag.domain.people.identity import ClinicId, Staff
from vardag.rooms.cases.models import PassedRow

_NOTHING = Q(pk__in=())


def may_act_at(staff: Staff, clinic: ClinicId) -> Q:
    """Return the condition on ``CaseRow`` of those that the clinic has and the person may act on.

    A receiver there: all of them. A handler there: those held by the person or a group of theirs.
    """
    if staff.receives_at(clinic):
        return Q(clinic=clinic)
    if not staff.works_cases_at(clinic):
        return _NOTHING
    return Q(clinic=clinic) & (Q(holder=staff.id) | Q(holding_group__in=tuple(staff.groups)))


def may_open_at(staff: Staff, clinic: ClinicId) -> Q:
    """Return the condition on ``CaseRow`` of those of the clinic that the person may open.

    To those one may act on, a receiver adds the cases that the clinic had and sent on.
    """
    if not staff.receives_at(clinic):
        return may_act_at(staff, clinic)
    sent_on = PassedRow.objects.filter(clinic=clinic).values("case_id")
    return Q(clinic=clinic) | Q(pk__in=sent_on)


def may_open_sql(staff: Staff, clinic: ClinicId) -> tuple[str, tuple[int, ...]]:
    """Return the same for SQL by hand, where the case has the alias ``c``, with what it asks for."""
    if staff.receives_at(clinic):
        passed = "SELECT 1 FROM case_passed_by AS b WHERE b.case_id = c.id AND b.clinic_id = %s"
        return f"(c.clinic_id = %s OR EXISTS ({passed}))", (clinic, clinic)
    if not staff.works_cases_at(clinic):
        return "1 = 0", ()
    groups = tuple(staff.groups)
    theirs = f"OR c.holding_group_id IN ({', '.join(['%s'] * len(groups))})" if groups else ""
    return f"(c.clinic_id = %s AND (c.holder_id = %s {theirs}))", (clinic, staff.id, *groups)
