"""Writing down who looked."""

from datetime import datetime
from enum import StrEnum

from vardag.domain.identity import CaseId, PersonId
from vardag.rooms.audit.models import LookRow


class Look(StrEnum):
    """In which way somebody looked at a case."""

    OPENED = "opened"
    PRINTED = "printed"


def note_look(*, person: PersonId, case: CaseId, what: Look, at: datetime) -> None:
    """Record that somebody looked at a case; called before its content leaves."""
    LookRow.objects.create(person_id=person, case_id=case, what=what, at=at)
