"""The residents' side: choose, send, read, answer. Every request asks the rules anew."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import OutOfReach, Refusal
from vardag.doors.portal.answering import is_answered_so, send_answer
from vardag.doors.portal.around import DO, FILES, by_routine, keeping_words
from vardag.doors.portal.filing import answers_place
from vardag.doors.portal.form_deeds import spoken
from vardag.doors.portal.pages import cases_page, receipt_page, thread_page
from vardag.doors.portal.start import start_page, welcome_page
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import Actor, ResidentRequest, residents_only
from vardag.doors.shared.attaching import attach, only_attaches, take_in
from vardag.doors.shared.moments import today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.doors.shared.told.page import has_address
from vardag.rooms.audit.words import What
from vardag.rooms.cases import queries
from vardag.rooms.routines.queries import routine_on


@require_safe
@by_routine
def start(request: HttpRequest) -> HttpResponse:
    """Show whom one can write for and what about; to others, what this is."""
    actor: Actor | None = request.actor or None  # type: ignore[attr-defined]
    if actor is not None and actor.resident is None:
        return redirect(settings.STAFF_HOME)
    day = today()
    if actor is None:
        welcome = welcome_page(routine=routine_on(day), on=day)
        return render(request, "portal/welcome.html", {"page": welcome})
    page = start_page(actor, request.GET.dict(), routine=routine_on(day), on=day)
    if page.turns:
        named = ((each.id, each.patient) for each in page.turns)
        access_log.shown(request, What.LISTED, named=named)
    return render(request, "portal/start.html", {"page": page})


@require_safe
@residents_only
def cases(request: ResidentRequest) -> HttpResponse:
    """Show every case that one may read."""
    page = cases_page(request.resident, today=today())
    access_log.shown(request, What.LISTED, named=page.named)
    return render(request, "portal/cases.html", {"page": page})


@require_safe
@residents_only
def sent(request: ResidentRequest, case_id: int) -> HttpResponse:
    """Show the receipt to whoever sent the case; to others who may read it, the case."""
    full = queries.for_resident(CaseId(case_id), by=request.resident, on=today())
    if full.case.author != request.resident.id:
        return redirect("portal:case", case_id)
    access_log.shown(request, What.OPENED, full=full)
    page = receipt_page(full, viewer=request.resident.id, today=today())
    context = {"page": page, "is_untold": not has_address(request.actor.row)}
    return render(request, "portal/sent.html", context)


@require_safe
@residents_only
def case(request: ResidentRequest, case_id: int) -> HttpResponse:
    """Show the thread of a case."""
    return _thread(request, _opened(request, case_id))


def _opened(request: ResidentRequest, case_id: int) -> queries.FullCase:
    """Return a case that this resident may read, and write down that it was opened.

    :raises OutOfReach: shown as if there were no such case
    """
    full = queries.for_resident(CaseId(case_id), by=request.resident, on=today())
    access_log.shown(request, What.OPENED, full=full)
    return full


def _thread(
    request: ResidentRequest,
    full: queries.FullCase,
    *,
    text: str = "",
    refusal: Refusal | None = None,
    wrong_files: tuple[str, ...] = (),
) -> HttpResponse:
    page = thread_page(full, reader=request.resident, today=today())
    why = why_refused(refusal) if refusal else ""
    status = status_of(refusal) if refusal else 422 if wrong_files else 200
    files = attach(answers_place(request, full), errors=wrong_files) if page.question else None
    context = {"page": page, "text": text, "refusal": why, "attach": files}
    return render(request, "portal/case.html", context, status=status)


def _in(language: str, request: ResidentRequest, full: queries.FullCase, text: str) -> HttpResponse:
    """Show a case in another language, with the answer that is being written. Sends nothing."""
    known = language if language in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(known):
        response = spoken(_thread(request, full, text=text), language)
        response.headers["Content-Language"] = translation.get_language() or ""
    return response


@require_POST
@keeping_words
@residents_only
def answer(request: ResidentRequest, case_id: int) -> HttpResponse:
    """Send the answer to the clinic's question; sent twice, it is one answer."""
    text = request.POST.get("text", "")
    full = queries.for_resident(CaseId(case_id), by=request.resident, on=today())
    taken = take_in(request, answers_place(request, full))
    if taken.errors or only_attaches(request, FILES):
        access_log.shown(request, What.OPENED, full=full)
        return _thread(request, full, text=text, wrong_files=taken.errors)
    deed, _, language = request.POST.get(DO, "").partition(":")
    if deed == "language":
        return _in(language, request, _opened(request, case_id), text)
    try:
        send_answer(
            full,
            text,
            by=request.resident,
            question=request.POST.get("question"),
            files=taken.files,
        )
    except OutOfReach:
        raise
    except Refusal as refusal:
        return _refused(request, CaseId(case_id), text, refusal)
    messages.success(request, gettext("Your answer is sent."))
    return redirect("portal:case", case_id)


def _refused(
    request: ResidentRequest, case_id: CaseId, text: str, refusal: Refusal
) -> HttpResponse:
    """Show why an answer wasn't sent, with what was written; one that was sent already is no fault."""
    full = queries.for_resident(case_id, by=request.resident, on=today())
    if is_answered_so(full, text, by=request.resident.id):
        return redirect("portal:case", case_id)
    access_log.shown(request, What.OPENED, full=full)
    return _thread(request, full, text=text, refusal=refusal)
