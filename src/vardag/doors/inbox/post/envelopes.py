"""Labels and cover letters: for what a case is about to send, and for rows of the post register."""

import logging
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain.people.identity import CaseId
from vardag.domain.registers.envelope import ACROSS, DOWN, MOST_AT_ONCE, PLACES
from vardag.doors.inbox.post.paper import labels, letters
from vardag.doors.inbox.post.slips import Slip, Typed, as_known, exemplars, read
from vardag.doors.inbox.registers.views import clinic_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.doors.shared.paper.pdf import PaperFailed
from vardag.doors.shared.paper.showing import as_pdf
from vardag.rooms.audit.words import Named, NamedRow, What
from vardag.rooms.registers.envelopes import Envelope, of_case, of_rows
from vardag.rooms.registers.post import chosen

_log = logging.getLogger(__name__)


@require_safe
@staff_only
def for_case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the envelopes that a case's next step or its work fills, before it is ticked."""
    found = of_case(CaseId(case_id), by=request.staff, at=now())
    return _page(request, found, _untyped(found), case=case_id)


@require_safe
@staff_only
def for_rows(request: StaffRequest) -> HttpResponse:
    """Show the envelopes of rows that were marked in the post register."""
    found = _of_rows(request, request.GET)
    if not found:
        messages.error(
            request, gettext("Mark the rows first for which you want labels or letters.")
        )
        return redirect("inbox:post")
    return _page(request, found, _untyped(found))


@require_POST
@staff_only
def paper(request: StaffRequest) -> HttpResponse:
    """Set labels or cover letters in type, and answer with the PDF. Nothing of an address is kept.

    That they are made is written in the log; what can't be made leads back with what was typed.
    """
    case = as_id(request.POST.get("case", ""))
    envelopes = _from(request, case)
    typed = read(envelopes, request.POST.dict())
    if not typed.is_whole:
        return _page(request, envelopes, typed, case=case, status=422)
    make = letters if request.POST.get("make") == "letters" else labels
    try:
        pdf = make(typed, clinic=request.clinic, by=request.actor.row, at=now())
    except PaperFailed:
        _log.exception("labels or letters could not be set in type")
        messages.error(request, gettext("The paper could not be made. Try again."))
        return _page(request, envelopes, typed, case=case, status=500)
    _note(request, What.ADDRESSED, [each for each in envelopes if each.key in typed.lines])
    name = "foljebrev" if make is letters else "etiketter"
    return as_pdf(pdf, name=f"{name}.pdf", inline=True)


def _from(request: StaffRequest, case: int | None) -> tuple[Envelope, ...]:
    if case is not None:
        return of_case(CaseId(case), by=request.staff, at=now())
    return _of_rows(request, request.POST)


def _of_rows(request: StaffRequest, asks: QueryDict) -> tuple[Envelope, ...]:
    keys = list(dict.fromkeys(asks.getlist("row")))[:MOST_AT_ONCE]
    cases, by_hand = (
        [pk for key in keys if key[:1] == kind and (pk := as_id(key[1:])) is not None]
        for kind in ("d", "h")
    )
    rows = chosen(cases, by_hand, by=request.staff, clinic=clinic_of(request))
    return of_rows(rows, by=request.staff, at=now())


def _untyped(envelopes: Sequence[Envelope]) -> Typed:
    return Typed(as_known(envelopes), {}, 1)


def _page(
    request: StaffRequest,
    envelopes: Sequence[Envelope],
    typed: Typed,
    *,
    case: int | None = None,
    status: int = 200,
) -> HttpResponse:
    _note(request, What.REGISTER, envelopes)
    context = {
        "envelopes": [(slip, list(exemplars(slip))) for slip in typed.slips],
        "typed": typed,
        "case": case,
        "rows": [] if case else [each.key for each in envelopes],
        "sheet": (ACROSS, DOWN, PLACES),
        "has_address": bool(request.clinic.postal_address),
        "errors": list(_errors(typed.slips)),
    }
    return render(request, "inbox/post_envelopes.html", context, status=status)


def _errors(slips: Sequence[Slip]) -> list[tuple[str, str]]:
    return [(f"to-{slip.key}", slip.error) for slip in slips if slip.error]


def _note(request: StaffRequest, what: What, envelopes: Sequence[Envelope]) -> None:
    """Write down whose names are about to be shown, or set in type."""
    cases: list[Named] = [
        (each.case, each.patient)
        for each in envelopes
        if each.case is not None and each.patient is not None
    ]
    rows: list[NamedRow] = [(each.row, each.patient) for each in envelopes if each.row is not None]
    access_log.shown(request, what, named=cases, rows=rows)
