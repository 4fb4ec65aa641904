"""Opening a case by way of exception: a choice with a reason, for half an hour, followed up.

Who neither receives nor holds a case has no business in it. When there is one all the same, such as
a colleague taken ill with a family on the telephone, the person chooses to read it, writes why, and
a log reviewer looks at it afterwards (PDL chapter 4; ADR-0025).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from vardag.domain import access
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.cases.models import CaseRow, OpeningReviewRow, OpeningRow

LASTS = timedelta(minutes=30)
LEAST = 10  # characters of a reason


@dataclass(frozen=True)
class Chosen:
    """That somebody has chosen to read a case: until when, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Opening:
    """A case read by way of exception, as a reviewer sees it. ``finding`` is None until reviewed."""

    id: int
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
    if not visible(reason) or len(reason.strip()) < LEAST:
        why = Sentence(say("Write why, in at least %(count)s characters."), {"count": LEAST})
        raise InvalidForm(why.text, problems=(Problem("reason", why),), **why.particulars)
    case = _of_number(number, clinic)
    OpeningRow.objects.create(
        case=case, person_id=by.id, reason=reason.strip(), at=at, until=at + LASTS
    )
    return CaseId(case.pk)


def _of_number(number: str, clinic: ClinicId) -> CaseRow:
    _, _, last = number.strip().partition("-")
    if last.isascii() and last.isdigit() and len(last) < 19:
        found = CaseRow.objects.filter(pk=int(last), clinic=clinic).first()
        if found is not None and found.number == number.strip():
            return found
    raise OutOfReach(say("The clinic has no case of that number."))


def chosen(case: CaseId, *, by: PersonId, at: datetime) -> Chosen | None:
    """Return until when somebody may read a case by way of exception, and why; None if not at all."""
    rows = OpeningRow.objects.filter(case=case, person=by, at__lte=at, until__gt=at)
    row = rows.order_by("-until").first()
    return Chosen(row.until, row.reason) if row else None


def openings(clinic: ClinicId) -> list[Opening]:
    """Return what was opened by way of exception at a clinic: what isn't reviewed yet comes first."""
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
