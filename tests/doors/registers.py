"""Using a register's pages as a nurse does."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.doors.desk import Desk
from tests.workbooks import xlsx
from vardag.rooms.registers.models import EntryRow

REGISTER = "/staff/registers/prescription-requests/"
CALL = {"received": "2026-04-02", "patient": "Ada Ek", "field:medicine": "Concerta 18 mg"}


def write(desk: Desk, who: str = "nurse", **other: str) -> int:
    """Write a row by hand, and return its id."""
    response = desk.sits(who).post(f"{REGISTER}new/", {**CALL, **other})
    assert response.status_code == 302, response.content.decode()
    return int(re.findall(r"rows/(\d+)/", response.headers["Location"])[0])


def row(entry: int, act: str = "") -> str:
    return f"{REGISTER}rows/{entry}/{act}"


def choose(client: Client, data: bytes, name: str = "Receptförfrågningar BUP.xlsx") -> Any:
    return client.post(f"{REGISTER}import/", {"file": SimpleUploadedFile(name, data)})


def chosen(desk: Desk, data: bytes = b"", who: str = "nurse") -> str:
    """Choose a workbook, and return the address of its preview."""
    response = choose(desk.sits(who), data or xlsx())
    assert response.status_code == 302, response.content.decode()
    address: str = response.headers["Location"]
    return address


def unwritten(desk: Desk) -> int:
    """Return a row that is there before the log is away."""
    found = EntryRow.objects.first()
    return found.pk if found else EntryRow.objects.create(
        register="prescription-requests",
        clinic_id=desk.world.clinics["outpatient"],
        received_date="2026-04-02",
        patient="Ada Ek",
        said={
            "received": "2026-04-02",
            "patient": "Ada Ek",
            "personal_number": "",
            "texts": {},
            "first_response": None,
            "is_done": False,
            "done": None,
            "done_by": "",
        },
        is_done=False,
        sought="ada ek",
        fingerprint="a",
    ).pk  # fmt: skip


VISITS_OF_REGISTERS = {
    "inbox:register_workbook": lambda desk, _: desk.sits("nurse").get(f"{REGISTER}workbook/"),
    "inbox:register_row": lambda desk, _: desk.sits("nurse").get(row(unwritten(desk))),
    "inbox:register_correct": lambda desk, _: desk.sits("nurse").post(
        row(unwritten(desk), "correct/"), {"seen": "1", "received": "igår"}
    ),
    "inbox:register_complete": lambda desk, _: desk.sits("nurse").post(
        row(unwritten(desk), "complete/"), {"seen": "1", "closed": "igår"}
    ),
    "inbox:register_strike": lambda desk, _: desk.sits("nurse").post(
        row(unwritten(desk), "strike/"), {"seen": "1", "reason": " "}
    ),
    "inbox:register_preview": lambda desk, _: desk.sits("nurse").get(chosen(desk)),
    "inbox:register_bring_in": lambda desk, _: desk.sits("nurse").post(
        f"{chosen(desk, xlsx((('Datum', 'Namn'), ('igår', 'Ada'))))}rows/"
    ),
}
