"""Opening a case by way of exception: a choice with a reason, for half an hour, followed up.

Who neither receives nor holds a case has no business in it. When there is one all the same, such as
a colleague taken ill with a family on the telephone, the person chooses to read it, writes why, and
a log reviewer looks at it afterwards (PDL chapter 4; ADR-0025).

To see whom a protected case is about is such a choice too, of who is cleared and has the case
(ADR-0028): see ``protected``, which makes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import F

from vardag.domain import access
from vardag.domain.case.events import Entry
from vardag.domain.case.form import clean_text
from vardag.domain.case.going import left_clinic, left_person
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Problem
from vardag.domain.rights import Deed
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.audit.actions import note_access
from vardag.rooms.audit.words import About, Named, Result, What, Where, Who
from vardag.rooms.cases.models import CaseRow, OpeningReviewRow, OpeningRow

LASTS = timedelta(minutes=30)
LEAST = 10  # characters of a reason
LONGEST = 500  # characters of a reason or a finding, as the access log has them
MOST = 200  # openings in a list
NOWHERE = Where()  # on no page


class Kind(StrEnum):
    """What somebody chose."""

    CASE = "case"  # to read a case by way of exception
    PROTECTED = "protected"  # to see whom a protected case is about


_CHOICES = {Kind.CASE: What.BY_EXCEPTION, Kind.PROTECTED: What.TO_SEE_PROTECTED}


@dataclass(frozen=True)
class Chosen:
    """That somebody has chosen to read: until when, and why."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Opening:
    """A choice as a reviewer sees it. ``finding`` is None until reviewed."""

    id: int
    named: Named  # its case and that one's patient, for the access log
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
    *, number: str, clinic: ClinicId, reason: str, by: Staff, at: datetime, where: Where = NOWHERE
) -> CaseId:
    """Let somebody read one case of a clinic for half an hour, and return the case.

    :param number: as people say it, such as ``26-0107``
    :param at: aware
    :raises NotPermitted: if no role at the clinic gives this
    :raises InvalidForm: if the reason is too short to be one
    :raises OutOfReach: if the clinic has no case of that number; one elsewhere is the same
    :raises LogUnwritable: if the choice can't be an entry of the access log; then nothing is opened
    """
    access.permit_at(by, Deed.OPEN_BY_EXCEPTION, clinic)
    why = valid_reason(reason)
    case = _of_number(number, clinic)
    if is_protected(case.patient.protection, case.author.protection):
        _permit_cleared(by, clinic)
    write_choice(Kind.CASE, case, reason=why, by=by, at=at, where=where)
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

    :raises InvalidForm: if it is too short to be one, too long, or can't be stored
    """
    words = _storable(reason, "reason")
    if not visible(words) or len(words) < LEAST:
        raise _wrong("reason", say("Write why, in at least %(count)s characters."), count=LEAST)
    return words


def _storable(text: str, field: str) -> str:
    try:
        words = clean_text(text)
    except ValueError:
        raise _wrong(field, say("Something in the text can't be stored.")) from None
    if len(words) > LONGEST:
        raise _wrong(field, say("Write at most %(count)s characters."), count=LONGEST)
    return words


def _wrong(field: str, text: str, **particulars: object) -> InvalidForm:
    problem = Problem(field, Sentence(text, particulars))
    return InvalidForm(text, problems=(problem,), **particulars)


def write_choice(
    kind: Kind, case: CaseRow, *, reason: str, by: Staff, at: datetime, where: Where
) -> None:
    """Write down what somebody chose, for half an hour. Whether one may is asked before.

    It is an entry of the access log as well, so that a row that is taken away leaves a trace.

    :raises LogUnwritable: if that can't be written; the caller's transaction then writes neither
    """
    clinic = ClinicId(case.clinic_id)
    OpeningRow.objects.create(
        kind=kind,
        case=case,
        case_version=case.version,
        clinic_id=clinic,
        person_id=by.id,
        reason=reason,
        at=at,
        until=at + LASTS,
    )
    _note(_CHOICES[kind], case, clinic=clinic, by=by, at=at, where=replace(where, reason=reason))


def _note(
    what: What, case: CaseRow, *, clinic: ClinicId, by: Staff, at: datetime, where: Where
) -> None:
    note_access(
        who=Who(by.id, clinic, by.roles.get(clinic, frozenset())),
        what=what,
        at=at,
        about=About(CaseId(case.pk), PersonId(case.patient_id)),
        where=where,
        result=Result.DONE,
    )


def chosen(
    case: CaseId,
    *,
    entries: Sequence[Entry],
    by: PersonId,
    at: datetime,
    kind: Kind = Kind.CASE,
) -> Chosen | None:
    """Return until when what somebody chose of a case holds, and why; None if nothing does.

    It ends for good when the case goes: to another clinic, and to see whom a protected case is about
    also from its holder.

    :param entries: the case's whole ledger
    """
    rows = OpeningRow.objects.filter(case=case, kind=kind, person=by, at__lte=at, until__gt=at)
    row = rows.order_by("-until", "-pk").first()
    if row is None or _has_gone(row, entries[row.case_version :]):
        return None
    return Chosen(row.until, row.reason)


def _has_gone(row: OpeningRow, since: Sequence[Entry]) -> bool:
    if left_clinic(since, ClinicId(row.clinic_id)):
        return True
    return row.kind == Kind.PROTECTED and left_person(since, PersonId(row.person_id))


def openings(clinic: ClinicId) -> list[Opening]:
    """Return what people chose to read of a clinic's cases, wherever these are now.

    What isn't reviewed yet comes first, the latest before the others; at most ``MOST``.
    """
    rows = (
        OpeningRow.objects.filter(clinic=clinic)
        .select_related("case", "person", "review", "review__by")
        .order_by(F("review__at").desc(nulls_first=True), "-at", "-pk")
    )
    return [_opening(row) for row in rows[:MOST]]


def _opening(row: OpeningRow) -> Opening:
    review: OpeningReviewRow | None = getattr(row, "review", None)
    return Opening(
        id=row.pk,
        named=(CaseId(row.case_id), PersonId(row.case.patient_id)),
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


@transaction.atomic
def review(
    *,
    opening: int,
    clinic: ClinicId,
    finding: str,
    by: Staff,
    at: datetime,
    where: Where = NOWHERE,
) -> None:
    """Write down what a log reviewer found of an opening; an entry of the access log as well.

    :param at: aware
    :raises NotPermitted: if the person doesn't review the log there, or reviews oneself
    :raises OutOfReach: if there is none of that id at the clinic
    :raises InvalidForm: if nothing is written, too much, or what can't be stored
    :raises ChangedMeanwhile: if it is reviewed already
    :raises LogUnwritable: if the log can't be written; then nothing is
    """
    access.permit_at(by, Deed.REVIEW_LOG, clinic)
    rows = OpeningRow.objects.select_related("case")
    row = rows.filter(pk=opening, clinic=clinic).first()
    if row is None:
        raise OutOfReach(say("There is nothing of that number to review."))
    words = _storable(finding, "finding")
    if not visible(words):
        raise _wrong("finding", say("Write what you found."))
    access.permit_review(by, of=PersonId(row.person_id))
    _write_review(row, words, by=by.id, at=at)
    said = replace(where, reason=words)
    _note(What.FOLLOWED_UP, row.case, clinic=clinic, by=by, at=at, where=said)


def _write_review(row: OpeningRow, finding: str, *, by: PersonId, at: datetime) -> None:
    try:
        with transaction.atomic():
            OpeningReviewRow.objects.create(opening=row, by_id=by, at=at, finding=finding)
    except IntegrityError:
        raise ChangedMeanwhile(say("Somebody has reviewed this already.")) from None
