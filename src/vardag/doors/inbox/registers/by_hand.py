"""Rows by hand: a new one, one with all that it has said, corrected, completed, struck out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardag.domain import access
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach
from vardag.domain.registers.entry import CLOSED
from vardag.domain.registers.post import POST
from vardag.domain.words import say
from vardag.doors.inbox.registers.forms import Row, of_today, put_refusal
from vardag.doors.inbox.registers.row_page import row_page
from vardag.doors.inbox.registers.views import clinic_of, kept_by, register_of
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import said, why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.registers import actions
from vardag.rooms.registers.queries import ByHand, InForce, row_by_hand


@dataclass(frozen=True)
class Wrong:
    """What was refused on a row's page, and what was typed there."""

    form: Row | None = None  # of a correction
    done: str = ""
    done_by: str = ""
    reason: str = ""
    why_not_done: str = ""
    why_not_struck: str = ""
    why_not: str = ""  # above all
    status: int = 200


_NOTHING = Wrong()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Write a row that no case brought, such as of a telephone call."""
    here = kept_by(request, key)
    access.permit_keeping_register(request.staff, clinic_of(request), key)
    if request.method != "POST":
        return _form(request, here, Row(here=here, initial=of_today(today())))
    form = Row(request.POST, here=here)
    if not form.is_valid():
        return _form(request, here, form, status=422)
    try:
        row = actions.add(
            register=here.register,
            form=here.form,
            clinic=clinic_of(request),
            typed=form.typed,
            by=request.staff,
            at=now(),
        )
    except InvalidForm as refusal:
        put_refusal(form, refusal)
        return _form(request, here, form, status=status_of(refusal))
    messages.success(request, gettext("The row is in the register."))
    return redirect("inbox:register_row", key, row)


def back_to(here: InForce) -> str:
    """Return the address of the register's own page."""
    key = here.register.key
    return reverse("inbox:post") if key == POST else reverse("inbox:register", args=[key])


def _form(request: StaffRequest, here: InForce, form: Row, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "register": here.register, "back": back_to(here)}
    return render(request, "inbox/register_new.html", context, status=status)


@require_safe
@staff_only
def row(request: StaffRequest, key: str, entry: int) -> HttpResponse:
    """Show a row by hand, with all that it has said."""
    return _page(request, kept_by(request, key), entry)


@require_POST
@staff_only
def correct(request: StaffRequest, key: str, entry: int) -> HttpResponse:
    """Write a row anew; what it said before stays."""
    here = kept_by(request, key)
    before = _open_row(request, here, entry)
    form = Row(request.POST, here=here, entry=before.entry)
    if not form.is_valid():
        return _page(request, here, entry, Wrong(form=form, status=422))

    def act(seen: int) -> None:
        actions.correct(
            entry=entry,
            register=here.register,
            clinic=clinic_of(request),
            typed=form.typed,
            seen=seen,
            by=request.staff,
            at=now(),
        )

    def wrong(refusal: InvalidForm) -> Wrong:
        put_refusal(form, refusal)
        return Wrong(form=form, status=422)

    done = gettext("The row is corrected. What it said before stands in its history.")
    return _acted(request, here, entry, act, wrong=wrong, done=done)


@require_POST
@staff_only
def complete(request: StaffRequest, key: str, entry: int) -> HttpResponse:
    """Complete a row, on a day and by somebody."""
    here = register_of(request, key)
    done, done_by = request.POST.get(CLOSED, ""), request.POST.get("closed_by", "")

    def act(seen: int) -> None:
        actions.complete(
            entry=entry,
            register=here.register,
            clinic=clinic_of(request),
            done=done,
            done_by=done_by,
            seen=seen,
            by=request.staff,
            at=now(),
        )

    def wrong(refusal: InvalidForm) -> Wrong:
        why = said(refusal.problems[0].sentence)
        return Wrong(done=done, done_by=done_by, why_not_done=why, status=422)

    return _acted(request, here, entry, act, wrong=wrong, done=gettext("The row is done."))


@require_POST
@staff_only
def strike(request: StaffRequest, key: str, entry: int) -> HttpResponse:
    """Strike a row out, with the reason."""
    here = kept_by(request, key)
    reason = request.POST.get("reason", "")

    def act(seen: int) -> None:
        actions.strike(
            entry=entry,
            register=here.register,
            clinic=clinic_of(request),
            reason=reason,
            seen=seen,
            by=request.staff,
            at=now(),
        )

    def wrong(refusal: InvalidForm) -> Wrong:
        return Wrong(reason=reason, why_not_struck=why_refused(refusal), status=422)

    done = gettext("The row is struck out. It stands among those that are.")
    return _acted(request, here, entry, act, wrong=wrong, done=done)


def _acted(
    request: StaffRequest,
    here: InForce,
    entry: int,
    act: Callable[[int], None],
    *,
    wrong: Callable[[InvalidForm], Wrong],
    done: str,
) -> HttpResponse:
    try:
        act(as_id(request.POST.get("seen", "")) or 0)
    except InvalidForm as refusal:
        return _page(request, here, entry, wrong(refusal))
    except ChangedMeanwhile as refusal:
        return _page(request, here, entry, Wrong(why_not=why_refused(refusal), status=409))
    messages.success(request, done)
    return redirect("inbox:register_row", here.register.key, entry)


def _open_row(request: StaffRequest, here: InForce, entry: int) -> ByHand:
    found = row_by_hand(entry, here.register, by=request.staff, clinic=clinic_of(request))
    if found.is_protected:
        raise OutOfReach(say("There is no such row, or it isn't yours to see."))
    return found


def _page(
    request: StaffRequest, here: InForce, entry: int, wrong: Wrong = _NOTHING
) -> HttpResponse:
    found = row_by_hand(entry, here.register, by=request.staff, clinic=clinic_of(request))
    access_log.shown(request, What.REGISTER, rows=[(found.id, found.person)], patient=found.person)
    page = row_page(here, found, clinic_of(request))
    context = {
        "page": page,
        "back": back_to(here),
        "wrong": wrong,
        "form": wrong.form or Row(here=here, entry=found.entry),
        "done": wrong.done or today().isoformat(),
        "done_by": wrong.done_by or request.actor.row.name,
    }
    return render(request, "inbox/register_row.html", context, status=wrong.status)
