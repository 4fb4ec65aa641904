"""Guardians whom the clinic's manager keeps from all about a child: who, why, and what comes of it."""

import logging
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm
from vardag.domain.rights import Deed
from vardag.doors.office.blocks.forms import Decide, Whom
from vardag.doors.office.refused import Refused
from vardag.doors.office.staff.forms import put_refusal
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, today
from vardag.doors.shared.protected import named
from vardag.doors.shared.refusals import status_of
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.audit.words import What
from vardag.rooms.cases.blocking_effect import Two, effect_of_block, tied
from vardag.rooms.people.families.blocking import Block, Pair, block, blocks_of, lift, pair
from vardag.rooms.people.families.register import RegisterAway

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """A block in the list, with the names as they are told."""

    block: Block
    guardian: str
    child: str


@require_safe
@staff_only
def blocks(request: StaffRequest) -> HttpResponse:
    """Show whom the clinic's managers have blocked, and ask for another."""
    return _page(request, Whom())


@require_POST
@staff_only
def preview(request: StaffRequest) -> HttpResponse:
    """Show what a block would change, before it is decided."""
    form = Whom(request.POST)
    found = _found(request, form)
    if isinstance(found, HttpResponse):
        return found
    return _whom(request, found, Decide(initial=form.cleaned_data))


@require_POST
@staff_only
def decide(request: StaffRequest) -> HttpResponse:
    """Block a guardian from a child, from the next request on."""
    found = _found(request, Whom(request.POST))
    if isinstance(found, HttpResponse):
        return found
    form = Decide(request.POST)
    if not form.is_valid():
        return _whom(request, found, form, status=422)
    try:
        block(
            child=PersonId(found.child.pk),
            guardian=PersonId(found.guardian.pk),
            clinic=ClinicId(request.clinic.pk),
            reason=form.cleaned_data["reason"],
            by=request.staff,
            at=now(),
        )
    except (InvalidForm, ChangedMeanwhile) as refusal:
        put_refusal(form, refusal)
        return _whom(request, found, form, status=status_of(refusal))
    messages.success(request, _done(found))
    return redirect("office:blocks")


@require_POST
@staff_only
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a block, from the next request on."""
    reason, clinic = request.POST.get("reason", ""), ClinicId(request.clinic.pk)
    try:
        lift(block=pk, clinic=clinic, reason=reason, by=request.staff, at=now())
    except (InvalidForm, ChangedMeanwhile) as refusal:
        refused = Refused(pk, why_refused(refusal), reason)
        return _page(request, Whom(), refused, status=status_of(refusal))
    messages.success(request, gettext("The block has ended."))
    return redirect("office:blocks")


def _found(request: StaffRequest, form: Whom) -> Pair | HttpResponse:
    """Return whose numbers were typed, or the page that says why nobody was found."""
    status = 422
    if form.is_valid():
        try:
            return pair(
                child=form.cleaned_data["child"],
                guardian=form.cleaned_data["guardian"],
                clinic=ClinicId(request.clinic.pk),
                by=request.staff,
                at=now(),
            )
        except InvalidForm as refusal:
            put_refusal(form, refusal)
        except RegisterAway as error:
            _LOG.warning("the population register is away: %s", error)
            form.add_error(None, _register_is_away())
            status = 503
    return _page(request, form, status=status)


def _register_is_away() -> str:
    return gettext(
        "The population register doesn't answer, and one of the two hasn't been here before. Nobody was "
        "blocked. Try again in a while; if it goes on, tell those who run Vardag."
    )


def _page(
    request: StaffRequest, form: Whom, refused: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    clinic = ClinicId(request.clinic.pk)
    access.permit_at(request.staff, Deed.BLOCK_GUARDIAN, clinic)
    found = blocks_of(clinic)
    for child in dict.fromkeys(PersonId(each.child.pk) for each in found):
        access_log.shown(request, What.BLOCKS, patient=child)
    known = tied(map(_two, found))
    lines = [_line(each, is_tied=_two(each) in known) for each in found]
    context = {"lines": lines, "form": form, "refused": refused or Refused()}
    return render(request, "office/blocks.html", context, status=status)


def _two(those: Block | Pair) -> Two:
    return PersonId(those.guardian.pk), PersonId(those.child.pk)


def _line(block: Block, *, is_tied: bool) -> Line:
    if is_tied:
        return Line(block, named(block.guardian), named(block.child))
    return Line(block, gettext("Somebody whom nothing here ties to the child"), gettext("a child"))


def _whom(request: StaffRequest, found: Pair, form: Decide, *, status: int = 200) -> HttpResponse:
    """Show what a block would change; of two whom nothing ties, nothing but that."""
    access_log.shown(request, What.BLOCKS, patient=PersonId(found.child.pk))
    effect = effect_of_block(found.guardian, found.child, on=today())
    is_tied = effect is not None
    context = {
        "form": form,
        "effect": effect,
        "guardian": named(found.guardian) if is_tied else "",
        "child": named(found.child) if is_tied else "",
    }
    return render(request, "office/block.html", context, status=status)


def _done(found: Pair) -> str:
    if not tied([_two(found)]):
        return gettext("The block stands.")
    told = {"guardian": named(found.guardian), "child": named(found.child)}
    return gettext("%(guardian)s is blocked from all about %(child)s.") % told
