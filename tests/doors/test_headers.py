"""What stands over every answer: pages, files, errors, and what the server says by itself (T8)."""

import re
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings as product
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.heads import HSTS, KEPT_FOR_GOOD, NO_PAGE, OVER_HTTPS, lacking
from tests.doors.running import Running, environment, run, started

FILLED = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "path": "x",
    "uuid": "00000000-0000-4000-8000-000000000001",
}


def paths(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Yield a path of every route there is, filled with what leads to nobody's."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from paths(entry, path)
        else:
            yield re.sub(
                r"<(?:(\w+):)?\w+>", lambda found: FILLED.get(found[1] or "str", "x"), path
            )


@pytest.fixture
def desk(db, monkeypatch, settings) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return built


# ---- The product's answers -----------------------------------------------------------------------


@pytest.mark.asvs("3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "14.3.2")
@pytest.mark.one_database
@pytest.mark.parametrize("who", [None, "receiver", "guardian", "administrator"])
def test_every_address_says_the_same_whoever_asks_and_however(desk: Desk, who):
    client = desk.sits(who) if who else Client()
    client.raise_request_exception = False
    tried = [*paths(get_resolver()), "/nowhere/", "/static/nothing.css", "/sign-in", "/%00/"]
    wrong = {}
    for path in tried:
        for way in (client.get, client.post, client.put):
            answer = way(path, secure=True)
            assert answer.status_code != 500, path
            told = answer.headers.get(HSTS)
            if lacking(answer) or told != OVER_HTTPS:
                wrong[f"{way.__name__} {path}"] = lacking(answer), told

    assert len(tried) > 120
    assert not wrong


@pytest.mark.asvs("3.3.2", "3.3.4")
def test_the_cookies_are_out_of_a_scripts_reach_and_stay_with_us(desk: Desk):
    client = Client()
    page = client.get("/sign-in/", secure=True)
    person = re.search(r'name="person" value="([^"]+)"', page.content.decode())
    assert person

    answer = client.post("/sign-in/enter/", {"person": person[1]}, secure=True)

    given = {**page.cookies, **answer.cookies}
    assert given.keys() == {product.CSRF_COOKIE_NAME, product.SESSION_COOKIE_NAME}
    for cookie in given.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["domain"], cookie["path"]) == ("", "/")


@pytest.mark.asvs("14.3.1")
def test_who_signs_out_leaves_no_page_in_the_browser(desk: Desk):
    answer = desk.sits("receiver").post("/sign-in/out/", secure=True)

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies[product.SESSION_COOKIE_NAME]["max-age"] == 0


# ---- The server's --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def server(folder) -> Iterator[Running]:
    env = environment(folder, VARDAG_HOSTS="127.0.0.1")
    assert run("migrate", env=env).returncode == 0
    with started("serve", "--port", "0", env=env) as running:
        running.wait_for("serving")
        yield running


def said(server: Running, words: bytes) -> HTTPResponse:
    """Return what comes back for these very bytes."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(words)
        answer = HTTPResponse(line)
        answer.begin()
        answer.read()
        return answer


def asked(server: Running, path: str, *more: str) -> HTTPResponse:
    head = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *more]
    return said(server, "\r\n".join([*head, "", ""]).encode())


HOSTILE = {
    "no words at all": (b"\r\n\r\n\x00\x01\x02 / HTTP/1.1\r\n\r\n", 400),
    "a head without an end": (b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000, 431),
    "a body beyond all bounds": (b"POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", 413),
    "two lengths": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        400,
    ),
    "a length and pieces": (
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        501,
    ),
}


@pytest.mark.asvs("3.4.1", "3.4.4", "3.4.6")
@pytest.mark.parametrize("what", HOSTILE)
def test_what_the_server_answers_by_itself_says_it_too(server, what):
    words, status = HOSTILE[what]

    answer = said(server, words)

    assert answer.status == status
    assert not lacking(answer, csp=NO_PAGE)
    assert answer.headers[HSTS] == OVER_HTTPS


def test_a_file_of_the_look_is_kept_for_good_and_says_the_rest(server):
    page = server.get("/sign-in/").read().decode()
    found = re.search(r'href="(/static/[^"]+base.css)"', page)
    assert found

    answer = asked(server, found[1])

    assert answer.status == 200
    assert not lacking(answer, kept=KEPT_FOR_GOOD)
    assert answer.headers[HSTS] == OVER_HTTPS


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/sign-in/", (), 200),
        ("/staff/", (), 302),
        ("/nowhere/", (), 404),
        ("/sign-in/", ("Host: elsewhere.example",), 400),
        ("/sign-in/out/", (), 405),
    ],
)
def test_over_https_every_answer_says_it(server, path, more, status):
    answer = asked(server, path, *more)

    assert answer.status == status
    assert not lacking(answer)
    assert answer.headers[HSTS] == OVER_HTTPS


def test_while_it_is_closed_the_page_that_says_so_says_it_too(server, folder):
    closed = folder / "closed-for-maintenance"
    closed.write_text("")
    try:
        answer = asked(server, "/")
    finally:
        closed.unlink()

    assert answer.status == 503
    assert not lacking(answer)


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_over_https_a_cookie_is_this_very_hosts(server):
    cookies = asked(server, "/sign-in/").headers.get_all("Set-Cookie") or []

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
