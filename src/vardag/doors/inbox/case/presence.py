"""Who else is at a case, and whether it has changed: asked by the open page itself, again and again.

It tells names of colleagues and what kind of thing happened, and no word of it; whoever wrote from
home has no name. So nothing is read here, and nothing is written into the log of reading. It is
nothing that somebody does either, and keeps nobody signed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vardag.domain.case import events
from vardag.domain.case.events import Entry
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.inbox.case import forms, meanwhile
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import clock_time, listed, now
from vardag.doors.shared.protected import named
from vardag.doors.shared.signed_in import by_itself
from vardag.rooms.desks import actions
from vardag.rooms.desks.lying import lying
from vardag.rooms.desks.queries import Present
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Others:
    """Who else is at a case, in a sentence each; empty for nobody."""

    reading: str = ""
    writing: str = ""


@require_POST
@by_itself
@staff_only
def here(request: StaffRequest, case_id: int) -> HttpResponse:
    """Note that somebody is at a case, or has left it; say who else is, and what has happened."""
    case, at = CaseId(case_id), now()
    if "left" in request.POST:
        actions.go(case=case, by=request.actor.id)
        return HttpResponse(status=204)
    full = actions.be_there(case=case, by=request.staff, at=at)
    seen = forms.version(forms.typed(request.POST))
    newer = [
        entry
        for entry in meanwhile.since(full.entries, full.case.version if seen is None else seen)
        if entry.by != request.actor.id
    ]
    clinic = ClinicId(request.clinic.pk)
    found = lying(case, reader=request.actor.id, clinic=clinic, at=at)
    context = {"others": others(found.others), "newer": _newer(newer)}
    return render(request, "inbox/_here.html", context)


def others(present: Iterable[Present]) -> Others:
    """Return who else is at a case, in words."""
    reading = [named(each.who) for each in present if not each.writes]
    writing = [named(each.who) for each in present if each.writes]
    return Others(
        reading=gettext("%(names)s has the case open") % {"names": listed(reading)}
        if reading
        else "",
        writing=gettext("%(names)s is writing") % {"names": listed(writing)} if writing else "",
    )


def _newer(newer: list[Entry]) -> str:
    """Return what the last of the others did, in a sentence that quotes nothing; empty for none."""
    if not newer:
        return ""
    told = next((each for each in reversed(newer) if _is_told(each)), newer[-1])
    return _did(told) % {"name": _who(told), "time": clock_time(told.at)}


def _who(told: Entry) -> str:
    """Return the name of a colleague; a resident's would be read, and no entry would say so."""
    if isinstance(told.event, _FAMILYS):
        return gettext("The family")
    return named(PersonRow.objects.get(pk=told.by))


def _is_told(entry: Entry) -> bool:
    return isinstance(entry.event, _MESSAGES)


_FAMILYS = (events.Submitted, events.Answered)
_CLOSES = (events.ReplySent, events.ClosedWithoutReply)
_MESSAGES = (*_CLOSES, events.Answered, events.InterimReplySent, events.CounterQuestionAsked)


def _did(entry: Entry) -> str:
    match entry.event:
        case events.ReplySent() | events.ClosedWithoutReply():
            return gettext("%(name)s closed the case at %(time)s")
        case events.Answered():
            return gettext("%(name)s answered at %(time)s")
        case events.InterimReplySent() | events.CounterQuestionAsked():
            return gettext("%(name)s wrote to the family at %(time)s")
        case events.NoteAdded():
            return gettext("%(name)s wrote a note at %(time)s")
        case events.Claimed():
            return gettext("%(name)s took the case at %(time)s")
        case _:
            return gettext("%(name)s did something in the case at %(time)s")
