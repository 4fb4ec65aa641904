"""What is measured: each operation as the floor and as the product are asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tools.bench.shape import CLINICS, COMMON, OPEN_EVERY, RARE, STAFF, clinic_of

CSRF = "b" * 32  # cookie and form field agree, as they do in a browser
CLINIC = 7
READER, WRITER = 1, 2
RESIDENT, CHILD = STAFF + 1, STAFF + 2
SEARCHES = {"rare": RARE, "common": COMMON}
READS = ("inbox", "case", *SEARCHES)
OPERATIONS = (*READS, "submit", "reply", "close")
PEOPLE = {**dict.fromkeys(READS, READER), "submit": RESIDENT, "reply": WRITER, "close": WRITER}


@dataclass(frozen=True)
class Request:
    """How to ask for an operation, and what a right answer is."""

    method: str
    path: str
    status: int
    body: str = ""
    contains: str = ""


FLOOR = {
    "inbox": Request("GET", "/inbox", 200, contains="<td>"),
    "case": Request("GET", "/case/{id}", 200, contains="<article>"),
    **{
        each: Request("GET", f"/search?q={q}", 200, contains="<td>") for each, q in SEARCHES.items()
    },
    "submit": Request("POST", "/submit", 302, body=urlencode({"text": "När är vår tid?"})),
    "reply": Request("POST", "/reply/{id}", 302, body=urlencode({"text": "Vi återkommer."})),
    "close": Request("POST", "/reply/{id}", 302, body=urlencode({"text": "Klart.", "close": "1"})),
}


def product() -> dict[str, Request]:
    """Return how the product is asked; the fields are those of its pages."""
    told = {"csrfmiddlewaretoken": CSRF, "seen": "3", "interim-text": "Vi återkommer."}
    replied = {"csrfmiddlewaretoken": CSRF, "seen": "3", "reply-text": "Din tid är på onsdag."}
    new = {"csrfmiddlewaretoken": CSRF, "form_key": "{uuid}", "text": "När är vår tid?"}
    return {
        "inbox": Request("GET", "/staff/", 200, contains="<table"),
        "case": Request("GET", "/staff/cases/{id}/", 200, contains='id="case"'),
        # What is looked for is kept in the sign-in; see ``prepare``.
        **{each: Request("GET", f"/staff/search/{each}/", 200, "", "<mark>") for each in SEARCHES},
        "submit": Request(
            "POST",
            f"/new/message/?for={CHILD}&clinic=clinic-{CLINIC + 1}",
            302,
            body=urlencode(new, safe="{}"),
        ),
        "reply": Request("POST", "/staff/cases/{id}/interim-reply/", 302, body=urlencode(told)),
        "close": Request("POST", "/staff/cases/{id}/reply/", 302, body=urlencode(replied)),
    }


def cases_for(operation: str, cases: int, *, share: int, shares: int) -> Sequence[int]:
    """Return case ids for one measurement; writes get their own cases in every round.

    Open cases are every fifth. Writes go to other clinics than the one whose inbox is read, so that
    the inbox stays as it is during a run.
    """
    if operation in READS:
        return _open_cases(operation, cases)[:200]
    return _open_cases(operation, cases)[:-1][share::shares]


def case_to_count_on(operation: str, cases: int) -> int:
    """Return the case that the queries are counted on, which no round writes to."""
    return _open_cases(operation, cases)[-1]


def _open_cases(operation: str, cases: int) -> Sequence[int]:
    everything = range(OPEN_EVERY, cases + 1, OPEN_EVERY)
    if operation in READS:
        return [pk for pk in everything if clinic_of(pk) == CLINIC]
    elsewhere = [pk for pk in everything if clinic_of(pk) not in (CLINIC, CLINIC + 1)]
    return elsewhere[::2] if operation == "reply" else elsewhere[1::2]


def headers(session: str) -> dict[str, str]:
    return {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": CSRF,
        "Accept-Language": "sv",
    }


assert CLINIC + 1 <= CLINICS
