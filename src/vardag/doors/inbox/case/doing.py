"""Doing what a page asks for: on the case as it was seen, with the words as they will be read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext

from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import (
    ChangedMeanwhile,
    InvalidForm,
    NotPermitted,
    OutOfReach,
    Refusal,
)
from vardag.domain.words import say
from vardag.doors.inbox.case import forms, meanwhile, said
from vardag.doors.inbox.case.forms import Asked
from vardag.doors.inbox.case.outgoing import as_sent
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.moments import now
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.cases.queries import for_staff

type Do = Callable[[acts.Act, int | None], Case | None]
"""Does an act on a version of the case; or finds out whether it would be done, and returns None."""


def done(request: StaffRequest, case_id: int, asked: Asked, do: Do) -> tuple[acts.Act, Case | None]:
    """Do an act on the case as it was seen; return it as it was done, and the case after it.

    Who did something else in another window meanwhile is aware of it: then it is done all the same.

    :raises Refusal: see ``desks.actions.perform``
    """
    act = _act_of(request, case_id, asked)
    if asked.key not in forms.ON_WHAT_WAS_SEEN:
        return act, do(act, None)
    if asked.seen is None:
        raise InvalidForm(say("The page was not whole when it was sent. Try once more."))
    try:
        return act, do(act, asked.seen)
    except ChangedMeanwhile:
        full = for_staff(CaseId(case_id), by=request.staff)
        newer = meanwhile.since(full.entries, asked.seen)
        if not meanwhile.only_by(request.staff.id, newer):
            raise
        if meanwhile.is_done(act, newer):
            return act, full.case
        return act, do(act, full.case.version)


def _act_of(request: StaffRequest, case_id: int, asked: Asked) -> acts.Act:
    """Return the act that is asked for, with its words as they will be read.

    :raises OutOfReach: if it has words, and there is no such case
    """
    return as_sent(forms.act_of(asked), CaseId(case_id), by=request.actor)


def on_leaving(request: StaffRequest, case_id: int, asked: Asked, do: Do) -> HttpResponse:
    """Do an act that was waiting when its page was left; what came of it is said on the next page.

    What isn't done has its words in the draft, where the page put them before it waited.
    """
    try:
        done(request, case_id, asked, do)
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case_id)
        messages.error(request, _not_done(request, case_id, refusal))
    else:
        messages.success(request, said.done(asked))
    return HttpResponse(status=204)


def _not_done(request: StaffRequest, case_id: int, refusal: Refusal) -> str:
    """Return what is said of it; a case out of reach has no number, as one that isn't there."""
    try:
        number = for_staff(CaseId(case_id), by=request.staff, at=now()).number
    except OutOfReach as hidden:
        return gettext("It was not sent. %(why)s") % {"why": why_refused(hidden)}
    told = {"number": number, "why": why_refused(refusal)}
    return (
        gettext("It was not sent in case %(number)s. %(why)s Your words are kept as a draft.")
        % told
    )
