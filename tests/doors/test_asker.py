"""The population register is asked beside the pages: who is marked today is masked tomorrow."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from ruamel.yaml import YAML

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, look, read
from vardag.doors.ops import asker
from vardag.doors.ops.asker import Rounds
from vardag.doors.ops.beside import Wait
from vardag.rooms.people.families import registering
from vardag.rooms.people.families.register import RegisterAway
from vardag.rooms.people.invented import personal_number
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
NAMES = ("guardian", "other_guardian", "child", "youth", "youth_guardian")


def at_once(seconds: float) -> bool:
    return False


class Register:
    """The register's file, which says of the world's residents what it says here."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk, self.path = desk, path
        for nth, row in enumerate(PersonRow.objects.filter(born__isnull=False).order_by("pk")):
            assert row.born
            row.personal_number = personal_number(born=row.born, nth=nth)  # one that can be
            row.save()
        self.people: dict[str, dict[str, object]] = {
            name: {"number": self.number(name)} for name in NAMES
        }
        self.says("guardian", custody_of=[self.number("child")])

    def number(self, name: str) -> str:
        row = PersonRow.objects.get(pk=self.desk.person(name))
        return row.personal_number or ""

    def says(self, name: str, **particulars: object) -> None:
        self.people[name].update(particulars)
        written = [
            {"given_name": name, "family_name": "Gran", **each}
            for name, each in self.people.items()
        ]
        with self.path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(written, file)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def register(desk: Desk, tmp_path: Path, settings) -> Register:
    path = tmp_path / "register.yaml"
    settings.POPULATION_REGISTER = f"file:{path}"
    return Register(desk, path)


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.WARNING, logger=asker.__name__)
    return lambda: [record.getMessage() for record in caplog.records]


def test_who_is_marked_after_the_last_sign_in_is_masked_when_the_worker_has_asked(
    desk: Desk, register: Register
):
    case = desk.send("message")
    Rounds().one(at_once)
    assert "child Gran" in look(desk)
    register.says("child", protection="marked")
    desk.it_is(TUESDAY + timedelta(days=1))

    Rounds().one(at_once)

    assert "Gran" not in look(desk)
    assert "Gran" not in read(desk.sits("receiver").get(address_of(case)))


def test_everybody_is_asked_about_once_a_day(desk: Desk, register: Register):
    desk.send("message")

    assert [Rounds().one(at_once), Rounds().one(at_once)] == [3, 0]
    desk.it_is(TUESDAY + timedelta(days=1))
    assert Rounds().one(at_once) == 3


def test_a_register_that_is_away_is_left_alone_and_what_it_said_stands(
    desk: Desk, register: Register, said
):
    for by, about in (("guardian", "child"), ("youth", "youth")):
        desk.send("message", by=by, about=about)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="marked")
    register.path.write_text("- number: [", encoding="utf-8")
    rounds = Rounds()

    assert rounds.one(at_once) == 0

    assert len(said()) == 3
    assert PersonRow.objects.get(pk=desk.person("child")).protection == "marked"
    register.says("child", protection="marked")
    assert rounds.one(at_once) + rounds.one(at_once) == 5


def test_one_about_whom_there_is_no_answer_keeps_nobody_waiting(
    desk: Desk, register: Register, said, monkeypatch
):
    desk.send("message")
    whole = registering.bring_up_to_date

    def sometimes(person, *, at):
        if person == desk.person("guardian"):
            raise RegisterAway("it answers with what is no person")
        whole(person, at=at)

    monkeypatch.setattr("vardag.rooms.people.families.registering.bring_up_to_date", sometimes)

    assert Rounds().one(at_once) == 2
    assert len(said()) == 1
    assert "guardian" not in said()[0]


def test_a_number_that_belongs_to_another_here_is_told_and_nothing_is_kept_of_it(
    desk: Desk, register: Register, said
):
    desk.send("message")
    taken, own = register.number("stranger"), register.number("guardian")
    register.says("guardian", number=taken, former=[own])

    assert Rounds().one(at_once) == 2

    assert register.number("guardian") == own
    (line,) = said()
    assert "has become another one" in line
    assert own not in line
    assert taken not in line


def test_without_a_register_nobody_is_asked(desk: Desk, settings):
    settings.POPULATION_REGISTER = ""
    desk.send("message")

    assert Rounds().one(at_once) == 0
    assert not PersonRow.objects.filter(register_date__isnull=False).exists()


def test_it_stops_when_it_is_time(desk: Desk, register: Register):
    desk.send("message")

    assert Rounds().one(lambda _: True) == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(monkeypatch, said):
    def away(self: Rounds, wait: Wait) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr(Rounds, "one", away)
    waits: list[float] = []

    def waited(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) == 3

    asker.keep_asking(waited)

    assert waits == [0.0, 600.0, 600.0]
    assert len(said()) == 2
