"""Writing the access log from a request: who, from which assignment, by which page.

Every view that shows patients' data calls ``shown`` before its answer is made, once. What is refused
is written down by ``refused``: for refusals that no view catches, the middleware calls it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest

from vardag.domain.people.identity import CaseId, PersonId
from vardag.doors.shared.moments import now
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.words import About, Named, NamedRow, Result, What, Where, Who
from vardag.rooms.cases.queries import FullCase, patient_of

_NOT_A_CASE = 2**63


@dataclass(frozen=True)
class _Log:
    """One request's part of the log."""

    who: Who
    where: Where


def shown(
    request: HttpRequest,
    what: What,
    *,
    full: FullCase | None = None,
    named: Iterable[Named] = (),
    rows: Iterable[NamedRow] = (),
    patient: PersonId | None = None,
    reason: str = "",
) -> None:
    """Write down what is about to be shown: a case, the cases that a list names, a patient's entries.

    :param rows: of a register, those that no case brought

    :raises LogUnwritable: then nothing may be shown
    """
    log = _log(request, reason)
    about = About(
        case=full.id if full else None,
        patient=full.case.patient if full else patient,
        named=tuple(dict.fromkeys(named)),
        rows=tuple(rows),
    )
    note_access(who=log.who, what=what, at=now(), about=about, where=log.where)


def refused(
    request: HttpRequest, *, case: int | None = None, patient: PersonId | None = None
) -> None:
    """Write down that somebody tried what isn't theirs; nothing if nobody is signed in.

    :raises LogUnwritable: if it can't be written
    """
    if not getattr(request, "actor", None):
        return
    log = _log(request, "")
    tried = CaseId(case) if case is not None and case < _NOT_A_CASE else None
    about = About(tried, patient if tried is None else patient_of(tried))
    note_access(
        who=log.who,
        what=What.TRIED,
        at=now(),
        about=about,
        where=log.where,
        result=Result.REFUSED,
    )


def _log(request: HttpRequest, reason: str) -> _Log:
    return _Log(request.actor.who, where(request, reason))  # type: ignore[attr-defined]


def where(request: HttpRequest, reason: str = "") -> Where:
    """Return the page and the request of an entry."""
    match = request.resolver_match
    page = match.view_name if match else ""
    return Where(page=page, request_id=request_id(request), reason=reason)


def request_id(request: HttpRequest) -> str:
    """Return what tells one request from another: the same for all that it writes."""
    found: str | None = getattr(request, "access_log_id", None)
    if found is None:
        found = uuid4().hex
        request.access_log_id = found  # type: ignore[attr-defined]
    return found
