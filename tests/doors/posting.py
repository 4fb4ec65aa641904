"""Using the pages of what is sent as those who send do."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from tests.doors.desk import TUESDAY, Desk
from tests.doors.inboxes import text
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.dispatch_rows import DispatchRow

POST, ENVELOPES = "/staff/post/", "/staff/post/envelopes/"
PAPER = f"{ENVELOPES}paper/"
BY_HAND = "/staff/registers/post/"
SECRETARY = "certificate_secretary"
LETTER = {
    "received": "2026-04-02",
    "patient": "Ada Ek",
    "field:what": "Kallelse",
    "field:exemplar": "original",
    "field:to": "Ada Ek",
}


def sent(desk: Desk, outcome: str = "both") -> CaseId:
    """Return a certificate's case whose last piece of work turned out so."""
    case = desk.certificate_to_write(done=4)
    desk.do(case, SECRETARY, acts.CompleteWork("send", outcome), at=TUESDAY)
    return case


def nurses(desk: Desk, *steps: str) -> CaseId:
    """Return a nurse's certificate that is written, with more of its steps done."""
    case = desk.send("care-of-child-under-12-certificate")
    desk.do(case, "nurse", acts.SendInterimReply(acts.Message(text="Vi har börjat.")))
    for step in ("write-certificate", *steps):
        desk.do(case, "nurse", acts.CompleteStep(step), at=TUESDAY)
    return case


def write(desk: Desk, who: str = SECRETARY, **other: str) -> int:
    """Write a row by hand, and return its id."""
    response = desk.sits(who).post(f"{BY_HAND}new/", {**LETTER, **other})
    assert response.status_code == 302, response.content.decode()
    return int(re.findall(r"rows/(\d+)/", response.headers["Location"])[0])


def lines(html: str) -> list[str]:
    """Return the rows of the table, in words."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [text(row) for row in body.split("</tr>") if "<td" in row]


def rows_of(case: CaseId) -> list[str]:
    """Return what marks the rows of a case in an address."""
    found = DispatchRow.objects.filter(case=case).order_by("pk")
    return [f"d{pk}" for pk in found.values_list("pk", flat=True)]


def filled(html: str, address: str = "Storgatan 1\n451 00 Uddevalla") -> dict[str, str]:
    """Return the form of envelopes filled in, all of them marked."""
    keys = re.findall(r'name="include-([^"]+)"', html)
    said = dict(re.findall(r'name="(to-[^"]+)"\s+value="([^"]*)"', html))
    return {
        **{f"include-{key}": "on" for key in keys},
        **{f"to-{key}": said.get(f"to-{key}") or "Skolan" for key in keys},
        **{f"address-{key}": address for key in keys},
        "start": "1",
    }


def paper_of(response: Any) -> PdfReader:
    assert response.status_code == 200, response.content.decode()
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def _labels(desk: Desk, _: CaseId) -> Any:
    case = ready(desk)
    typed = {f"include-c{case}-home": "on", f"to-c{case}-home": "Någon", "start": "1"}
    typed[f"address-c{case}-home"] = "Storgatan 1\n451 00 Uddevalla"
    return desk.sits(SECRETARY).post(PAPER, {**typed, "case": str(case), "make": "labels"})


def ready(desk: Desk) -> CaseId:
    """Return a certificate's case whose paper is to be sent next."""
    return desk.certificate_to_write(done=4)


VISITS_OF_POST = {
    "inbox:post": lambda desk, _: desk.sits(SECRETARY).get(POST),
    "inbox:post_workbook": lambda desk, _: desk.sits(SECRETARY).get(f"{POST}workbook/"),
    "inbox:post_case": lambda desk, _: desk.sits(SECRETARY).get(f"{POST}cases/{ready(desk)}/"),
    "inbox:post_rows": lambda desk, _: desk.sits(SECRETARY).get(
        ENVELOPES, {"row": rows_of(sent(desk))}
    ),
    "inbox:post_paper": _labels,
}
