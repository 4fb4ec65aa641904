"""Reading what a decision would dispose of, what stays, and what is gone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from vardag.domain.case.disposal import Loose, Stays, what_stays
from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date, local_midnight
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.cases.letting_go import files_of as sent_with
from vardag.rooms.cases.models import CaseRow, OpeningRow, case_number
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.deliveries.queries import unsettled_of
from vardag.rooms.disposal.models import DisposedRow
from vardag.rooms.files.models import FileRow

_AT_ONCE = 500  # cases in a question's list


@dataclass(frozen=True)
class Scope:
    """Which closed cases a decision is about.

    :ivar before: local; those closed on an earlier day
    :ivar service: the key of a service; empty for all
    """

    clinic: ClinicId
    before: date
    service: str = ""


@dataclass(frozen=True)
class Closed:
    """A closed case, by what is kept of it."""

    id: CaseId
    number: str
    service: str
    received_date: date
    closed_date: date
    patient: PersonId


@dataclass(frozen=True)
class Found:
    """What a decision comes to: the newest first, so that what follows a case goes before it."""

    goes: tuple[Closed, ...]
    stays: Mapping[Closed, Stays]


def found(scope: Scope) -> Found:
    """Return what would go and what would stay."""
    rows = list(_in(scope).order_by("-pk"))
    stays = stays_among([CaseId(row.pk) for row in rows])
    cases = [_closed(row) for row in rows]
    return Found(
        goes=tuple(each for each in cases if each.id not in stays),
        stays={each: stays[each.id] for each in cases if each.id in stays},
    )


def _in(scope: Scope) -> QuerySet[CaseRow]:
    rows = CaseRow.objects.filter(
        clinic=scope.clinic, status=Status.CLOSED, closed_at__lt=local_midnight(scope.before)
    )
    return rows.filter(service=scope.service) if scope.service else rows


def stays_among(cases: Sequence[CaseId]) -> dict[CaseId, Stays]:
    """Return which of some closed cases stay if the others go, and why."""
    return what_stays(_loose(cases), _followers(cases))


def _loose(cases: Sequence[CaseId]) -> Iterator[Loose]:
    for some in _some(cases):
        waiting = unsettled_of(some)
        marked = CaseRow.objects.filter(pk__in=some).annotate(
            has_work=Exists(WorkRow.objects.filter(case=OuterRef("pk"), done_at=None)),
            has_review=Exists(OpeningRow.objects.filter(case=OuterRef("pk"), review=None)),
        )
        for pk, work, review, copies in marked.values_list(
            "pk", "has_work", "has_review", "copies_out"
        ):
            yield Loose(CaseId(pk), work, copies > 0, CaseId(pk) in waiting, review)


def _followers(cases: Sequence[CaseId]) -> dict[CaseId, list[CaseId]]:
    followers: dict[CaseId, list[CaseId]] = defaultdict(list)
    for some in _some(cases):
        pairs = CaseRow.objects.filter(follows__in=some).values_list("follows_id", "pk")
        for followed, by in pairs:
            assert followed is not None, "it was asked for by what it follows"
            followers[CaseId(followed)].append(CaseId(by))
    return followers


def _some(cases: Sequence[CaseId]) -> Iterator[Sequence[CaseId]]:
    yield from (cases[at : at + _AT_ONCE] for at in range(0, len(cases), _AT_ONCE))


def _closed(row: CaseRow) -> Closed:
    assert row.closed_at is not None, "an_open_case_has_not_closed"
    return Closed(
        id=CaseId(row.pk),
        number=case_number(row.pk, row.received_at),
        service=row.service,
        received_date=local_date(row.received_at),
        closed_date=local_date(row.closed_at),
        patient=PersonId(row.patient_id),
    )


def files_of(cases: Iterable[Closed]) -> tuple[int, int]:
    """Return how many files came with some cases, and how many bytes they are."""
    many = size = 0
    for some in _some([each.id for each in cases]):
        files = FileRow.objects.filter(pk__in=sent_with(some))
        many += files.count()
        size += files.aggregate(size=Sum("size"))["size"] or 0
    return many, size


def disposed_numbers(cases: Iterable[CaseId]) -> dict[CaseId, str]:
    """Return the numbers of those of some cases that are gone."""
    rows = DisposedRow.objects.filter(pk__in=set(cases)).values_list("pk", "number")
    return {CaseId(pk): number for pk, number in rows}
