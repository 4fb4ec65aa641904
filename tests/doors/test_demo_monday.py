"""The demonstration's Monday: what a weekend brings, as people write, and a clock that is behind."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.routine.document import Routine
from vardag.doors.ops.demo.behind import Behind, NoMonday, monday_before
from vardag.doors.ops.demo.cases import deeds_in_order, read_stories
from vardag.doors.ops.demo.making import make
from vardag.doors.ops.demo.monday import read_weekend, with_families
from vardag.doors.ops.demo.people import read_cast
from vardag.doors.ops.demo.when import Around
from vardag.doors.shared.moments import now
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import read_routine

MONDAY = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


# ---- What people wrote ---------------------------------------------------------------------------


def routine() -> Routine:
    _, text = packaged_routine()
    return read_routine(text, name="packaged")


def test_ninety_cases_of_every_service_came_between_friday_noon_and_eight_on_monday():
    weekend = read_weekend()
    moments = [Around(MONDAY).moment(story.sent) for story in weekend.cases]

    assert len(weekend.cases) == 90
    assert {story.service for story in weekend.cases} == {each.key for each in routine().services}
    assert all(MONDAY - timedelta(hours=68) <= moment < MONDAY for moment in moments)
    assert {local_date(moment).weekday() for moment in moments} == {4, 5, 6, 0}


def test_no_two_families_write_the_same():
    words = [
        text
        for story in read_weekend().cases
        for key, text in story.form.items()
        if key in ("reason", "text", "note", "subject") and text
    ]

    assert len(words) > 80
    assert not [text for text, many in Counter(words).items() if many > 1]


def test_a_family_of_the_weekend_is_told_from_every_other():
    cast = with_families(read_cast(), read_weekend())
    names = [each.given for f in cast.families for each in (*f.guardians, *f.children)]
    names += [member.name[0] for member in cast.staff]

    assert not [name for name, many in Counter(names).items() if many > 1]


def test_the_weekend_is_told_in_order():
    stories = (*read_stories(), *read_weekend().cases)

    assert all(deed.at <= MONDAY for deed in deeds_in_order(stories, Around(MONDAY)))


@pytest.mark.one_database
def test_a_receivers_monday_has_ninety_new_cases_beside_the_others(db):
    weekend = read_weekend()
    world = make(MONDAY, weekend)
    theirs = [
        world.residents[each.given]
        for family in weekend.families
        for each in (*family.guardians, *family.children)
    ]

    new = CaseRow.objects.filter(clinic__key="aviken", status="received", author__in=theirs)
    assert new.count() == 90
    assert CaseRow.objects.exclude(author__in=theirs).filter(clinic__key="aviken").count() > 30


# ---- The clock -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "monday"),
    [
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T07:59", "2026-11-16T08:00"),
        ("2026-11-29T23:00", "2026-11-23T08:00"),
        ("2026-04-08T10:00", "2026-03-30T08:00"),  # Easter Monday, after Good Friday
        ("2026-04-13T10:00", "2026-04-13T08:00"),
        ("2026-05-05T10:00", "2026-04-27T08:00"),  # the Friday before was the First of May
        ("2026-07-01T10:00", "2026-06-29T08:00"),
        ("2026-03-30T08:00", "2026-03-30T08:00"),  # the day after summer time begins
    ],
)
def test_it_is_the_last_monday_that_followed_on_a_working_friday(said, monday):
    assert monday_before(at(said)) == at(monday)


def test_the_clock_goes_on_from_eight(settings, monkeypatch):
    wednesday = at("2026-11-25T14:30")
    behind = Behind.seconds_to(monday_before(wednesday), wednesday)
    settings.BEHIND = timedelta(seconds=behind)
    monkeypatch.setattr(timezone, "now", lambda: wednesday + timedelta(minutes=5))

    local = now().astimezone(STOCKHOLM)

    assert (local.date(), local.time()) == (MONDAY.date(), time(8, 5))


def test_a_folder_keeps_its_clock_and_another_folders_data_is_no_monday(tmp_path):
    clock, wednesday = Behind(tmp_path / "clock"), at("2026-11-25T14:30")
    chosen = clock.chosen(wednesday, monday=True, is_made=False)
    clock.keep(chosen)

    later = wednesday + timedelta(days=20)
    assert clock.chosen(later, monday=True, is_made=True) == chosen
    assert clock.chosen(later, monday=False, is_made=True) == chosen
    assert clock.chosen(later, monday=False, is_made=False) is None
    clock.keep(None)
    assert clock.chosen(later, monday=False, is_made=True) is None
    with pytest.raises(NoMonday):
        clock.chosen(later, monday=True, is_made=True)
