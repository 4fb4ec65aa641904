"""Reading and using the receivers' pages as their people do."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from tests.doors.desk import Desk
from vardag.domain.people.identity import CaseId

INBOX = "/staff/"


def text(html: str) -> str:
    """Return what can be read of a page, its white space made one."""
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" ([,.:;])", r"\1", words)


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def look(desk: Desk, who: str = "receiver", address: str = INBOX) -> str:
    return read(desk.sits(who).get(address))


def opened(desk: Desk, case: CaseId, who: str = "receiver", **asks: str) -> str:
    return read(desk.sits(who).get(address_of(case), asks))


def address_of(case: CaseId, act: str = "") -> str:
    return f"/staff/cases/{case}/{act}/" if act else f"/staff/cases/{case}/"


def groups(html: str) -> list[str]:
    """Return the headings of a list's groups, each with what it says of the date."""
    found = re.findall(r'scope="rowgroup"[^>]*>(.*?)</th>', html, re.DOTALL)
    return [text(each) for each in found]


def rows(html: str) -> list[str]:
    """Return the rows of a list in their order, each without the case's number at its end."""
    found = re.findall(r'<tr class="case".*?</tr>', html, re.DOTALL)
    return [re.sub(r" \d\d-\d{4,}$", "", text(each)) for each in found]


def ids(html: str) -> list[int]:
    """Return the cases of a list, in their order."""
    found = re.findall(r'class="row-link" href="/staff/cases/(\d+)/(?:\?[^"]*)?"', html)
    return [int(pk) for pk in found]


def sent(
    desk: Desk,
    case: CaseId,
    act: str,
    fields: Mapping[str, str] | None = None,
    *,
    who: str = "receiver",
    seen: int | None = None,
    by_script: bool = False,
) -> Any:
    """Send the page's form with an act, on the case as it is now unless it was seen earlier."""
    version = desk.case(case).case.version if seen is None else seen
    headers = {"HX-Request": "true"} if by_script else {}
    return desk.sits(who).post(
        address_of(case, act), {"seen": version, **(fields or {})}, headers=headers
    )


def field(html: str, name: str) -> str:
    """Return what stands in a field of the page."""
    area = re.search(
        rf'<textarea[^>]* name="{re.escape(name)}"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL
    )
    if area:
        return unescape(area[1])
    value = re.search(rf'<input[^>]* name="{re.escape(name)}"[^>]* value="(.*?)"', html)
    assert value, f"there is no field {name}"
    return unescape(value[1])


def signed(words: str, who: str = "receiver", clinic: str = "outpatient") -> str:
    """Return words as the family reads them, with what stands under them where nobody chose else."""
    return f"{words}\n\nMed vänlig hälsning\n{who}\n{clinic}"


def has_field(html: str, name: str) -> bool:
    return f' name="{name}"' in html
