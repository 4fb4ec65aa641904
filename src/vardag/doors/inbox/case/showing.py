"""Showing a case: laid before somebody, which is written down, and set out as its page."""

from dataclasses import replace
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.doors.inbox.case import forms
from vardag.doors.inbox.case.attaching import purposes
from vardag.doors.inbox.case.composer import Wanted
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.outcome import Outcome
from vardag.doors.inbox.case.page import case_page, wants_workers
from vardag.doors.inbox.case.parts import laid_out, own_parts
from vardag.doors.inbox.case.steps import prints_next
from vardag.doors.inbox.case.telling import awaits_me
from vardag.doors.inbox.case.way import way_of
from vardag.doors.inbox.lists.hand import keep_habits
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, View, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import mentions
from vardag.rooms.cases.queries import for_staff
from vardag.rooms.cases.surroundings import surroundings
from vardag.rooms.deliveries.queries import of_case, systems_at
from vardag.rooms.desks import actions as desks
from vardag.rooms.desks.lying import Lying, lying
from vardag.rooms.lists.earlier import earlier

_NOTHING = Outcome()


def keeping_words(view: View) -> View:
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


def desk_of(
    request: StaffRequest, case_id: int, typed: Typed, wanted: Wanted
) -> tuple[Desk, Typed]:
    """Return a case as it lies before the person, and what stands on its page.

    Nothing of it may be shown before it is written down (see ``shown``).

    :param typed: what has been written and not been sent; a draft stands where nothing has
    :raises OutOfReach: if there is none, or it isn't this person's to open
    """
    at = now()
    full = for_staff(CaseId(case_id), by=request.staff, at=at)
    lies = _lying(request, full.id, at) if full.exception is None else Lying()
    typed = laid_out(lies.draft, typed, wanted)
    with_workers = wants_workers(wanted, typed) or prints_next(full.case, request.staff)
    around = surroundings(full, on=local_date(at), with_workers=with_workers)
    desk = Desk(
        full=full,
        around=around,
        actor=request.actor,
        staff=request.staff,
        at=at,
        lies=lies,
        deliveries=of_case(full.id) if full.case.sent else {},
        systems=systems_at(full.case.clinic),
        earlier=earlier(full, by=request.staff),
    )
    return desk, typed


def _lying(request: StaffRequest, case: CaseId, at: datetime) -> Lying:
    """Return what lies on the person's desk, and keep how the person works with the request."""
    found = lying(
        case,
        reader=request.actor.id,
        clinic=ClinicId(request.clinic.pk),
        at=at,
        purposes=purposes(case),
    )
    keep_habits(request, found.habits)
    return found


def page(
    request: StaffRequest, case_id: int, typed: Typed, wanted: Wanted, outcome: Outcome = _NOTHING
) -> HttpResponse:
    """Return the page of a case, with what has been written on it, which is kept as a draft.

    :raises OutOfReach: if there is none, or it isn't this person's to open
    """
    desk, laid = desk_of(request, case_id, typed, wanted)
    desk, outcome = kept(request, desk, typed, outcome)
    return shown(request, desk, laid, wanted, outcome)


def kept(request: StaffRequest, desk: Desk, typed: Typed, outcome: Outcome) -> tuple[Desk, Outcome]:
    """Keep what came with a post as a draft; what can't be kept is said, unless more is to be said."""
    words = own_parts(typed, desk)
    before = desk.lies.draft.words if desk.lies.draft else {}
    if desk.full.exception is not None or all(
        words[part] == before.get(part, {}) for part in words
    ):
        return desk, outcome
    seen = forms.version(typed) or 0
    try:
        desks.keep(case=desk.full.id, words=words, seen=seen, by=desk.staff, at=desk.at)
    except InvalidForm as refusal:
        return desk, replace(outcome, refused=outcome.refused or why_refused(refusal))
    return replace(desk, lies=_lying(request, desk.full.id, desk.at)), outcome


def shown(
    request: StaffRequest, desk: Desk, typed: Typed, wanted: Wanted, outcome: Outcome
) -> HttpResponse:
    """Write down that a case was opened, and which others stand beside it, and show it.

    :raises LogUnwritable: then nothing may be shown
    """
    full = desk.full
    what = What.PROTECTED if full.unmasked else What.OPENED
    beside = ((each.id, full.case.patient) for each in desk.earlier)
    access_log.shown(request, what, full=full, named=beside, reason=full.reason)
    if awaits_me(desk):
        mentions.see(case=full.id, by=desk.staff, at=desk.at)
    template = "inbox/_case.html" if is_partial(request) else "inbox/case.html"
    context = {
        "page": case_page(desk, typed, wanted, outcome),
        "came_from": as_id(request.GET.get("from", "")),
        "way": way_of(request, full.id, full.case),
    }
    return render(request, template, context, status=outcome.status)


def is_partial(request: HttpRequest) -> bool:
    """Tell whether a script asks, which puts the answer into the page that is there."""
    return bool(getattr(request, "htmx", False))


def _lost(request: HttpRequest, typed: Typed, sentence: str, *, status: int) -> HttpResponse:
    """Give back what was written, of a case that can't be shown: it may be there or not."""
    context = {"sentence": sentence, "texts": list(forms.texts(typed).values()), "status": status}
    template = "inbox/_lost.html" if is_partial(request) else "inbox/lost.html"
    return render(request, template, context, status=status)
