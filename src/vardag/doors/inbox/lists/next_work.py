"""What follows a piece of work in the list from which it was opened, in the order of that list."""

from django.http import QueryDict
from django.urls import reverse

from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.lists.worklist_filter import asked_of_work, only
from vardag.doors.inbox.lists.worklist_page import Row, worklist_page
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.moments import today
from vardag.rooms.lists.worklist import worklist

KEY = "work"


def next_work(request: StaffRequest, address: str, after: int | None) -> str:
    """Return the way to the row after this case's; to the first where it isn't in the list any more.

    :param address: what the list was asked for
    :returns: empty where nothing follows
    :raises OutOfReach: if the list isn't the person's
    """
    on, asked = today(), asked_of_work(QueryDict(address).dict())
    whole = worklist(request.staff, ClinicId(request.clinic.pk), on=on)
    page = worklist_page(only(whole, asked, today=on), reader=request.staff.id, today=on)
    rows = [row for group in page.groups for row in group.rows if row.piece or row.case.may_open]
    stood = [nth for nth, row in enumerate(rows) if row.case.id == after]
    rest = rows[stood[0] + 1 :] if stood else rows
    return _way(rest[0], asked.way) if rest else ""


def _way(row: Row, way: str) -> str:
    return reverse("inbox:piece" if row.piece else "inbox:case", args=[row.case.id]) + way
