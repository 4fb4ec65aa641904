"""Handing over: what somebody holds who is going away or has left, assigned in one go.

Each case is assigned by the same act as on its own page, for itself: what can't be is told row by row,
and the rest is done.
"""

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.refusals import NotPermitted, Refusal
from vardag.domain.words import say
from vardag.doors.inbox.case.forms import assignee
from vardag.doors.inbox.flags import Looking
from vardag.doors.inbox.handing.page import HandPage, Tried, hand_page
from vardag.doors.inbox.lists.piece import taker
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id, id_of
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.queries import numbers_of
from vardag.rooms.lists.around import around
from vardag.rooms.lists.handing import to_hand_over

_MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def own(request: StaffRequest) -> HttpResponse:
    """Hand over what one holds oneself.

    :raises NotPermitted: if the person works with no cases
    """
    return _answer(request, request.staff.id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def of_somebody(request: StaffRequest, person: int) -> HttpResponse:
    """Hand over what somebody else holds, as a receiver of the clinic that has the cases.

    :raises NotPermitted: if the reader receives cases nowhere
    :raises OutOfReach: if there is no such person there
    """
    return _answer(request, PersonId(id_of(str(person))))


def _answer(request: StaffRequest, person: PersonId) -> HttpResponse:
    _permit(request.staff, person)
    if request.method != "POST":
        return _page(request, person, Tried())
    return _handed_over(request, person)


def _permit(by: Staff, person: PersonId) -> None:
    works = any(by.works_cases_at(clinic) for clinic in by.roles)
    receives = any(by.receives_at(clinic) for clinic in by.roles)
    if not (receives or (works and person == by.id)):
        raise NotPermitted(say("Cases are for those who receive or handle them at the clinic."))


def _handed_over(request: StaffRequest, person: PersonId) -> HttpResponse:
    """Assign what is ticked to whom is chosen, case by case, and say what came of each."""
    if request.POST.get("go") == "work":
        return _work_handed_over(request, person)
    chosen, note = dict(_chosen(request)), request.POST.get("note", "")
    for_all = request.POST.get("for-all", "")
    tried = Tried(to=dict(chosen), for_all=for_all, note=note)
    if request.POST.get("go") == "all":
        chosen = dict.fromkeys(chosen, for_all)
    done: list[CaseId] = []
    refusals: dict[CaseId, Refusal] = {}
    for case, to in chosen.items():
        try:
            _hand(request, case, to, note)
            done.append(case)
        except Refusal as refusal:
            refusals[case] = _noted(request, case, refusal)
    if done and not refusals:
        messages.success(request, _said(len(done)))
        return redirect(request.path)
    return _again(request, person, tried, done, refusals)


def _noted(request: StaffRequest, case: CaseId, refusal: Refusal) -> Refusal:
    if isinstance(refusal, NotPermitted):
        access_log.refused(request, case=case)
    return refusal


def _work_handed_over(request: StaffRequest, person: PersonId) -> HttpResponse:
    """Give the pieces of work that are ticked to whom is chosen, one by one."""
    chosen = dict(_chosen(request))
    done: list[CaseId] = []
    refusals: dict[CaseId, Refusal] = {}
    for case, to in chosen.items():
        act = acts.AssignWork(request.POST.get(f"work-{case}", ""), to=taker(to))
        seen = as_id(request.POST.get(f"seen-{case}", "")) or 0
        try:
            actions.perform(case_id=case, act=act, by=request.staff, at=now(), seen=seen)
            done.append(case)
        except Refusal as refusal:
            refusals[case] = _noted(request, case, refusal)
    if done and not refusals:
        messages.success(request, _said(len(done)))
        return redirect(request.path)
    return _again(request, person, Tried(to=chosen), done, refusals)


def _again(
    request: StaffRequest,
    person: PersonId,
    tried: Tried,
    done: list[CaseId],
    refusals: dict[CaseId, Refusal],
) -> HttpResponse:
    """Show what is left, with why, and what was done."""
    numbers = numbers_of(done)
    shown = Tried(
        to=tried.to,
        for_all=tried.for_all,
        note=tried.note,
        refusals={case: why_refused(refusal) for case, refusal in refusals.items()},
        done=tuple(numbers[case] for case in done),
        refused=_refused(len(done), len(refusals)),
    )
    status = max((status_of(refusal) for refusal in refusals.values()), default=422)
    return _page(request, person, shown, status=409 if done or status == 404 else status)


def _hand(request: StaffRequest, case: CaseId, to: str, note: str) -> None:
    """Assign one case, with the note first, since who gave a case away may not write in it.

    :raises Refusal: then neither is done
    """
    at, seen = now(), as_id(request.POST.get(f"seen-{case}", "")) or 0
    assigned = acts.Assign(to=assignee(to, local_date(at)))
    with transaction.atomic():
        if note.strip():
            said = acts.AddNote(note)
            actions.perform(case_id=case, act=said, by=request.staff, at=at, seen=seen)
            seen += 1
        actions.perform(case_id=case, act=assigned, by=request.staff, at=at, seen=seen)


def _chosen(request: StaffRequest) -> Iterator[tuple[CaseId, str]]:
    """Yield the cases that are ticked, each with whom is chosen for it."""
    found = (as_id(text) for text in request.POST.getlist("case")[:_MOST])
    for case in dict.fromkeys(found):
        if case is not None:
            yield CaseId(case), request.POST.get(f"to-{case}", "")


def _said(many: int) -> str:
    words = ngettext("%(many)s case is handed over.", "%(many)s cases are handed over.", many)
    return words % {"many": many}


def _refused(done: int, left: int) -> str:
    if not left:
        return gettext("Choose the cases that you hand over.")
    words = ngettext(
        "%(left)s case was not handed over", "%(left)s cases were not handed over", left
    ) % {"left": left}
    return f"{_said(done)} {words}." if done else f"{words}."


def _page(
    request: StaffRequest, person: PersonId, tried: Tried, *, status: int = 200
) -> HttpResponse:
    on = local_date(now())
    found = to_hand_over(person, by=request.staff, on=on)
    here = around(ClinicId(request.clinic.pk), on=on)
    access_log.shown(
        request,
        What.LISTED,
        named=[
            *((case.id, case.patient) for case in found.page.cases),
            *((each.case.id, each.case.patient_id) for work in found.work for each in work.pieces),
        ],
    )
    page: HandPage = hand_page(
        found,
        Looking(on, here.calendar, here.gone),
        tried,
        is_own=person == request.staff.id,
    )
    return render(request, "inbox/hand_over.html", {"page": page}, status=status)
