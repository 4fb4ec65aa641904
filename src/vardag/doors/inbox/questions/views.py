"""Questions to somebody by name: a page for whoever works at a clinic, in whatever role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import OutOfReach, Refusal
from vardag.doors.inbox.questions.page import Wrong, questions_page
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.inquiries import questions_to, was_asked


@require_safe
@staff_only
def questions(request: StaffRequest) -> HttpResponse:
    """Show what is asked of the person who looks, and nothing else of those cases."""
    return _page(request)


@require_POST
@staff_only
def answer(request: StaffRequest, case_id: int) -> HttpResponse:
    """Answer a question; what can't be done is said, with what was written still there.

    :raises OutOfReach: if nothing was ever asked of this person there
    """
    posted, case = request.POST, CaseId(case_id)
    act = acts.AnswerInquiry(
        step=posted.get("step", ""),
        outcome=posted.get("outcome"),
        text=posted.get("text", ""),
        number=as_id(posted.get("number", "")),
    )
    try:
        actions.perform(case_id=case, act=act, by=request.staff, at=now())
    except OutOfReach:
        access_log.refused(request, case=case_id)
        if not was_asked(case, request.staff.id):
            raise
        over = gettext("It is answered already, or was taken back. Nothing of yours was sent.")
        return _page(request, Wrong(0, over, act.text), status=409)
    except Refusal as refusal:
        wrong = Wrong(case_id, why_refused(refusal), act.text)
        return _page(request, wrong, status=status_of(refusal))
    messages.success(request, gettext("Your answer is sent. The case goes on from there."))
    return redirect("inbox:questions")


def _page(request: StaffRequest, wrong: Wrong | None = None, *, status: int = 200) -> HttpResponse:
    """Write down what is about to be shown, and show it.

    :raises LogUnwritable: then nothing may be shown
    """
    found = questions_to(request.staff)
    if found:
        named = [(each.full.id, each.full.case.patient) for each in found]
        access_log.shown(request, What.INQUIRY, named=named)
    page = questions_page(found, on=today(), wrong=wrong or Wrong())
    return render(request, "inbox/questions.html", {"page": page}, status=status)
