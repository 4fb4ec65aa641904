"""The calendar feed: read by a calendar library as programs do, at an address that is the secret."""

import re
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import read
from vardag.doors.office.roster.calendar import calendar_file, escaped, folded
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.people.models import GrantRow
from vardag.rooms.roster.actions import plan_week
from vardag.rooms.roster.models import FeedRow
from vardag.rooms.roster.queries import OwnDay

MAKE, WITHDRAW = "/staff/office/my-days/calendar/", "/staff/office/my-days/calendar/withdraw/"
ADDRESS = re.compile(r'value="http://testserver(/staff/office/calendar/[\w-]+\.ics)"')
AT = datetime(2026, 4, 1, 8, 30, 5, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    days = {
        date(2026, 4, 13): "receiver",
        date(2026, 4, 14): "nurse",
        date(2026, 5, 29): "receiver",
    }
    plan_week(
        clinic=built.world.clinics["outpatient"],
        chosen={day: built.person(name) for day, name in days.items()},
        seen={},
        by=built.world.staff_member("manager", on=TUESDAY.date()),
        at=AT,
    )
    return built


def made(desk: Desk, name: str = "receiver") -> str:
    """Make an address as the page does, and return it."""
    html = read(desk.sits(name).post(MAKE))
    found = ADDRESS.search(html)
    assert found, "no address is shown"
    return found[1]


def fetched(address: str) -> Any:
    """Fetch it as a program does, without any sign-in."""
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    return icalendar.Calendar.from_ical(response.content)


def test_the_feed_holds_ones_own_days_and_nobody_elses(desk):
    calendar = fetched(made(desk))

    events = calendar.walk("VEVENT")
    assert [(each["DTSTART"].dt, each["DTEND"].dt) for each in events] == [
        (date(2026, 4, 13), date(2026, 4, 14)),
        (date(2026, 5, 29), date(2026, 5, 30)),
    ]
    assert {str(each["SUMMARY"]) for each in events} == {"1177-ansvarig, outpatient"}
    assert {each["DTSTAMP"].dt for each in events} == {AT}
    assert [str(each["UID"]) for each in events] == [
        "20260413-outpatient@testserver",
        "20260529-outpatient@testserver",
    ]
    assert {str(each["TRANSP"]) for each in events} == {"TRANSPARENT"}
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert all(not each.errors for each in (calendar, *events))


def test_it_holds_nothing_but_days_and_clinics(desk):
    desk.send("message", form={"subject": "Sömnen", "text": "Hemligt"})

    body = Client().get(made(desk)).content.decode()

    assert not re.search(r"Hemligt|Sömnen|child|guardian|receiver", body)


def test_it_is_in_the_language_in_which_it_was_made(desk):
    client = desk.sits("receiver")
    client.cookies["django_language"] = "en"
    found = ADDRESS.search(client.post(MAKE).content.decode())
    assert found

    assert "1177-responsible\\, outpatient" in Client().get(found[1]).content.decode()


def test_the_address_is_shown_once_and_the_next_one_replaces_it(desk):
    first = made(desk)
    assert not ADDRESS.search(read(desk.sits("receiver").get("/staff/office/my-days/")))

    second = made(desk)

    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert desk.sits("receiver").post(WITHDRAW).status_code == 302
    assert Client().get(second).status_code == 404


def test_the_secret_is_not_kept(desk):
    secret = made(desk).removesuffix(".ics").rpartition("/")[2]

    assert len(secret) >= 43
    assert not [row for row in FeedRow.objects.values_list("digest") if secret in row[0]]


@pytest.mark.parametrize(
    "address", ["x", "", "%00", "A" * 5000, "..%2f..", "' OR 1=1 --", "ÅÄÖ", "*"]
)
def test_any_other_address_is_not_found(desk, address):
    made(desk)

    assert Client().get(f"/staff/office/calendar/{address}.ics").status_code == 404
    digest = FeedRow.objects.get(withdrawn_at=None).digest
    assert Client().get(f"/staff/office/calendar/{digest}.ics").status_code == 404


@pytest.mark.asvs("7.4.2")
def test_who_has_left_has_no_calendar_any_more(desk):
    address = made(desk)
    GrantRow.objects.filter(person=desk.person("receiver")).update(until_date=date(2026, 4, 6))

    assert Client().get(address).status_code == 404


def test_a_clinics_name_of_any_length_and_signs_comes_through(desk):
    name = "BUP; Åviken, \\norr\\ 👩‍👧 " * 9
    ClinicRow.objects.filter(key="outpatient").update(name=name[:120])

    events = fetched(made(desk)).walk("VEVENT")

    assert str(events[0]["SUMMARY"]) == f"1177-ansvarig, {name[:120]}"


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_unfolded_it_is_what_it_was(text):
    lines = folded(f"SUMMARY:{text}").split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == f"SUMMARY:{text}"


@pytest.mark.unmeasured
@given(TEXTS.filter(lambda text: text == text.strip()), st.dates(min_value=date(2000, 1, 1)))
def test_any_clinic_and_day_read_back_as_they_were(name, day):
    if day == date.max:
        return
    file = calendar_file([OwnDay(day, name, "aviken", AT)], host="vardag.example")

    event: Any = icalendar.Calendar.from_ical(file).walk("VEVENT")[0]

    assert event["DTSTART"].dt == day
    assert str(event["SUMMARY"]).endswith(name)


@pytest.mark.asvs("1.1.2")
def test_line_ends_in_a_text_do_not_end_the_line():
    assert escaped("a\r\nEND:VEVENT\rb\nc\x00;,\\") == "a\\nEND:VEVENT\\nb\\nc\\;\\,\\\\"
