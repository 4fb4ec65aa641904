"""What an open inbox asks for by itself: what has happened since it was read.

Nothing here names a patient: how many have come, and what colleagues have done with cases, of which the
page marks those whose rows it has already shown and logged. So no entry is written before new rows are
shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.inbox.lists.counting import counts, titled
from vardag.doors.inbox.lists.receiving import permit_receiving
from vardag.doors.inbox.lists.rows import at_desk
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import clock_time, now
from vardag.doors.shared.signed_in import by_itself
from vardag.rooms.desks.queries import Present, at_clinic
from vardag.rooms.lists.morning import Morning, morning
from vardag.rooms.lists.news import MOST, Happening, happened

_ARRIVALS = {"submitted", "answered", "sent-to-clinic"}
_SINCE = re.compile(r"(?P<event>[0-9]{1,18})-(?P<second>[0-9]{1,10})")
_SECONDS = 30  # between two questions, while the page is seen
_CLOCK = "Vardag-Clock"  # when the list was last known to be right, in the reader's words


@dataclass(frozen=True)
class Live:
    """What a page needs to ask for news: where, since when, and how often."""

    url: str
    since: str
    seconds: int = _SECONDS


def live(found: Morning, at: datetime) -> Live:
    """Return how a list that is read now asks for news later."""
    return Live(url=reverse("inbox:news"), since=f"{found.last_event}-{int(at.timestamp())}")


@require_safe
@by_itself
@staff_only
def news(request: StaffRequest) -> HttpResponse:
    """Tell what has happened since a list was read, and who is at which case; 204 for nothing.

    304 is for nothing more than was told before.
    """
    permit_receiving(request)
    since = _SINCE.fullmatch(request.GET.get("since", ""))
    if since is None:
        return HttpResponse(status=400)
    read_at, at = datetime.fromtimestamp(int(since["second"]), UTC), now()
    clinic = ClinicId(request.clinic.pk)
    found = happened(clinic, after=int(since["event"]), at=read_at)
    others = _others(at_clinic(clinic, reader=request.actor.id, at=at))
    is_new_day = local_date(read_at) != local_date(at)
    has_news = bool(found) or is_new_day
    if not has_news and not others:
        return _nothing(204, at)
    tag = f'"{found[-1].event if found else 0}-{len(found)}-{local_date(at)}-{_sum(others)}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return _nothing(304, at)
    told: dict[str, object] = {"others": others}
    if has_news:
        told |= _told(found, morning(clinic, on=local_date(at)), request.clinic.name)
        told["isBehind"] = is_new_day or len(found) == MOST
    return JsonResponse(told, headers={"ETag": tag, _CLOCK: clock_time(at)})


def _others(present: Mapping[CaseId, Iterable[Present]]) -> dict[CaseId, str]:
    return {case: ", ".join(at_desk(each) for each in there) for case, there in present.items()}


def _sum(others: Mapping[CaseId, str]) -> str:
    """Return what tells one answer of who is where from another."""
    return sha256(repr(others).encode()).hexdigest()[:16]


def _nothing(status: int, at: datetime) -> HttpResponse:
    return HttpResponse(status=status, headers={_CLOCK: clock_time(at)})


def _told(found: Iterable[Happening], on: Morning, clinic: str) -> dict[str, object]:
    last: dict[CaseId, Happening] = {}
    arrived: dict[CaseId, bool] = {}
    for each in found:
        last[each.case] = each
        if each.kind in _ARRIVALS:
            arrived[each.case] = each.is_here and not each.is_closed
    return {
        "title": titled(gettext("Inbox"), clinic, on.flagged + on.today),
        "counts": [each.many for each in counts(on, None)],
        "arrived": [case for case, is_here in arrived.items() if is_here],
        "changed": {case: in_words(each) for case, each in last.items()},
        "gone": [case for case, each in last.items() if each.is_closed or not each.is_here],
    }


def in_words(last: Happening) -> str:
    """Return what happened last to a case, in the few words that a row has room for."""
    name = {"name": last.by}
    match last.kind:
        case "reply" | "closed-without-reply":
            return gettext("Closed by %(name)s") % name
        case "sent-to-clinic" if not last.is_here:
            return gettext("Sent on by %(name)s") % name
        case "returned-to-inbox" | "sent-to-clinic":
            return gettext("Returned by %(name)s") % name
        case "interim-reply":
            return gettext("Interim reply, %(name)s") % name
        case "counter-question":
            return gettext("Question, %(name)s") % name
        case "submitted" | "answered":
            return gettext("The family has written")
        case _:
            return gettext("Now with %(name)s") % {"name": last.holder or last.by}
