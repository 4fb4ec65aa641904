"""Whether a case has gone from where somebody chose to read it: then the choice ends for good.

A case that comes back brings no choice with it; whoever still needs to read chooses anew (ADR-0025,
ADR-0028). What is asked about is what happened to the case after the choice.
"""

from collections.abc import Iterable

from vardag.domain.case.events import (
    Answered,
    Assigned,
    Claimed,
    Entry,
    ReturnedToInbox,
    SentToClinic,
)
from vardag.domain.people.identity import ClinicId, PersonId


def left_clinic(since: Iterable[Entry], clinic: ClinicId) -> bool:
    """Tell whether another clinic has had the case since."""
    return any(_is_to_another(entry, clinic) for entry in since)


def left_person(since: Iterable[Entry], person: PersonId) -> bool:
    """Tell whether the case has been taken from somebody since, or given to a group."""
    return any(_is_taken_from(entry, person) for entry in since)


def _is_to_another(entry: Entry, clinic: ClinicId) -> bool:
    match entry.event:
        case Assigned(clinic=there) | SentToClinic(clinic=there):
            return there != clinic
        case _:
            return False


def _is_taken_from(entry: Entry, person: PersonId) -> bool:
    match entry.event:
        case Claimed():
            return entry.by != person
        case Assigned(person=to):
            return to != person
        case Answered(holder=to):  # it goes to the one who asked
            return to is not None and to != person
        case SentToClinic() | ReturnedToInbox():
            return True
        case _:
            return False
