"""The roster's rows: who may change them, who comes first, what is kept of an address."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from tests.build import on
from tests.rooms.at_once import at_once
from vardag.domain.duty.plan import Copied
from vardag.domain.duty.week import Week
from vardag.domain.people.identity import ClinicId, PersonId, Role, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, NotPermitted, OutOfReach
from vardag.doors.ops.scenario.world import World
from vardag.rooms.lists.morning import morning
from vardag.rooms.people.actions import grant, mark_absent
from vardag.rooms.people.models import AbsenceRow, GrantRow
from vardag.rooms.people.queries import ever_in_force, present_at
from vardag.rooms.roster import actions, queries
from vardag.rooms.roster.models import DutyRow, FeedRow, OpenedRow

NOW = on("2026-04-01T10:00")  # a Wednesday; Good Friday is the third
TODAY, TUESDAY = NOW.date(), date(2026, 4, 7)
WEDNESDAY, THURSDAY = date(2026, 4, 8), date(2026, 4, 9)
FRIDAY = date(2026, 4, 10)


def clinic(world: World, key: str = "outpatient") -> ClinicId:
    return world.clinics[key]


def staff(world: World, name: str) -> Staff:
    return world.staff_member(name, on=TODAY)


def planned(
    world: World,
    days: dict[date, str | None],
    *,
    seen: dict[date, str | None] | None = None,
    by: str = "manager",
    at: datetime = NOW,
) -> int:
    def ids(named: dict[date, str | None]) -> dict[date, PersonId | None]:
        return {day: world.staff[name] if name else None for day, name in named.items()}

    return actions.plan_week(
        clinic=clinic(world), chosen=ids(days), seen=ids(seen or {}), by=staff(world, by), at=at
    )


def plan(world: World) -> dict[date, str]:
    found = queries.plan(clinic(world), since=date(2020, 1, 1), until=date(2030, 1, 1))
    return {day: world.name_of(person) for day, person in found.items()}


def test_a_week_is_planned_with_who_did_it_and_when(world):
    assert planned(world, {TUESDAY: "receiver", WEDNESDAY: "nurse", THURSDAY: None}) == 2
    assert planned(world, {TUESDAY: "receiver", WEDNESDAY: None}) == 1

    assert plan(world) == {TUESDAY: "receiver"}
    emptied = DutyRow.objects.get(date=WEDNESDAY)
    assert (emptied.person, emptied.planned_by_id) == (None, world.staff["manager"])
    assert emptied.planned_at == NOW


def test_a_week_is_saved_whole_or_not_at_all(world):
    with pytest.raises(InvalidForm):
        planned(world, {TUESDAY: "receiver", WEDNESDAY: "outsider"})

    assert plan(world) == {}


@pytest.mark.parametrize(
    "who", ["receiver", "nurse", "clinician", "administrator", "medical_receiver", "outsider"]
)
def test_only_a_manager_or_a_team_leader_of_the_clinic_changes_it(world, who):
    planned(world, {TUESDAY: "receiver", WEDNESDAY: "nurse"})
    here, by = clinic(world), staff(world, who)
    rut = world.staff["receiver"]
    tried = (
        partial(planned, world, {THURSDAY: "receiver"}, by=who),
        partial(
            actions.copy_week, clinic=here, week=Week.of(TUESDAY), weeks=1, by=by, at=NOW
        ),
        partial(
            actions.swap_days,
            clinic=here, first=TUESDAY, second=WEDNESDAY, seen={}, by=by, at=NOW,
        ),
        partial(
            actions.add_absence,
            person=world.staff["manager"], clinic=here, from_date=TODAY, until=None, by=by, at=NOW,
        ),
        partial(actions.stop_absence, absence=0, clinic=here, by=by, at=NOW),
    )  # fmt: skip

    for each in tried:
        with pytest.raises(NotPermitted):
            each()
    assert plan(world) == {TUESDAY: "receiver", WEDNESDAY: "nurse"}
    assert not AbsenceRow.objects.filter(person=rut).exists()


def test_a_team_leader_plans_like_a_manager(world):
    grant(
        person=world.staff["clinician"],
        clinic=clinic(world),
        role=Role.TEAM_LEADER,
        from_date=TODAY,
    )

    planned(world, {TUESDAY: "nurse"}, by="clinician")

    assert plan(world) == {TUESDAY: "nurse"}


def test_a_copy_fills_the_weeks_that_follow(world):
    planned(world, {TUESDAY: "receiver", WEDNESDAY: "nurse", date(2026, 4, 15): "receiver"})

    found = actions.copy_week(
        clinic=clinic(world), week=Week.of(TUESDAY), weeks=2, by=staff(world, "manager"), at=NOW
    )

    assert len(found.filled) == 3
    assert plan(world) == {
        TUESDAY: "receiver",
        WEDNESDAY: "nurse",
        date(2026, 4, 14): "receiver",
        date(2026, 4, 15): "receiver",
        date(2026, 4, 21): "receiver",
        date(2026, 4, 22): "nurse",
    }


def test_two_days_are_swapped(world):
    planned(world, {TUESDAY: "receiver", WEDNESDAY: "nurse"})

    actions.swap_days(
        clinic=clinic(world),
        first=WEDNESDAY,
        second=TUESDAY,
        seen={TUESDAY: world.staff["receiver"], WEDNESDAY: world.staff["nurse"]},
        by=staff(world, "manager"),
        at=NOW,
    )

    assert plan(world) == {TUESDAY: "nurse", WEDNESDAY: "receiver"}


def test_of_two_who_plan_the_same_week_at_once_one_wins_and_the_other_is_told(real_world: World):
    for number in range(6):
        day = TUESDAY + timedelta(weeks=number)
        seen: dict[date, str | None] = {day: None}

        outcomes = at_once(
            [
                partial(planned, real_world, {day: "receiver"}, seen=seen),
                partial(planned, real_world, {day: "nurse"}, seen=seen),
            ]
        )

        assert sorted(str(each) for each in outcomes if isinstance(each, int)) == ["1"], outcomes
        assert sum(isinstance(each, ChangedMeanwhile) for each in outcomes) == 1, outcomes


def test_two_who_copy_at_once_fill_each_day_once(real_world: World):
    planned(real_world, {TUESDAY: "receiver", WEDNESDAY: "nurse"})
    copy = partial(
        actions.copy_week,
        clinic=clinic(real_world),
        week=Week.of(TUESDAY),
        weeks=3,
        by=staff(real_world, "manager"),
        at=NOW,
    )

    outcomes = at_once([copy, copy])

    assert sorted(len(each.filled) for each in outcomes if isinstance(each, Copied)) == [0, 6]


def test_somebody_is_away_and_back_for_who_plans_and_for_oneself(world):
    here = clinic(world)
    for by, person in (("manager", "receiver"), ("clinician", "clinician")):
        actions.add_absence(
            person=world.staff[person],
            clinic=here,
            from_date=TODAY,
            until=FRIDAY,
            by=staff(world, by),
            at=NOW,
        )
        absence = AbsenceRow.objects.get(person=world.staff[person])
        assert not present_at(here, on=TODAY).filter(pk=world.staff[person]).exists()

        actions.stop_absence(absence=absence.pk, clinic=here, by=staff(world, by), at=NOW)

        assert present_at(here, on=TODAY).filter(pk=world.staff[person]).exists()
        absence.refresh_from_db()
        assert absence.until_date == TODAY - timedelta(days=1)


def test_an_absence_that_has_not_begun_never_will(world):
    here, rut = clinic(world), world.staff["receiver"]
    mark_absent(person=rut, from_date=TUESDAY, until=FRIDAY)
    absence = AbsenceRow.objects.get()

    actions.stop_absence(absence=absence.pk, clinic=here, by=staff(world, "manager"), at=NOW)

    assert all(
        present_at(here, on=TODAY + timedelta(days=number)).filter(pk=rut).exists()
        for number in range(14)
    )


@pytest.mark.parametrize("until", [None, TUESDAY - timedelta(days=1), date(2031, 1, 1)])
def test_an_absence_that_cannot_be_is_refused(world, until):
    too_far = until is None
    with pytest.raises(InvalidForm) as refused:
        actions.add_absence(
            person=world.staff["receiver"],
            clinic=clinic(world),
            from_date=date(2031, 1, 1) if too_far else TUESDAY,
            until=until,
            by=staff(world, "receiver"),
            at=NOW,
        )

    assert [each.field for each in refused.value.problems] == ["from" if too_far else "until"]


def test_nobody_marks_away_who_works_elsewhere_nor_ends_such_an_absence(world):
    here, outsider = clinic(world), world.staff["outsider"]
    mark_absent(person=outsider, from_date=TODAY)
    absence = AbsenceRow.objects.get()
    by = staff(world, "manager")

    with pytest.raises(InvalidForm):
        actions.add_absence(
            person=outsider, clinic=here, from_date=TODAY, until=None, by=by, at=NOW
        )
    with pytest.raises(OutOfReach):
        actions.stop_absence(absence=absence.pk, clinic=here, by=by, at=NOW)
    with pytest.raises(OutOfReach):
        actions.stop_absence(absence=absence.pk + 1, clinic=here, by=by, at=NOW)


def test_the_first_opening_of_a_day_stands(world):
    here = clinic(world)
    for who, at in (("receiver", NOW), ("nurse", NOW + timedelta(hours=1))):
        actions.note_opened(clinic=here, by=staff(world, who), at=at)

    row = OpenedRow.objects.get()

    assert (row.date, row.at, row.person_id) == (TODAY, NOW, world.staff["receiver"])
    assert queries.openings(here, on=TODAY).opened == {TODAY: NOW}
    assert queries.openings(here, on=TODAY + timedelta(days=40)).first == TODAY
    with pytest.raises(NotPermitted):
        actions.note_opened(clinic=here, by=staff(world, "manager"), at=NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_opening_is_never_changed(world, change):
    actions.note_opened(clinic=clinic(world), by=staff(world, "receiver"), at=NOW)
    rows = OpenedRow.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(at=NOW - timedelta(hours=3))


def test_the_opening_is_of_the_local_day_around_midnight(world):
    late = on("2026-04-02T00:30")

    actions.note_opened(clinic=clinic(world), by=staff(world, "receiver"), at=late)

    assert OpenedRow.objects.get().date == date(2026, 4, 2)


def test_the_mornings_one_question_knows_who_is_on_duty_and_when_it_was_opened(world):
    here = clinic(world)
    planned(world, {TODAY: "receiver", TUESDAY: "nurse"})
    planned(world, {TUESDAY: None})
    planned(world, {WEDNESDAY: "nurse"})
    actions.note_opened(clinic=here, by=staff(world, "receiver"), at=NOW)

    found = morning(here, on=TODAY)

    assert {day: each.name for day, each in found.duty.items()} == {
        TODAY: "receiver",
        WEDNESDAY: "nurse",
    }
    assert found.opened == {TODAY: NOW}
    assert found.first_opened == TODAY
    elsewhere = morning(clinic(world, "medical"), on=TODAY)
    assert (elsewhere.duty, elsewhere.opened, elsewhere.first_opened) == ({}, {}, None)


def test_the_mornings_question_says_of_who_is_there_what_the_rules_say(world):
    here = clinic(world)
    days = [date(2026, 4, number) for number in (1, 2, 7, 8, 9, 10, 13, 14)]
    names: tuple[str | None, ...] = ("receiver", "nurse")
    planned(world, {day: names[nth % 2] for nth, day in enumerate(days)})
    mark_absent(person=world.staff["nurse"], from_date=TUESDAY, until=WEDNESDAY)
    mark_absent(person=world.staff["receiver"], from_date=date(2026, 4, 13))
    for name, until in (("nurse", FRIDAY), ("receiver", THURSDAY)):
        GrantRow.objects.filter(person=world.staff[name], role=Role.RECEIVER).update(
            until_date=until
        )

    found = morning(here, on=TODAY).duty

    there = queries.staffing(here, on=TODAY)
    expected = {day: there.receiver(each.person).is_there(day) for day, each in found.items()}
    assert {day: each.is_there for day, each in found.items()} == expected
    assert list(expected) == days
    assert sorted(expected.values()) == [False] * 3 + [True] * 5


def test_a_role_that_was_withdrawn_ended_the_day_before(world):
    here, rut = clinic(world), world.staff["receiver"]
    row = next(each for each in ever_in_force(here, Role.RECEIVER) if each.person_id == rut)
    row.withdrawn_at = on("2026-04-08T14:00")
    row.save()

    receiver = queries.staffing(here, on=TODAY).receiver(rut)

    assert receiver.receives_on(TUESDAY)
    assert not receiver.receives_on(WEDNESDAY)
    assert receiver.left_before(THURSDAY) == TUESDAY


def test_an_address_is_found_by_its_secret_words_alone_and_only_until_the_next(world):
    by = staff(world, "receiver")

    first = actions.make_feed(by=by, language="sv", at=NOW)
    found = queries.feed_at(first)
    second = actions.make_feed(by=by, language="en", at=NOW)

    assert found is not None
    assert found.person_id == by.id
    assert queries.feed_at(first) is None
    assert queries.feed_at(second) == queries.feed_of(by.id)
    assert queries.feed_at(FeedRow.objects.get(withdrawn_at=None).digest) is None
    actions.withdraw_feed(by=by, at=NOW)
    assert (queries.feed_at(second), queries.feed_of(by.id)) == (None, None)


def test_two_addresses_made_at_once_leave_one(real_world: World):
    make = partial(actions.make_feed, by=staff(real_world, "receiver"), language="sv", at=NOW)

    made = at_once([make, make])

    assert all(isinstance(each, str) for each in made), made
    assert FeedRow.objects.filter(withdrawn_at=None).count() == 1
