"""When something can't be done a page says what, gives back what was written, and leads on."""

import errno
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from tests.doors.desk import TUESDAY, Desk, a_desk
from vardag.doors.ops.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WRITTEN = "Vi har väntat länge på svar."
FROM_HERE = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/new/message/?for=1"}
FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
SCRIPT = {"HX-Request": "true", **FROM_HERE}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def wary(desk: Desk) -> Client:
    client = desk.sits("guardian")
    client.handler.enforce_csrf_checks = True
    return client


@pytest.fixture
def file(settings, tmp_path) -> Path:
    settings.MAINTENANCE_FILE = tmp_path / "closed"
    return settings.MAINTENANCE_FILE


@pytest.fixture
def broken(monkeypatch):
    """Let the pages of help fail as told."""

    def fail(error: Exception) -> Client:
        def raises(*_, **__):
            raise error

        monkeypatch.setattr("vardag.doors.help.views._page", raises)
        return Client(raise_request_exception=False)

    return fail


# ---- A form that is too old ----------------------------------------------------------------------


def test_a_form_that_is_too_old_comes_back_with_what_was_written(wary):
    page = wary.post("/new/message/", {"text": WRITTEN, "form_key": "a-1"}, headers=FROM_HERE)

    assert page.status_code == 403
    said = page.content.decode()
    assert "Formuläret är för gammalt" in said
    assert WRITTEN in said
    assert "a-1" not in said
    assert 'href="/new/message/?for=1"' in said


@pytest.mark.asvs("3.5.1")
def test_nobody_elses_page_puts_words_into_ours(wary):
    page = wary.post("/new/message/", {"text": WRITTEN}, headers=FROM_ELSEWHERE)

    assert page.status_code == 403
    assert WRITTEN not in page.content.decode()


@pytest.mark.parametrize(
    "before", ["http://elsewhere.example/", "http://testserver//x", "javascript:1", "http://[", ""]
)
def test_a_page_elsewhere_is_not_led_back_to(wary, before):
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": before}

    page = wary.post("/new/message/", {"text": WRITTEN}, headers=headers)

    assert "Öppna sidan igen" not in page.content.decode()


def test_a_browser_that_says_little_is_known_by_where_the_form_came_from(wary):
    page = wary.post("/new/message/", {"text": WRITTEN}, headers={"Origin": "http://testserver"})

    assert WRITTEN in page.content.decode()


def test_a_form_that_cannot_be_read_gives_nothing_back_and_breaks_nothing(wary):
    page = wary.post(
        "/new/message/",
        b"--x\r\nno",
        content_type="multipart/form-data; boundary=x",
        headers=FROM_HERE,
    )

    assert page.status_code in (400, 403)


def test_a_script_puts_the_sentence_where_it_was_and_leaves_the_frame(wary):
    page = wary.post("/new/message/", {"text": WRITTEN}, headers=SCRIPT)

    assert page.headers["HX-Retarget"] == "#content"
    assert page.headers["HX-Reselect"] == ".error-page"


# ---- Failures of ours ----------------------------------------------------------------------------


@pytest.mark.asvs("13.4.2", "16.5.1")
def test_a_failure_of_ours_is_a_page_in_the_same_look_with_a_number_to_call(broken):
    page = broken(RuntimeError("secret detail")).get("/help/accessibility/")

    assert page.status_code == 500
    said = page.content.decode()
    assert "Något gick sönder hos oss" in said
    assert "secret detail" not in said
    assert "tel:112" in said


@pytest.mark.asvs("16.5.2")
def test_a_database_that_is_away_comes_back_soon(broken):
    page = broken(OperationalError("the database is shutting down")).get("/help/accessibility/")

    assert page.status_code == 503
    assert "Vi når inte det som är sparat just nu." in page.content.decode()
    assert int(page.headers["Retry-After"]) > 0


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_no_more_is_said_to_be_so(broken, why):
    page = broken(OSError(why, os.strerror(why))).get("/help/accessibility/")

    assert page.status_code == 503
    assert "Vi kan inte spara något just nu." in page.content.decode()
    assert int(page.headers["Retry-After"]) > 0


def test_another_fault_of_the_system_is_a_failure_of_ours(broken):
    page = broken(PermissionError(errno.EACCES, "no")).get("/help/accessibility/")

    assert page.status_code == 500


# ---- Maintenance ---------------------------------------------------------------------------------


def test_while_it_is_closed_everybody_reads_the_same_page(desk, file):
    file.write_text("")

    for who, address in (("receiver", "/staff/"), ("guardian", "/"), ("guardian", "/nowhere/")):
        page = desk.sits(who).get(address)
        assert page.status_code == 503
        assert "Vi har stängt en kort stund" in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src" in page.headers["Content-Security-Policy"]


def test_what_was_written_when_it_closed_comes_back(desk, file):
    file.write_text("")

    page = desk.sits("guardian").post("/new/message/", {"text": WRITTEN}, headers=FROM_HERE)

    assert WRITTEN in page.content.decode()


@pytest.mark.parametrize(
    ("until", "words", "seconds"),
    [
        (TUESDAY + timedelta(hours=2), "öppnar igen ", 7_200),
        (TUESDAY + timedelta(days=1), "öppnar igen ons 8 april ", 86_400),
        (TUESDAY - timedelta(minutes=1), "Någon arbetar med tjänsten. Det du", 60),
    ],
)
def test_it_says_when_it_is_thought_to_open(desk, file, until: datetime, words, seconds):
    file.write_text(until.isoformat())

    page = desk.sits("guardian").get("/")

    assert words in " ".join(page.content.decode().split())
    assert int(page.headers["Retry-After"]) == seconds


@pytest.mark.parametrize("said", ["snart", "2026-04-07", "\x00", "14:30"])
def test_words_that_are_no_moment_close_it_all_the_same(desk, file, said):
    file.write_text(said)

    assert desk.sits("guardian").get("/").status_code == 503


def test_a_file_that_cannot_be_read_closes_it(desk, file):
    file.mkdir()

    assert desk.sits("guardian").get("/").status_code == 503


def test_an_operator_closes_and_opens(desk, file, capsys):
    assert main(["maintenance", "state"]) == 0
    assert main(["maintenance", "on"]) == 0
    assert main(["maintenance", "state"]) == 3
    assert desk.sits("guardian").get("/").status_code == 503
    assert main(["maintenance", "off"]) == 0
    assert main(["maintenance", "off"]) == 0

    assert desk.sits("guardian").get("/").status_code == 200
    assert "it was open already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("23:59", "2026-04-07 23:59"),
        ("00:05", "2026-04-08 00:05"),
        ("2026-04-09T07:00", "2026-04-09 07:00"),
    ],
)
def test_an_operator_says_until_when_in_swedish_time(desk, file, capsys, said, shown):
    assert main(["maintenance", "on", "--until", said]) == 0

    assert f"closed until {shown}" in capsys.readouterr().out
    assert file.read_text().startswith(shown.replace(" ", "T"))


@pytest.mark.parametrize("said", ["soon", "25:00", "2026-04-06T10:00"])
def test_a_time_that_is_none_or_has_been_closes_nothing(desk, file, capsys, said):
    assert main(["maintenance", "on", "--until", said]) == 1

    assert not file.exists()
    assert said in capsys.readouterr().err
