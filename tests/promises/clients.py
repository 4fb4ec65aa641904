"""Families and staff who send over HTTP, again and again until they are answered.

They write down what they try before they try it, and what they are told when they are told it.
"""

import random
import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.filing import a_photo
from tests.promises.history import Attempt, Journal
from tests.promises.peopled import CLINIC
from tests.promises.sites import Site

CSRF = "b" * 32  # cookie and field agree, as they do in a browser
RESIDENTS = 4
SOON = 0.05  # seconds between two tries to reach a server that is gone
_SENT = re.compile(r"/cases/(\d+)/sent/")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    location: str
    text: str

    @property
    def case(self) -> int | None:
        """The case that a form is said to have become."""
        found = _SENT.search(self.location)
        return int(found.group(1)) if self.status == 302 and found else None


class Browser:
    """Somebody's browser: it is signed in, and asks over a connection that it keeps."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self._connection: HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(
        self,
        path: str,
        fields: Mapping[str, str],
        *,
        file: bytes | None = None,
        name: str = ".files",
    ) -> Answer:
        """Send a form, perhaps with a photograph.

        :raises OSError, HTTPException: if no whole answer came; what became of it isn't known
        """
        whole = {"csrfmiddlewaretoken": CSRF, **fields}
        if file is None:
            return self._ask("POST", path, urlencode(whole).encode(), {"Content-Type": _FORM})
        body, kind = _multipart(whole, file, name)
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Answer:
        try:
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            headers = {**self._headers(), **more}
            self._connection.request(method, path, body=body or None, headers=headers)
            answer = self._connection.getresponse()
            location = answer.headers.get("Location", "")
            return Answer(answer.status, location, answer.read().decode())
        except (OSError, HTTPException):
            self.close()
            raise

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Accept-Language": "sv",
        }

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def __del__(self) -> None:
        """Hang up when nobody has this browser any more: a round leaves eight of them behind."""
        self.close()


_FORM = "application/x-www-form-urlencoded"


def _multipart(fields: Mapping[str, str], file: bytes, name: str) -> tuple[bytes, str]:
    edge = "x" * 24
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode()
        for key, text in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="bild.jpg"\r\n'
    parts += [
        head.encode(),
        b"Content-Type: image/jpeg\r\n\r\n",
        file,
        f"\r\n--{edge}--\r\n".encode(),
    ]
    return b"".join(parts), f"multipart/form-data; boundary={edge}"


# --- Forms ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """A form that a family sends, the same however often it is sent."""

    key: str
    family: Mapping[str, Any]
    service: str
    text: str
    has_file: bool

    @property
    def path(self) -> str:
        return f"/new/{self.service}/?for={self.family['child']}&clinic={CLINIC}"

    @property
    def fields(self) -> dict[str, str]:
        asked = "medicine" if self.service == "renew-prescription" else "text"
        return {"form_key": self.key, asked: self.text}

    @property
    def attempt(self) -> Attempt:
        return Attempt(self.family["guardian"], self.text, files=int(self.has_file))

    def send(self, browser: Browser) -> Answer:
        return browser.post(self.path, self.fields, file=a_photo() if self.has_file else None)


def a_form(
    site: Site, draw: random.Random, *, has_file: bool | None = None, service: str = ""
) -> Form:
    """Return a form of a family drawn by chance; half of them have a file."""
    key = uuid4().hex
    return Form(
        key=key,
        family=draw.choice(site.people["families"]),
        service=service or draw.choice(("message", "renew-prescription")),
        text=f"Vi undrar om {key}",
        has_file=draw.random() < 0.5 if has_file is None else has_file,
    )


# --- A crowd that goes on whatever happens ---------------------------------------------------------


@dataclass
class Crowd:
    """Families who send forms, and a receiver who tells them that they are read."""

    site: Site
    draw: random.Random
    journal: Journal = field(default_factory=Journal)
    _waiting: list[Form] = field(default_factory=list)  # sent, and not answered yet
    _unread: "deque[int]" = field(default_factory=deque)
    _replying: list[tuple[int, str]] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have everybody send for as long as the block lasts; what isn't answered then is kept."""
        self._is_over.clear()
        seeds = [self.draw.random() for _ in range(RESIDENTS)]
        works = [threading.Thread(target=self._sends, args=(seed,)) for seed in seeds]
        works.append(threading.Thread(target=self._replies))
        for work in works:
            work.start()
        try:
            yield
        finally:
            self._is_over.set()
            for work in works:
                work.join()

    def waits(self, seconds: float) -> None:
        """Let time pass while everybody sends."""
        self._is_over.wait(seconds)

    def settle(self) -> None:
        """Send what wasn't answered once more, while nothing is being killed."""
        waiting, self._waiting = self._waiting, []
        for form in waiting:
            browser = Browser(self.site.port, form.family["session"])
            try:
                if not self._answered(form, browser):
                    self.journal.wrong.append(f"form {form.key} is never answered")
            finally:
                browser.close()
        replying, self._replying = self._replying, []
        browser = Browser(self.site.port, self.site.people["receivers"][0]["session"])
        for case, text in replying:
            self._reply(case, text, browser)
        browser.close()

    def _sends(self, seed: float) -> None:
        draw = random.Random(seed)
        while not self._is_over.is_set():
            form = a_form(self.site, draw)
            self.journal.attempted[form.key] = form.attempt
            browser = Browser(self.site.port, form.family["session"])
            while not self._answered(form, browser):
                if self._is_over.wait(SOON):
                    self._waiting.append(form)
                    break
            browser.close()

    def _answered(self, form: Form, browser: Browser) -> bool:
        """Send a form; tell whether it was answered."""
        try:
            answer = form.send(browser)
            if answer.status == 503:
                return False
            if answer.case is None:
                self.journal.wrong.append(f"a form was answered {answer.status}: {_gist(answer)}")
                return True
            self.journal.acknowledged[form.key] = answer.case
            self._read_receipt(form, answer.case, browser)
        except (OSError, HTTPException):
            return form.key in self.journal.acknowledged
        self._unread.append(answer.case)
        return True

    def _read_receipt(self, form: Form, case: int, browser: Browser) -> None:
        answer = browser.get(f"/cases/{case}/sent/")
        if answer.status == 200:
            self.journal.shown.add((case, form.family["guardian"]))
        elif answer.status != 503:
            self.journal.wrong.append(f"the receipt of case {case} was answered {answer.status}")

    def _replies(self) -> None:
        browser = Browser(self.site.port, self.site.people["receivers"][0]["session"])
        while not self._is_over.is_set():
            if not self._unread:
                self._is_over.wait(SOON)
                continue
            case, text = self._unread.popleft(), f"Vi har läst det {uuid4().hex}"
            while not self._reply(case, text, browser):
                if self._is_over.wait(SOON):
                    self._replying.append((case, text))
                    break
        browser.close()

    def _reply(self, case: int, text: str, browser: Browser) -> bool:
        self.journal.replies[text] = case
        try:
            answer = browser.post(
                f"/staff/cases/{case}/interim-reply/", {"seen": "1", "interim-text": text}
            )
        except (OSError, HTTPException):
            return False
        if answer.status == 302:
            self.journal.replied.add(text)
        elif answer.status != 503:
            self.journal.wrong.append(f"a reply in case {case} was answered {answer.status}")
        return answer.status != 503


def _gist(answer: Answer) -> str:
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return " ".join(heading.group(1).split()) if heading else answer.location
