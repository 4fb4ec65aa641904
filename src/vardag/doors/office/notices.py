"""Notices that reached nobody, for who sees to it that they do: managers and administrators.

A family is told of by the numbers of its cases, and never by name or address (ADR-0062).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.notices.mailing import Trouble
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import OutOfReach
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now, short_moment
from vardag.doors.shared.told.page import why_failed
from vardag.rooms.lists.untold import Untold, untold_at
from vardag.rooms.notices.mailing import send_again


@dataclass(frozen=True)
class Line:
    """A mailing in words: to one of the staff by name, or to a family by its cases' numbers."""

    key: UUID
    staff: PersonId | None
    name: str
    cases: tuple[str, ...]
    since: str
    why: str
    helps: str


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show what reached nobody at the clinic."""
    lines = [_line(each) for each in _untold(request)]
    return render(request, "office/notices.html", {"lines": lines})


@require_POST
@staff_only
def again(request: StaffRequest, key: UUID) -> HttpResponse:
    """Put one of them on its way again, to the address that its person has now.

    :raises OutOfReach: if nothing of the clinic's failed by that key
    """
    if key not in {each.key for each in _untold(request)}:
        raise OutOfReach(say("There is no such notice here, or it is on its way already."))
    send_again(key, at=now())
    messages.success(request, gettext("It is on its way again."))
    return redirect("office:notices")


def _untold(request: StaffRequest) -> list[Untold]:
    """Return what the clinic's managers and administrators see.

    :raises NotPermitted: for anybody else
    """
    clinic, at = ClinicId(request.clinic.pk), now()
    access.permit_at(request.staff, Deed.SEE_NOTICES, clinic)
    return untold_at(clinic, at=at, on=local_date(at))


def _line(each: Untold) -> Line:
    return Line(
        key=each.key,
        staff=each.staff,
        name=each.name,
        cases=each.cases,
        since=short_moment(each.since),
        why=why_failed(each.trouble, each.channel),
        helps=" ".join(_helps(each)),
    )


def _helps(each: Untold) -> Iterator[str]:
    """Yield what to do: the address first, since the same one is refused again."""
    if each.staff is None:
        yield gettext("Whoever has the case calls the family. The case says so too.")
    if each.trouble not in {Trouble.REFUSED, Trouble.BOUNCED}:
        yield gettext("Send it again. Does it fail again, tell whoever runs the service.")
    elif each.staff is None:
        yield gettext("The family mends the address themselves, when they have signed in.")
    else:
        told = gettext("Ask %(name)s to mend the address under own settings, then send again.")
        yield told % {"name": each.name}
