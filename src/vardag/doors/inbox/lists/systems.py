"""What other systems were told in vain: a list for who mends it, with what helps and no patient in it.

Receivers follow it to the case, where it is sent again or ticked. Administrators see what the line said.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.lines import Line
from vardag.domain.people.identity import ClinicId
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine, Work
from vardag.doors.inbox.over_lines import WHY_FAILED
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import short_moment, today
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.queries import numbers_of
from vardag.rooms.deliveries.queries import Delivery, failed_at
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Failed:
    """A delivery in words. ``url`` leads to where it is sent again; empty for who does no such thing."""

    url: str
    number: str
    step: str
    since: str
    why: str
    said: str  # what the line said; for operations


@require_safe
@staff_only
def systems(request: StaffRequest) -> HttpResponse:
    """Show the clinic's failed deliveries, and to which systems it has lines.

    :raises NotPermitted: for who neither receives nor administers there
    """
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.SEE_DELIVERIES, clinic)
    found, document = failed_at(clinic), routine_on(today())
    numbers = numbers_of(each.case for each in found)
    opens = request.staff.receives_at(clinic)
    context = {
        "failed": [
            _failed(each, document, numbers.get(each.case, ""), opens=opens) for each in found
        ],
        "lines": [_line(each, document) for each in _lines_of(request.clinic.key)],
        "opens": opens,
    }
    return render(request, "inbox/systems.html", context)


def _lines_of(clinic: str) -> list[Line]:
    return [each for each in settings.LINES if each.clinic == clinic]


def _line(line: Line, document: Routine) -> str:
    told = {"system": _system(line.system, document)}
    if line.folder is not None:
        return gettext("%(system)s, by files in a folder") % told
    return gettext("%(system)s, over HL7 FHIR") % told


def _system(key: str, document: Routine) -> str:
    system = document.system(key)
    return system.name if system else key


def _failed(each: Delivery, document: Routine, number: str, *, opens: bool) -> Failed:
    system = _system(each.system, document)
    return Failed(
        url=_url(each, document) if opens else "",
        number=number,
        step=_name(each.part, document),
        since=short_moment(each.since, on=today()),
        why=WHY_FAILED[each.trouble or Trouble.AWAY]() % {"system": system},
        said="" if opens else each.complaint,
    )


def _url(each: Delivery, document: Routine) -> str:
    is_work = any(piece.key == each.part for piece in _pieces(document))
    return reverse("inbox:piece" if is_work else "inbox:case", args=[each.case])


def _name(key: str, document: Routine) -> str:
    """Return what a step or a piece of work is called in the routine in force; else its key."""
    stages = (stage for process in document.processes for stage in process.stages)
    steps = ((step.key, step.name) for stage in stages for step in stage.steps)
    pieces = ((piece.key, piece.name) for piece in _pieces(document))
    name = next((name for found, name in (*steps, *pieces) if found == key), None)
    return in_words(name) if name else key


def _pieces(document: Routine) -> tuple[Work, ...]:
    return tuple(piece for process in document.processes for piece in process.work)
