"""The worklist: work that outlives closed cases, and the open cases that lead to such work."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.refusals import NotPermitted, OutOfReach, Refusal
from vardag.doors.inbox.lists.hand import own_habits
from vardag.doors.inbox.lists.worklist_filter import asked_of_work, only, work_filter
from vardag.doors.inbox.lists.worklist_page import worklist_page
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.models import case_number
from vardag.rooms.lists.duties import Duty
from vardag.rooms.lists.worklist import worklist


@require_safe
@staff_only
def work(request: StaffRequest) -> HttpResponse:
    """Show what remains to do at the clinic where the person works now."""
    return _page(request)


@require_POST
@staff_only
def work_done(request: StaffRequest, case_id: int) -> HttpResponse:
    """Record that a piece of work is done; a refusal is said on the page."""
    act = acts.CompleteWork(
        work=request.POST.get("work", ""), outcome=request.POST.get("outcome") or None
    )
    try:
        after = actions.perform(case_id=CaseId(case_id), act=act, by=request.staff, at=now())
    except OutOfReach:
        raise
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        return again(request, refusal)
    return recorded(request, _said(CaseId(case_id), after, act.work))


def again(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    """Show the list with why something wasn't recorded."""
    return _page(request, refused=why_refused(refusal), status=status_of(refusal))


def recorded(request: StaffRequest, said: str) -> HttpResponse:
    """Show the list, or lead to it, with what was recorded."""
    if request.headers.get("HX-Request"):
        return _page(request, said=said)
    messages.success(request, said)
    return redirect(f"{reverse('inbox:work')}{asked_of_work(request.GET.dict()).after_address}")


def _page(
    request: StaffRequest, *, refused: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    on = today()
    whole = worklist(request.staff, ClinicId(request.clinic.pk), on=on)
    asked = asked_of_work(request.GET.dict())
    work = only(whole, asked, today=on)
    duties: tuple[Duty, ...] = (*work.pieces, *work.to_print, *work.to_close)
    named = ((each.case.id, each.case.patient_id) for each in duties)
    access_log.shown(request, What.WORKLIST, named=named)
    context: dict[str, Any] = {
        "page": worklist_page(work, reader=request.staff.id, today=on),
        "filter": work_filter(whole, asked),
        "refused": refused,
        "said": said,
    }
    is_part = bool(request.headers.get("HX-Request"))
    if not is_part:
        context["keys"] = own_habits(request).has_keys
    template = "inbox/_worklist.html" if is_part else "inbox/worklist.html"
    return render(request, template, context, status=status)


def _said(case_id: CaseId, after: Case, done: str) -> str:
    """Say what was recorded, and what comes now."""
    names = {piece.key: piece for piece in after.process.work}
    number = case_number(case_id, after.received_at)
    words = f"{number}: {in_words(names[done].done)}."
    if after.open_work is None:
        return f"{words} {gettext('The work is finished.')}"
    following = in_words(names[after.open_work.key].name)
    return f"{words} {gettext('Next: %(step)s.') % {'step': following}}"
