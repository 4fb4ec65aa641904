"""Asking whether a page is there, of a server on this machine that may be anything."""

import socket
from contextlib import suppress
from functools import partial
from time import monotonic, sleep

import pytest

from tests.adapters.serving import Handler, a_server, hangs_up, is_silent, says
from vardag.adapters import links
from vardag.domain.replies.links import Answer, Found

here = partial(links.ask, on_this_machine=True, seconds=0.4)


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (200, Found.WORKS),
        (204, Found.WORKS),
        (401, Found.WORKS),  # a page is there, though not for a machine
        (403, Found.WORKS),
        (429, Found.WORKS),
        (404, Found.GONE),
        (410, Found.GONE),
        (400, Found.FAILS),
        (500, Found.FAILS),
        (304, Found.FAILS),
    ],
)
def test_what_a_page_answers_says_whether_it_is_there(status: int, found: Found):
    with a_server(says(status, b"")) as address:
        assert here(address) == Answer(found, str(status))


def test_who_does_not_understand_head_is_asked_for_the_page():
    asked = []

    def only_get(handler: Handler) -> None:
        asked.append(handler.command)
        says(200 if handler.command == "GET" else 501, b"")(handler)

    with a_server(only_get) as address:
        assert here(address).found is Found.WORKS
    assert asked[-1] == "GET"


def test_nothing_of_ours_goes_along():
    seen: list[dict[str, str]] = []

    def keeps(handler: Handler) -> None:
        seen.append({name.lower(): value for name, value in handler.headers.items()})
        says(200, b"")(handler)

    with a_server(keeps) as address:
        here(address)
    assert seen
    assert all(each.keys() <= {"host", "user-agent", "accept", "accept-encoding"} for each in seen)


def test_a_page_that_has_moved_is_followed():
    def moved(handler: Handler) -> None:
        if handler.path == "/people/":
            says(302, b"", Location="/there")(handler)
        else:
            says(200, b"")(handler)

    with a_server(moved) as address:
        assert here(address) == Answer(Found.WORKS, "200")


def test_who_is_led_round_and_round_gives_up():
    with a_server(says(302, b"", Location="/people/")) as address:
        assert here(address) == Answer(Found.FAILS)


@pytest.mark.parametrize("answer", [hangs_up, is_silent])
def test_who_does_not_answer_is_silent(answer):
    with a_server(answer) as address:
        assert here(address).found is Found.SILENT


def test_who_answers_a_letter_at_a_time_is_broken_off():
    def drips(handler: Handler) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.1 200 OK":
                handler.wfile.write(bytes([letter]))
                handler.wfile.flush()
                sleep(0.2)

    with a_server(drips) as address:
        begun = monotonic()
        assert here(address, altogether=0.5).found is Found.SILENT
        assert monotonic() - begun < 2


def test_a_door_that_nobody_opens_is_silent():
    assert here("http://127.0.0.1:1/").found is Found.SILENT


INSIDE = [
    "http://127.0.0.1:8000/",  # not without saying so
    "http://www.vardag.example/",
    "https://www.vardag.example:8443/",
    "https://somebody@www.vardag.example/",
    "ftp://www.vardag.example/",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.asvs("1.3.6")
def test_what_is_no_page_of_the_open_web_is_not_asked_for(address: str):
    assert links.ask(address).found is Found.NOT_ASKED


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["fe80::1%eth0"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::10.0.0.1"],
        ["::127.0.0.1"],
        ["224.0.0.1"],
        ["192.0.2.1"],
        ["93.184.215.14", "10.0.0.1"],  # one inside is enough
        [],
    ],
)
@pytest.mark.asvs("1.3.6")
def test_a_name_that_stands_for_a_machine_inside_is_not_asked(monkeypatch, numbers: list[str]):
    found = [(0, 0, 0, "", (number, 443)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    assert links.ask("https://www.vardag.example/").found is Found.NOT_ASKED


@pytest.mark.asvs("15.3.2")
def test_a_redirect_to_the_inside_is_not_followed():
    with a_server(says(302, b"", Location="https://127.0.0.1/admin")) as address:
        assert here(address).found is Found.NOT_ASKED


@pytest.mark.asvs("1.3.6")
def test_the_machine_that_was_judged_is_the_one_that_is_asked(monkeypatch):
    looked_up: list[object] = []
    asked: list[object] = []

    def look_up(host: str, *_: object, **__: object):
        looked_up.append(host)
        return [(0, 0, 0, "", ("93.184.215.14", 443))]

    def connect(address: object, _: object):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)

    assert links.ask("https://www.vardag.example/").found is Found.SILENT
    assert (looked_up, asked) == (["www.vardag.example"], [("93.184.215.14", 443)])
