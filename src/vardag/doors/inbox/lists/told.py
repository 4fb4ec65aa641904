"""What colleagues have written to somebody by name: how many in the inbox, which of them under Mine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.lists.counting import Count
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, short_moment
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.mentions import MOST, Told, tick
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class ToldRow:
    """A note to somebody by name, in which case it stands, and who wrote it when."""

    id: int
    case: CaseId
    number: str
    service: str
    words: str


def told_rows(told: Iterable[Told], *, on: date) -> tuple[ToldRow, ...]:
    """Return the notes as they stand on the page."""
    return tuple(_row(each, on) for each in told)


def _row(each: Told, on: date) -> ToldRow:
    service = routine(each.routine_id).service(each.service)
    told = {"name": each.by, "when": short_moment(each.at, on=on)}
    return ToldRow(
        id=each.id,
        case=each.case,
        number=each.number,
        service=in_words(service.list_name) if service else each.service,
        words=_words(each) % told,
    )


def _words(each: Told) -> str:
    if each.is_answer:
        return gettext("%(name)s answered you %(when)s")
    return gettext("%(name)s wrote to you %(when)s")


def told_count(told: tuple[Told, ...]) -> tuple[Count, ...]:
    """Return the count over the inbox, which leads to them; none where there are none."""
    if not told:
        return ()
    many = f"{MOST}+" if len(told) >= MOST else str(len(told))
    return (Count(many, gettext("to you by name"), f"{reverse('inbox:mine')}#told"),)


@require_POST
@staff_only
def seen(request: StaffRequest, mention_id: int) -> HttpResponse:
    """Mark a note to oneself as seen, without opening its case.

    :raises OutOfReach: if it is somebody else's
    """
    tick(mention=mention_id, by=request.staff, at=now())
    messages.success(request, gettext("It is marked as seen."))
    return redirect("inbox:mine")
