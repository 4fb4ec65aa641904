"""The files that somebody means to send from a case's page: a place for them in each of the acts."""

from collections.abc import Mapping

from django.http import HttpRequest

from vardag.domain import access
from vardag.domain.case.files import FileRules
from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import MESSAGES
from vardag.doors.shared import attaching
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.attaching import Attach, Place, Taken
from vardag.rooms.cases.queries import for_staff
from vardag.rooms.files.queries import rules_of

type WrongFiles = Mapping[str, tuple[str, ...]]
"""What is wrong with files that weren't taken, by the field of the act."""

PLACES = {act: f"{field}-" for act, field in MESSAGES.items()}


def purposes(case: CaseId) -> list[str]:
    """Return for what files can be chosen on a case's page."""
    return [attaching.for_case(case, field.removesuffix("-")) for field in PLACES.values()]


def place(case: CaseId, by: PersonId, rules: FileRules, field: str) -> Place:
    purpose = attaching.for_case(case, field.removesuffix("-"))
    return Place(purpose, by=by, rules=rules, field=field, from_staff=True)


def attachments(desk: Desk, wrong: WrongFiles) -> dict[str, Attach]:
    """Return the place for files of each act, by the act's field."""
    rules = desk.around.own.file_rules
    places = [place(desk.full.id, desk.staff.id, rules, field) for field in PLACES.values()]
    return {
        each.field.removesuffix("-"): attaching.attach(
            each,
            files=desk.lies.files.get(each.purpose, []),
            errors=wrong.get(each.field.removesuffix("-"), ()),
        )
        for each in places
    }


def asked_for(request: HttpRequest) -> str:
    """Return the act to which files are to be added, or from which one is to be removed, if any."""
    return next((a for a, field in PLACES.items() if attaching.only_attaches(request, field)), "")


def taken_with(request: StaffRequest, case_id: int, act: str) -> Taken:
    """Take in the files that an act comes with, if this person may open the case and do the act.

    :raises OutOfReach: if there is no such case, or the person may not open it
    """
    field = PLACES.get(act)
    if field is None or not _brings(request, field):
        return Taken(())
    full = for_staff(CaseId(case_id), by=request.staff)
    if not access.may_act(request.staff, full.case):
        return Taken(())
    rules = rules_of(full.case.clinic)
    return attaching.take_in(request, place(full.id, request.staff.id, rules, field))


def _brings(request: HttpRequest, field: str) -> bool:
    return f"{field}files" in request.FILES or any(
        f"{field}{name}" in request.POST for name in ("file", "remove-file")
    )
