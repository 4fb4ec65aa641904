"""What can be done with a form that is being written: keep it, go on or back, throw, change, send."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from vardag.domain.case.form import valid_answers
from vardag.domain.refusals import NotPermitted, Refusal
from vardag.domain.routine.document import Form
from vardag.domain.routine.paging import as_form, pages_of
from vardag.domain.words import visible
from vardag.doors.portal.around import BACK, FILES, PAGE
from vardag.doors.portal.errand import permit
from vardag.doors.portal.filing import forms_place
from vardag.doors.portal.form_page import REVIEW, address, before
from vardag.doors.portal.menu import service_url, start_url
from vardag.doors.portal.review_page import (
    carried,
    hint_of,
    moved,
    other,
    place_of,
)
from vardag.doors.portal.reviewing import review
from vardag.doors.portal.showing import filled as _filled
from vardag.doors.portal.showing import show
from vardag.doors.portal.writing import Writing, uuid_of
from vardag.doors.shared.attaching import for_form, only_attaches, take_in
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.rooms.cases import actions
from vardag.rooms.cases.family import sent_with
from vardag.rooms.files import actions as files
from vardag.rooms.unsent import actions as unsent


def _keep(writing: Writing, *, page: int) -> Writing:
    """Keep what was written, and return the form as it stands then.

    What is written into a form that was sent already becomes another form: nothing is lost by that.

    :raises Refusal: if it isn't this resident's to send, or can't be kept
    """
    by = writing.request.resident
    permit(writing.errand, by=by, on=today())
    if sent_with(writing.key, by=by, patient=writing.errand.patient, on=today()) is not None:
        writing = replace(writing, key=uuid4(), mine=None)
        words = gettext("You have sent this already. If you send it again, it is a new case.")
        messages.info(writing.request, words)
    unsent.keep(
        author=by.id,
        form_key=writing.key,
        place=writing.errand.place,
        answers=writing.answers,
        page=page,
        at=now(),
    )
    return writing


def _next(writing: Writing, _: str) -> HttpResponse:
    """Keep a page, and go on if its answers can be used."""
    page = writing.page(writing.request.POST.get(PAGE))
    pages = pages_of(writing.form)
    asked = as_form(writing.form, pages[page - 1])
    try:
        writing = _keep(writing, page=page)
        valid_answers(asked, _of(asked, writing.answers))
    except Refusal as refusal:
        whole = None if isinstance(refusal, NotPermitted) else page
        return show(writing.request, writing.errand, _filled(writing, whole, refusal))
    is_last = page == len(pages) or BACK in writing.request.POST
    return redirect(address(writing.errand, key=writing.key, page=REVIEW if is_last else page + 1))


def _of(form: Form, answers: dict[str, str]) -> dict[str, str]:
    return {each.key: answers[each.key] for each in form.fields if each.key in answers}


def _save(writing: Writing, _: str) -> HttpResponse:
    """Keep what is being written, as a script asks while one writes.

    What would need another key is not kept so: the page it is written on doesn't know of one.
    """
    by, posted = writing.request.resident, uuid_of(writing.request.POST.get("form_key"))
    before = sent_with(writing.key, by=by, patient=writing.errand.patient, on=today())
    if posted != writing.key or before is not None:
        return HttpResponse(status=409)
    try:
        _keep(writing, page=writing.page(writing.request.POST.get(PAGE)))
    except Refusal as refusal:
        return HttpResponse(status=status_of(refusal))
    return HttpResponse(status=204)


def _back(writing: Writing, _: str) -> HttpResponse:
    """Keep a page as it is, unchecked, and go where one came from; an empty form isn't begun by that."""
    page = writing.page(writing.request.POST.get(PAGE))
    try:
        if writing.mine or any(map(visible, writing.typed.values())):
            writing = _keep(writing, page=page)
    except Refusal as refusal:
        return show(writing.request, writing.errand, _filled(writing, page, refusal))
    to = REVIEW if BACK in writing.request.POST else page - 1
    return redirect(before(writing.errand, key=writing.key, to=to))


def _speak(writing: Writing, language: str) -> HttpResponse:
    """Change language without losing a word."""
    page = writing.page(writing.request.POST.get(PAGE))
    try:
        writing = _keep(writing, page=page)
    except Refusal as refusal:
        return show(writing.request, writing.errand, _filled(writing, page, refusal))
    response = redirect(address(writing.errand, key=writing.key, page=page))
    return spoken(response, language)


def spoken(response: HttpResponse, language: str) -> HttpResponse:
    """Let a browser remember a language, if it is one of ours."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _throw(writing: Writing, _: str) -> HttpResponse:
    """Throw what one has begun; one's own words need no right."""
    if unsent.discard(author=writing.request.actor.id, form_key=writing.key):
        messages.success(writing.request, gettext("It is thrown away."))
    files.remove_all_unsent(by=writing.request.actor.id, purpose=for_form(writing.key))
    errand = writing.errand
    return redirect(start_url(patient=errand.patient, clinic=errand.clinic.key))


def _switch(writing: Writing, key: str) -> HttpResponse:
    """Change to the service that was suggested, with what was written."""
    errand, request = writing.errand, writing.request
    try:
        permit(errand, by=request.resident, on=today())
        answers = valid_answers(writing.form, writing.answers)
        found = hint_of(errand, request.actor, answers, on=today())
        if found is None or found.key != key or found.service is None:
            return redirect(address(errand, key=writing.key, page=REVIEW))
        unsent.move(
            author=request.actor.id,
            form_key=writing.key,
            to=place_of(found, errand),
            as_key=(as_key := uuid4()),
            answers=carried(errand, found, answers),
            at=now(),
        )
        files.move_unsent(by=request.actor.id, purpose=for_form(writing.key), to=for_form(as_key))
    except Refusal as refusal:
        return show(request, errand, _filled(writing, None, refusal))
    if words := moved(found):
        messages.success(request, words)
    to = other(errand, found.service)
    name = "shortcut" if to.service and to.service.leads_to else "new"
    where = {"patient": errand.patient, "clinic": errand.clinic.key, "key": as_key}
    return redirect(service_url(name, to.key, **where))  # type: ignore[arg-type]


def send(writing: Writing, _: str) -> HttpResponse:
    """Send what came with this request, and nothing else: it is what was read."""
    errand, request = writing.errand, writing.request
    try:
        permit(errand, by=request.resident, on=today())
        taken = take_in(request, forms_place(writing))
        if taken.errors or only_attaches(request, FILES):
            return review(writing, wrong_files=taken.errors)
        case_id = actions.submit(
            service=errand.key,
            patient=errand.patient,
            clinic=errand.clinic_id,
            answers=writing.typed,
            by=request.resident,
            at=now(),
            form_key=writing.key,
            follows=errand.follows,
            files=taken.files,
        )
    except Refusal as refusal:
        filled = replace(_filled(writing, None, refusal), answers=writing.typed)
        return show(request, errand, filled)
    return redirect("portal:sent", case_id)


DEEDS: dict[str, Callable[[Writing, str], HttpResponse]] = {
    "next": _next,
    "back": _back,
    "save": _save,
    "language": _speak,
    "throw": _throw,
    "switch": _switch,
}
