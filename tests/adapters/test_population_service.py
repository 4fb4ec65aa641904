"""The population register as a service over HTTP, from a server on this machine that may be anything."""

import json
import time
from datetime import date
from typing import Any

import pytest

from tests.adapters.serving import Handler, a_server, drips, hangs_up, is_silent, says
from vardag.adapters.population import population_register
from vardag.adapters.population.file import FileRegister
from vardag.adapters.population.rest import RestRegister
from vardag.domain.people.personal_number import Kind, check_digit
from vardag.domain.people.protection import Protection
from vardag.rooms.people.families.register import RegisterAway, current

TODAY = date(2026, 9, 7)


def number(born: str, birth_number: str = "980") -> str:
    digits = f"{born}{birth_number}"
    return f"{digits}{check_digit(digits[2:])}"


MARIA, ELSA, NILS = number("19850101"), number("20160303"), number("20180404", "981")
RESERVE = number("20170445", "123")  # a child who has fled: the number doesn't say the day
WRITTEN: dict[str, Any] = {
    "number": MARIA,
    "given_name": " Maria ",
    "family_name": "Wik",
    "phone": "not read",
    "address": ["Storgatan 1", " 451 00 Uddevalla "],
    "custody_of": [
        {"number": ELSA, "given_name": "Elsa", "family_name": "Wik", "protection": "marked"},
        {"number": RESERVE, "given_name": "Nour", "family_name": "Wik", "born": "2017-04-02"},
    ],
}


def another(**changed: object) -> bytes:
    return json.dumps({**WRITTEN, **changed}).encode()


def child(**changed: object) -> bytes:
    return another(custody_of=[{**WRITTEN["custody_of"][0], **changed}])


class Asked:
    """Answers as a register would, and keeps what it was asked."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str, str | None]] = []

    def __call__(self, handler: Handler) -> None:
        secret = handler.headers.get("Authorization")
        self.lines.append((handler.command, handler.path, handler.body, secret))
        is_she = json.loads(handler.body) == {"number": MARIA}
        says(200 if is_she else 404, another() if is_she else b"{}")(handler)


def test_a_service_tells_who_somebody_is_and_of_whom_that_person_has_custody():
    with a_server(Asked()) as address:
        found = population_register(address).look_up(MARIA, on=TODAY)

    assert found is not None
    assert (found.given_name, found.born) == ("Maria", date(1985, 1, 1))
    assert found.address == ("Storgatan 1", "451 00 Uddevalla")
    elsa, nour = found.children
    assert (elsa.number.digits, elsa.protection) == (ELSA, Protection.MARKED)
    assert (nour.number.kind, nour.born) == (Kind.NATIONAL_RESERVE, date(2017, 4, 2))


def test_of_whom_the_service_knows_nothing_nothing_is_known():
    with a_server(Asked()) as address:
        assert population_register(address).look_up(NILS, on=TODAY) is None


def test_a_number_is_never_part_of_an_address_and_the_secret_goes_along(monkeypatch):
    asked = Asked()
    with a_server(asked) as address:
        RestRegister(address).look_up(MARIA, on=TODAY)
        monkeypatch.setenv("VARDAG_POPULATION_REGISTER_TOKEN", "open-sesame")
        RestRegister(address).look_up(MARIA, on=TODAY)

    assert [(method, path) for method, path, _, _ in asked.lines] == [("POST", "/people")] * 2
    assert [secret for *_, secret in asked.lines] == [None, "Bearer open-sesame"]


def test_who_has_another_number_now_is_found_by_the_old_one():
    with a_server(says(200, another(number=NILS, former=[MARIA]))) as address:
        found = RestRegister(address).look_up(MARIA, on=TODAY)

    assert found is not None
    assert found.number.digits == NILS


ON_ITS_OWN = {"number": RESERVE, "given_name": "Nour", "family_name": "Wik"}
WRONG_ANSWERS = {
    "an error of its own": (says(500, b"{}"), "answers 500"),
    "no entry": (says(403, b""), "answers 403"),
    "a way elsewhere": (says(302, b"", Location="http://127.0.0.1:9/"), "answers 302"),
    "a way elsewhere that keeps the number": (
        says(307, b"", Location="http://127.0.0.1:9/"),
        "answers 307",
    ),
    "nothing": (says(200, b""), "no JSON"),
    "a web page": (says(200, b"<html></html>"), "no JSON"),
    "no text": (says(200, b"\xff\xff"), "no JSON"),
    "far too much": (says(200, b" " * 100_000), "no JSON"),
    "far too deep": (says(200, b"[" * 60_000), "no JSON"),
    "a hung up line": (hangs_up, "doesn't answer"),
    "null": (says(200, b"null"), "with null"),
    "a list": (says(200, b"[]"), "no person"),
    "a person without a name": (says(200, another(given_name=" ")), "no person"),
    "an endless name": (says(200, another(family_name="x" * 81)), "no person"),
    "an address without an end": (says(200, another(address=["a"] * 6)), "no person"),
    "a protection that there isn't": (says(200, another(protection="very")), "no person"),
    "a number that can't be": (says(200, another(number=MARIA[:-1] + "X")), "no person"),
    "a child whose number can't be": (says(200, child(number="20160303")), "no person"),
    "a child of whom nobody says when it was born": (
        says(200, another(custody_of=[ON_ITS_OWN])),
        "no person",
    ),
    "a number that is a number": (says(200, another(number=int(MARIA))), "no person"),
    "another person": (says(200, another(number=NILS)), "gave another"),
    "oneself as a child": (says(200, child(number=MARIA)), "twice"),
    "a child twice": (says(200, another(custody_of=WRITTEN["custody_of"] * 2)), "twice"),
}


@pytest.mark.parametrize(("answer", "told"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
def test_a_service_that_answers_wrongly_is_away_and_says_how_but_not_of_whom(answer, told):
    with a_server(answer) as address, pytest.raises(RegisterAway, match=told) as away:
        RestRegister(address, seconds=2).look_up(MARIA, on=TODAY)

    assert not away.value.__cause__ or "Wik" not in str(away.value.__cause__)
    assert not any(each in str(away.value) for each in (MARIA, ELSA, NILS, "Maria", "Wik"))


def test_a_service_that_is_not_there_is_away():
    with a_server(Asked()) as address:
        pass
    with pytest.raises(RegisterAway, match="doesn't answer"):
        RestRegister(address, seconds=2).look_up(MARIA, on=TODAY)


@pytest.mark.parametrize("answer", [is_silent, drips])
def test_a_service_that_takes_its_time_is_away(answer):
    with a_server(answer) as address:
        begun = time.monotonic()
        with pytest.raises(RegisterAway, match="doesn't answer"):
            RestRegister(address, seconds=0.25).look_up(MARIA, on=TODAY)

        assert time.monotonic() - begun < 0.6


@pytest.mark.parametrize(
    "where", ["/etc/register.yaml", "http://register.example", "ldap://x", "ftp://x"]
)
def test_a_setting_that_names_no_register_is_told(where, settings):
    settings.POPULATION_REGISTER = where

    with pytest.raises(RegisterAway, match="VARDAG_POPULATION_REGISTER"):
        current()


@pytest.mark.parametrize(
    "written",
    [
        f"- {{number: '{MARIA}', given_name: Maria, family_name: ['Wik']}}",
        f"- {{number: '{MARIA}', given_name: Maria, family_name: Wik, custody_of: ['{ELSA}']}}",
        f"- {{number: '{MARIA}', given_name: Maria, family_name: Wik",
        f"- {{number: '{MARIA}', given_name: Maria}}\n\t- Wik",
        f"- {{number: '{RESERVE}', given_name: Maria, family_name: Wik}}",
    ],
)
def test_a_file_that_is_wrong_says_where_and_not_of_whom(tmp_path, written):
    path = tmp_path / "register.yaml"
    path.write_text(written, encoding="utf-8")

    with pytest.raises(RegisterAway, match=r"register\.yaml") as away:
        FileRegister(path).look_up(RESERVE if RESERVE in written else MARIA, on=TODAY)

    assert not any(each in str(away.value) for each in (MARIA, ELSA, RESERVE, "Maria", "Wik"))
