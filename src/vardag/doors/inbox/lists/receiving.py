"""Whose the lists are: those who receive at the clinic, and those who can hold a case."""

from vardag.domain import access
from vardag.domain.people.identity import ClinicId
from vardag.domain.refusals import NotPermitted
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.shared.actor import StaffRequest


def permit_receiving(request: StaffRequest) -> None:
    """Let in who receives cases at the clinic.

    :raises NotPermitted: if the person doesn't
    """
    if not access.may_at(request.staff, Deed.LIST_CASES, ClinicId(request.clinic.pk)):
        raise _not_for_you()


def permit_holding(request: StaffRequest) -> None:
    """Let in who can hold a case somewhere.

    :raises NotPermitted: if the person neither receives nor handles cases anywhere
    """
    if not any(request.staff.works_cases_at(clinic) for clinic in request.staff.roles):
        raise _not_for_you()


def _not_for_you() -> NotPermitted:
    return NotPermitted(say("Cases are for those who receive or handle them at the clinic."))
