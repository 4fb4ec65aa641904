"""What the tests stand on holds: sockets, the server of our own, the two commands' front door."""

import re
import socket
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.harness import postgres
from tests.harness.accessibility import stumbling_blocks
from tests.harness.sockets import OutsideWorld

ROOT = Path(__file__).resolve().parents[2]


def test_a_test_reaches_nobody_outside_this_machine():
    with pytest.raises(OutsideWorld):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("www.example.org", 443)


def test_a_test_reaches_this_machine():
    with socket.create_server(("127.0.0.1", postgres.free_port())) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_a_server_of_our_own_answers_on_a_low_port_and_leaves_nothing_behind(tmp_path):
    with postgres.cluster(folder=tmp_path) as server, psycopg.connect(server.url) as connection:
        (port,) = connection.execute("SHOW port").fetchone() or ("0",)

    assert int(port) < 32_768
    assert not list(tmp_path.iterdir())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)), timeout=1)


def test_a_password_is_needed(tmp_path):
    with postgres.cluster(folder=tmp_path) as server:
        without = re.sub(r":[0-9a-f]{24}@", ":guess@", server.url)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(without)


def test_dev_alone_explains_every_command():
    script = (ROOT / "dev").read_text()
    said = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=True).stdout

    for name in re.findall(r"^(\w+)(?: \| \w+)*\)", script, flags=re.MULTILINE):
        assert f"  {name} " in said


def test_an_unknown_command_is_refused():
    done = subprocess.run([ROOT / "dev", "fly"], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "there is no command 'fly'" in done.stderr


def test_stumbling_blocks_on_a_page_are_found(page):
    page.set_content("<html><title>x</title><body><img src='data:,'><input><p>words</p>")

    found = " ".join(stumbling_blocks(page))

    for rule in ("html-has-lang", "image-alt", "label"):
        assert f"at 1280: {rule}" in found
        assert f"at 390: {rule}" in found


def test_a_page_wider_than_its_window_is_found(page):
    page.set_content("<html lang=sv><title>x</title><main><h1 style='width:800px'>Hej</h1></main>")

    assert stumbling_blocks(page) == ["at 390: the page is wider than its window"]
