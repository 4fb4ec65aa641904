"""Behind the proxy whose file we hand out: what it takes and hands on, also while one of two is away."""

import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.doors.nginx import NAME, filled_in, nginx, program
from tests.doors.running import PATIENCE, Running, environment, run, started
from tests.harness.postgres import free_port


@dataclass
class Behind:
    """Two servers, and the proxy before them."""

    port: int
    servers: list[Running]

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        trusting = ssl._create_unverified_context()  # its own certificate, made a moment ago
        asked = HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=trusting)
        with closing(asked):
            asked.request(method, path, body=body, headers={"Host": NAME, **headers})
            answer = asked.getresponse()
            return answer, answer.read()


@pytest.fixture(scope="module")
def behind(tmp_path_factory) -> Iterator[Behind]:
    program()
    folder: Path = tmp_path_factory.mktemp("behind")
    env = environment(
        folder, VARDAG_HOSTS=NAME, VARDAG_PROXIES="1", VARDAG_LOGS="json", VARDAG_THROW_AWAY="1"
    )
    assert run("migrate", env=env).returncode == 0
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        servers = [
            stack.enter_context(started("serve", "--port", str(port), env=env)) for port in ports
        ]
        for each in servers:
            each.wait_for("serving")
        place: Path = tmp_path_factory.mktemp("nginx")
        port = stack.enter_context(nginx(place, behind=ports))
        _until_it_listens(place)
        yield Behind(port, servers)


def _until_it_listens(place: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (place / "pid").exists():
        assert time.monotonic() < until, (place / "start.log").read_text()
        time.sleep(0.05)


def test_nginx_takes_the_file_as_it_is(tmp_path):
    whole = filled_in(tmp_path, port=free_port(), behind=(free_port(), free_port()))

    said = subprocess.run(
        [program(), "-t", "-q", "-c", str(whole)], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_a_page_comes_over_https_with_all_that_stands_over_it(behind):
    answer, page = behind.ask("/sign-in/")

    assert answer.status == 200
    assert b"<h1" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "__Host-" in answer.headers["Set-Cookie"]
    assert answer.headers["Server"] == "nginx"  # and not which one


def test_a_form_comes_through_and_its_origin_is_known(behind):
    mark = "c" * 32
    given = {
        "Cookie": f"__Host-csrftoken={mark}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = f"csrfmiddlewaretoken={mark}&language=en&next=/sign-in/".encode()

    ours, _ = behind.ask("/language/", method="POST", body=form, Origin=f"https://{NAME}", **given)
    other, _ = behind.ask(
        "/language/", method="POST", body=form, Origin="https://example.com", **given
    )
    assert (ours.status, other.status) == (302, 403)


def test_the_request_has_one_id_in_all_logs_and_nobody_outside_chooses_it(behind):
    answer, _ = behind.ask("/sign-in/", **{"X-Request-Id": "chosen-outside"})

    own = answer.headers["X-Request-Id"]
    assert own != "chosen-outside"
    assert len(own) == 32


def test_another_host_name_is_refused(behind):
    answer, _ = behind.ask("/sign-in/", Host="elsewhere.example.com")

    assert answer.status == 400


def test_more_than_may_be_sent_is_refused_before_it_has_come(behind):
    answer, _ = behind.ask("/sign-in/", **{"Content-Length": str(130 * 1024 * 1024)})

    assert answer.status == 413


def test_who_is_refused_by_one_that_is_restarted_is_taken_by_the_other(behind):
    first = behind.servers[0]

    before = [behind.ask("/sign-in/")[0].status for _ in range(4)]
    first.end(signal.SIGTERM)
    after = [behind.ask("/sign-in/")[0].status for _ in range(8)]

    assert (before, after) == ([200] * 4, [200] * 8)
    assert '"route": "signin:' in first.said, "the first had no share before"
