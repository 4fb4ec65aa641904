"""What was done about staff at a clinic, written down in rows that stand."""

from datetime import datetime
from enum import StrEnum

from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence
from vardag.rooms.people.models import StaffEventRow


class Did(StrEnum):
    """What was done about somebody."""

    GAVE = "gave"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ENDED = "ended"  # on a day to come, or at once
    LEFT = "left"
    SIGNED = "signed"
    JOINED_GROUP = "joined-group"
    LEFT_GROUP = "left-group"


def note(
    did: Did, *, person: int, clinic: int, by: PersonId | None, at: datetime, **more: object
) -> None:
    """Write down what somebody did about somebody, in the transaction that did it."""
    StaffEventRow.objects.create(
        what=did, person_id=person, clinic_id=clinic, by_id=by, at=at, **more
    )


def invalid(field: str, text: str) -> InvalidForm:
    """Return the refusal of one field's content."""
    return InvalidForm(text, problems=(Problem(field, Sentence(text)),))
