"""About whom the population register is asked beside the pages, and when: those whom staff read of.

Somebody who is put under protection after the last sign-in is masked when the register has said so
(ADR-0028).
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from vardag.domain.case.state import Status
from vardag.domain.people.identity import PersonId
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.models import GuardianRow, PersonRow

SELDOM = timedelta(days=7)  # those of whom there are only closed cases


def whom_to_ask(*, on: date, most: int, but: Collection[PersonId] = ()) -> list[PersonId]:
    """Return about whom to ask now: who was never asked about first, and then who waited longest.

    Patients and authors of open cases, and the patients' guardians, every day; of closed ones, every
    seventh.

    :param on: today's local date
    :param but: those to leave out, such as about whom no answer could be had just now
    """
    daily = (_of_cases(_open()) | _guardians_in(_open())) & _not_since(on)
    seldom = _of_cases(CaseRow.objects.all()) & _not_since(on - SELDOM + timedelta(days=1))
    rows = PersonRow.objects.filter(daily | seldom, personal_number__isnull=False, died_on=None)
    longest = rows.exclude(pk__in=but).order_by(F("register_date").asc(nulls_first=True), "pk")
    return [PersonId(pk) for pk in longest.values_list("pk", flat=True)[:most]]


def _open() -> QuerySet[CaseRow]:
    return CaseRow.objects.filter(
        ~Q(status=Status.CLOSED) | Q(work__isnull=False, work__done_at=None)
    )


def _of_cases(cases: QuerySet[CaseRow]) -> Q:
    theirs = Q(patient=OuterRef("pk")) | Q(author=OuterRef("pk"))
    return Q(Exists(cases.filter(theirs)))


def _guardians_in(cases: QuerySet[CaseRow]) -> Q:
    about = cases.filter(patient=OuterRef("child"))
    return Q(Exists(GuardianRow.objects.filter(Exists(about), guardian=OuterRef("pk"))))


def _not_since(day: date) -> Q:
    """Return the condition of those who weren't asked about on that local date or later."""
    return Q(register_date=None) | Q(register_date__lt=day)


def unanswered(*, on: date, after: timedelta) -> tuple[int, date | None]:
    """Return how many people of open cases the register answered about long ago, and since which day.

    :param on: today's local date
    """
    long_ago = _of_cases(_open()) & Q(register_date__lt=on - after)
    rows = PersonRow.objects.filter(long_ago, personal_number__isnull=False, died_on=None)
    found = rows.aggregate(many=Count("pk"), since=Min("register_date"))
    return found["many"], found["since"]
