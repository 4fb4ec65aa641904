"""The review of the access log: samples and suspicions, what they showed, what came of them.

Whoever reviews the log is logged. The reviewer sees who looked at which case when, at the clinic where
the reviewer works now, and never what stands in a case.
"""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.office.log import forms
from vardag.doors.office.log.pages import Found, log_page, review_page
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.protected import no_name
from vardag.rooms.audit import actions
from vardag.rooms.audit.queries import (
    Access,
    Period,
    Review,
    entries,
    last_sample,
    review,
    reviews,
    sealed_until,
)
from vardag.rooms.audit.words import Finding, Named, Of, What
from vardag.rooms.cases.protected import as_told_in_lists, hidden_in_lists
from vardag.rooms.cases.queries import numbers_of
from vardag.rooms.disposal.queries import disposed_numbers
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import with_number

_MOST_REVIEWS = 100


@require_safe
@staff_only
def log(request: StaffRequest) -> HttpResponse:
    """Show the clinic's reviews, and the forms that begin another."""
    return _log(request, forms.sample(on=today()), forms.suspicion(on=today()))


@require_POST
@staff_only
def sample(request: StaffRequest) -> HttpResponse:
    """Draw a sample, and lead to it."""
    clinic = permitted(request)
    form = forms.sample(request.POST, on=today())
    if form.is_valid():
        try:
            drawn = actions.draw_sample(
                of=Of(form.cleaned_data["of"]),
                many=form.cleaned_data["many"],
                period=form.period,
                by=request.staff.id,
                clinic=clinic,
                at=now(),
            )
        except InvalidForm as refusal:
            form.refuse(refusal)
        else:
            return redirect("office:log_review", drawn)
    return _log(request, form, forms.suspicion(on=today()), status=422)


@require_POST
@staff_only
def suspect(request: StaffRequest) -> HttpResponse:
    """Begin a review on suspicion, and lead to it."""
    clinic = permitted(request)
    form = forms.suspicion(request.POST, on=today())
    if form.is_valid():
        try:
            begun = _suspected(request, clinic, form)
        except InvalidForm as refusal:
            form.refuse(refusal)
        else:
            if begun is not None:
                return redirect("office:log_review", begun)
            form.add_error("number", gettext("Nothing in this clinic's log has that number."))
    return _log(request, forms.sample(on=today()), form, status=422)


def _suspected(request: StaffRequest, clinic: ClinicId, form: forms.Suspicion) -> int | None:
    """Begin the review; None if the clinic's log knows nobody of that number on those days.

    So nobody can find out here whether somebody else is a patient anywhere. A patient whose name the
    log hides is nobody as well: the review lists cases, and the number would say whose they are.
    """
    typed = form.cleaned_data["number"].strip().upper()
    row = with_number(re.sub(r"[\s-]", "", typed)) or with_number(typed)
    if row is None or _is_hidden(row):
        return None
    of, person = Of.STAFF if row.is_staff else Of.PATIENTS, PersonId(row.pk)
    if not entries(clinic, form.period, of=of, person=person, with_lists=True, page=1)[0]:
        return None
    return actions.suspect(
        of=of,
        person=person,
        reason=form.cleaned_data["reason"],
        period=form.period,
        by=request.staff.id,
        clinic=clinic,
        at=now(),
    )


def _is_hidden(row: PersonRow) -> bool:
    """Tell whether this is a patient, or one of the family, who is protected."""
    return not row.is_staff and bool(hidden_in_lists({PersonId(row.pk)}))


@require_safe
@staff_only
def show_review(request: StaffRequest, review_id: int) -> HttpResponse:
    """Show what the log has of one of those whom a review is about."""
    found = review(review_id, clinic=permitted(request))
    return _review(request, found, forms.conclusion())


@require_POST
@staff_only
def conclude(request: StaffRequest, review_id: int) -> HttpResponse:
    """Document what a review came to."""
    clinic = permitted(request)
    form = forms.conclusion(request.POST)
    if form.is_valid():
        try:
            actions.conclude(
                review=review_id,
                finding=Finding(form.cleaned_data["finding"]),
                measure=form.cleaned_data["measure"],
                by=request.staff.id,
                clinic=clinic,
                at=now(),
            )
        except InvalidForm as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("The review is documented."))
            return redirect("office:log_review", review_id)
    return _review(request, review(review_id, clinic=clinic), form, status=422)


def permitted(request: StaffRequest) -> ClinicId:
    """Return the clinic whose log the person may review.

    :raises NotPermitted: if the person isn't its log reviewer
    """
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.REVIEW_LOG, clinic)
    return clinic


def _log(
    request: StaffRequest,
    sample_form: forms.Sample,
    suspicion_form: forms.Suspicion,
    *,
    status: int = 200,
) -> HttpResponse:
    clinic = permitted(request)
    made = reviews(clinic, most=_MOST_REVIEWS)
    page = log_page(
        made,
        last_sample=last_sample(clinic),
        sealed=sealed_until(),
        names=_names({PersonId(each.row.by_id) for each in made}),
        on=today(),
    )
    context = {"page": page, "sample": sample_form, "suspicion": suspicion_form}
    return render(request, "office/log.html", context, status=status)


def _review(
    request: StaffRequest, made: Review, form: forms.Conclusion, *, status: int = 200
) -> HttpResponse:
    found = _found(request, made)
    patient = found.subject if Of(made.row.of) is Of.PATIENTS else None
    access_log.shown(
        request,
        What.REVIEWED,
        named=_named(found.entries),
        patient=patient,
        reason=made.row.reason,
    )
    page = review_page(found, reader=request.staff.id)
    context = {"page": page, "form": form}
    return render(request, "office/log_review.html", context, status=status)


def _found(request: StaffRequest, made: Review) -> Found:
    subject, number = _subject(request, made), page_number(request)
    with_lists = request.GET.get("lists") == "1"
    rows, has_more = _entries(made, subject, number, with_lists=with_lists)
    those = {pk for each in rows for pk in (each.person, each.patient) if pk is not None}
    by = {each.by for each in made.findings} | {PersonId(made.row.by_id)}
    return Found(
        review=made,
        subject=subject,
        entries=rows,
        has_more=has_more,
        number=number,
        with_lists=with_lists,
        names=_names(those | by | set(made.subjects)),
        numbers=_numbers({case for case, _ in _named(rows)}),
    )


def _numbers(cases: set[CaseId]) -> dict[CaseId, str]:
    """Return what cases are called; those that are disposed of keep their numbers."""
    known = numbers_of(cases)
    return known | disposed_numbers(cases - known.keys())


def _entries(
    made: Review, subject: PersonId, number: int, *, with_lists: bool
) -> tuple[tuple[Access, ...], bool]:
    period = Period(made.row.from_date, made.row.until_date)
    clinic, of = ClinicId(made.row.clinic_id), Of(made.row.of)
    return entries(clinic, period, of=of, person=subject, with_lists=with_lists, page=number)


def _named(rows: tuple[Access, ...]) -> tuple[Named, ...]:
    """Return every case that entries are about, each with its patient."""
    single = [
        (each.case, each.patient)
        for each in rows
        if each.case is not None and each.patient is not None
    ]
    return (*single, *(pair for each in rows for pair in each.named))


def _subject(request: StaffRequest, made: Review) -> PersonId:
    wanted = request.GET.get("who", "")
    return next((each for each in made.subjects if str(each) == wanted), made.subjects[0])


def _names(those: set[PersonId]) -> dict[PersonId, str]:
    """Return what people are called here; the log tells of a case, and never of a protected name."""
    return {pk: _name(row) for pk, row in as_told_in_lists(those).items()}


def _name(row: PersonRow) -> str:
    return f"{row.name}, {row.title}" if row.title else row.name.strip() or no_name()
