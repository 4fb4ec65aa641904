"""Reviews of the log as they are recorded: drawn by a seed, about others, with what they came to."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.build import MONDAY
from tests.rooms.logged import noted
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach
from vardag.rooms.audit.actions import conclude, draw_sample, drawn, suspect
from vardag.rooms.audit.models import FindingRow, ReviewRow
from vardag.rooms.audit.queries import Period, last_sample, review, reviews, sealed_until
from vardag.rooms.audit.words import Finding, Of, What

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = ClinicId(1), ClinicId(2)
ME, OTHER = PersonId(9), PersonId(4)
DAY = Period.day_of(MONDAY)
TODAY = Period(DAY, DAY)
WHY = "Någon har frågat."


@pytest.fixture
def looks() -> None:
    """People 1 to 5 have opened cases of patients 11 to 15 here, and 8 has reviewed that."""
    for n in (1, 2, 3, 4, 5, ME):
        noted(person=n, case=n, patient=10 + n)
    noted(person=6, clinic=2, patient=16)
    noted(person=7, patient=17, at=MONDAY - timedelta(days=1))
    noted(person=8, patient=None, case=None, what=What.REVIEWED)


def draw(**more) -> ReviewRow:
    given: dict[str, Any] = {
        "of": Of.STAFF,
        "many": 3,
        "period": TODAY,
        "by": ME,
        "clinic": HERE,
        "at": MONDAY,
    }
    return ReviewRow.objects.get(pk=draw_sample(**(given | more)))


def suspected(**more) -> ReviewRow:
    given: dict[str, Any] = {
        "of": Of.STAFF,
        "person": OTHER,
        "reason": WHY,
        "period": TODAY,
        "by": ME,
        "clinic": HERE,
        "at": MONDAY,
    }
    return ReviewRow.objects.get(pk=suspect(**(given | more)))


def test_a_sample_of_staff_is_of_those_who_looked_from_here_on_those_days(looks):
    row = draw(many=20, seed="a")

    there = [1, 2, 3, 4, 5, 8]
    assert sorted(row.subjects) == there
    assert row.subjects == drawn([PersonId(n) for n in there], many=20, seed="a")
    assert (row.drawn_of, row.seed) == (6, "a")


def test_a_sample_of_patients_is_of_those_whose_cases_were_opened(looks):
    row = draw(of=Of.PATIENTS, many=2)

    assert len(row.subjects) == 2
    assert set(row.subjects) <= {11, 12, 13, 14, 15, 19}
    assert len(row.seed) == 16


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"many": 0}, "many"),
        ({"many": 21}, "many"),
        ({"clinic": ClinicId(3)}, "from_date"),
        ({"period": Period(DAY, DAY - timedelta(days=1))}, "from_date"),
        ({"period": Period(DAY + timedelta(days=1), DAY + timedelta(days=2))}, "from_date"),
        ({"period": Period(date(2020, 1, 1), DAY)}, "until_date"),
    ],
)
def test_what_can_not_be_drawn_is_refused_at_its_field(looks, more, field):
    with pytest.raises(InvalidForm) as refused:
        draw(**more)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert not ReviewRow.objects.exists()


def test_a_suspicion_is_recorded_with_its_reason(looks):
    row = suspected(reason=f"  {WHY}  ")

    assert (row.kind, row.subjects, row.reason, row.drawn_of) == ("suspicion", [OTHER], WHY, 1)
    assert review(row.pk, clinic=HERE).subjects == (OTHER,)


@pytest.mark.parametrize("reason", ["", "för kort", "a" * 501, "ett skäl med \x00 i sig"])
def test_a_suspicion_without_a_sound_reason_is_refused(looks, reason):
    with pytest.raises(InvalidForm):
        suspected(reason=reason)


def test_nobody_suspects_oneself(looks):
    with pytest.raises(NotPermitted):
        suspected(person=ME)


def concluded(row: ReviewRow, finding: Finding, measure: str = "", **more) -> None:
    given: dict[str, Any] = {"by": ME, "clinic": HERE, "at": MONDAY}
    conclude(review=row.pk, finding=finding, measure=measure, **(given | more))


def test_findings_stand_beside_one_another_and_the_last_decides(looks):
    row = suspected()
    assert not review(row.pk, clinic=HERE).is_done

    concluded(row, Finding.ASKED, "Frågat chefen.")
    assert not review(row.pk, clinic=HERE).is_done
    concluded(row, Finding.BREACH, "Anmält.", by=PersonId(10))

    found = review(row.pk, clinic=HERE)
    assert found.is_done
    assert [(each.finding, each.by) for each in found.findings] == [
        (Finding.ASKED, ME),
        (Finding.BREACH, 10),
    ]


@pytest.mark.parametrize(
    ("finding", "measure"),
    [
        (Finding.BREACH, " "),
        (Finding.ASKED, ""),
        (Finding.IN_ORDER, "a" * 1001),
        (Finding.BREACH, "\x00"),
    ],
)
def test_a_finding_without_its_measure_is_refused(looks, finding, measure):
    with pytest.raises(InvalidForm):
        concluded(suspected(), finding, measure)
    assert not FindingRow.objects.exists()


def test_whom_it_is_about_does_not_conclude_it_and_no_other_clinic_either(looks):
    row = suspected()

    with pytest.raises(NotPermitted):
        concluded(row, Finding.IN_ORDER, by=OTHER)
    with pytest.raises(OutOfReach):
        concluded(row, Finding.IN_ORDER, clinic=ELSEWHERE)
    with pytest.raises(OutOfReach):
        review(row.pk, clinic=ELSEWHERE)


def test_the_latest_reviews_come_first_and_samples_have_a_last_day(looks):
    assert last_sample(HERE) is None
    assert sealed_until() is None
    first, second = draw(), suspected(at=MONDAY + timedelta(hours=1))

    assert [each.row.pk for each in reviews(HERE, most=9)] == [second.pk, first.pk]
    assert last_sample(HERE) == MONDAY
