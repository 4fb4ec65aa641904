"""Reading the requests that came to a clinic although a shortcut leads elsewhere."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from vardag.domain.case.state import Status
from vardag.domain.clock.deadline import local_date, local_midnight
from vardag.domain.measures.shortcuts import Sent, is_empty
from vardag.domain.people.identity import ClinicId
from vardag.rooms.cases.file_rows import CaseFileRow
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.use_rows import ReplyUseRow

_FIRST = 1  # the number of the event by which a case comes


def sent_nevertheless(
    clinic: ClinicId,
    services: Collection[str],
    replies: Collection[str],
    *,
    first: date,
    last: date,
) -> tuple[Sent, ...]:
    """Return what residents sent to a clinic of some services, on local dates, both ends included.

    It counts where it was sent to, wherever it lies now. Of whom and in which words isn't said.

    :param services: keys
    :param replies: keys of the standard replies that say where to go instead
    """
    case = OuterRef("pk")
    rows = CaseRow.objects.filter(
        service__in=services,
        received_at__gte=local_midnight(first),
        received_at__lt=local_midnight(last + timedelta(days=1)),
        events__number=_FIRST,
        events__data__clinic=clinic,
    ).annotate(
        came_with_files=Exists(CaseFileRow.objects.filter(case=case, number=_FIRST)),
        was_told=Exists(ReplyUseRow.objects.filter(case=case, key__in=replies)),
    )
    found = rows.order_by("pk").values_list(
        "service", "received_at", "form", "status", "came_with_files", "was_told"
    )
    return tuple(
        Sent(
            service=service,
            day=local_date(received_at),
            is_empty=is_empty(form, has_files=came_with_files),
            is_pointed_on=was_told and status == Status.CLOSED,
        )
        for service, received_at, form, status, came_with_files, was_told in found
    )
