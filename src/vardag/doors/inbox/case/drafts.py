"""What somebody writes and hasn't sent: kept on the server as it is written, and thrown away at wish."""

from django.http import HttpResponse
from django.utils.translation import gettext

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import InvalidForm
from vardag.doors.inbox.case import forms, showing
from vardag.doors.inbox.case.composer import Wanted
from vardag.doors.inbox.case.outcome import Outcome
from vardag.doors.inbox.case.parts import part_of, parts
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.moments import clock_time, now
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.desks import actions


@showing.keeping_words
def keep(request: StaffRequest, case_id: int) -> HttpResponse:
    """Keep what a page sends while somebody writes, and say when; shows nothing of the case.

    A page sends the parts that were touched: the others stay as they are kept.
    """
    typed = forms.typed(request.POST)
    words, seen, at = parts(typed), forms.version(typed) or 0, now()
    try:
        saved = actions.keep(case=CaseId(case_id), words=words, seen=seen, by=request.staff, at=at)
    except InvalidForm as refusal:
        return _told(why_refused(refusal), status_of(refusal))
    if saved is None:
        return _told("")
    return _told(gettext("Draft saved %(time)s") % {"time": clock_time(saved)})


def _told(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


@showing.keeping_words
def discard(request: StaffRequest, case_id: int) -> HttpResponse:
    """Throw one's draft away, or one part of it; it can be fetched back from the page that comes."""
    typed = forms.typed(request.POST)
    part = typed.get("part", "")
    words = {key: fields for key, fields in parts(typed).items() if part in ("", key)}
    actions.throw_away(case=CaseId(case_id), parts=words, by=request.staff)
    thrown = {name: text for fields in words.values() for name, text in fields.items()}
    left = {name: text for name, text in typed.items() if part and part_of(name) not in words}
    outcome = Outcome(done=gettext("The draft is thrown away."), thrown=thrown)
    return showing.page(request, case_id, left, Wanted(), outcome)
