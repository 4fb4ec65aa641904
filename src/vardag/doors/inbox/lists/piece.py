"""One piece of the work that outlives a case: taken, given, put off, talked about."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import NotPermitted, OutOfReach, Refusal
from vardag.domain.words import say
from vardag.doors.inbox.lists import worklist as the_list
from vardag.doors.inbox.lists.hand import own_habits, place, place_url
from vardag.doors.inbox.lists.next_work import KEY
from vardag.doors.inbox.lists.piece_page import TO_ALL, Refused, piece_page
from vardag.doors.inbox.lists.worklist_filter import asked_of_work
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.delivering import may_tell
from vardag.rooms.lists.work_history import work_history
from vardag.rooms.lists.worklist import of_case, worklist

_NOBODY = PersonId(0)  # nobody has this id
ACTS = ("take", "give", "put-off", "say", "send")


@require_safe
@staff_only
def piece(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the piece of a case's work that is open, to those whose work it is.

    :raises OutOfReach: if none is open, or it isn't the person's to do where they work now
    """
    return _page(request, CaseId(case_id), Refused())


@require_POST
@staff_only
def piece_act(request: StaffRequest, case_id: int, key: str) -> HttpResponse:
    """Do something to the piece; what can't be done is said, with what was typed still there."""
    act, typed = _act(key, request.POST, request.staff.id), request.POST.dict()
    try:
        actions.perform(
            case_id=CaseId(case_id),
            act=act,
            by=request.staff,
            at=now(),
            seen=as_id(request.POST.get("seen", "")) or 0,
        )
    except OutOfReach:
        raise
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        if "list" in request.POST:
            return the_list.again(request, refusal)
        wrong = Refused(why_refused(refusal), _field(key, typed), typed)
        return _page(request, CaseId(case_id), wrong, status=status_of(refusal))
    said = _said(act, request.staff.id)
    if "list" in request.POST:
        return the_list.recorded(request, said)
    messages.success(request, said)
    return redirect("inbox:piece", case_id)


def _page(
    request: StaffRequest, case: CaseId, refused: Refused, *, status: int = 200
) -> HttpResponse:
    on, clinic = today(), ClinicId(request.clinic.pk)
    work = worklist(request.staff, clinic, on=on, among=of_case(case))
    if not work.pieces:
        raise OutOfReach(say("There is no such work here, or it isn't yours to see."))
    found = work.pieces[0]
    access_log.shown(request, What.WORKLIST, named=[(found.case.id, found.case.patient_id)])
    page = piece_page(
        found,
        work,
        work_history(case),
        reader=request.actor,
        may_tell=not found.case.is_protected or may_tell(case, by=request.staff, at=now()),
        today=on,
        refused=refused,
    )
    word = _list_of(request)
    context = {
        "page": page,
        "keys": own_habits(request).has_keys,
        "list_url": place_url(word),
        "next_url": f"{reverse('inbox:next')}?{urlencode([('from', word), ('after', str(case))])}",
    }
    return render(request, "inbox/piece.html", context, status=status)


def _list_of(request: StaffRequest) -> str:
    """Return the list from which the page was opened, with what it was asked for, as one word."""
    key, _, address = request.GET.get("from", "").partition("?")
    return place(KEY, asked_of_work(QueryDict(address).dict()).address if key == KEY else "")


def _act(key: str, posted: Mapping[str, str], by: PersonId) -> acts.WorkAct:
    work = posted.get("work", "")
    match key:
        case "take":
            return acts.AssignWork(work, to=by)
        case "give":
            return acts.AssignWork(work, to=taker(posted.get("to", "")))
        case "put-off":
            return acts.PutOffWork(work, posted.get("reason", ""), posted.get("day", ""))
        case "send":
            return acts.SendWork(work, posted.get("note", ""))
        case _:
            return acts.NoteOnWork(work, posted.get("text", ""))


def _field(key: str, typed: Mapping[str, str]) -> str:
    """Return the field beside which a refusal is said: a reason that is missing, or else the date."""
    if key == "put-off":
        return "day" if typed.get("reason", "").strip() else "reason"
    return {"give": "to", "say": "text"}.get(key, "")


def taker(chosen: str) -> PersonId | None:
    """Return to whom work is given; nobody in particular where the group was chosen."""
    return None if chosen == TO_ALL else PersonId(as_id(chosen) or _NOBODY)


def _said(act: acts.WorkAct, by: PersonId) -> str:
    match act:
        case acts.AssignWork(to=person) if person == by:
            return gettext("It is yours now.")
        case acts.AssignWork():
            return gettext("It is given over.")
        case acts.SendWork():
            return gettext("It is sent. The work is done when the receipt has come.")
        case acts.PutOffWork():
            return gettext("The follow-up has a new date.")
        case _:
            return gettext("The message is saved.")
