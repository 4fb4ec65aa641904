"""One case: its page, and the acts that are done from it.

The page is one form. An act that is refused gives the same page back, with the rule's sentence and
everything that was written; so does one that came too late, with what the others did. Whatever was
written and isn't sent by an act is kept as a draft.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted, OutOfReach, Refusal
from vardag.doors.inbox.case import doing, forms, meanwhile, said, showing
from vardag.doors.inbox.case.attaching import asked_for, taken_with
from vardag.doors.inbox.case.composer import Wanted
from vardag.doors.inbox.case.doing import Do
from vardag.doors.inbox.case.forms import Asked, Typed
from vardag.doors.inbox.case.outcome import Outcome, conflict
from vardag.doors.inbox.case.parts import used_by
from vardag.doors.inbox.case.sending import HELD
from vardag.doors.inbox.case.way import way_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.attaching import Taken
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.desks import actions as desks


@require_safe
@staff_only
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show a case. The address may ask for an act (``act``) and a standard reply (``standard``)."""
    act, standard = request.GET.get("act", ""), request.GET.get("standard", "")
    wanted = Wanted(act=act, standard=standard, has_focus=bool(act))
    return showing.page(request, case_id, {}, wanted)


@showing.keeping_words
def draft(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the page anew with what has been written, and a standard reply or a panel put into it.

    Changes nothing of the case: it is a look at the page as it would be. The words are kept.
    """
    typed = forms.typed(request.POST)
    inserted = typed.get("insert", "")
    field = forms.FIELDS.get(inserted, "")
    wanted = Wanted(
        act=inserted or asked_for(request) or typed.get("open", ""),
        standard=typed.get(f"{field}-standard", "") if inserted else "",
        has_focus=not asked_for(request),
    )
    taken = taken_with(request, case_id, asked_for(request))
    return showing.page(request, case_id, typed, wanted, _with_files(asked_for(request), taken))


@showing.keeping_words
def preview(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show what an act would send, where it was written; what the act would refuse is refused now."""
    asked = forms.with_reply(_asked(request, case_id, request.POST.get("send", "")))
    if asked.key not in HELD:
        return showing.page(request, case_id, asked.typed, Wanted())

    def rehearse(act: acts.Act, seen: int | None) -> None:
        pk, by, files = CaseId(case_id), request.staff, asked.files
        desks.rehearse(case=pk, act=act, by=by, at=now(), seen=seen, files=files)

    return _answered(request, case_id, asked, rehearse)


@showing.keeping_words
def act(request: StaffRequest, case_id: int, key: str) -> HttpResponse:
    """Do an act, and show what came of it."""
    asked = _asked(request, case_id, key)
    uses = used_by(asked)

    def perform(act: acts.Act, seen: int | None) -> Case:
        pk, by, files = CaseId(case_id), request.staff, asked.files
        return desks.perform(case=pk, act=act, uses=uses, by=by, at=now(), seen=seen, files=files)

    if "left" in asked.typed:
        return doing.on_leaving(request, case_id, asked, perform)
    return _answered(request, case_id, asked, perform)


def _asked(request: StaffRequest, case_id: int, key: str) -> Asked:
    typed, taken = forms.typed(request.POST), taken_with(request, case_id, key)
    seen, on = forms.version(typed), local_date(now())
    return Asked(key, typed, seen=seen, on=on, files=taken.files, wrong_files=taken.errors)


def _with_files(act: str, taken: Taken) -> Outcome:
    """Return what came of files that were taken in: nothing, or what is wrong with them."""
    if not taken.errors:
        return Outcome()
    field = forms.MESSAGES[act]
    wrong = {field: taken.errors}
    return Outcome(refused=taken.errors[0], field=f"{field}-files", wrong_files=wrong, status=422)


def _answered(request: StaffRequest, case_id: int, asked: Asked, do: Do) -> HttpResponse:
    """Do what is asked for, and show what came of it: done, about to be done, or refused."""
    if asked.wrong_files:
        outcome = _with_files(asked.key, Taken(asked.files, asked.wrong_files))
        return _again(request, case_id, asked, outcome)
    try:
        found, after = doing.done(request, case_id, asked, do)
    except OutOfReach:
        raise
    except ChangedMeanwhile as late:
        return _too_late(request, case_id, asked, late)
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        return _again(request, case_id, asked, _refused(asked, refusal))
    if after is None:
        return _again(request, case_id, asked, Outcome(about_to=(asked.key, found)))
    return _answer(request, case_id, asked, after)


def _refused(asked: Asked, refusal: Refusal) -> Outcome:
    field, status = forms.field_of(asked, refusal), status_of(refusal)
    return Outcome(refused=why_refused(refusal), field=field, status=status)


def _answer(request: StaffRequest, case_id: int, asked: Asked, after: Case) -> HttpResponse:
    """Say what was done: on the page itself, or on the one that is led to."""
    words, rest, way = said.done(asked), _rest(asked), way_of(request, case_id)
    if asked.key in forms.MESSAGES and way.goes_on:
        return _led(request, words, way.next)
    if not access.may_open(request.staff, after):
        return _led(request, words, way.back_to_list)
    if not showing.is_partial(request) and not forms.texts(rest):
        to = reverse("inbox:prints") if asked.typed.get("back") == "prints" else way.here
        return _led(request, words, to)
    return showing.page(request, case_id, rest, Wanted(), Outcome(done=words))


def _led(request: StaffRequest, words: str, to: str) -> HttpResponse:
    """Lead to another page, which says what was done."""
    messages.success(request, words)
    return HttpResponseClientRedirect(to) if showing.is_partial(request) else redirect(to)


def _rest(asked: Asked) -> Typed:
    """Return what was written for other acts than the one that is done."""
    used = forms.fields_of(asked.key, asked.typed) | {"with", "insert", "open", "step", "send"}
    if asked.key in forms.MESSAGES:
        used |= {"act"}
    return {name: text for name, text in asked.typed.items() if name not in used}


def _too_late(
    request: StaffRequest, case_id: int, asked: Asked, late: ChangedMeanwhile
) -> HttpResponse:
    """Show what the others did beside what was written; the page's version is the new one."""
    wanted = Wanted(act=forms.tab_of(asked))
    desk, laid = showing.desk_of(request, case_id, asked.typed, wanted)
    newer = meanwhile.since(desk.full.entries, asked.seen or 0)
    found = conflict(desk, newer, asked)
    outcome = Outcome(refused=why_refused(late), conflict=found, status=409)
    desk, outcome = showing.kept(request, desk, asked.typed, outcome)
    return showing.shown(request, desk, laid, wanted, outcome)


def _again(request: StaffRequest, case_id: int, asked: Asked, outcome: Outcome) -> HttpResponse:
    return showing.page(request, case_id, asked.typed, Wanted(act=forms.tab_of(asked)), outcome)
