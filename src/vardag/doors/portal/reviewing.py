"""Showing the summary of a form, with the files that are to go along."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render

from vardag.domain.case.form import valid_answers
from vardag.domain.refusals import InvalidForm
from vardag.domain.routine.paging import pages_of
from vardag.doors.portal.filing import forms_place
from vardag.doors.portal.form_page import address
from vardag.doors.portal.review_page import review_page
from vardag.doors.portal.writing import Writing
from vardag.doors.shared.attaching import attach
from vardag.doors.shared.moments import today


def review(writing: Writing, *, wrong_files: Sequence[str] = ()) -> HttpResponse:
    """Show the summary; with something missing, the page where it is asked.

    :param wrong_files: why files weren't taken
    """
    try:
        answers = valid_answers(writing.form, writing.answers)
    except InvalidForm as refusal:
        wrong = {problem.field for problem in refusal.problems}
        pages = enumerate(pages_of(writing.form), start=1)
        page = next((n for n, page in pages if wrong & {each.key for each in page}), 1)
        return redirect(address(writing.errand, key=writing.key, page=page))
    request = writing.request
    summary = review_page(writing.errand, request.actor, answers, key=writing.key, on=today())
    context = {"page": summary, "attach": attach(forms_place(writing), errors=wrong_files)}
    return render(request, "portal/review.html", context, status=422 if wrong_files else 200)
