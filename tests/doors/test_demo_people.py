"""Who is in the demonstration, as it was made on a Monday: made once, for all who look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.people.identity import age_on
from vardag.domain.people.personal_number import check_digit
from vardag.doors.ops.demo.making import make
from vardag.doors.ops.demo.people import read_cast
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.models import CaseRow, OpeningReviewRow, OpeningRow
from vardag.rooms.people.invented import INVENTED
from vardag.rooms.people.models import DirectoryEventRow, PersonRow
from vardag.rooms.people.staff.leaving import workplaces

pytestmark = pytest.mark.usefixtures("db")
MONDAY = datetime(2026, 4, 13, 8, 2, tzinfo=STOCKHOLM)


@pytest.fixture
def db() -> None:
    """The tables have to be made for these tests, and nothing else.

    What usually has this name would close the connection on which the Monday is held open.
    """


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A Monday that nobody changes, taken back when all have looked."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make(MONDAY)
        transaction.set_rollback(True)


def test_everybody_has_numbers_that_nobody_has():
    assert PersonRow.objects.exclude(INVENTED).count() == 0
    for row in PersonRow.objects.exclude(personal_number=None):
        number = row.personal_number or ""
        assert int(number[-1]) == check_digit(number[2:-1])
        assert number.startswith((f"{row.born:%Y%m%d}98", f"{row.born:%Y%m%d}99"))


def test_one_colleague_is_no_longer_in_the_staff_directory_and_one_has_a_new_title(world: World):

    gone = PersonRow.objects.filter(missing_since__isnull=False)
    assert [row.pk for row in gone] == [world.staff["Gösta"]]
    changed = DirectoryEventRow.objects.exclude(what="gone")
    assert [(each.person_id, each.what) for each in changed] == [(world.staff["Ylva"], "title")]
    where = {
        each.name: each.managed_by for each in workplaces(world.staff["Gösta"], on=MONDAY.date())
    }
    assert where == {
        "BUP Sundmark": ("Roland Kihl",),
        "BUP Åviken": ("Lars Hedin", "Eva Strand"),
    }


def test_ages_are_as_told_for_weeks_before_and_after(world: World):
    for family in read_cast().families:
        for told in (*family.guardians, *family.children):
            born = world.resident(told.given, on=MONDAY.date()).born
            for days in (-35, 0, 30):
                older = days > 0 and told.is_older_tomorrow
                assert age_on(MONDAY.date() + timedelta(days=days), born=born) == told.age + older


def test_one_case_was_read_by_exception_and_nobody_has_reviewed_it_yet():
    (opening,) = OpeningRow.objects.all()

    assert opening.person.given_name == "Jonas"
    assert not OpeningReviewRow.objects.exists()


def test_one_child_turns_thirteen_tomorrow_with_a_case_that_a_guardian_sent(world: World):
    tomorrow = MONDAY.date() + timedelta(days=1)
    (child,) = (
        each.given
        for family in read_cast().families
        for each in family.children
        if each.is_older_tomorrow
    )
    born = world.resident(child, on=MONDAY.date()).born

    assert (age_on(MONDAY.date(), born=born), age_on(tomorrow, born=born)) == (12, 13)
    cases = CaseRow.objects.filter(patient=world.residents[child], closed_at=None)
    assert any(row.author_id != row.patient_id for row in cases)
