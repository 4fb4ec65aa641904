"""One case: its page, and the acts that are done from it.

The page is one form. An act that is refused gives the same page back, with the rule's sentence and
everything that was written; so does one that came too late, with what the others did.
"""

from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from vardag.domain import access
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach, Refusal
from vardag.domain.words import say
from vardag.doors.inbox.case import forms, meanwhile, said
from vardag.doors.inbox.case.composer import Wanted
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Asked, Typed
from vardag.doors.inbox.case.page import Outcome, case_page, conflict, wants_workers
from vardag.doors.inbox.case.steps import prints_next
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, View, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions
from vardag.rooms.cases.queries import for_staff
from vardag.rooms.cases.surroundings import surroundings


@require_safe
@staff_only
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show a case. The address may ask for an act (``act``) and a standard reply (``standard``)."""
    act, standard = request.GET.get("act", ""), request.GET.get("standard", "")
    wanted = Wanted(act=act, standard=standard, has_focus=bool(act))
    return _page(request, _desk(request, case_id, {}, wanted), {}, wanted, Outcome())


def _keeping_words(view: View) -> View:
    """Give back what was written when the case, or the sign-in, is gone. Only posts do anything."""
    guarded = staff_only(view)

    @wraps(view)
    def kept(request: HttpRequest, case_id: int, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return redirect("inbox:case", case_id)
        typed = forms.typed(request.POST)
        if not _is_signed_in(request) and forms.texts(typed):
            return _lost(request, typed, gettext("You are signed out."), status=403)
        try:
            return guarded(request, case_id, **kwargs)
        except OutOfReach as refusal:
            access_log.refused(request, case=case_id)
            return _lost(request, typed, why_refused(refusal), status=404)

    return kept


def _is_signed_in(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", None) or None
    return actor is not None and actor.staff is not None and actor.clinic is not None


@_keeping_words
def act(request: StaffRequest, case_id: int, key: str) -> HttpResponse:
    """Do an act, and show what came of it."""
    typed, at = forms.typed(request.POST), now()
    asked = Asked(key=key, typed=typed, seen=forms.version(typed), on=local_date(at))
    try:
        after = _done(request, case_id, asked)
    except OutOfReach:
        raise
    except ChangedMeanwhile as late:
        return _too_late(request, case_id, asked, late)
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        outcome = Outcome(refused=why_refused(refusal), field=forms.field_of(asked, refusal))
        return _again(request, case_id, asked, outcome, status=status_of(refusal))
    return _answer(request, case_id, asked, after)


@_keeping_words
def draft(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the page anew with what has been written, and a standard reply or a panel put into it.

    Changes nothing: it is a look at the page as it would be.
    """
    typed = forms.typed(request.POST)
    inserted = typed.get("insert", "")
    field = forms.FIELDS.get(inserted, "")
    wanted = Wanted(
        act=inserted or typed.get("open", ""),
        standard=typed.get(f"{field}-standard", ""),
        has_focus=True,
    )
    return _page(request, _desk(request, case_id, typed, wanted), typed, wanted, Outcome())


def _done(request: StaffRequest, case_id: int, asked: Asked) -> Case:
    """Do the act on the case as it was seen, and return the case after it.

    Who did something else in another window meanwhile is aware of it: then it is done all the same.

    :raises Refusal: see ``actions.perform``
    """
    act_ = forms.act_of(asked)
    pk, by = CaseId(case_id), request.staff
    if asked.key not in forms.ON_WHAT_WAS_SEEN:
        return actions.perform(case_id=pk, act=act_, by=by, at=now())
    if asked.seen is None:
        raise InvalidForm(say("The page was not whole when it was sent. Try once more."))
    try:
        return actions.perform(case_id=pk, act=act_, by=by, at=now(), seen=asked.seen)
    except ChangedMeanwhile:
        full = for_staff(pk, by=by)
        newer = meanwhile.since(full.entries, asked.seen)
        if not meanwhile.only_by(by.id, newer):
            raise
        if meanwhile.is_done(act_, newer):
            return full.case
        return actions.perform(case_id=pk, act=act_, by=by, at=now(), seen=full.case.version)


def _answer(request: StaffRequest, case_id: int, asked: Asked, after: Case) -> HttpResponse:
    """Say what was done: on the page itself, or on the one that is led to."""
    words, rest = said.done(asked), _rest(asked)
    if not access.may_open(request.staff, after):
        messages.success(request, words)
        to = reverse("inbox:inbox")
        return HttpResponseClientRedirect(to) if _is_partial(request) else redirect(to)
    if not _is_partial(request) and not forms.texts(rest):
        messages.success(request, words)
        return redirect("inbox:case", case_id)
    desk = _desk(request, case_id, rest, Wanted())
    return _page(request, desk, rest, Wanted(), Outcome(done=words))


def _rest(asked: Asked) -> Typed:
    """Return what was written for other acts than the one that is done."""
    used = forms.fields_of(asked.key, asked.typed) | {"with", "insert", "open", "step"}
    if asked.key in forms.MESSAGES:
        used |= {"act"}
    return {name: text for name, text in asked.typed.items() if name not in used}


def _too_late(
    request: StaffRequest, case_id: int, asked: Asked, late: ChangedMeanwhile
) -> HttpResponse:
    """Show what the others did beside what was written; the page's version is the new one."""
    wanted = Wanted(act=forms.tab_of(asked))
    desk = _desk(request, case_id, asked.typed, wanted)
    newer = meanwhile.since(desk.full.entries, asked.seen or 0)
    found = conflict(desk, newer, asked)
    outcome = Outcome(refused=why_refused(late), conflict=found)
    return _page(request, desk, asked.typed, wanted, outcome, status=409)


def _again(
    request: StaffRequest, case_id: int, asked: Asked, outcome: Outcome, *, status: int
) -> HttpResponse:
    wanted = Wanted(act=forms.tab_of(asked))
    desk = _desk(request, case_id, asked.typed, wanted)
    return _page(request, desk, asked.typed, wanted, outcome, status=status)


def _desk(request: StaffRequest, case_id: int, typed: Typed, wanted: Wanted) -> Desk:
    """Put a case before the person, and write down that it was opened.

    :raises OutOfReach: if there is none, or it isn't this person's to open
    """
    at = now()
    full = for_staff(CaseId(case_id), by=request.staff, at=at)
    with_workers = wants_workers(wanted, typed) or prints_next(full.case, request.staff)
    around = surroundings(full, on=local_date(at), with_workers=with_workers)
    what = What.PROTECTED if full.unmasked else What.OPENED
    access_log.shown(request, what, full=full, reason=full.reason)
    return Desk(full=full, around=around, actor=request.actor, staff=request.staff, at=at)


def _page(
    request: StaffRequest,
    desk: Desk,
    typed: Typed,
    wanted: Wanted,
    outcome: Outcome,
    *,
    status: int = 200,
) -> HttpResponse:
    page = case_page(desk, typed, wanted, outcome)
    template = "inbox/_case.html" if _is_partial(request) else "inbox/case.html"
    return render(request, template, {"page": page}, status=status)


def _is_partial(request: HttpRequest) -> bool:
    """Tell whether a script asks, which puts the answer into the page that is there."""
    return bool(getattr(request, "htmx", False))


def _lost(request: HttpRequest, typed: Typed, sentence: str, *, status: int) -> HttpResponse:
    """Give back what was written, of a case that can't be shown: it may be there or not."""
    context = {"sentence": sentence, "texts": list(forms.texts(typed).values()), "status": status}
    template = "inbox/_lost.html" if _is_partial(request) else "inbox/lost.html"
    return render(request, template, context, status=status)
