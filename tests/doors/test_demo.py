"""The demonstration looks the same on any day: around today, with something of every kind."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from vardag.domain.case.flags import Flag
from vardag.domain.case.state import Status
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.people.identity import CaseId
from vardag.domain.replies.reply import Concern, State, concerns, state
from vardag.doors.office.replies.list_page import Clinic
from vardag.doors.ops.demo.cases import deeds_in_order, read_stories
from vardag.doors.ops.demo.making import make
from vardag.doors.ops.demo.people import read_cast
from vardag.doors.ops.demo.when import Around, UnclearPhrase
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import CaseRow, RegisterRow
from vardag.rooms.cases.queries import flags_of, for_resident, full_case
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.replies.queries import versions
from vardag.rooms.routines.queries import NoRoutine

MONDAY = datetime(2026, 4, 13, 8, 2, tzinfo=STOCKHOLM)
TWO_YEARS = [date(2026, 4, 13) + timedelta(days=n) for n in range(731)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


# ---- Days and moments ----------------------------------------------------------------------------

EASTER_TUESDAY, SUNDAY, ASCENSION = "2027-03-30T09:00", "2026-11-22T09:00", "2027-05-06T09:00"


@pytest.mark.parametrize(
    ("now", "phrase", "day"),
    [
        ("2026-04-13T09:00", "today", "2026-04-13"),
        ("2026-04-13T09:00", "yesterday", "2026-04-12"),
        ("2026-04-13T09:00", "1 working day ago", "2026-04-10"),
        ("2026-04-13T09:00", "2 working days ago", "2026-04-09"),
        ("2026-04-13T09:00", "in 1 working day", "2026-04-14"),
        ("2026-04-13T09:00", "in 5 working days", "2026-04-20"),
        ("2026-04-13T09:00", "in 9 days", "2026-04-22"),
        ("2026-04-13T09:00", "2 days ago or 1 working day ago", "2026-04-11"),
        ("2026-04-14T09:00", "2 days ago or 1 working day ago", "2026-04-13"),
        (EASTER_TUESDAY, "1 working day ago", "2027-03-25"),
        (EASTER_TUESDAY, "2 working days ago", "2027-03-24"),
        (SUNDAY, "today", "2026-11-22"),
        (SUNDAY, "1 working day ago", "2026-11-20"),
        (SUNDAY, "in 1 working day", "2026-11-24"),
        (ASCENSION, "1 working day ago", "2027-05-05"),
        (ASCENSION, "in 1 working day", "2027-05-10"),
        ("2026-04-13T00:30", "today", "2026-04-13"),
    ],
)
def test_a_phrase_names_a_day(now, phrase, day):
    assert Around(at(now)).day(phrase) == date.fromisoformat(day)


def test_today_is_todays_date_in_sweden():
    just_after_midnight = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert Around(just_after_midnight).today == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("now", "said", "moment"),
    [
        ("2026-04-13T09:00", "today 06:54", "2026-04-13T06:54"),
        ("2026-04-13T08:00", "today 07:32", "2026-04-13T07:32"),
        ("2026-04-13T04:00", "today 07:32", "2026-04-13T03:46"),
        ("2026-04-13T00:00", "today 07:32", "2026-04-13T00:00"),
        ("2026-04-13T00:00", "yesterday 23:59", "2026-04-12T23:59"),
    ],
)
def test_nothing_has_happened_before_it_has(now, said, moment):
    assert Around(at(now)).moment(said) == at(moment)


@pytest.mark.parametrize(
    "phrase", ["", "now", "3 weeks ago", "in 1 month", "working day ago", "1 day"]
)
def test_an_unclear_phrase_is_refused(phrase):
    with pytest.raises(UnclearPhrase):
        Around(MONDAY).day(phrase)


@pytest.mark.parametrize("phrase", ["today", "08:00", "today 25:00", "today at 08:00"])
def test_an_unclear_moment_is_refused(phrase):
    with pytest.raises(UnclearPhrase):
        Around(MONDAY).moment(phrase)


# ---- Stories, on every day of two years ----------------------------------------------------------


@pytest.mark.parametrize("hour", [0, 7, 23])
def test_stories_are_told_in_order_and_up_to_now(hour):
    stories = read_stories()
    for day in TWO_YEARS[hour::24]:
        now = datetime.combine(day, time(hour, 1), STOCKHOLM)

        deeds = deeds_in_order(stories, Around(now))  # which raises when a story is out of order

        assert all(deed.at <= now for deed in deeds)


def test_staff_act_on_working_days():
    stories = read_stories()
    for day in TWO_YEARS[::5]:
        around = Around(datetime.combine(day, time(9), STOCKHOLM))
        theirs = [deed for deed in deeds_in_order(stories, around) if "staff" in deed.says]

        assert all(SWEDEN.is_working_day(local_date(deed.at)) for deed in theirs)
        assert all(time(8) <= deed.at.timetz().replace(tzinfo=None) <= time(17) for deed in theirs)


def test_the_same_is_told_twice():
    first, second = (deeds_in_order(read_stories(), Around(MONDAY)) for _ in range(2))

    assert first == second


# ---- Everybody -----------------------------------------------------------------------------------


def test_given_names_tell_people_apart():
    cast = read_cast()
    residents = [
        each.given for family in cast.families for each in (*family.guardians, *family.children)
    ]
    names = [*residents, *(member.name[0] for member in cast.staff)]

    assert not [name for name, count in Counter(names).items() if count > 1]


def test_whom_the_command_suggests_is_there():
    cast = read_cast()
    everybody = {" ".join(member.name) for member in cast.staff}
    everybody |= {f"{each.given} {f.name}" for f in cast.families for each in f.guardians}

    assert {name for name, _ in cast.suggestions} <= everybody


# ---- Made, on days of many kinds -----------------------------------------------------------------

DAYS = {
    "a Monday": "2026-04-13T08:02",
    "a Tuesday before dawn": "2026-04-14T03:10",
    "a Friday afternoon": "2026-11-20T16:30",
    "a Sunday": "2026-11-22T20:00",
    "the day after Easter": "2027-03-30T09:00",
    "Midsummer Eve": "2026-06-19T11:00",
    "after midnight in summer": "2026-07-02T00:01",
}


class Made:
    """A demonstration, and what its cases look like on the day on which it was made."""

    def __init__(self, now: datetime) -> None:
        self.today = local_date(now)
        self.world: World = make(now)
        self.rows = list(CaseRow.objects.select_related("clinic", "holder", "patient"))
        self.flags = {
            row.pk: flags_of(full_case(CaseId(row.pk)), on=self.today) for row in self.rows
        }

    def at_clinic(self, key: str) -> list[CaseRow]:
        return [row for row in self.rows if row.clinic.key == key]

    def flagged(self, key: str) -> Counter[Flag]:
        return Counter(flag for row in self.at_clinic(key) for flag in self.flags[row.pk])

    def new(self, *, since: date) -> list[CaseRow]:
        return [
            row
            for row in self.at_clinic("aviken")
            if row.status == Status.RECEIVED and local_date(row.received_at) >= since
        ]


@pytest.fixture(
    params=[
        # What a day is like is the calendar's matter; that rows come of it, one day shows on both.
        pytest.param(day, id=name, marks=() if name == "a Monday" else pytest.mark.one_database)
        for name, day in DAYS.items()
    ]
)
def made(request, db):
    return Made(at(request.param))


def test_every_made_demonstration_shows_all_there_is(made):
    check_inbox(made)
    check_the_residents_turn(made)
    check_certificates(made)
    check_registers(made)
    check_replies(made)
    assert {row.status for row in made.at_clinic("aviken")} == set(Status)
    assert {row.service for row in made.rows} >= {"record-copy", "self-referral", "contact-details"}
    assert list(disagreements()) == []


def check_inbox(made: Made) -> None:
    works_today = SWEDEN.is_working_day(made.today)
    found = made.flagged("aviken")
    slipped = (Flag.OVERDUE, Flag.FOLLOW_UP_DUE, Flag.NO_ANSWER, Flag.HANDLED_NOT_CLOSED)
    assert {flag: found[flag] for flag in slipped} == dict.fromkeys(slipped, 1)
    assert found[Flag.UNATTENDED] == 2  # one holder is away, another has left
    assert found[Flag.DUE_TODAY] == (3 if works_today else 0)
    last = max(d for d in before(made.today) if SWEDEN.is_working_day(d))
    assert len(made.new(since=last)) == 10
    assert len(made.new(since=made.today)) == 2


def before(day: date) -> list[date]:
    return [day - timedelta(days=n) for n in range(1, 10)]


def check_the_residents_turn(made: Made) -> None:
    maria = made.world.resident("Maria", on=made.today)
    asked = [row for row in made.rows if row.author_id == maria.id and row.question_open]
    assert len(asked) == 1
    assert for_resident(CaseId(asked[0].pk), by=maria, on=made.today).case.question_open


def check_certificates(made: Made) -> None:
    work = WorkRow.objects.filter(done_at=None, clinic__key="norrvalla")
    assert set(work.values_list("key", flat=True)) == {
        "type-dictation",
        "announce-in-worklist",
        "electronic-signature",
        "print-and-sign",
        "send",
    }
    assert work.filter(follow_up_date__lt=made.today).count() >= 2
    assert WorkRow.objects.filter(key="send", done_at__isnull=False).exists()
    assert [row for row in made.at_clinic("norrvalla") if row.status == Status.ASSIGNED]


def check_registers(made: Made) -> None:
    assert RegisterRow.objects.filter(completed_at=None).count() >= 3
    assert RegisterRow.objects.filter(completed_at__isnull=False).count() >= 2


def check_replies(made: Made) -> None:
    """Somebody who keeps replies has something of each kind to look at."""
    clinic = Clinic(made.world.clinics["aviken"], made.today)
    found = [
        (
            state(each.latest, clinic.standing(each)),
            tuple(concerns(each.latest, clinic.standing(each))),
        )
        for each in clinic.replies
    ]
    assert {concern for _, each in found for concern in each} == set(Concern) - {
        Concern.EXPIRES_SOON
    }
    assert {stands for stands, _ in found} == {State.IN_USE, State.EXPIRED, State.WITHDRAWN}
    assert clinic.uses["own-receptet-finns-pa-apoteket"].count >= 1
    assert [len(versions(each.id)) for each in clinic.replies if each.latest.text.en] == [2]


def test_a_clock_that_is_wrong_makes_nothing(db):
    with pytest.raises(NoRoutine):
        make(at("2025-06-01T09:00"))

    assert not PersonRow.objects.exists()
