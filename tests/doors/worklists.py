"""Reading and using the worklist as its people do."""

import re

from tests.doors.desk import Desk
from vardag.domain.people.identity import CaseId

WORK = "/staff/work/"


def groups(html: str) -> list[str]:
    """Return the headings of the groups, in their order."""
    return re.findall(r'scope="rowgroup".*?<b>(.*?)</b>', html, re.DOTALL)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def look(desk: Desk, who: str = "certificate_secretary") -> str:
    response = desk.sits(who).get(WORK)
    assert response.status_code == 200
    return response.content.decode()


def tick(desk: Desk, case: CaseId, work: str, who: str = "certificate_secretary", **more: str):
    return desk.sits(who).post(f"{WORK}{case}/done/", {"work": work, **more})
