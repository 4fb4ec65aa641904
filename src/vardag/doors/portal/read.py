"""Read receipts for families: that a clinic has read what was written last, and when. Never who."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.events import Answered, Submitted
from vardag.domain.people.identity import ClinicId
from vardag.doors.portal.thread import Message
from vardag.doors.shared.moments import short_moment
from vardag.rooms.audit.receipts import first_read_by_staff
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.clinics.models import ClinicRow


def with_receipt(messages: tuple[Message, ...], read: str) -> tuple[Message, ...]:
    """Return a thread in which what the family wrote last says that it has been read."""
    last = max((each.number for each in messages if not each.is_clinics), default=0)
    return tuple(replace(each, read=read) if each.number == last else each for each in messages)


def read_by_clinic(full: FullCase, clinics: dict[ClinicId, ClinicRow], *, today: date) -> str:
    """Return that staff have read what the family wrote last, as far as the reader sees it."""
    theirs = (each for each in full.entries if isinstance(each.event, Submitted | Answered))
    last = max(theirs, key=lambda each: each.at)
    found = first_read_by_staff(full.id, patient=full.case.patient, since=last.at)
    if found is None:
        return ""
    at, clinic = found
    row = clinics.get(clinic)
    told = {"when": short_moment(at, on=today), "clinic": row.name if row else ""}
    words = (
        gettext("Read by %(clinic)s %(when)s") if row else gettext("Read by the clinic %(when)s")
    )
    return words % told
