"""Dates and standing in plain words, and addresses that can be followed."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from vardag.domain.clock.calendar import SWEDEN, WorkingCalendar
from vardag.domain.clock.deadline import deadline
from vardag.doors.portal.linking import is_web_address, linked
from vardag.doors.portal.plain import preferably, standing, why

TODAY = date(2026, 4, 13)

WHY = [
    (
        "2026-04-12",
        "Du skrev söndag 12 april. Vi svarar inom två arbetsdagar: måndag och tisdag.",
    ),
    (
        "2026-04-10",
        (
            "Du skrev fredag 10 april. Vi svarar inom två arbetsdagar: måndag och tisdag. "
            "Lördag och söndag räknas inte."
        ),
    ),
    (
        "2026-04-11",
        (
            "Du skrev lördag 11 april. Vi svarar inom två arbetsdagar: måndag och tisdag. "
            "Söndag räknas inte."
        ),
    ),
    (
        "2026-04-01",
        (
            "Du skrev onsdag 1 april. Vi svarar inom två arbetsdagar: torsdag och tisdag. "
            "Fredag (långfredagen), lördag (helg), söndag (påskdagen) och måndag (annandag påsk) "
            "räknas inte."
        ),
    ),
    (
        "2026-05-13",
        (
            "Du skrev onsdag 13 maj. Vi svarar inom två arbetsdagar: fredag och måndag. "
            "Torsdag (Kristi himmelsfärdsdag), lördag och söndag (helg) räknas inte."
        ),
    ),
    (
        "2026-01-05",
        (
            "Du skrev måndag 5 januari. Vi svarar inom två arbetsdagar: onsdag och torsdag. "
            "Tisdag är trettondedag jul och räknas inte."
        ),
    ),
    (
        "2025-12-23",
        (
            "Du skrev tisdag 23 december. Vi svarar inom två arbetsdagar: måndag 29 december och "
            "tisdag 30 december. Onsdag 24 december (julafton), torsdag 25 december (juldagen), "
            "fredag 26 december (annandag jul), lördag 27 december och söndag 28 december (helg) "
            "räknas inte."
        ),
    ),
]


@pytest.mark.parametrize(("since", "sentence"), WHY, ids=[since for since, _ in WHY])
def test_a_promised_date_says_which_days_count_and_which_not(since: str, sentence: str):
    due = deadline(date.fromisoformat(since), working_days=2, calendar=SWEDEN)

    assert why(due, by_reader=True) == sentence


def test_a_clinics_own_closed_day_is_said_in_the_clinics_own_words():
    calendar = WorkingCalendar(closed={date(2026, 4, 14): "stängt för flytt"})
    due = deadline(date(2026, 4, 13), working_days=2, calendar=calendar)

    assert why(due, by_reader=False) == (
        "Det skickades måndag 13 april. Vi svarar inom två arbetsdagar: onsdag och torsdag. "
        "Tisdag (stängt för flytt) räknas inte."
    )


def test_a_promise_of_one_day_and_of_many_is_grammatical():
    one = deadline(TODAY, working_days=1, calendar=SWEDEN)
    six = deadline(TODAY, working_days=6, calendar=SWEDEN)

    assert "inom en arbetsdag: tisdag." in why(one, by_reader=True)
    assert "inom 6 arbetsdagar: tisdag 14 april, " in why(six, by_reader=True)


def test_an_answer_is_responded_to_by_its_own_date():
    due = deadline(TODAY, working_days=2, calendar=SWEDEN)

    assert why(due, by_reader=True, answer=True).startswith("Svaret kom måndag 13 april.")


def test_the_reason_can_be_read_in_english():
    due = deadline(date(2026, 4, 10), working_days=2, calendar=SWEDEN)

    with translation.override("en"):
        assert why(due, by_reader=True) == (
            "You wrote on Friday 10 April. We respond within two working days: Monday and "
            "Tuesday. Saturday and Sunday do not count."
        )


CLOSED = datetime(2026, 4, 7, 23, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
STANDINGS = [
    ({"closed_at": CLOSED}, "Avslutat tisdag 7 april", False),
    (
        {"question_open": True, "waits_until": date(2026, 4, 27)},
        "Din tur att svara, gärna senast måndag 27 april",
        True,
    ),
    ({"question_open": True, "waits_until": date(2026, 4, 10)}, "Din tur att svara", True),
    ({"question_open": True}, "Din tur att svara", True),
    ({"response_due": date(2026, 4, 14)}, "Du hör från oss senast tisdag 14 april", False),
    ({"response_due": TODAY}, "Du hör från oss senast måndag 13 april", False),
    (
        {"response_due": date(2026, 4, 10)},
        "Vi är sena. Du skulle ha hört från oss senast fredag 10 april",
        False,
    ),
    ({}, "Vi arbetar med det", False),
    ({"response_due": date(2027, 1, 5)}, "Du hör från oss senast tisdag 5 januari 2027", False),
]


@pytest.mark.parametrize(("facts", "expected", "turn"), STANDINGS)
def test_where_a_case_is_stands_in_plain_words(facts: dict[str, Any], expected: str, turn: bool):
    nothing = {"closed_at": None, "question_open": False, "waits_until": None}

    found = standing(**{**nothing, "response_due": None, **facts}, today=TODAY)

    assert (found.words, found.turn) == (expected, turn)


def test_until_when_an_answer_is_hoped_for_is_not_said_when_it_has_passed():
    assert preferably(TODAY, TODAY) == "gärna senast måndag 13 april"
    assert preferably(date(2026, 4, 12), TODAY) == ""


LINKS = [
    (
        "Läs på https://evi.example/väg.",
        'Läs på <a href="{0}" {1}>{0}</a>.',
        "https://evi.example/väg",
    ),
    ("(se http://a.example/b_(c))", '(se <a href="{0}" {1}>{0}</a>)', "http://a.example/b_(c)"),
    ("https://a.example/?x=1&y=2!", '<a href="{0}" {1}>{0}</a>!', "https://a.example/?x=1&amp;y=2"),
    ("HTTPS://A.EXAMPLE", '<a href="{0}" {1}>{0}</a>', "HTTPS://A.EXAMPLE"),
]


@pytest.mark.parametrize(("text", "html", "address"), LINKS)
def test_a_web_address_can_be_followed_and_its_sentence_goes_on(text: str, html: str, address: str):
    assert linked(text) == html.format(address, 'rel="noopener noreferrer"')


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,<b>x</b>",
        "www.example.org",
        "https://",
        "https://[bad",
        "mailto:a@b.example",
        "https:///etc/passwd",
    ],
)
@pytest.mark.asvs("1.2.2")
def test_nothing_else_becomes_a_link(text: str):
    assert "<a" not in linked(text)
    assert not is_web_address(text)


@pytest.mark.asvs("1.2.2")
def test_markup_in_what_was_written_is_text():
    html = linked('<img src=x onerror=alert(1)> https://a.example/"><script>alert(1)</script>')

    assert "<img" not in html
    assert "<script" not in html
    assert 'href="https://a.example/"' in html
