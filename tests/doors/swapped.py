"""Another's number in the place of one's own: cases in every relation, and what is asked for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Sum
from django.test import Client

from tests.doors import matrix
from tests.doors.desk import Desk
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.doors.inbox.case.forms import ACTS
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.notices.models import NoticeRow

SECRET = "Det som ingen annan får läsa"
ABSENT = CaseId(87_654)
WORDS = acts.Message(text=SECRET)
EVERYTHING = {
    "seen": "1",
    "interim-text": "Delsvar",
    "question-text": "Fråga?",
    "reply-text": "Svar",
    "note-text": "Anteckning",
    "close-reason": "Nej",
    "step": "document-request",
    "text": "Svar på frågan",
}
OUTPATIENT = {"receiver", "nurse"}
MEDICAL = {"medical_receiver", "certificate_secretary", "doctor"}


@dataclass(frozen=True)
class Known:
    """A case, and everybody who may read it."""

    case: CaseId
    readers: set[str] = field(default_factory=set)


def everybodys_cases(desk: Desk) -> list[Known]:
    """Return cases in every relation; who reads each is written by hand."""
    both = {"guardian", "other_guardian"}
    written = {"text": SECRET}
    sent = [
        Known(desk.send("message", form=written), both | OUTPATIENT),
        Known(desk.send("message", form=written, by="other_guardian"), both | OUTPATIENT),
        Known(desk.send("message", form=written, by="child"), both | OUTPATIENT | {"child"}),
        Known(
            desk.send("message", form=written, by="youth", about="youth"), OUTPATIENT | {"youth"}
        ),
        Known(
            desk.send("care-allowance-certificate", by="youth_guardian", about="youth"),
            OUTPATIENT | {"youth_guardian"},
        ),
    ]
    held = Known(desk.send("message", form=written), both | OUTPATIENT | {"clinician"})
    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(held.case, "receiver", acts.Assign(to))
    asked = Known(desk.send("message", form=written), both | OUTPATIENT)
    desk.do(asked.case, "receiver", acts.AskCounterQuestion(WORDS))
    closed = Known(desk.send("message", form=written), both | OUTPATIENT)
    desk.do(closed.case, "receiver", acts.ReplyAndClose(WORDS))
    sent_on = Known(desk.send("message", form=written), both | OUTPATIENT | {"outsider"})
    desk.do(sent_on.case, "receiver", acts.Assign(acts.Clinic(desk.world.clinics["elsewhere"])))
    return [
        *sent,
        held,
        asked,
        closed,
        sent_on,
        Known(desk.certificate_to_print(), both | OUTPATIENT | MEDICAL),
        Known(desk.certificate_to_write(), both | OUTPATIENT | MEDICAL),
    ]


def requests_of(person: str) -> Iterator[tuple[str, str]]:
    """Yield what somebody's own browser asks, with a gap for the number of the case."""
    if person in matrix.STAFF:
        yield "GET", "/staff/cases/{}/"
        yield "GET", "/staff/cases/{}/?act=assign"
        yield "GET", "/staff/cases/{}/?act=reply&standard=received"
        for each in ("draft", "preview", "keep", "discard", "here"):
            yield "POST", f"/staff/cases/{{}}/{each}/"
        yield "POST", "/staff/cases/{}/print/"
        yield "POST", "/staff/work/{}/done/"
        yield from (("POST", f"/staff/cases/{{}}/{act}/") for act in ACTS)
    else:
        yield "GET", "/cases/{}/"
        yield "GET", "/cases/{}/sent/"
        yield "POST", "/cases/{}/answer/"


def asked(
    client: Client, request: tuple[str, str], case: CaseId, *, by_script: bool = False
) -> tuple[int, str]:
    """Ask with a case's number, and return the answer without what differs in every answer."""
    method, path = request
    headers = {"HX-Request": "true"} if by_script else {}
    data = EVERYTHING if method == "POST" else None
    ask = client.post if method == "POST" else client.get
    response = ask(path.format(case), data, headers=headers)
    said = re.sub(r"(cases|work)/\d+", "", response.content.decode())
    return response.status_code, re.sub(r"\w{64}", "", said)


def everything_there_is() -> tuple[int, int, int | None]:
    versions = CaseRow.objects.aggregate(total=Sum("version"))["total"]
    return EventRow.objects.count(), NoticeRow.objects.count(), versions
