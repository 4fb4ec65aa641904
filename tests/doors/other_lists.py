"""Using the pages of other systems' lists as a receiver does."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.desk import Desk
from tests.workbooks import xlsx

LIST = "/staff/reconciliation/list/"
ROWS = (("Ärende", "Datum"), ("26-9999", "2026-04-01"))


def chosen(desk: Desk, data: bytes = b"", *, name: str = "Melior v 16.xlsx") -> str:
    """Choose a list, and return the address of its preview."""
    file = SimpleUploadedFile(name, data or xlsx(ROWS))
    response = desk.sits("receiver").post(LIST, {"file": file})
    assert response.status_code == 302, response.content.decode()
    address: str = response.headers["Location"]
    return address


def compared(desk: Desk, data: bytes = b"") -> str:
    """Compare a list, and return the address of what came of it."""
    response = desk.sits("receiver").post(f"{chosen(desk, data)}compare/")
    assert response.status_code == 302, response.content.decode()
    address: str = response.headers["Location"]
    return address


VISITS_OF_LISTS = {
    "inbox:list_preview": lambda desk, _: desk.sits("receiver").get(chosen(desk)),
    "inbox:list_compare": lambda desk, _: desk.sits("receiver").post(
        f"{chosen(desk, xlsx((('Ärende',), ('x',))))}compare/"
    ),
    "inbox:list_compared": lambda desk, _: desk.sits("nurse").get(compared(desk)),
}
