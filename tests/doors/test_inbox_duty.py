"""Who is 1177-responsible, as the inbox says it, and that the inbox was opened."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import INBOX, look, text
from vardag.domain.people.identity import Role
from vardag.rooms.clinics.actions import close_on
from vardag.rooms.people.actions import mark_absent
from vardag.rooms.people.models import GrantRow
from vardag.rooms.roster.actions import note_opened, plan_week
from vardag.rooms.roster.models import OpenedRow

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()  # 7 April, after Easter
SATURDAY = on("2026-04-11T12:00")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def plan(desk: Desk, days: Mapping[int, str], clinic: str = "outpatient") -> None:
    """Plan days of April, as the clinic's manager did it before Easter."""
    plan_week(
        clinic=desk.world.clinics[clinic],
        chosen={date(2026, 4, day): desk.person(name) for day, name in days.items()},
        seen={},
        by=desk.world.staff_member("manager", on=TODAY),
        at=on("2026-04-01T08:00"),
    )


def line(desk: Desk, who: str = "receiver") -> str:
    """Return what stands between the heading and the counts."""
    return text(under_the_heading(desk, who))


def under_the_heading(desk: Desk, who: str = "receiver") -> str:
    """Return what stands under the line of the heading and its ways on."""
    return look(desk, who).partition("</h1>")[2].partition("</div>")[2].partition("</div>")[0]


def late(desk: Desk) -> list[str]:
    found = re.findall(r'class="late">(.*?)</', under_the_heading(desk))
    return [text(each) for each in found]


def test_the_one_who_is_responsible_reads_you_and_others_the_name(desk):
    plan(desk, {7: "receiver", 8: "nurse", 9: "receiver", 10: "nurse", 13: "nurse"})

    assert line(desk) == "Du är 1177-ansvarig i dag. Ons nurse · tors receiver · fre nurse"
    assert line(desk, "nurse").startswith("1177-ansvarig i dag: receiver.")
    assert late(desk) == []


def test_nobody_today_is_said_in_red_and_once_where_nothing_is_planned(desk):
    assert line(desk) == "Ingen är 1177-ansvarig i dag."
    assert late(desk) == ["Ingen är 1177-ansvarig i dag."]


def test_the_days_that_follow_skip_days_off_and_say_who_is_missing(desk):
    close_on(clinic=desk.world.clinics["outpatient"], day=date(2026, 4, 9), reason="Planering")
    plan(desk, {7: "receiver", 8: "nurse"})

    assert line(desk) == "Du är 1177-ansvarig i dag. Ons nurse · fre ingen · mån ingen"
    assert late(desk) == ["fre ingen", "mån ingen"]


def test_who_is_responsible_but_away_is_as_good_as_nobody(desk):
    plan(desk, {7: "nurse"})
    mark_absent(person=desk.person("nurse"), from_date=TODAY)

    assert late(desk)[0] == "nurse skulle vara 1177-ansvarig i dag, men är inte på plats."


def test_who_will_be_away_or_has_left_by_then_is_told_of_in_red(desk):
    plan(desk, {7: "receiver", 8: "nurse", 9: "receiver", 10: "nurse"})
    mark_absent(person=desk.person("nurse"), from_date=date(2026, 4, 9))
    GrantRow.objects.filter(person=desk.person("receiver")).update(until_date=date(2026, 4, 8))

    assert line(desk).endswith(
        "Ons nurse · tors receiver (inte på plats) · fre nurse (inte på plats)"
    )
    assert late(desk) == ["tors receiver (inte på plats)", "fre nurse (inte på plats)"]


def test_who_only_handles_cases_now_is_not_responsible(desk):
    plan(desk, {7: "nurse"})
    GrantRow.objects.filter(person=desk.person("nurse")).update(role=Role.HANDLER)

    assert late(desk)[0] == "nurse skulle vara 1177-ansvarig i dag, men är inte på plats."


def test_on_a_day_off_nobody_need_be(desk):
    plan(desk, {13: "nurse"})
    desk.it_is(SATURDAY)

    assert line(desk).startswith("I dag är ingen arbetsdag. Mån nurse")


def test_where_nobody_writes_and_nobody_is_planned_nothing_is_said(desk):
    assert "1177" not in line(desk, "medical_receiver")


def test_the_first_look_of_a_day_is_kept_and_no_other(desk):
    look(desk, "nurse")
    desk.it_is(TUESDAY + timedelta(hours=3))
    look(desk)
    desk.it_is(on("2026-04-08T07:30"))
    look(desk)

    assert list(OpenedRow.objects.order_by("date").values_list("date", "person_id")) == [
        (TODAY, desk.person("nurse")),
        (date(2026, 4, 8), desk.person("receiver")),
    ]


@pytest.mark.parametrize("who", ["manager", "clinician", "administrator"])
def test_who_reads_no_inbox_opens_none(desk, who):
    desk.sits(who).get(INBOX)

    assert not OpenedRow.objects.exists()


def test_another_list_is_not_the_inbox(desk):
    for address in ("/staff/awaiting/", "/staff/mine/", "/staff/closed/"):
        look(desk, "receiver", address)

    assert not OpenedRow.objects.exists()


def opened(desk: Desk, *moments: str) -> None:
    by = desk.world.staff_member("receiver", on=TODAY)
    for moment in moments:
        note_opened(clinic=desk.world.clinics["outpatient"], by=by, at=on(moment))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (["2026-04-01T08:00", "2026-04-02T08:00"], "2026-04-07T09:00", []),
        (["2026-04-01T08:00"], "2026-04-07T09:00", ["Ingen öppnade inkorgen tors 2 april."]),
        (
            ["2026-04-01T08:00", "2026-04-02T13:20"],
            "2026-04-07T09:00",
            ["Inkorgen öppnades först 13.20 tors 2 april."],
        ),
        (
            ["2026-04-01T08:00", "2026-04-02T08:00"],
            "2026-04-07T10:42",
            ["Inkorgen öppnades först 10.42 i dag."],
        ),
        ([], "2026-04-07T14:00", []),
    ],
)
def test_a_morning_that_was_missed_is_told_today_and_the_working_day_after(desk, before, now, said):
    plan(desk, {7: "receiver", 8: "nurse", 9: "nurse", 10: "nurse"})
    opened(desk, *before)
    desk.it_is(on(now))

    assert late(desk) == said
    assert late(desk) == said  # and again, from what is kept


def test_it_takes_no_more_questions_than_before(desk, django_assert_max_num_queries):
    plan(desk, {7: "receiver", 8: "nurse"})
    client = desk.sits("nurse")
    client.get(INBOX)

    with django_assert_max_num_queries(6):  # one of them writes the access log
        client.get(INBOX)
