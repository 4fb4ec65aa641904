"""Serving: what it refuses to begin with, what it serves, and that it ends when it is told to."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.doors.running import (
    PATIENCE,
    SOON,
    environment,
    gone_soon,
    run,
    started,
    under_load,
)

FREE = ("--port", "0")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with a database that is up to date."""
    folder = tmp_path_factory.mktemp("installed")
    assert run("migrate", env=environment(folder)).returncode == 0
    return folder


def serving(folder, *arguments):
    return started("serve", *FREE, *arguments, env=environment(folder, VARDAG_HTTPS="0"))


# ---- What it takes to begin ----------------------------------------------------------------------


def test_a_database_that_is_not_up_to_date_is_not_served(tmp_path):
    done = run("serve", *FREE, env=environment(tmp_path))

    assert done.returncode == 1
    assert re.match(
        r"vardag serve: the database lacks \d+ migrations. Run `vardag migrate`", done.stderr
    )
    assert "Traceback" not in done.stderr


def test_migrate_says_what_it_did_and_can_be_repeated(tmp_path):
    first, second = (run("migrate", env=environment(tmp_path)) for _ in range(2))

    assert (first.returncode, second.returncode) == (0, 0)
    assert re.search(r"applied \d+ migrations", first.stdout)
    assert "published the routine" in first.stdout
    assert "up to date" in second.stdout
    assert "no other was published" in second.stdout


def test_without_a_secret_key_nothing_begins(tmp_path):
    for command in ("serve", "worker", "migrate"):
        done = run(command, env=environment(tmp_path, VARDAG_SECRET_KEY="short"))

        assert done.returncode == 1
        assert "VARDAG_SECRET_KEY" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_named(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgresql://u:secret@127.0.0.1:{nobody.getsockname()[1]}/d"
        done = run("serve", *FREE, env=environment(tmp_path, VARDAG_DATABASE_URL=url))

    assert done.returncode == 1
    assert "the database can't be used" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named_with_another_to_try(installed):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), env=environment(installed))

    assert done.returncode == 1
    assert f"something else is using port {port}" in done.stderr
    assert f"--port {port + 1}" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "99999"])
def test_what_is_no_port_is_refused(installed, port):
    done = run("serve", f"--port={port}", env=environment(installed))

    assert done.returncode == 1
    assert f"{port} is no port" in done.stderr


def test_no_processes_are_too_few(installed):
    done = run("serve", *FREE, "--processes", "0", env=environment(installed))

    assert done.returncode == 1
    assert "--processes" in done.stderr


# ---- What it serves ------------------------------------------------------------------------------


def test_pages_are_served_and_the_server_says_nothing_of_itself(installed):
    with serving(installed) as server:
        server.wait_for("serving")
        page = server.get("/sign-in/")

        assert page.status == 200
        html = page.read().decode()
        assert "Det går inte att logga in här än" in html
        assert "Server" not in page.headers
        sheet = re.search(r'href="(/static/[0-9a-f]{12}/vardag/base.css)"', html)
        assert sheet
        served = server.get(sheet[1])
        assert served.status == 200
        assert served.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "max-age=31536000; includeSubDomains"),
        ({"VARDAG_HSTS_SECONDS": "3600"}, "max-age=3600; includeSubDomains"),
        ({"VARDAG_HSTS_SUBDOMAINS": "0"}, "max-age=31536000"),
        ({"VARDAG_HSTS_SECONDS": "0"}, None),
        ({"VARDAG_HTTPS": "0"}, None),
    ],
)
def test_a_browser_is_told_to_take_no_plain_http_from_here(installed, more, told):
    hosts = {"VARDAG_HOSTS": "127.0.0.1"}
    with started("serve", *FREE, env=environment(installed, **hosts, **more)) as server:
        server.wait_for("http://")

        page = server.get("/sign-in/")

    assert page.headers["Strict-Transport-Security"] == told


def test_a_number_of_seconds_that_is_none_is_refused(installed):
    done = run("serve", *FREE, env=environment(installed, VARDAG_HSTS_SECONDS="a year"))

    assert done.returncode == 1
    assert "VARDAG_HSTS_SECONDS is 'a year'" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_its_worker_the_house_is_kept_beside_the_pages(tmp_path):
    run("migrate", env=environment(tmp_path))
    [database] = tmp_path.glob("*.sqlite3")
    with closing(sqlite3.connect(database, timeout=30)) as rows:
        rows.execute("INSERT INTO django_session VALUES ('old', '', '2020-01-01 00:00:00')")
        rows.commit()

        with serving(tmp_path, "--worker") as server:
            server.wait_for("serving")

            assert server.get("/sign-in/").status == 200
            deadline = time.monotonic() + PATIENCE
            while rows.execute("SELECT * FROM django_session").fetchone():
                assert time.monotonic() < deadline, "the sign-in that has run out is still there"
                time.sleep(0.1)


@pytest.mark.asvs("6.3.2", "6.3.4", "15.2.3")
def test_without_the_demonstration_nobody_can_choose_who_to_be(installed):
    with serving(installed) as server:
        server.wait_for("serving")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            server.get("/sign-in/enter/")


@pytest.mark.asvs("5.2.1")
def test_a_body_larger_than_anybody_sends_is_refused(installed):
    with serving(installed) as server:
        server.wait_for("serving")
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as visitor:
            visitor.sendall(
                b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n"
            )

            assert visitor.recv(64).startswith(b"HTTP/1.1 413")


def test_when_the_database_is_away_a_page_says_so(installed, tmp_path):
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as server:
        server.wait_for("serving")
        (tmp_path / "vardag.sqlite3").unlink()
        signed_in = urllib.request.Request(
            server.url + "/cases/", headers={"Cookie": f"sessionid={'k' * 32}"}
        )

        with pytest.raises(urllib.error.HTTPError, match="503") as failed:
            urllib.request.urlopen(signed_in)
        with failed.value as page:
            assert "Vi når inte det som är sparat just nu." in page.read().decode()


# ---- How it ends ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("how", [(), ("--processes", "2"), ("--worker",)])
def test_a_server_under_load_ends_at_once_with_all_it_started(installed, number, how):
    with serving(installed, *how) as server:
        server.wait_for("serving")
        with under_load(server, "/sign-in/"):
            took = server.end(number, group=number is signal.SIGINT)

        assert took < SOON
        assert server.process.returncode == 0
        assert server.said.endswith("ended\n")
        assert "Traceback" not in server.said
        assert gone_soon(server.process.pid)


def test_a_process_that_ends_by_itself_is_replaced(installed):
    with serving(installed, "--processes", "2") as server:
        server.wait_for("serving")
        server.get("/sign-in/")
        before = children(server.process.pid)

        subprocess.run(["kill", "-KILL", before[0]], check=True)
        server.wait_for("another takes its place")

        deadline = time.monotonic() + 30
        while len(after := children(server.process.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(after) == 2
        assert before[0] not in after
        assert server.get("/sign-in/").status == 200


def test_processes_do_not_outlive_the_one_that_started_them(installed):
    with serving(installed, "--processes", "2") as server:
        server.wait_for("serving")
        server.get("/sign-in/")

        server.end(signal.SIGKILL)

        assert gone_soon(server.process.pid)


def children(process: int) -> list[str]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def test_an_end_while_it_begins_is_an_end_too(installed):
    with serving(installed) as server:
        time.sleep(0.4)  # somewhere on its way

        assert server.end(signal.SIGTERM) < SOON
        assert "Traceback" not in server.said
