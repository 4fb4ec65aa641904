"""The two queries under a clinic's worklist: its cases, and the clinic itself.

The page is open all day on several desks, so each question is asked once, whatever the rows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from vardag.domain.case.events import Printed, WorkNoted
from vardag.domain.case.state import Status
from vardag.domain.case.step_events import StepSent
from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import ClinicId, Staff
from vardag.rooms.cases.models import CaseRow, EventRow, PassedRow
from vardag.rooms.cases.reach import may_act_at
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.clinics.models import ClosedDayRow
from vardag.rooms.people.models import GroupRow
from vardag.rooms.people.queries import absences, grants, working_at

_OF_THE_CASE = (
    "id",
    "status",
    "service",
    "version",
    "form",
    "received_at",
    "patient_id",
    "patient__given_name",
    "patient__family_name",
    "patient__born",
    "patient__protection",
    "author__protection",
    "holder_id",
    "holder__given_name",
    "holder__family_name",
    "holding_group__key",
    "holding_group__name",
    "response_due_date",
    "follow_up_date",
    "waits_until_date",
    "handled_since_date",
    "first_response_at",
    "copies_out",
    "has_files",
    "piece__key",
    "piece__opened_date",
    "piece__follow_up_why",
    "piece__owner_id",
    "piece__owner__given_name",
    "piece__owner__family_name",
)


_OF_A_COLLEAGUE = (
    *("id", "given_name", "family_name", "title", "profession"),
    *("closed", "finished", "has", "within", "away"),
)


def cases_with_duties(staff: Staff, clinic: ClinicId, *, among: Q) -> Iterable[Mapping[str, Any]]:
    """Return the clinic's cases with open work, and its open cases that the person may act on.

    :param among: a condition on ``CaseRow``, empty for all
    """
    theirs = may_act_at(staff, clinic)
    with_work = WorkRow.objects.filter(clinic=clinic, done_at=None).values("case_id")
    still_open = CaseRow.objects.filter(theirs).exclude(status=Status.CLOSED)
    wanted = CaseRow.objects.filter(among, pk__in=with_work.union(still_open.values("pk")))
    return _described(wanted, may_open=ExpressionWrapper(theirs, output_field=BooleanField()))


def late_cases(clinic: ClinicId, *, on: date) -> Iterable[Mapping[str, Any]]:
    """Return the cases that a clinic sent on and whose open work is past its date where it is now."""
    late = WorkRow.objects.filter(done_at=None, follow_up_date__lt=on).exclude(clinic=clinic)
    sent_on = PassedRow.objects.filter(clinic=clinic, case__in=late.values("case_id"))
    wanted = CaseRow.objects.filter(pk__in=sent_on.values("case_id"))
    return _described(wanted, may_open=Value(value=True))


def _described(wanted: QuerySet[CaseRow], *, may_open: Combinable) -> Iterable[Mapping[str, Any]]:
    """Return what a worklist tells of some cases, by the dates on which they are looked at."""
    rows: Iterable[Mapping[str, Any]] = (
        wanted.annotate(piece=FilteredRelation("work", condition=Q(work__done_at=None)))
        .values(
            *_OF_THE_CASE,
            routine_sum=F("routine__sha256"),
            may_open=may_open,
            clinic_name=Coalesce(NullIf("clinic__short_name", Value("")), "clinic__name"),
            sent_by=_sent_by(),
            printed_for=_printed_for(),
            said=_last_said(),
            finished=_finished_steps(),
        )
        .order_by("piece__follow_up_date", "follow_up_date", "response_due_date", "id")
    )
    return rows


def _sent_by() -> Subquery:
    """The name of the clinic that last sent the case on."""
    name = Coalesce(NullIf("clinic__short_name", Value("")), "clinic__name")
    passed = PassedRow.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return Subquery(passed.values(name=name)[:1])


def _printed_for() -> Subquery:
    """The id of the person for whom the case was last printed."""
    prints = EventRow.objects.filter(
        case=OuterRef("pk"), kind=Printed.kind, data__has_key="for_"
    ).order_by("-number")
    return Subquery(prints.values(person=Cast(KT("data__for_"), BigIntegerField()))[:1])


def _last_said() -> Subquery:
    """What those who do the work said last of it to one another."""
    notes = EventRow.objects.filter(case=OuterRef("pk"), kind=WorkNoted.kind).order_by("-number")
    return Subquery(notes.values(text=KT("data__text"))[:1])


def _finished_steps() -> Subquery:
    """The steps that the ledger says are done or skipped, as ``key=outcome`` and spaces between.

    Every event that finishes a step names it as ``step``, and so does the one that only sends it; keys
    hold neither spaces nor ``=``.
    """
    outcome = Coalesce(KT("data__outcome"), Value(""), output_field=TextField())
    naming = EventRow.objects.filter(case=OuterRef("pk"), data__has_key="step")
    finishing = naming.exclude(kind=StepSent.kind)
    pair = Concat(KT("data__step"), Value("="), outcome, output_field=TextField())
    written = StringAgg(pair, delimiter=Value(" "))
    return Subquery(finishing.values("case").values(written=written))


def the_clinic(clinic: ClinicId, *, on: date) -> Iterable[Mapping[str, Any]]:
    """Return those who work at the clinic, each with what else its worklist must know.

    ``closed`` holds the clinic's closed days of the last year, ``finished`` how many cases' work
    was finished this month. ``has`` are the person's roles there, ``within`` the groups there, each
    ``id=key`` and spaces between, and ``away`` says that an absence holds.
    """
    rows: Iterable[Mapping[str, Any]] = (
        working_at(clinic, on=on)
        .annotate(
            closed=_closed_days(clinic, on),
            finished=_finished_cases(clinic, on),
            has=_roles(clinic, on),
            within=_groups(clinic),
            away=Exists(absences(on).filter(person=OuterRef("pk"))),
        )
        .values(*_OF_A_COLLEAGUE)
    )
    return rows


def _roles(clinic: ClinicId, on: date) -> Subquery:
    held = grants(on).filter(person=OuterRef("pk"), clinic=clinic)
    written = StringAgg("role", delimiter=Value(" "))
    return Subquery(held.values("person").values(written=written))


def _groups(clinic: ClinicId) -> Subquery:
    mine = GroupRow.objects.filter(members=OuterRef("pk"), clinic=clinic).order_by()
    pair = Concat(Cast("id", CharField()), Value("="), "key", output_field=TextField())
    written = StringAgg(pair, delimiter=Value(" "))
    return Subquery(mine.values("clinic").values(written=written))


def _closed_days(clinic: ClinicId, on: date) -> Subquery:
    days = ClosedDayRow.objects.filter(clinic=clinic, date__range=(_year_before(on), on))
    written = StringAgg(Cast("date", CharField()), delimiter=Value(" "))
    return Subquery(days.values("clinic").values(written=written))


def _year_before(on: date) -> date:
    return date(on.year - 1, on.month, 1)


def _finished_cases(clinic: ClinicId, on: date) -> Coalesce:
    """How many cases had their last piece of work done this month; a case's pieces are made in order."""
    later = WorkRow.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    done = WorkRow.objects.filter(clinic=clinic, done_at__gte=local_midnight(on.replace(day=1)))
    last = done.filter(~Exists(later)).values("clinic").values(many=Count("pk"))
    return Coalesce(Subquery(last), Value(0))
