"""What reached nobody at a clinic: mailings to its staff, and to families of the cases that it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vardag.domain.notices.mailing import State, Trouble
from vardag.domain.notices.wishes import Channel
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import numbers_of
from vardag.rooms.notices.models import MailingRow, NoticeRow
from vardag.rooms.people.queries import grants

KEPT = timedelta(days=90)
MOST = 200


@dataclass(frozen=True)
class Untold:
    """A mailing that reached nobody. A family has no name here: it is told by its cases (ADR-0062)."""

    key: UUID
    staff: PersonId | None
    name: str  # of staff; empty for a family
    cases: tuple[str, ...]  # of a family: the numbers of those that the clinic has
    channel: Channel
    trouble: Trouble
    since: datetime
    settled_at: datetime


def untold_at(clinic: ClinicId, *, at: datetime, on: date) -> list[Untold]:
    """Return what reached nobody and was followed by nothing that did, the newest first.

    Three questions to the database. What is older than ninety days stands here no more.

    :param at: aware
    :param on: the local date of ``at``
    """
    rows = list(_rows(clinic, at=at, on=on).select_related("to").order_by("-settled_at")[:MOST])
    cases = _cases_of([row for row in rows if not row.to.is_staff], clinic)
    return [_untold(row, cases.get(row.key, ())) for row in rows]


def count_untold(clinic: ClinicId, *, at: datetime, on: date) -> int:
    """Return how many they are. One question to the database.

    :param at: aware
    :param on: the local date of ``at``
    """
    return _rows(clinic, at=at, on=on).count()


def count_failed_between(clinic: ClinicId, *, since: datetime, until: datetime, on: date) -> int:
    """Return how many of them failed from one moment up to another. One question to the database.

    :param since: aware, as ``until``
    :param on: the local date on which people have their roles
    """
    found = _all(clinic, on=on).filter(settled_at__gte=since, settled_at__lt=until)
    return found.count()


def _rows(clinic: ClinicId, *, at: datetime, on: date) -> QuerySet[MailingRow]:
    return _all(clinic, on=on).filter(settled_at__gt=at - KEPT)


def _all(clinic: ClinicId, *, on: date) -> QuerySet[MailingRow]:
    is_staff = ~Q(to__profession="")
    works_here = Exists(grants(on).filter(clinic=clinic, person=OuterRef("to")))
    reached = MailingRow.objects.filter(
        to=OuterRef("to"), state=State.SENT, settled_at__gt=OuterRef("settled_at")
    )
    return MailingRow.objects.filter(
        (is_staff & works_here) | (~is_staff & Exists(_about_cases_of(clinic))),
        ~Exists(reached),
        state=State.FAILED,
    )


def _about_cases_of(clinic: ClinicId) -> QuerySet[NoticeRow]:
    here = CaseRow.objects.filter(clinic=clinic, pk=OuterRef("case"))
    return NoticeRow.objects.filter(Exists(here), mailing=OuterRef("pk"))


def _cases_of(rows: Iterable[MailingRow], clinic: ClinicId) -> dict[UUID, tuple[str, ...]]:
    """Return the numbers of the clinic's cases that each mailing was about."""
    told = NoticeRow.objects.filter(mailing__in=[row.pk for row in rows], case__isnull=False)
    here = CaseRow.objects.filter(clinic=clinic).values("pk")
    pairs = set(told.filter(case__in=here).values_list("mailing", "case"))
    known = sorted((CaseId(case), key) for key, case in pairs if case is not None)
    numbers = numbers_of(case for case, _ in known)
    found: dict[UUID, tuple[str, ...]] = {}
    for case, key in known:
        found[key] = (*found.get(key, ()), numbers[case])
    return found


def _untold(row: MailingRow, cases: tuple[str, ...]) -> Untold:
    assert row.settled_at is not None, "a_mailing_waits_or_is_settled"
    return Untold(
        key=row.key,
        staff=PersonId(row.to_id) if row.to.is_staff else None,
        name=row.to.name if row.to.is_staff else "",
        cases=cases,
        channel=Channel(row.channel),
        trouble=Trouble(row.trouble),
        since=row.since,
        settled_at=row.settled_at,
    )
