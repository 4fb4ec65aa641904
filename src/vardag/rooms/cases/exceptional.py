"""Opening a case by way of exception: a choice with a reason, for half an hour, followed up.

Who neither receives nor holds a case has no business in it. When there is one all the same, such as
a colleague taken ill with a family on the telephone, the person chooses to read it, writes why, and
a log reviewer looks at it afterwards (PDL chapter 4; ADR-0025).

To see whom a protected case is about is such a choice too, of who is cleared and has the case
(ADR-0028): see ``protected``, which makes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.cases.models import CaseRow, OpeningReviewRow, OpeningRow

LASTS = timedelta(minutes=30)
LEAST = 10  # characters of a reason


class Kind(StrEnum):
    """What somebody chose."""

    CASE = "case"  # to read a case by way of exception
    PROTECTED = "protected"  # to see whom a protected case is about


@dataclass(frozen=True)
class Chosen:
    """That somebody has chosen to read: until when, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Opening:
    """A choice as a reviewer sees it. ``finding`` is None until reviewed."""

    id: int
    kind: Kind
    case: str
    person: str
    reason: str
    at: datetime
    until: datetime
    reviewer: str = ""
    reviewed_at: datetime | None = None
    finding: str | None = None


@transaction.atomic
def open_by_exception(
    *, number: str, clinic: ClinicId, reason: str, by: Staff, at: datetime
) -> CaseId:
    """Let somebody read one case of a clinic for half an hour, and return the case.

    :param number: as people say it, such as ``26-0107``
    :param at: aware
    :raises NotPermitted: if no role at the clinic gives this
    :raises InvalidForm: if the reason is too short to be one
    :raises OutOfReach: if the clinic has no case of that number; one elsewhere is the same
    """
    access.permit_at(by, Deed.OPEN_BY_EXCEPTION, clinic)
    why = valid_reason(reason)
    case = _of_number(number, clinic)
    if is_protected(case.patient.protection, case.author.protection):
        _permit_cleared(by, clinic)
    write_choice(Kind.CASE, CaseId(case.pk), reason=why, by=by.id, at=at)
    return CaseId(case.pk)


def _of_number(number: str, clinic: ClinicId) -> CaseRow:
    _, _, last = number.strip().partition("-")
    if last.isascii() and last.isdigit() and len(last) < 19:
        rows = CaseRow.objects.select_related("patient", "author")
        found = rows.filter(pk=int(last), clinic=clinic).first()
        if found is not None and found.number == number.strip():
            return found
    raise _no_such_number()


def _permit_cleared(by: Staff, clinic: ClinicId) -> None:
    """Answer who isn't cleared as if there were no such case: that one is protected isn't told."""
    if not by.is_cleared_at(clinic):
        raise _no_such_number()


def _no_such_number() -> OutOfReach:
    return OutOfReach(say("The clinic has no case of that number."))


def valid_reason(reason: str) -> str:
    """Return a reason as it is kept.

    :raises InvalidForm: if it is too short to be one
    """
    if not visible(reason) or len(reason.strip()) < LEAST:
        why = Sentence(say("Write why, in at least %(count)s characters."), {"count": LEAST})
        raise InvalidForm(why.text, problems=(Problem("reason", why),), **why.particulars)
    return reason.strip()


def write_choice(kind: Kind, case: CaseId, *, reason: str, by: PersonId, at: datetime) -> None:
    """Write down what somebody chose, for half an hour. Whether one may is asked before."""
    OpeningRow.objects.create(
        kind=kind, case_id=case, person_id=by, reason=reason, at=at, until=at + LASTS
    )


def chosen(case: CaseId, *, by: PersonId, at: datetime, kind: Kind = Kind.CASE) -> Chosen | None:
    """Return until when what somebody chose of a case holds, and why; None if nothing does."""
    rows = OpeningRow.objects.filter(case=case, kind=kind, person=by, at__lte=at, until__gt=at)
    row = rows.order_by("-until").first()
    return Chosen(row.until, row.reason) if row else None


def openings(clinic: ClinicId) -> list[Opening]:
    """Return what people chose to read at a clinic: what isn't reviewed yet comes first."""
    rows = (
        OpeningRow.objects.filter(case__clinic=clinic)
        .select_related("case", "person", "review", "review__by")
        .order_by("review__at", "-at")
    )
    found = [_opening(row) for row in rows[:200]]
    return sorted(found, key=lambda each: each.reviewed_at is not None)


def _opening(row: OpeningRow) -> Opening:
    review: OpeningReviewRow | None = getattr(row, "review", None)
    return Opening(
        id=row.pk,
        kind=Kind(row.kind),
        case=row.case.number,
        person=row.person.name,
        reason=row.reason,
        at=row.at,
        until=row.until,
        reviewer=review.by.name if review else "",
        reviewed_at=review.at if review else None,
        finding=review.finding if review else None,
    )


def review(*, opening: int, clinic: ClinicId, finding: str, by: Staff, at: datetime) -> None:
    """Write down what a log reviewer found of an opening.

    :param at: aware
    :raises NotPermitted: if the person doesn't review the log there, or reviews oneself
    :raises OutOfReach: if there is none of that id at the clinic
    :raises InvalidForm: if nothing is written
    :raises ChangedMeanwhile: if it is reviewed already
    """
    access.permit_at(by, Deed.REVIEW_LOG, clinic)
    row = OpeningRow.objects.filter(pk=opening, case__clinic=clinic).first()
    if row is None:
        raise OutOfReach(say("There is nothing of that number to review."))
    if not visible(finding):
        why = say("Write what you found.")
        raise InvalidForm(why, problems=(Problem("finding", Sentence(why)),))
    access.permit_review(by, of=PersonId(row.person_id))
    try:
        with transaction.atomic():
            OpeningReviewRow.objects.create(
                opening=row, by_id=by.id, at=at, finding=finding.strip()
            )
    except IntegrityError:
        raise ChangedMeanwhile(say("Somebody has reviewed this already.")) from None
