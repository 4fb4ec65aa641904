"""How the clinic's shortcuts are used: a page for managers and administrators, also as a file."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from vardag.domain import access
from vardag.domain.measures.shortcuts import (
    Found,
    UseOfShortcut,
    months_until,
    replies_that_point_on,
    shortcuts_of,
    use_of,
)
from vardag.domain.people.identity import ClinicId
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Routine
from vardag.doors.office.clinic.shortcuts_page import csv_rows, shortcuts_page
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import today
from vardag.rooms.cases.nevertheless import sent_nevertheless
from vardag.rooms.clinics.queries import own
from vardag.rooms.routines.queries import routine_on
from vardag.rooms.shortcuts.queries import counted, counted_since

_USUAL = "6"
_CSV = "text/csv; charset=utf-8"


class Period(forms.Form):
    """Of how many months the figures are."""

    use_required_attribute = False

    months = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            ("3", gettext_lazy("3 months")),
            (_USUAL, gettext_lazy("6 months")),
            ("12", gettext_lazy("12 months")),
            ("24", gettext_lazy("24 months")),
        ],
    )

    @property
    def many(self) -> int:
        return int(self.cleaned_data["months"])


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show how often shortcuts were shown and followed, and what was sent nevertheless."""
    form = _permitted(request)
    return _page(request, form) if form.is_valid() else _refused(request, form)


@require_safe
@staff_only
def download(request: StaffRequest) -> HttpResponse:
    """Give the same figures as a file that spreadsheets open: with semicolons, as Swedish ones want."""
    form = _permitted(request)
    if not form.is_valid():
        return _refused(request, form)
    on, to = today(), StringIO()
    routine = routine_on(on)
    uses, _ = _uses(request, routine, form.many)
    csv.writer(to, delimiter=";").writerows(csv_rows(uses, routine))
    name = f"vardag-shortcuts-{request.clinic.key}-{on:%Y-%m}-{form.many}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    # The mark by which a spreadsheet knows that the letters are UTF-8.
    return HttpResponse("\ufeff" + to.getvalue(), content_type=_CSV, headers=disposition)


def _permitted(request: StaffRequest) -> Period:
    access.permit_at(request.staff, Deed.SEE_STATISTICS, ClinicId(request.clinic.pk))
    asked: Any = request.GET if "months" in request.GET else {"months": _USUAL}
    return Period(asked, auto_id="period-%s")


def _uses(request: StaffRequest, routine: Routine, many: int) -> tuple[list[UseOfShortcut], Found]:
    on, clinic = today(), ClinicId(request.clinic.pk)
    months = months_until(on, many)
    found = _found(routine, clinic, first=months[-1], on=on)
    uses = [use_of(each.key, found, months=months, on=on) for each in shortcuts_of(routine)]
    return uses, found


def _found(routine: Routine, clinic: ClinicId, *, first: date, on: date) -> Found:
    services = [each.key for each in shortcuts_of(routine)]
    replies = replies_that_point_on(routine)
    return Found(
        counted=counted(clinic, first=first, last=on),
        sent=sent_nevertheless(clinic, services, replies, first=first, last=on),
        since=counted_since(),
    )


def _page(request: StaffRequest, form: Period) -> HttpResponse:
    on, here = today(), ClinicId(request.clinic.pk)
    routine = routine_on(on)
    uses, found = _uses(request, routine, form.many)
    page = shortcuts_page(uses, routine, own(here).links, since=found.since, on=on)
    may_link = access.may_at(request.staff, Deed.MANAGE_REPLIES, here)
    context = {"page": page, "form": form, "may_link": may_link}
    return render(request, "office/shortcuts.html", context)


def _refused(request: StaffRequest, form: Period) -> HttpResponse:
    return render(request, "office/shortcuts.html", {"form": form}, status=422)
