"""What no database keeps, typed into any field of any page: a page comes back, never a failure."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.home import filled
from tests.doors.inboxes import address_of
from tests.promises.p09_replies import a_reply, linked, written
from vardag.domain.people.identity import CaseId, ClinicId

pytestmark = pytest.mark.django_db
UNSTORABLE = "a\x00b"
NO_NUMBER = "9" * 40
KEY = "0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b12"

type Tries = Iterator[tuple[str, str, Mapping[str, object]]]


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def of_cases(case: CaseId, text: str) -> Tries:
    """Yield what receivers send from a case and from lists."""
    words = {f"{each}-text": text for each in ("interim", "question", "reply", "note", "assign")}
    fields = {
        **words,
        "seen": text,
        "note-to": text,
        "close-reason": text,
        "guardians-reason": text,
    }
    for act in ("draft", "preview", "keep", "discard", "here"):
        yield "receiver", address_of(case, act), {**fields, "send": "reply", "part": text}
        yield "receiver", address_of(case, act), {"seen": "1", f"note-{text}-text": "x"}
    marked = [f"{case}-{text}", f"{text}-1", f"{case}-1"]
    yield "receiver", "/staff/together/", {"case": marked, "act": "assign", "assign-to": text}
    yield "receiver", "/staff/together/", {"case": marked, "act": text, "from": text}
    yield "receiver", "/staff/keys/", {"column": text}
    yield "receiver", "/staff/views/", {"name": text, "address": "service=message"}
    yield "receiver", "/staff/views/", {"name": "Mina", "address": f"service={text}&age=8"}
    yield "receiver", "/staff/views/", {"name": "Mina", "address": f"holder={text}&from={text}"}
    yield "receiver", "/staff/search/", {"sought": text}
    ticked = {"case": [str(case), text], f"to-{case}": text, f"seen-{case}": "1", "for-all": text}
    nurse = f"person:1:{text}"
    yield "receiver", "/staff/hand-over/", {**ticked, "note": text}
    yield "receiver", "/staff/hand-over/", {**ticked, "note": text, f"to-{case}": nurse}
    yield "receiver", "/staff/print/", {"case": [text, str(case)]}
    yield "receiver", "/staff/print/paper/", {"case": text, "shown": text, "for": text}


def of_the_office(desk: Desk, text: str) -> Tries:
    """Yield what managers send."""
    reply = a_reply(desk, ClinicId(desk.world.clinics["outpatient"]))
    owner = desk.person("manager")
    for name in ("name", "sv", "en", "from_date", "until", "owner"):
        yield "manager", "/staff/office/replies/new/", {**written(owner), name: text}
        form = {**written(owner), name: text, "seen": "1"}
        yield "manager", f"/staff/office/replies/{reply}/write/", form
    yield "manager", "/staff/office/replies/new/", {**written(owner), "replaces": text}
    for name in ("key", "name", "address", "until", "owner"):
        form = {"key": "our-door", **linked(owner), name: text}
        yield "manager", "/staff/office/links/new/", form
    yield "manager", "/staff/office/signature/", {"text": text, "seen": text}
    yield "manager", f"/staff/office/replies/{reply}/withdraw/", {"reason": text}


def of_families(desk: Desk, case: CaseId, text: str) -> Tries:
    """Yield what a guardian sends."""
    where = f"/new/message/?for={desk.person('child')}&clinic=outpatient"
    for deed in ("next", "save", "language", "throw", "switch", ""):
        form = {**filled("message"), "text": text, "form_key": KEY, ".do": f"{deed}:{text}"}
        yield "guardian", where, {**form, ".page": text, ".file": text, ".remove-file": text}
        yield "guardian", f"{where}&follows=9{'9' * 17}", form
    yield "guardian", f"/cases/{case}/answer/", {"text": text, ".file": text}


@pytest.mark.parametrize("text", [UNSTORABLE, NO_NUMBER, "\u202e%(name)s{0}{{ x }}"])
def test_whatever_is_typed_a_page_comes_back(desk, text):
    case = desk.send("message")
    tries = [*of_cases(case, text), *of_the_office(desk, text), *of_families(desk, case, text)]

    failed = [
        (who, address, fields)
        for who, address, fields in tries
        if sends(desk, who, address, fields) >= 500
    ]

    assert not failed


def addresses(text: str) -> Iterator[str]:
    """Yield lists asked for in ways that no page asks."""
    asks = [
        f"{name}={text}" for name in ("since", "until", "days", "holder", "order", "show", "page")
    ]
    for ask in [*asks, "since=0001-01-01", "until=0001-01-01", "until=9999-12-31", "days=3650"]:
        yield f"/staff/?{ask}"
        yield f"/staff/awaiting/?{ask}"
        yield f"/staff/next/?{urlencode({'from': f'inbox?{ask}', 'after': '1', 'at': text})}"
        yield f"/staff/next/?{urlencode({'from': f'inbox?{ask}', 'after': text, 'at': '1-1'})}"
    at = "0001-01-01T00:00+14:00"
    yield f"/staff/next/?{urlencode({'from': 'inbox?order=oldest', 'after': '1', 'at': at})}"
    yield f"/staff/next/?{urlencode({'from': 'closed', 'after': '1', 'at': at})}"
    for since in ("0-0", "999999999999999999-9999999999", text, "1-1"):
        yield f"/staff/news/?{urlencode({'since': since})}"
    yield f"/staff/search/{'0' * 16}/?show={text}"
    yield f"/staff/cases/1/?{urlencode({'from': text, 'at': text, 'act': text, 'standard': text})}"


@pytest.mark.parametrize("text", ["%00", NO_NUMBER, "0001-01-01T00:00+14:00"])
def test_whatever_is_asked_for_a_page_comes_back(desk, text):
    desk.send("message")
    client = desk.sits("receiver")
    client.raise_request_exception = False

    assert not [each for each in addresses(text) if client.get(each).status_code >= 500]


def sends(desk: Desk, who: str, address: str, fields: Mapping[str, object]) -> int:
    client = desk.sits(who)
    client.raise_request_exception = False
    return client.post(address, fields).status_code
