"""When a choice to read ends for good: the case went, to another clinic or to somebody else."""

import pytest

from tests.build import KLAS, MEDICAL, MONDAY, NORA, OUTPATIENT, RUT
from vardag.domain.case.events import (
    Answered,
    Assigned,
    Claimed,
    Entry,
    Event,
    NoteAdded,
    ReturnedToInbox,
    SentToClinic,
)
from vardag.domain.case.going import left_clinic, left_person
from vardag.domain.clock.deadline import Deadline
from vardag.domain.people.identity import GroupId

TODAY = MONDAY.date()
DUE = Deadline(since=TODAY, date=TODAY, days=())


def happened(event: Event, *, by=NORA) -> list[Entry]:
    """Return what happened since, between two notes that move nothing."""
    note = Entry(NoteAdded("Ja."), NORA.id, MONDAY, TODAY)
    return [note, Entry(event, by.id, MONDAY, TODAY), note]


@pytest.mark.parametrize(
    ("event", "has_left"),
    [
        (Assigned(MEDICAL, person=NORA.id), True),
        (SentToClinic(MEDICAL), True),
        (Assigned(OUTPATIENT, person=KLAS.id), False),
        (SentToClinic(OUTPATIENT), False),
        (ReturnedToInbox(), False),
        (Claimed(), False),
    ],
)
def test_a_case_has_left_a_clinic_when_another_has_had_it(event: Event, has_left: bool):
    assert left_clinic(happened(event), OUTPATIENT) is has_left


@pytest.mark.parametrize(
    ("event", "by", "has_left"),
    [
        (Claimed(), KLAS, True),
        (Claimed(), NORA, False),
        (Assigned(OUTPATIENT, person=KLAS.id), RUT, True),
        (Assigned(OUTPATIENT, group=GroupId(1)), RUT, True),
        (Assigned(OUTPATIENT, person=NORA.id), RUT, False),
        (SentToClinic(OUTPATIENT), RUT, True),
        (ReturnedToInbox(), NORA, True),
        (Answered("Ja.", DUE, holder=KLAS.id), KLAS, True),
        (Answered("Ja.", DUE, holder=NORA.id), KLAS, False),
        (Answered("Ja.", DUE), KLAS, False),
    ],
)
def test_a_case_has_left_somebody_when_it_was_anothers_since(event: Event, by, has_left: bool):
    assert left_person(happened(event, by=by), NORA.id) is has_left
