"""Reading the access log: what happened in a period, who has looked, and how far it is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from vardag.domain.clock.deadline import local_date, local_midnight
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.rooms.audit.models import AccessRow, FindingRow, ReviewRow, SealRow
from vardag.rooms.audit.words import (
    SIGN_INS,
    Finding,
    Named,
    NamedRow,
    Of,
    Result,
    Vouched,
    What,
    as_named,
    as_rows,
)

# Not what was found by a personal number: whoever looks so has one patient in mind.
_LISTS = (What.LISTED, What.WORKLIST, What.REGISTER, What.SEARCHED, What.REVIEWED)
PAGE = 100
# Written out, or SQLite doesn't see that the index of sign-ins has them all, and reads the whole log.
_IS_SIGN_IN = RawSQL(  # noqa: S611 - our own words
    f"what IN ({', '.join(f"'{each}'" for each in SIGN_INS)})", (), output_field=BooleanField()
)


@dataclass(frozen=True)
class Period:
    """Local dates, both included."""

    LONGEST: ClassVar[int] = 366  # days

    first: date
    last: date

    @property
    def condition(self) -> Q:
        end = local_midnight(self.last + timedelta(days=1))
        return Q(at__gte=local_midnight(self.first), at__lt=end)

    @staticmethod
    def day_of(at: datetime) -> date:
        return local_date(at)


@dataclass(frozen=True)
class Access:
    """An entry of the log."""

    id: int
    at: datetime
    what: What
    result: Result
    person: PersonId | None  # nobody, of who wasn't let in
    clinic: ClinicId | None
    patient: PersonId | None
    case: CaseId | None
    named: tuple[Named, ...]
    rows: tuple[NamedRow, ...]  # by hand, of a register
    reason: str
    vouched: Vouched

    def shows_row_about(self, patient: PersonId) -> bool:
        """Tell whether it names a row by hand about somebody."""
        return any(about == patient for _, about in self.rows)


@dataclass(frozen=True)
class Documented:
    """What somebody wrote that a review came to."""

    by: PersonId
    at: datetime
    finding: Finding
    measure: str


@dataclass(frozen=True)
class Review:
    """A review, with what it came to so far, the latest last."""

    row: ReviewRow
    findings: tuple[Documented, ...]

    @property
    def subjects(self) -> tuple[PersonId, ...]:
        return tuple(PersonId(each) for each in self.row.subjects)

    @property
    def period(self) -> Period:
        return Period(self.row.from_date, self.row.until_date)

    @property
    def is_done(self) -> bool:
        return bool(self.findings) and self.findings[-1].finding is not Finding.ASKED


def looked(clinic: ClinicId, period: Period) -> set[PersonId]:
    """Return those who took part of patients' data from a clinic."""
    rows = AccessRow.objects.filter(period.condition, clinic_id=clinic)
    about_patients = rows.filter(result=Result.SHOWN).order_by()
    found = about_patients.values_list("person_id", flat=True).distinct()
    return {PersonId(pk) for pk in found if pk is not None}


def looked_at(clinic: ClinicId, period: Period) -> set[PersonId]:
    """Return the patients a case of whom was opened, printed or tried from a clinic."""
    rows = AccessRow.objects.filter(period.condition, clinic_id=clinic, patient_id__isnull=False)
    rows = rows.exclude(what__in=(What.REVIEWED, What.FOLLOWED_UP))
    found = rows.order_by().values_list("patient_id", flat=True).distinct()
    return {PersonId(pk) for pk in found if pk is not None}


def entries(
    clinic: ClinicId, period: Period, *, of: Of, person: PersonId, with_lists: bool, page: int
) -> tuple[tuple[Access, ...], bool]:
    """Return a page of what somebody did, or of what was seen of a patient, and whether more follow.

    The latest first.

    :param with_lists: also what names many, as lists do, and the review of the log itself
    """
    rows = AccessRow.objects.filter(period.condition, clinic_id=clinic)
    if not with_lists:
        rows = rows.exclude(what__in=_LISTS)
    about = Q(person_id=person) if of is Of.STAFF else of_patient(person)
    start = (page - 1) * PAGE
    found = [
        access_of(row) for row in rows.filter(about).order_by("-at", "-pk")[start:][: PAGE + 1]
    ]
    return tuple(found[:PAGE]), len(found) > PAGE


def sign_ins(
    clinic: ClinicId, period: Period, *, only_refused: bool, page: int
) -> tuple[tuple[Access, ...], bool]:
    """Return a page of who came in to a clinic, went or wasn't let in, and whether more follow.

    The latest first. Who was refused came to no clinic, so every clinic sees it. A sign-in of somebody
    who then chose this clinic is here as well; residents who come in are nobody's to look at.
    """
    rows = AccessRow.objects.filter(period.condition, _IS_SIGN_IN)
    refused = Q(result=Result.REFUSED)
    chose = rows.filter(what=What.CLINIC, clinic_id=clinic).values("person_id")
    came = Q(clinic_id=clinic) | Q(what=What.SIGN_IN, clinic_id=None, person_id__in=chose)
    start = (page - 1) * PAGE
    found = rows.filter(refused if only_refused else refused | came).order_by("-at", "-pk")
    accesses = [access_of(row) for row in found[start:][: PAGE + 1]]
    return tuple(accesses[:PAGE]), len(accesses) > PAGE


def of_patient(person: PersonId) -> Q:
    """Return the condition of an entry about a patient, alone or in a list."""
    return Q(patient_id=person) | Q(named__contains=f":{int(person)} ")


def staffs_looks_at(
    patient: PersonId, *, cases: Iterable[CaseId], period: Period
) -> tuple[Access, ...]:
    """Return where staff took part of a patient's cases, the latest first; only these cases count.

    And of rows by hand of a register that are about the patient, which belong to no case.

    What was refused shows nothing, and what the family itself has read isn't told to one another. Nor
    is that a manager looked at who is blocked: that would tell of the block (ADR-0027).
    """
    rows = AccessRow.objects.filter(period.condition, of_patient(patient))
    rows = rows.exclude(what=What.BLOCKS)
    shown = rows.filter(result=Result.SHOWN, clinic_id__isnull=False).order_by("-at", "-pk")
    wanted = set(cases)
    found = map(access_of, shown)
    return tuple(
        each for each in found if _cases_of(each) & wanted or each.shows_row_about(patient)
    )


def _cases_of(access: Access) -> set[CaseId]:
    named = {case for case, _ in access.named}
    return named | ({access.case} if access.case is not None else set())


def access_of(row: AccessRow) -> Access:
    """Return an entry as it is stored."""
    return Access(
        id=row.pk,
        at=row.at,
        what=What(row.what),
        result=Result(row.result),
        person=None if row.person_id is None else PersonId(row.person_id),
        clinic=None if row.clinic_id is None else ClinicId(row.clinic_id),
        patient=None if row.patient_id is None else PersonId(row.patient_id),
        case=None if row.case_id is None else CaseId(row.case_id),
        named=as_named(row.named),
        rows=as_rows(row.named),
        reason=row.reason,
        vouched=Vouched(row.provider, row.level),
    )


def reviews(clinic: ClinicId, *, most: int) -> tuple[Review, ...]:
    """Return a clinic's latest reviews, the latest first."""
    return tuple(map(_review, _reviews(clinic)[:most]))


def review(pk: int, *, clinic: ClinicId) -> Review:
    """Return a review that a clinic has made.

    :raises OutOfReach: if there is none of that number there
    """
    found = _reviews(clinic).filter(pk=pk).first()
    if found is None:
        raise OutOfReach(say("There is no such review, or it isn't yours to see."))
    return _review(found)


def last_sample(clinic: ClinicId) -> datetime | None:
    """Return when a clinic's last sample was drawn; None if none ever was."""
    found: datetime | None = (
        _reviews(clinic).filter(kind="sample").values_list("at", flat=True).first()
    )
    return found


def _reviews(clinic: ClinicId) -> QuerySet[ReviewRow]:
    rows = ReviewRow.objects.filter(clinic_id=clinic).order_by("-at", "-pk")
    return rows.prefetch_related("findings")


def _review(row: ReviewRow) -> Review:
    return Review(
        row, tuple(map(_documented, sorted(row.findings.all(), key=lambda each: each.pk)))
    )


def _documented(row: FindingRow) -> Documented:
    return Documented(PersonId(row.by_id), row.at, Finding(row.finding), row.measure)


def sealed_until() -> datetime | None:
    """Return the moment of the latest entry that is sealed; None if none is."""
    last = SealRow.objects.order_by("-number").values("access_id")[:1]
    found: datetime | None = AccessRow.objects.filter(pk=last).values_list("at", flat=True).first()
    return found


def newest() -> datetime | None:
    """Return the moment of the newest entry; None in an empty log."""
    found: datetime | None = AccessRow.objects.order_by("-pk").values_list("at", flat=True).first()
    return found


def unsealed_since() -> datetime | None:
    """Return the moment of the first entry after those that are sealed; None if all are.

    Entries that became visible late are left to the worker, which looks through the whole log.
    """
    last = SealRow.objects.order_by("-number").values("access_id")[:1]
    rows = AccessRow.objects.order_by("pk")
    if SealRow.objects.exists():
        rows = rows.filter(pk__gt=last)
    found: datetime | None = rows.values_list("at", flat=True).first()
    return found
