"""Work that is late at other clinics, certificates above all, for who sent the cases there (R13)."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.lists.receiving import permit_receiving
from vardag.doors.inbox.lists.work_owner import group_name
from vardag.doors.inbox.lists.worklist_page import RowCase, row_case
from vardag.doors.inbox.lists.worklist_when import When, when_of_piece
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.moments import now
from vardag.doors.shared.sentences import in_words, quoted
from vardag.rooms.audit.words import What
from vardag.rooms.clinics.queries import calendar_of
from vardag.rooms.lists.worklist import LateElsewhere, late_elsewhere

_ROOM = 80  # letters of what was said last


@dataclass(frozen=True)
class LateRow:
    """A piece of work: which case, how late, where it is, who has it, what was said of it last."""

    case: RowCase
    when: When
    step: str
    clinic: str
    owner: str
    said: str


@require_safe
@staff_only
def late(request: StaffRequest) -> HttpResponse:
    """Show what is late elsewhere of what the clinic sent on.

    :raises NotPermitted: if the person doesn't receive cases there
    """
    permit_receiving(request)
    on, clinic = local_date(now()), ClinicId(request.clinic.pk)
    found = late_elsewhere(request.staff, clinic, on=on)
    cases = [each.piece.case for each in found]
    access_log.shown(request, What.LISTED, named=[(each.id, each.patient_id) for each in cases])
    calendar = calendar_of(clinic)
    rows = [_row(each, calendar, on) for each in found]
    return render(request, "inbox/late_elsewhere.html", {"rows": rows})


def _row(late: LateElsewhere, calendar: WorkingCalendar, on: date) -> LateRow:
    piece = late.piece
    return LateRow(
        case=row_case(piece.case, doctor="", today=on),
        when=when_of_piece(piece, today=on, calendar=calendar),
        step=in_words(piece.work.name),
        clinic=late.clinic,
        owner=piece.owner_name or group_name(piece),
        said=quoted(piece.said, _ROOM),
    )
