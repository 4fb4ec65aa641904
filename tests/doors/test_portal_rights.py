"""Who of a family reads, answers and sends what: asked anew on every day."""

from datetime import datetime, timedelta

import pytest

from tests.build import on
from tests.doors.home import Home, build_home, filled, words
from vardag.domain import kinship
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId, Resident
from vardag.rooms.cases.family import cases_of
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import GuardianRow

FAMILY = ("guardian", "other_guardian", "child", "youth", "youth_guardian", "stranger")
SENT = [  # service, by whom, about whom
    ("message", "guardian", "child"),
    ("message", "other_guardian", "child"),
    ("message", "child", "child"),
    ("care-allowance-certificate", "guardian", "child"),
    ("message", "youth", "youth"),
    ("care-allowance-certificate", "youth", "youth"),
    ("care-allowance-certificate", "youth_guardian", "youth"),
]
BEFORE_13, ON_13 = on("2028-09-14T23:59:59"), on("2028-09-15T00:00")


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


def status(home: Home, name: str, case: CaseId, *, at: datetime) -> int:
    home.set_clock(at)
    return home.sign_in(name).get(f"/cases/{case}/").status_code


def one_of_each(home: Home) -> list[CaseId]:
    """Send a case in every relation between who writes and whom it concerns."""
    cases = [home.send(service, by=by, about=about) for service, by, about in SENT]
    home.close(cases[1])
    return cases


# Written by hand from the rules, apart from the code: who reads each of the seven cases.
BEFORE = [
    {"guardian", "other_guardian"},
    {"guardian", "other_guardian"},
    {"guardian", "other_guardian", "child"},
    {"guardian", "other_guardian"},
    {"youth"},
    {"youth"},
    {"youth_guardian"},
]
AFTER = [{"child"}, {"child"}, {"child"}, {"guardian"}, {"youth"}, {"youth"}, {"youth_guardian"}]


@pytest.mark.parametrize(("at", "expected"), [(BEFORE_13, BEFORE), (ON_13, AFTER)])
@pytest.mark.asvs("8.2.1")
def test_each_case_is_read_by_those_who_may_and_is_absent_for_the_rest(
    home: Home, at: datetime, expected: list[set[str]]
):
    cases = one_of_each(home)

    found = [{name for name in FAMILY if status(home, name, case, at=at) == 200} for case in cases]

    assert found == expected


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("at", [BEFORE_13, ON_13])
def test_the_list_holds_what_the_rules_let_one_read_and_nothing_else(
    home: Home, name: str, at: datetime
):
    cases = one_of_each(home)
    today = local_date(at)
    reader = home.world.resident(name, on=today)

    listed = {case.id for case in cases_of(reader, on=today)}

    may_see = {
        case
        for case in cases
        if kinship.may_see(reader, full_case(case).case, on=today, ages=ages_on(today))
    }
    assert listed == may_see


def test_at_midnight_of_the_13th_birthday_a_guardian_loses_the_page_that_was_open(home: Home):
    case = home.send("renew-prescription")
    home.ask(case)
    home.set_clock(BEFORE_13)
    guardian = home.sign_in("guardian")
    assert guardian.get(f"/cases/{case}/").status_code == 200

    home.set_clock(ON_13)

    assert guardian.get(f"/cases/{case}/").status_code == 404
    assert guardian.get(f"/cases/{case}/sent/").status_code == 404
    assert guardian.post(f"/cases/{case}/answer/", {"text": "Torsdag."}).status_code == 404
    assert "Förnya recept" not in words(guardian.get("/cases/"))
    assert CaseRow.objects.get(pk=case).question_open


def test_the_youth_answers_what_was_sent_for_her(home: Home):
    case = home.send("renew-prescription")
    home.ask(case)
    home.set_clock(ON_13)
    child = home.sign_in("child")

    sent = child.post(f"/cases/{case}/answer/", {"text": "27 mg."}, follow=True)

    assert "Ditt svar är skickat." in words(sent)


def test_a_guardian_keeps_what_was_asked_in_the_guardians_own_name(home: Home):
    case = home.send("care-allowance-certificate")

    assert status(home, "guardian", case, at=ON_13) == 200
    assert status(home, "other_guardian", case, at=ON_13) == 404
    assert status(home, "child", case, at=ON_13) == 404


def test_who_is_no_longer_a_guardian_reads_nothing_more(home: Home):
    case = home.send(by="other_guardian")
    row = GuardianRow.objects.filter(guardian=home.id("other_guardian"))
    row.update(until_date=home.now.date())

    assert status(home, "other_guardian", case, at=home.now) == 200
    assert status(home, "other_guardian", case, at=home.now + timedelta(days=1)) == 404
    assert status(home, "guardian", case, at=home.now) == 200


def test_at_18_one_reads_and_answers_but_sends_nothing_new(home: Home):
    case = home.send(by="youth", about="youth")
    home.ask(case)
    home.set_clock(on("2028-09-15T08:00"))
    youth = home.sign_in("youth")

    read = youth.get(f"/cases/{case}/")
    answered = youth.post(f"/cases/{case}/answer/", {"text": "Ja."})
    sent = youth.post(home.form_url("message", about="youth"), filled("message"))

    assert (read.status_code, answered.status_code, sent.status_code) == (200, 302, 403)
    assert "Här finns inget du kan skicka" in words(youth.get("/"))
    assert "Mina ärenden" in words(youth.get("/"))


@pytest.mark.parametrize("page", ["/cases/", "/cases/1/", "/cases/1/sent/", "/new/message/"])
def test_nothing_is_shown_without_a_sign_in(home: Home, client, page: str):
    home.send()

    assert client.get(page).headers["location"].startswith("/sign-in/?next=")


def test_staff_read_no_case_by_the_familys_door(home: Home):
    case = home.send()

    page = home.sign_in("nurse").get(f"/cases/{case}/")

    assert page.headers["location"].startswith("/sign-in/")


def test_a_resident_of_no_family_has_an_empty_list(home: Home):
    one_of_each(home)
    nobody = Resident(PersonId(home.id("stranger")), born=home.now.date())

    assert cases_of(nobody, on=home.now.date()) == ()
