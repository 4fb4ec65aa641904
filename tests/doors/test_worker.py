"""The worker keeps house: it finds what is wrong, says so once, and ends when it is told to."""

import logging
import signal
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from tests.doors.home import build_home
from tests.doors.running import SOON, environment, run, started
from vardag.domain.case import acts
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.doors.ops import worker
from vardag.rooms.cases.agreement import batches
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import read_routine
from vardag.rooms.unsent.actions import Place, keep
from vardag.rooms.unsent.models import UnsentRow

MONDAY = datetime(2026, 4, 13, 8, 2, tzinfo=STOCKHOLM)
LAST_DAY = date(2028, 3, 11)


@pytest.fixture
def house(db, monkeypatch):
    """A clinic with three cases, one of them in somebody's hands."""
    home = build_home(monkeypatch, MONDAY)
    cases = [home.send() for _ in range(3)]
    home.do(cases[0], acts.Claim())


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.WARNING, logger=worker.__name__)
    return lambda: [record.getMessage() for record in caplog.records]


def at_once(seconds: float) -> bool:
    """Wait no time at all, and go on."""
    return False


class Waited:
    """Waits no time at all, and stops after so many times."""

    def __init__(self, *, stop_at: int) -> None:
        self.seconds: list[float] = []
        self.stop_at = stop_at

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        return len(self.seconds) == self.stop_at


def on_the_day(monkeypatch, day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=STOCKHOLM)
    monkeypatch.setattr(timezone, "now", lambda: noon)


def test_in_a_house_in_order_nothing_is_said(house, said, monkeypatch):
    on_the_day(monkeypatch, MONDAY.date())

    worker.keep_house(at_once)

    assert said() == []


def test_sign_ins_that_have_run_out_are_removed(house, monkeypatch):
    old, new = SessionStore(), SessionStore()
    for session in (old, new):
        session.create()
    Session.objects.filter(pk=old.session_key).update(expire_date=MONDAY - timedelta(days=900))

    worker.keep_house(at_once)

    assert list(Session.objects.values_list("pk", flat=True)) == [new.session_key]


def test_what_a_family_began_and_left_is_removed(house, said):
    row = CaseRow.objects.all()[0]
    keep(
        author=PersonId(row.author_id),
        form_key=UUID(int=1),
        place=Place("message", PersonId(row.patient_id), ClinicId(row.clinic_id)),
        answers={"text": "Hemligt"},
        at=MONDAY - timedelta(days=900),
    )

    worker.keep_house(at_once)

    assert not UnsentRow.objects.exists()
    assert not said()


def test_a_row_that_disagrees_with_its_ledger_is_told_of_by_its_number(house, said):
    row = CaseRow.objects.filter(status="assigned")[0]
    CaseRow.objects.filter(pk=row.pk).update(follow_up_date=date(2001, 1, 1))

    worker.keep_house(at_once)

    told = [line for line in said() if "disagrees" in line]
    assert told
    assert all(row.number in line for line in told)


def test_what_somebody_has_just_put_right_is_not_told_of(house, said):
    row = CaseRow.objects.filter(status="assigned")[0]
    CaseRow.objects.filter(pk=row.pk).update(follow_up_date=date(2001, 1, 1))

    def put_right(seconds: float) -> bool:
        CaseRow.objects.filter(pk=row.pk).update(follow_up_date=row.follow_up_date)
        return False

    worker.keep_house(put_right)

    assert not [line for line in said() if "disagrees" in line]


def test_every_case_is_in_one_batch(house):
    found = list(batches(2))

    assert [len(batch) for batch in found] == [2, 1]
    assert [pk for batch in found for pk in batch] == list(
        CaseRow.objects.order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("days_left", "words"),
    [(90, None), (89, "publish the next"), (0, "publish the next"), (-1, "held until 2028-03-11")],
)
def test_the_end_of_the_routine_is_told_of_in_time(house, said, monkeypatch, days_left, words):
    name, text = packaged_routine()
    assert read_routine(text, name=name).document.valid_to == LAST_DAY
    on_the_day(monkeypatch, LAST_DAY - timedelta(days=days_left))

    worker.keep_house(at_once)

    assert [words in line for line in said()] == ([True] if words else [])


def test_it_stops_between_two_batches_when_it_is_time(house, monkeypatch):
    monkeypatch.setattr(worker, "_BATCH", 1)
    waited = Waited(stop_at=2)

    worker.keep_house(waited)

    assert len(waited.seconds) == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(said, monkeypatch):
    def away(wait):
        raise OperationalError("gone")

    monkeypatch.setattr(worker, "keep_house", away)
    waited = Waited(stop_at=3)

    worker.keep_on(waited)

    assert waited.seconds == [0.0, 60.0, 60.0]
    assert said() == ["the round could not be finished; trying again in a while"] * 2


def test_the_command_keeps_house_once_or_until_it_is_told_to_end(tmp_path):
    env = environment(tmp_path)
    assert run("worker", "--once", env=env).returncode == 1
    assert run("migrate", env=env).returncode == 0

    assert run("worker", "--once", env=env).returncode == 0
    for number in (signal.SIGINT, signal.SIGTERM):
        with started("worker", env=env) as running:
            running.wait_for("keeping house")
            assert running.end(number) < SOON
            assert running.process.returncode == 0
            assert "Traceback" not in running.said
