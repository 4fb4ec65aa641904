"""Writing the access log of who came in, went, and wasn't let in.

Coming in is like reading: without an entry nobody comes in. Going is not: whoever wants to sign out
does, and what couldn't be written is said in the program's own log.
"""

import logging

from django.http import HttpRequest

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.people.sign_in import Over, Why
from vardag.doors.shared.access_log import where
from vardag.doors.shared.moments import now
from vardag.rooms.audit.actions import LogUnwritable, note_access
from vardag.rooms.audit.words import About, Result, Vouched, What, Who

DEMONSTRATION = "demonstration"  # vouches where one may choose to be anybody
_log = logging.getLogger(__name__)


def came_in(request: HttpRequest, who: Who, vouched: Vouched) -> None:
    """Write down a sign-in, before it begins.

    :raises LogUnwritable: then nobody may come in
    """
    _note(request, who, What.SIGN_IN, vouched=vouched)


def not_let_in(
    request: HttpRequest, why: Why, vouched: Vouched, *, person: PersonId | None
) -> None:
    """Write down that a provider's answer didn't do, and why.

    :param person: whom the provider vouched for; None unless every check of its answer held
    :raises LogUnwritable: if it can't be written
    """
    _note(request, Who(person), What.SIGN_IN, why, result=Result.REFUSED, vouched=vouched)


def chose_clinic(request: HttpRequest, who: Who) -> None:
    """Write down at which clinic somebody works from now on, before it is so.

    :raises LogUnwritable: then the choice may not be made
    """
    _note(request, who, What.CLINIC)


def went(request: HttpRequest, person: PersonId, clinic: ClinicId | None, by: str) -> None:
    """Write down that somebody signed out."""
    _note_if_possible(request, Who(person, clinic), What.SIGN_OUT, provider=by)


def ended(
    request: HttpRequest, person: PersonId, clinic: ClinicId | None, by: str, over: Over
) -> None:
    """Write down that a sign-in had ended by itself, when that is noticed: at the next request."""
    _note_if_possible(request, Who(person, clinic), What.ENDED, over, provider=by)


def _note_if_possible(
    request: HttpRequest, who: Who, what: What, reason: str = "", *, provider: str
) -> None:
    try:
        _note(request, who, what, reason, vouched=Vouched(provider))
    except LogUnwritable:
        _log.exception("the access log can't be written: person %s, %s", who.person, what)


def _note(
    request: HttpRequest,
    who: Who,
    what: What,
    reason: str = "",
    *,
    result: Result = Result.DONE,
    vouched: Vouched | None = None,
) -> None:
    note_access(
        who=who,
        what=what,
        at=now(),
        about=About(),
        where=where(request, reason),
        result=result,
        vouched=vouched or Vouched(),
    )
