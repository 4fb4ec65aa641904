"""The weekly lists of what doesn't agree, and their buttons: the ordinary acts, from here."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.case import acts
from vardag.domain.case.left_out import StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.reconciliation.mismatch import Kind, Remedy
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, Refusal
from vardag.domain.words import say
from vardag.doors.inbox.reconciling.page import page_of, shown_lines
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.moments import now, short_date, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.models import case_number
from vardag.rooms.reconciliation.lists import Recent, recent
from vardag.rooms.reconciliation.queries import disagreements
from vardag.rooms.routines.queries import routine_on


@require_safe
@staff_only
def lists(request: StaffRequest) -> HttpResponse:
    """Show what doesn't agree at the clinic where the person works now.

    :raises NotPermitted: if the person doesn't receive cases there
    """
    return _page(request)


def _page(request: StaffRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    found = disagreements(request.staff, ClinicId(request.clinic.pk), at=now())
    show = request.GET.get("show", "")
    page = page_of(found, show=show, number=page_number(request), on=today())
    named = [(line.id, line.patient_id) for line in shown_lines(found, page)]
    access_log.shown(request, What.LISTED, named=named)
    lists = [compared_in_words(each) for each in recent(ClinicId(request.clinic.pk))]
    context = {"page": page, "refused": refused, "lists": lists}
    return render(request, "inbox/reconciliation.html", context, status=status)


def compared_in_words(each: Recent) -> tuple[str, str]:
    """Return the way to what came of a list, and what that is called."""
    system = routine_on(today()).system(each.system)
    day = short_date(local_date(each.at), on=today())
    told = {"system": system.name if system else each.system, "day": day}
    words = gettext("What came of the list from %(system)s, %(day)s") % told
    return reverse("inbox:list_compared", args=(each.id,)), words


@require_POST
@staff_only
def put_right(request: StaffRequest, case_id: int) -> HttpResponse:
    """Do what a row's button says, as on the case's page; a refusal is said on the list."""
    seen = as_id(request.POST.get("seen", "")) if request.POST.get("does") == "close" else None
    try:
        act = _act(request)
        case, at = CaseId(case_id), now()
        after = actions.perform(case_id=case, act=act, by=request.staff, at=at, seen=seen)
    except OutOfReach:
        raise
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        if "list" in request.POST:
            messages.error(request, why_refused(refusal))
            return redirect(_back(request))
        return _page(request, refused=why_refused(refusal), status=status_of(refusal))
    told = {"number": case_number(case_id, after.received_at)}
    messages.success(request, gettext("%(number)s: it is recorded.") % told)
    return redirect(_back(request))


def _back(request: StaffRequest) -> str:
    """Return where one was: the lists, one of them, or what came of another system's list."""
    key, show = request.POST.get("list", ""), request.GET.get("show", "")
    with suppress(ValueError):
        return reverse("inbox:list_compared", args=(UUID(key),))
    there = reverse("inbox:reconciliation")
    return f"{there}?show={show}" if show in Kind else there


def _act(request: StaffRequest) -> acts.Act:
    """Return the act that a row's button asks for.

    :raises InvalidForm: if it is none
    """
    posted = request.POST
    step, outcome = posted.get("step", ""), posted.get("outcome") or None
    fate = posted.get("fate", "")
    match posted.get("does", ""):
        case Remedy.CLOSE:
            return acts.CloseWithoutReply()
        case Remedy.TICK:
            return acts.CompleteStep(step, text=posted.get("text", ""))
        case Remedy.ACCOUNT:
            known = StepFate(fate) if fate in StepFate else None
            return acts.AccountForStep(step, known, posted.get("text", ""))
        case Remedy.COPY:
            became = Fate(fate) if fate in Fate else None
            return acts.AccountForCopy(as_id(posted.get("copy", "")) or 0, became)
        case Remedy.SEND:
            return acts.CompleteWork(posted.get("work", ""), outcome)
    raise InvalidForm(say("The page was not whole when it was sent. Try once more."))
