"""One act to several cases: each by the same rules, in its own transaction, with a report of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted, OutOfReach, Refusal
from vardag.doors.inbox.case import doing
from vardag.doors.inbox.case.forms import Asked
from vardag.doors.inbox.lists.hand import place_url
from vardag.doors.inbox.lists.receiving import permit_holding
from vardag.doors.inbox.together.targets import Targets, targets
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.moments import now
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.cases.queries import numbers_of
from vardag.rooms.desks import actions as desks

MOST = 200  # at once: a page of marked rows


@dataclass(frozen=True)
class Outcome:
    """What came of one case."""

    case: CaseId
    number: str
    words: str
    kind: str  # done, changed or refused
    may_open: bool = True


@require_POST
@staff_only
def together(request: StaffRequest) -> HttpResponse:
    """Do what is asked for to every marked case, and say what came of each."""
    permit_holding(request)
    marked, back = _marked(request.POST.getlist("case")), place_url(request.POST.get("from", ""))
    if not marked or len(marked) > MOST:
        messages.error(request, _how_many())
        return redirect(back)
    act, to = request.POST.get("act", ""), request.POST.get("assign-to", "")
    if act == "claim":
        return _report(request, list(_done(request, marked, "claim", {})), back)
    whom = targets(ClinicId(request.clinic.pk), on=local_date(now()))
    if act == "assign" and to in whom:
        return _report(request, list(_done(request, marked, "assign", {"assign-to": to})), back)
    wrong = gettext("Choose to whom.") if act == "assign" else ""
    return _choosing(request, Choosing(marked, whom, back, wrong))


@dataclass(frozen=True)
class Choosing:
    """What is marked, to whom it can go, and what was wrong with what was chosen."""

    marked: dict[CaseId, int]
    whom: Targets
    back: str
    wrong: str


def _choosing(request: StaffRequest, choosing: Choosing) -> HttpResponse:
    context = {
        "marked": [f"{case}-{seen}" for case, seen in choosing.marked.items()],
        "choosing": choosing,
        "from": request.POST.get("from", ""),
    }
    status = 422 if choosing.wrong else 200
    return render(request, "inbox/assign_together.html", context, status=status)


def _how_many() -> str:
    return gettext("Mark between 1 and %(most)s cases first.") % {"most": MOST}


def _marked(values: Iterable[str]) -> dict[CaseId, int]:
    """Return the marked cases, each with the version that the row showed; once each."""
    pairs = (value.partition("-") for value in values)
    found = ((as_id(case), as_id(seen)) for case, _, seen in pairs)
    return {CaseId(case): seen for case, seen in found if case is not None and seen is not None}


def _done(
    request: StaffRequest, marked: dict[CaseId, int], key: str, typed: dict[str, str]
) -> Iterator[Outcome]:
    numbers = numbers_of(marked)
    for case, seen in marked.items():
        asked = Asked(key=key, typed=typed, seen=seen, on=local_date(now()))
        yield _one(request, case, numbers.get(case, ""), asked)


def _one(request: StaffRequest, case: CaseId, number: str, asked: Asked) -> Outcome:
    def perform(act: acts.Act, seen: int | None) -> Case:
        return desks.perform(case=case, act=act, uses={}, by=request.staff, at=now(), seen=seen)

    try:
        doing.done(request, case, asked, perform)
    except OutOfReach as refusal:
        access_log.refused(request, case=case)
        return Outcome(case, "–", why_refused(refusal), "refused", may_open=False)
    except ChangedMeanwhile:
        words = gettext("Somebody else was here first: look at it once more.")
        return Outcome(case, number, words, "changed")
    except Refusal as refusal:
        if isinstance(refusal, NotPermitted):
            access_log.refused(request, case=case)
        return Outcome(case, number, why_refused(refusal), "refused")
    return Outcome(case, number, gettext("Done"), "done")


def _report(request: StaffRequest, outcomes: list[Outcome], back: str) -> HttpResponse:
    """Say what came of each: in a line where all was done, else in a table of its own."""
    done = [each.number for each in outcomes if each.kind == "done"]
    if len(done) == len(outcomes):
        words = ngettext(
            "Done for %(many)s case: %(which)s.", "Done for %(many)s cases: %(which)s.", len(done)
        )
        messages.success(request, words % {"many": len(done), "which": _which(done)})
        return redirect(back)
    context = {"outcomes": outcomes, "done": len(done), "all": len(outcomes), "back": back}
    return render(request, "inbox/together.html", context)


def _which(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:10])
    return f"{shown} …" if len(numbers) > 10 else shown
