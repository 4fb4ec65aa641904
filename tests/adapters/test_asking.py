"""Services over TLS: who can't show that they are whom we ask is told nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.harness.certificates import Authority, an_authority
from vardag.adapters.asking import NoAnswer, Service


@contextmanager
def answering(authority: Authority, heard: list[str]) -> Iterator[str]:
    """Answer over TLS on this machine, and write down whatever is heard."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get("Authorization", ""))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.socket = authority.server.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who rings off
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_whom_an_authority_of_ours_speaks_for_is_asked(tmp_path: Path, monkeypatch):
    authority, heard = an_authority(tmp_path), []
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    with answering(authority, heard) as address:
        assert Service(address, token="secret").ask() == {}
    assert heard == ["Bearer secret"]


@pytest.mark.asvs("12.3.2")
@pytest.mark.parametrize("wrong", ["an authority that nobody knows", "another's name", "ended"])
def test_whose_certificate_does_not_hold_is_told_no_secret(tmp_path: Path, monkeypatch, wrong):
    of = "127.0.0.9" if wrong == "another's name" else "127.0.0.1"
    authority, heard = an_authority(tmp_path / "one", of=of, ended=wrong == "ended"), []
    trusted = authority if wrong != "an authority that nobody knows" else an_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.file))

    with answering(authority, heard) as address, pytest.raises(NoAnswer, match="doesn't answer"):
        Service(address, token="secret").ask()
    assert heard == []
