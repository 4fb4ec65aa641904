"""``vardag stand-in``: a system that other systems can be tried against, on this machine alone.

It speaks as much of HL7 FHIR R4 as a message needs: conditional creates and searches by identifier, kept
in memory. It can behave badly on purpose, as real systems do now and then, so that one can see what
comes of it. Its own page shows what has come, and changes how it behaves.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

type Json = dict[str, Any]
_HOST = "127.0.0.1"  # what comes is kept in memory, and anybody here can read it
_MOST = 1024 * 1024
_SIGN = "sign"  # a button beside those of the behaviors
_SLOW = 30.0  # seconds: longer than anybody waits


class Behavior(StrEnum):
    """How the stand-in answers."""

    GOOD = "good"
    SLOW = "slow"  # does what it is told, and answers far too late
    DOWN = "down"  # says that it can't now
    REFUSING = "refusing"  # says that it never will
    LATER = "later"  # takes it, and says that it is done when asked
    TWICE = "twice"  # makes another of what it has, whatever the condition says
    LYING = "lying"  # says that it is done, and shows another's


@dataclass
class Shelf:
    """What the stand-in has been told, and how it behaves."""

    behavior: Behavior = Behavior.GOOD
    seconds: float = _SLOW
    resources: list[Json] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def found(self, kind: str, key: str) -> list[Json]:
        """Return those of a kind that have an identifier, as ``system|value``."""
        system, _, value = key.partition("|")
        wanted = {"system": system, "value": value}
        return [
            each
            for each in self.resources
            if each["resourceType"] == kind and wanted in each.get("identifier", [])
        ]

    def signed(self) -> None:
        """Let somebody here do what waits for a person: sign."""
        with self.lock:
            for each in filter(_is_to_sign, self.resources):
                each["status"] = "completed"

    def create(self, made: Json, condition: str) -> tuple[HTTPStatus, Json]:
        """Keep a resource unless the condition finds it; return the one that there is."""
        with self.lock:
            there = self.found(made["resourceType"], condition) if condition else []
            if there and self.behavior is not Behavior.TWICE:
                return HTTPStatus.OK, there[0]
            kept = {**made, "id": str(len(self.resources) + 1)}
            self.resources.append(kept)
            return HTTPStatus.CREATED, kept


@contextmanager
def stand_in(shelf: Shelf, *, port: int = 0) -> Iterator[str]:
    """Serve on this machine for as long as the block runs, and yield the base address.

    :raises OSError: if the port is taken
    """

    class Answering(_Handler):
        pass

    Answering.shelf = shelf
    server = ThreadingHTTPServer((_HOST, port), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf
    server_version = "VardagStandIn"

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        if where.path == "/":
            self._answer(HTTPStatus.OK, _page(self.shelf), "text/html; charset=utf-8")
            return
        if not self._is_willing():
            return
        key = parse_qs(where.query).get("identifier", [""])[0]
        found = self.shelf.found(where.path.strip("/"), key)
        entries = [{"resource": each} for each in found]
        self._json(HTTPStatus.OK, {**_BUNDLE, "total": len(entries), "entry": entries})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, _MOST))
        if self.path == "/":
            self._behave(body)
            return
        if not self._is_willing():
            return
        made = _resource(body, self.path.strip("/"))
        if made is None:
            self._json(HTTPStatus.BAD_REQUEST, _outcome("that is no such resource"))
            return
        condition = (self.headers.get("If-None-Exist") or "").removeprefix("identifier=")
        status, kept = self.shelf.create(made, condition)
        self._created(status, kept)

    def _created(self, status: HTTPStatus, kept: Json) -> None:
        match self.shelf.behavior:
            case Behavior.SLOW:
                time.sleep(self.shelf.seconds)
                self._json(status, kept)
            case Behavior.LATER:
                self._json(HTTPStatus.ACCEPTED, {})
            case Behavior.LYING:
                other = {"system": "urn:vardag:message", "value": "somebody-elses"}
                self._json(HTTPStatus.OK, {**kept, "identifier": [other]})
            case _:
                self._json(status, kept)

    def _is_willing(self) -> bool:
        """Tell whether it answers at all as one would wish; if not, it has answered."""
        match self.shelf.behavior:
            case Behavior.DOWN:
                self._json(HTTPStatus.SERVICE_UNAVAILABLE, _outcome("down on purpose"))
            case Behavior.REFUSING:
                self._json(HTTPStatus.UNPROCESSABLE_ENTITY, _outcome("refused on purpose"))
            case _:
                return True
        return False

    def _behave(self, body: bytes) -> None:
        wanted = parse_qs(body.decode("utf-8", "replace")).get("as", [""])[0]
        if wanted == _SIGN:
            self.shelf.signed()
        if wanted in set(Behavior):
            self.shelf.behavior = Behavior(wanted)
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: HTTPStatus, body: Json) -> None:
        self._answer(status, json.dumps(body), "application/fhir+json")

    def _answer(self, status: HTTPStatus, body: str, media: str) -> None:
        data = body.encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:  # who asked has gone, as from one that is slow
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: what comes names patients."""


def _is_to_sign(made: Json) -> bool:
    coded = made.get("code", {}).get("coding", [])
    is_of_kind = any(each.get("code") == "signature" for each in coded)
    return is_of_kind and made.get("status") == "requested"


_BUNDLE = {"resourceType": "Bundle", "type": "searchset"}


def _outcome(why: str) -> Json:
    issue = {"severity": "error", "code": "processing", "diagnostics": why}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _resource(body: bytes, kind: str) -> Json | None:
    try:
        made = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return made if isinstance(made, dict) and made.get("resourceType") == kind else None


def _page(shelf: Shelf) -> str:
    """Return the stand-in's own page: what has come, and how it behaves."""
    buttons = "".join(
        f'<button name="as" value="{each}"{" disabled" if each is shelf.behavior else ""}>'
        f"{each}</button> "
        for each in Behavior
    )
    waiting = sum(map(_is_to_sign, shelf.resources))
    sign = f'<p>{waiting} to sign. <button name="as" value="{_SIGN}">sign them</button></p>'
    came = "".join(
        f"<li><pre>{escape(json.dumps(each, ensure_ascii=False, indent=1))}</pre></li>"
        for each in reversed(shelf.resources)
    )
    return (
        '<!doctype html><html lang="en"><title>Stand-in</title><h1>A stand-in for other systems</h1>'
        f'<form method="post"><p>It is {shelf.behavior}. Behave: {buttons}</p>'
        f"{sign if waiting else ''}</form>"
        f"<h2>What has come: {len(shelf.resources)}</h2><ol reversed>{came}</ol></html>"
    )


def run(*, port: int, behavior: str) -> int:
    """Serve until Ctrl-C or SIGTERM, which is how it is meant to end: so 0."""
    from vardag.doors.ops.stopping import Stopped, stoppable

    try:
        with stoppable(), stand_in(Shelf(Behavior(behavior)), port=port) as address:
            print(
                f"a stand-in for other systems is {behavior} at {address} (Ctrl-C ends it)",
                flush=True,
            )
            while True:
                time.sleep(3600)
    except Stopped:
        print("ended", flush=True)
    except OSError as wrong:
        print(f"stand-in: port {port} of {_HOST} can't be used: {wrong.strerror}")
        return 1
    return 0


BEHAVIORS = tuple(each.value for each in Behavior)
