"""The post register: what was sent, to whom, by whom; who sees it; and what of the protected."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.build import on
from tests.doors import matrix
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import read, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named, as_rows
from vardag.rooms.cases.dispatch_rows import DispatchRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
POST = "/staff/post/"
BY_HAND = "/staff/registers/post/"
LETTER = {
    "received": "2026-04-09",
    "patient": "Ada Ek",
    "field:what": "Kallelse",
    "field:exemplar": "original",
    "field:to": "Ada Ek",
}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(on("2026-04-10T09:00"))
    return built


def sent(desk: Desk, outcome: str = "both", *, at=TUESDAY) -> CaseId:
    """Return a certificate's case whose last piece of work turned out so."""
    case = desk.certificate_to_write(done=4)
    desk.do(case, "certificate_secretary", acts.CompleteWork("send", outcome), at=at)
    return case


def nurses(desk: Desk) -> CaseId:
    """Return a nurse's certificate of which the original and the copy are sent."""
    case = desk.send("care-of-child-under-12-certificate")
    desk.do(case, "nurse", acts.SendInterimReply(acts.Message(text="Vi har börjat.")))
    for step in ("write-certificate", "send-original", "send-copy"):
        desk.do(case, "nurse", acts.CompleteStep(step), at=TUESDAY)
    return case


def look(desk: Desk, who: str = "certificate_secretary", **asked: str) -> str:
    return read(desk.sits(who).get(POST, asked))


def lines(html: str) -> list[str]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [text(row) for row in body.split("</tr>") if "<td" in row]


def write(desk: Desk, who: str = "certificate_secretary", **other: str) -> int:
    response = desk.sits(who).post(f"{BY_HAND}new/", {**LETTER, **other})
    assert response.status_code == 302, response.content.decode()
    return int(re.findall(r"rows/(\d+)/", response.headers["Location"])[0])


def test_what_goes_to_both_is_two_rows_and_the_original_goes_to_whoever_needs_it(desk):
    case = sent(desk)

    number = desk.case(case).number
    rows = lines(look(desk))

    assert len(rows) == 2
    said = {" ".join(row.split()) for row in rows}
    what = "Intyg omvårdnadsbidrag (FK3221)"
    by = "certificate_secretary, medical"
    assert said == {
        f"tis 7 april {number} child {what} Original Försäkringskassans inläsningscentral {by}",
        f"tis 7 april {number} child {what} Kopia Hem: guardian {by}",
    }
