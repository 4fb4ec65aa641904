"""The residents' side: choose, send, read, answer. Every request asks the rules anew."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import NotPermitted, OutOfReach, Refusal
from vardag.doors.portal.answering import is_answered_so, send_answer
from vardag.doors.portal.errand import Errand, NotChosen, errand_of, permit
from vardag.doors.portal.form_page import form_page, way_out
from vardag.doors.portal.menu import start_url
from vardag.doors.portal.pages import cases_page, receipt_page, thread_page
from vardag.doors.portal.start import start_page, welcome_page
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import Actor, ResidentRequest, residents_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import error_page, status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases import actions, queries
from vardag.rooms.cases.family import sent_with
from vardag.rooms.routines.queries import NoRoutine, routine_on

_FORM_KEY, _NOT_ANSWERS = "form_key", ("csrfmiddlewaretoken", "form_key", "question")

type View = Callable[..., HttpResponse]


def by_routine(view: View) -> View:
    """Say that the service is closed for the moment where no routine has been published yet."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoRoutine:
            return error_page(request, 503)

    return guarded


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


def keeping_words(view: View) -> View:
    """Give back what was written when the sign-in has ended meanwhile."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        is_signed_in = bool(request.actor)  # type: ignore[attr-defined]
        texts = [text for name, text in request.POST.items() if name not in _NOT_ANSWERS]
        written = [text for text in texts if isinstance(text, str) and text.strip()]
        if is_signed_in or not written:
            return view(request, *args, **kwargs)
        return render(request, "portal/lost.html", {"texts": written}, status=403)

    return kept


@require_http_methods(["GET", "HEAD", "POST"])
@keeping_words
@residents_only
@by_routine
def new(request: ResidentRequest, service: str) -> HttpResponse:
    """Ask a service's questions, and send the answers as a new case."""
    try:
        errand = _errand(request, service)
    except NotChosen as missing:
        return redirect(start_url(patient=missing.patient))
    return _send(request, errand) if request.method == "POST" else _ask(request, errand)


def _errand(request: ResidentRequest, service: str) -> Errand:
    day = today()
    return errand_of(
        request.actor, request.GET, service_key=service, routine=routine_on(day), on=day
    )


def _ask(request: ResidentRequest, errand: Errand) -> HttpResponse:
    """Show the questions. The form's key stands in the address, so that going back finds it used."""
    key = _uuid(request.GET.get("key"))
    if key is None:
        return redirect(f"{request.path}?{_with_key(request.GET)}")
    try:
        permit(errand, by=request.resident, on=today())
    except Refusal as refusal:
        return _form(request, errand, form_key=key, refusal=refusal)
    before = sent_with(key, by=request.resident, patient=errand.patient, on=today())
    if before is not None:
        again = start_url(patient=errand.patient, clinic=errand.clinic.key)
        context = {"sent": before, "start_url": again}
        return render(request, "portal/sent_before.html", context)
    return _form(request, errand, form_key=key)


def _with_key(address: QueryDict) -> str:
    query = address.copy()
    query["key"] = str(uuid4())
    return query.urlencode()


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None


def _send(request: ResidentRequest, errand: Errand) -> HttpResponse:
    key = _uuid(request.POST.get(_FORM_KEY)) or uuid4()
    answers = {name: request.POST[name] for name in request.POST if name not in _NOT_ANSWERS}
    try:
        case_id = actions.submit(
            service=errand.key,
            patient=errand.patient,
            clinic=errand.clinic_id,
            answers=answers,
            by=request.resident,
            at=now(),
            form_key=key,
        )
    except Refusal as refusal:
        return _form(request, errand, form_key=key, answers=answers, refusal=refusal)
    return redirect("portal:sent", case_id)


def _form(
    request: ResidentRequest,
    errand: Errand,
    *,
    form_key: UUID,
    answers: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    page = form_page(
        errand, request.actor, on=today(), form_key=form_key, answers=answers, refusal=refusal
    )
    status = status_of(refusal) if refusal else 200
    if isinstance(refusal, NotPermitted):
        access_log.refused(request, patient=errand.patient)
    return render(request, "portal/form.html", {"page": page}, status=status)


@require_safe
@residents_only
@by_routine
def shortcut(request: ResidentRequest, service: str) -> HttpResponse:
    """Show the way to whoever takes this, and that one can still ask here. Records nothing."""
    try:
        errand = _errand(request, service)
    except NotChosen as missing:
        return redirect(start_url(patient=missing.patient))
    try:
        permit(errand, by=request.resident, on=today())
    except Refusal as refusal:
        return _form(request, errand, form_key=uuid4(), refusal=refusal)
    way = way_out(errand, request.actor, on=today())
    if way is None:
        raise Http404
    return render(request, "portal/shortcut.html", {"page": way})


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
    return render(request, "portal/sent.html", {"page": page})


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
) -> HttpResponse:
    page = thread_page(full, viewer=request.resident.id, today=today())
    why = why_refused(refusal) if refusal else ""
    status = status_of(refusal) if refusal else 200
    context = {"page": page, "text": text, "refusal": why}
    return render(request, "portal/case.html", context, status=status)


@require_POST
@keeping_words
@residents_only
def answer(request: ResidentRequest, case_id: int) -> HttpResponse:
    """Send the answer to the clinic's question; sent twice, it is one answer."""
    text = request.POST.get("text", "")
    try:
        send_answer(
            CaseId(case_id), text, by=request.resident, question=request.POST.get("question")
        )
    except OutOfReach:
        raise
    except Refusal as refusal:
        full = queries.for_resident(CaseId(case_id), by=request.resident, on=today())
        if not is_answered_so(full, text, by=request.resident.id):
            access_log.shown(request, What.OPENED, full=full)
            return _thread(request, full, text=text, refusal=refusal)
    else:
        messages.success(request, gettext("Your answer is sent."))
    return redirect("portal:case", case_id)
