"""What a process with a moved clock is told to do: see ``p05_watch``."""

import re
import time
from typing import Any

from django.test import Client

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.doors.ops import worker
from vardag.doors.shared.moments import now, today
from vardag.rooms.cases import actions
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people import queries

_ROW = re.compile(r'<tr class="case" id="case-(\d+)"[^>]*?(?: data-flag="([a-z-]+)")?>')


def clock() -> float:
    """Return what the system's clock shows, in seconds since 1970: whether it was moved at all."""
    return time.time()  # noqa: TID251 - it is what is tried here


def look(person: int) -> dict[str, Any]:
    """Return the inbox as a browser gets it from this process, and the clock before and after."""
    client, began = Client(), clock()
    session = client.session
    session["person"] = person
    session.save()
    answer = client.get("/staff/")
    rows = _ROW.findall(answer.content.decode())
    return {"clock": [began, clock()], "status": answer.status_code, "rows": rows}


def send(person: int, patient: int, clinic: int) -> dict[str, Any]:
    """Send a case now, and return the clock, its number and by when it is owed a response."""
    row = queries.person(PersonId(person))
    assert row is not None
    began, at = clock(), now()
    case = actions.submit(
        service="message",
        patient=PersonId(patient),
        clinic=ClinicId(clinic),
        answers={"text": "Hej"},
        by=queries.resident_of(row, on=today()),
        at=at,
    )
    due = CaseRow.objects.get(pk=case).response_due_date
    return {"clock": [began, clock()], "case": case, "due": str(due)}


def keep_house() -> bool:
    """Do a worker's round."""
    worker.keep_house(lambda _: False)
    return True
