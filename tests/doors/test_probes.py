"""What a proxy asks before it sends people here: a word, and nothing of anybody."""

import os
import signal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from tests.doors.running import environment, run, started
from vardag.doors.shared.health.probes import LIVE, READY, ProbesMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(settings, "MAINTENANCE_FILE", tmp_path / "closed")
    return tmp_path / "closed"


def asked(path: str, method: str = "get") -> tuple[int, str]:
    middleware = ProbesMiddleware(lambda _: pytest.fail("it went on to the pages"))
    answer = middleware(getattr(RequestFactory(), method)(path))
    assert isinstance(answer, HttpResponse)
    return answer.status_code, answer.content.decode()


def test_a_server_in_order_is_live_and_ready():
    assert asked(LIVE) == (200, "live\n")
    assert asked(READY) == (200, "ready\n")


def test_closed_for_maintenance_it_is_live_and_not_ready(closed):
    closed.write_text("\n")

    assert asked(LIVE) == (200, "live\n")
    assert asked(READY) == (503, "closed for maintenance\n")


def test_with_a_database_of_an_earlier_version_it_is_not_ready():
    MigrationRecorder.Migration.objects.filter(app="rounds").delete()

    assert asked(READY) == (503, "not up to date\n")


def test_without_a_database_it_is_live_and_not_ready(monkeypatch):
    def away():
        raise DatabaseError("secret.example.se is away")

    monkeypatch.setattr(connection, "cursor", away)

    assert asked(LIVE) == (200, "live\n")
    assert asked(READY) == (503, "no database\n")


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_takes_no_forms_keeps_nothing_and_is_kept_nowhere(path):
    client = Client()
    answer = client.get(path)

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert not Session.objects.exists()
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_is_answered_whatever_host_it_asks_for_and_on_both_sides(path):
    with override_settings(RESIDENT_HOSTS=("a.example.se",), STAFF_HOSTS=("b.example.se",)):
        for host in ("10.1.2.3", "a.example.se", "b.example.se"):
            assert Client(headers={"host": host}).get(path).status_code == 200


def test_a_probe_asks_one_question_once_it_is_known_that_all_is_up_to_date(
    django_assert_num_queries,
):
    client = Client()
    client.get(READY)

    with django_assert_num_queries(1):
        client.get(READY)
    with django_assert_num_queries(0):
        client.get(LIVE)


def test_a_served_installation_answers(tmp_path):
    env = environment(tmp_path, VARDAG_HTTPS="0")
    assert run("migrate", env=env).returncode == 0
    with started("serve", "--port", "0", env=env) as server:
        server.wait_for("serving")
        assert server.get(READY).read() == b"ready\n"
        server.end(signal.SIGTERM)
    assert "health" not in server.said, os.linesep + server.said
