"""What other systems are told, how it is tried, and when a step that was sent is done."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.build import MONDAY, NORA, RUT, TUESDAY, a_case, on, then, under
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry, Event
from vardag.domain.case.evolve import evolve
from vardag.domain.case.masking import masked_case, masked_entry
from vardag.domain.case.receipts import confirmed
from vardag.domain.case.state import Case, Finished
from vardag.domain.case.step_events import StepCompleted, StepSent
from vardag.domain.clock.again import GIVE_UP_AFTER
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.delivery import (
    Next,
    State,
    Trouble,
    after_taken,
    after_trouble,
)
from vardag.domain.messages.message import Author, Particulars, Patient, Unit, message
from vardag.domain.messages.schema import SCHEMA
from vardag.domain.people.identity import Staff
from vardag.domain.people.personal_number import Kind
from vardag.domain.people.protection import HIDDEN, Protection
from vardag.domain.refusals import EmptyText, InvalidForm, NotPermitted, StepNotOpen
from vardag.domain.routine.document import Form, MessageKind, Step

SYSTEMS = frozenset({"melior", "elvis", "vard-och-halsa", "forsakringskassan"})
NOTE = "Avbokas: besöket tors 17 september."
PIM = Patient("201509152384", Kind.PERSONAL, "Pim Ek")
RUT_EK = Author("SE0000000000-RUT", "Rut Ek", "medicinsk sekreterare")
WITH_ALL = Particulars(
    key="5f0c9a52-4ab0-4d5a-9d1e-0f7f7f0a6b11",
    number="26-0107",
    patient=PIM,
    author=RUT_EK,
    unit=Unit("aviken", "BUP Åviken", hsa_id="SE0000000000-UNIT"),
)


def with_event(case: Case, event: Event, *, by: Staff = RUT, at: datetime = MONDAY) -> Case:
    return evolve(case, Entry(event, by=by.id, at=at, date=local_date(at)))


def decided(
    case: Case, act: acts.Act, *, by: Staff = RUT, in_vain: frozenset[str] = frozenset()
) -> Event:
    (event,) = decide(case, act, replace(under(by), systems=SYSTEMS, in_vain=in_vain))
    return event


def cancelling(**form: str) -> Case:
    return a_case("cancel-or-rebook", form={"wish": "cancel", **form})


def remote(wish: str, outcome: str) -> Case:
    case = a_case("cancel-or-rebook", form={"wish": wish})
    return then(case, acts.CompleteStep("ask-clinician", outcome))


def step_of(case: Case, key: str) -> Step:
    return next(each for each in case.open_steps if each.key == key)


def told(case: Case, key: str, particulars: Particulars = WITH_ALL, **sent: str) -> dict[str, Any]:
    """Return what a system is told, after it has stood the test of the published schema."""
    event = decided(case, acts.SendStep(key, NOTE, **sent), by=NORA)
    said = message(with_event(case, event), step_of(case, key), _sent(case, event), particulars)
    jsonschema.Draft202012Validator(SCHEMA).validate(said)
    return said


def _sent(case: Case, event: Event) -> Any:
    assert isinstance(event, StepSent)
    return with_event(case, event).sent[event.step]


# What is decided


def test_a_step_that_is_sent_stays_open_until_the_system_says_that_it_is_done():
    case = cancelling()
    sent = with_event(case, decided(case, acts.SendStep("cancel-booking", NOTE)))

    (receipt,) = confirmed(sent, "cancel-booking", "Appointment/7", under(RUT))

    assert receipt == StepCompleted("cancel-booking", receipt="Appointment/7")
    assert "cancel-booking" in {each.key for each in sent.open_steps}
    done = with_event(sent, receipt, at=TUESDAY)
    assert done.steps["cancel-booking"] == Finished(RUT.id, TUESDAY, receipt="Appointment/7")
    assert "cancel-booking" not in {each.key for each in done.open_steps}


def test_who_sends_takes_a_case_that_nobody_holds_and_a_receipt_takes_none():
    case = cancelling()
    sent = with_event(case, decided(case, acts.SendStep("cancel-booking", NOTE)))
    returned = then(sent, acts.ReturnToInbox())

    done = with_event(returned, StepCompleted("cancel-booking", receipt="1"))

    assert (case.holder, sent.holder) == (None, RUT.id)
    assert done.holder is None


def test_a_receipt_for_what_a_person_has_ticked_is_no_news():
    case = cancelling()
    sent = with_event(case, decided(case, acts.SendStep("cancel-booking", NOTE)))

    by_hand = then(sent, acts.CompleteStep("cancel-booking"))

    assert confirmed(by_hand, "cancel-booking", "1", under(RUT)) == ()


def test_what_is_on_its_way_is_not_sent_twice_and_what_went_in_vain_is_sent_as_it_was():
    case = cancelling()
    first = decided(case, acts.SendStep("cancel-booking", NOTE))
    sent = with_event(case, first)

    with pytest.raises(StepNotOpen, match="waits for the receipt"):
        decided(sent, acts.SendStep("cancel-booking", "Något annat"))
    again = decided(
        sent, acts.SendStep("cancel-booking", "Något annat"), in_vain=frozenset({"cancel-booking"})
    )

    assert again == first


@pytest.mark.parametrize(
    ("act", "refusal", "words"),
    [
        (acts.SendStep("inform-clinician", NOTE), InvalidForm, "no line"),
        (acts.SendStep("cancel-booking", " "), EmptyText, "."),
        (acts.SendStep("book-new-time", NOTE), StepNotOpen, "isn't on this case's way"),
    ],
)
def test_what_no_system_takes_is_refused(act, refusal, words):
    with pytest.raises(refusal, match=words):
        decided(cancelling(), act)


def test_without_a_line_from_the_clinic_a_person_does_it_by_hand():
    with pytest.raises(InvalidForm, match="by hand"):
        decide(cancelling(), acts.SendStep("cancel-booking", NOTE), under(RUT))


def test_a_nurses_step_is_sent_by_a_nurse():
    case = a_case("renew-prescription")

    with pytest.raises(NotPermitted):
        then(case, acts.SendStep("document-request", NOTE), by=RUT)


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (None, "day and the time"),
        ("2026-09-10", "day and the time"),
        ("snart: på torsdag", "can't be read"),
        ("2026-09-07T07:59", "has passed"),
        ("2027-09-10T08:00", "more than a year"),
    ],
)
def test_what_is_booked_says_when(starts, words):
    case = remote("remote-video", "possible")

    with pytest.raises(InvalidForm, match=words):
        decided(case, acts.SendStep("book-video-meeting", NOTE, starts))


def test_a_protected_familys_message_is_hidden_from_who_may_not_see_whom_it_is_about():
    case = cancelling()
    event = decided(case, acts.SendStep("cancel-booking", NOTE))
    entry = Entry(event, by=RUT.id, at=MONDAY, date=local_date(MONDAY))

    masked = masked_entry(entry, Form("x")).event

    assert isinstance(masked, StepSent)
    assert masked.note == HIDDEN
    sent = masked_case(with_event(case, event), Form("x")).sent["cancel-booking"]
    assert sent.note == HIDDEN


# What is told


def test_a_cancelled_visit_is_told_with_case_patient_author_and_clinic():
    case = cancelling(appointment="2026-09-17")

    said = told(case, "cancel-booking")

    assert said == {
        "format": "vardag-message",
        "version": 1,
        "key": WITH_ALL.key,
        "kind": "booking-cancel",
        "system": "elvis",
        "sent": "2026-09-07T08:00:00+02:00",
        "clinic": {
            "key": "aviken",
            "name": "BUP Åviken",
            "identifier": {"system": "urn:oid:1.2.752.29.4.19", "value": "SE0000000000-UNIT"},
        },
        "case": {
            "number": "26-0107",
            "service": "cancel-or-rebook",
            "step": "cancel-booking",
            "received": "2026-09-07",
        },
        "patient": {
            "identifier": {
                "system": "http://electronichealth.se/identifier/personnummer",
                "value": "201509152384",
            },
            "name": "Pim Ek",
        },
        "author": {
            "identifier": {"system": "urn:oid:1.2.752.29.4.19", "value": "SE0000000000-RUT"},
            "name": "Rut Ek",
            "title": "medicinsk sekreterare",
        },
        "text": NOTE,
        "booking": {"action": "cancel", "appointment": "2026-09-17"},
    }


def test_a_journal_note_names_its_template_and_is_no_booking():
    said = told(cancelling(), "journal-note")

    assert (said["kind"], said["template"]) == ("journal-note", "Återbud")
    assert "booking" not in said


def test_what_is_booked_says_how_and_when_with_its_zone():
    video = told(
        remote("remote-video", "possible"), "book-video-meeting", starts="2026-09-10T08:30"
    )
    phone = told(remote("remote-phone", "possible"), "change-booking")

    assert video["booking"] == {
        "action": "book",
        "how": "video",
        "starts": "2026-09-10T08:30:00+02:00",
    }
    assert phone["booking"] == {"action": "change", "how": "phone"}


def test_a_new_time_in_winter_has_winters_zone():
    case = then(remote("remote-phone", "not-possible"), acts.CompleteStep("contact-resident"))

    said = told(case, "book-new-time", starts="2026-11-30T10:00")

    assert said["booking"] == {
        "action": "book",
        "how": "visit",
        "starts": "2026-11-30T10:00:00+01:00",
    }


@pytest.mark.parametrize(
    ("kind", "system"),
    [
        (Kind.COORDINATION, "http://electronichealth.se/identifier/samordningsnummer"),
        (Kind.NATIONAL_RESERVE, "http://electronichealth.se/identifier/nationelltReservnummer"),
        (Kind.REGIONAL_RESERVE, "urn:oid:1.2.752.113.11.0.2.1.1.1"),
    ],
)
def test_each_kind_of_number_is_told_as_what_it_is(kind, system):
    about = replace(WITH_ALL, patient=replace(PIM, kind=kind))

    assert told(cancelling(), "cancel-booking", about)["patient"]["identifier"]["system"] == system


@pytest.mark.parametrize(
    ("protection", "label"),
    [
        (Protection.MARKED, "sekretessmarkering"),
        (Protection.REGISTERED_ELSEWHERE, "skyddadFolkbokforing"),
    ],
)
def test_of_a_protected_patient_the_number_and_the_label_are_told_and_no_name(protection, label):
    about = replace(WITH_ALL, patient=replace(PIM, protection=protection), is_protected=True)

    said = told(cancelling(), "cancel-booking", about)["patient"]

    assert said["security"] == [label]
    assert "name" not in said


def test_what_isnt_known_is_left_out():
    unknown = replace(
        WITH_ALL,
        patient=replace(PIM, number="", kind=None),
        author=replace(RUT_EK, hsa_id="", title=""),
        unit=Unit("aviken", "BUP Åviken"),
    )

    said = told(cancelling(appointment="2026-09-17"), "cancel-booking", unknown)

    assert said["patient"] == {"name": "Pim Ek"}
    assert said["author"] == {"name": "Rut Ek"}
    assert "identifier" not in said["clinic"]


def test_a_step_that_tells_no_system_anything_makes_no_message():
    case = cancelling()
    event = decided(case, acts.SendStep("cancel-booking", NOTE))

    with pytest.raises(ValueError, match="inform-clinician"):
        message(case, step_of(case, "inform-clinician"), _sent(case, event), WITH_ALL)


def test_every_kind_of_message_is_one_that_the_schema_knows():
    assert SCHEMA["properties"]["kind"]["enum"] == [each.value for each in MessageKind]


# How it is tried


def test_pauses_grow_with_how_long_one_has_tried_and_end_after_three_days():
    at, pauses = MONDAY, []
    while True:
        found = after_trouble(Trouble.AWAY, state=State.WAITING, since=MONDAY, at=at)
        if found.state is State.FAILED:
            break
        pauses.append(found.due_at - at)
        at = found.due_at

    assert pauses[:4] == [timedelta(minutes=each) for each in (1, 1, 2, 4)]
    assert pauses == sorted(pauses)
    assert max(pauses) == timedelta(hours=4)
    assert timedelta(hours=67) < at - MONDAY <= GIVE_UP_AFTER


def test_what_is_refused_has_failed_at_once():
    found = after_trouble(Trouble.REFUSED, state=State.WAITING, since=MONDAY, at=MONDAY)

    assert found == Next(State.FAILED, MONDAY)


def test_what_was_taken_is_asked_about_for_three_days():
    soon = after_taken(since=MONDAY, at=MONDAY)
    never = after_taken(since=MONDAY, at=MONDAY + GIVE_UP_AFTER)

    assert soon == Next(State.SENT, on("2026-09-07T08:05"))
    assert never.state is State.FAILED
