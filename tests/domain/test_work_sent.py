"""Work after closing whose system is told: sent, waited for, done by the system's word or by hand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.build import DAN, MONDAY, RUT, SARA, TUESDAY, a_closed_certificate, then, under
from tests.domain.test_messages import WITH_ALL, with_event
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry, WorkCompleted, WorkOpened, WorkSent
from vardag.domain.case.masking import masked_entry
from vardag.domain.case.receipts import confirmed
from vardag.domain.case.state import Case, Finished
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.delivery import Next, State, after_taken
from vardag.domain.messages.message import message
from vardag.domain.messages.schema import SCHEMA
from vardag.domain.people.identity import PersonId, Staff
from vardag.domain.people.protection import HIDDEN
from vardag.domain.refusals import EmptyText, InvalidForm, NotPermitted, StepNotOpen
from vardag.domain.routine.document import Form

DICTATION, ANNOUNCE, SIGNATURE = "type-dictation", "announce-in-worklist", "electronic-signature"
NOTE = "Intyget ligger i Intygsmodulen."
SYSTEMS = frozenset({"worklist", "intygsmodulen"})


def announcing(owner: PersonId | None = None) -> Case:
    typed = then(a_closed_certificate(), acts.CompleteWork(DICTATION), by=SARA)
    return then(typed, acts.AssignWork(ANNOUNCE, to=owner), by=SARA) if owner else typed


def sent(case: Case, work: str = ANNOUNCE, *, in_vain: frozenset[str] = frozenset()) -> WorkSent:
    now = replace(under(SARA), systems=SYSTEMS, in_vain=in_vain)
    (event,) = decide(case, acts.SendWork(work, NOTE), now)
    assert isinstance(event, WorkSent)
    return event


def waiting(owner: PersonId | None = None) -> Case:
    case = announcing(owner)
    return with_event(case, sent(case), by=SARA)


def test_what_is_sent_stays_open_with_its_date_until_the_system_says_that_it_is_done():
    before, after = announcing(), waiting()

    assert after.open_work == before.open_work
    assert (after.sent[ANNOUNCE].note, after.sent[ANNOUNCE].by) == (NOTE, SARA.id)


def test_the_systems_word_does_it_and_the_next_piece_begins_with_the_same_owner():
    case = waiting(DAN.id)

    done, following = confirmed(case, ANNOUNCE, "Task/7", under(SARA, TUESDAY))

    assert done == WorkCompleted(ANNOUNCE, receipt="Task/7")
    assert isinstance(following, WorkOpened)
    assert (following.work, following.owner) == (SIGNATURE, DAN.id)
    after = with_event(case, done, by=SARA, at=TUESDAY)
    assert after.work[ANNOUNCE] == Finished(SARA.id, TUESDAY, receipt="Task/7")


def test_who_sent_it_may_have_left_and_it_is_done_all_the_same():
    done, following = confirmed(waiting(), ANNOUNCE, "Task/7", under(Staff(SARA.id)))

    assert isinstance(done, WorkCompleted)
    assert isinstance(following, WorkOpened)


def test_a_receipt_for_what_a_person_has_ticked_is_no_news():
    ticked = then(waiting(), acts.CompleteWork(ANNOUNCE), by=DAN)

    assert confirmed(ticked, ANNOUNCE, "Task/7", under(SARA)) == ()


def test_it_is_not_sent_twice_and_what_went_in_vain_is_sent_as_it_was():
    first, case = sent(announcing()), waiting()

    with pytest.raises(StepNotOpen, match="waits for the receipt"):
        sent(case)
    now = replace(under(DAN), systems=SYSTEMS, in_vain=frozenset({ANNOUNCE}))
    (again,) = decide(case, acts.SendWork(ANNOUNCE, "Något annat"), now)

    assert again == first


@pytest.mark.parametrize(
    ("act", "systems", "refusal"),
    [
        (acts.SendWork(ANNOUNCE, NOTE), frozenset(), InvalidForm),
        (acts.SendWork(ANNOUNCE, " "), SYSTEMS, EmptyText),
        (acts.SendWork(SIGNATURE, NOTE), SYSTEMS, StepNotOpen),
        (acts.SendWork("no-such-work", NOTE), SYSTEMS, StepNotOpen),
    ],
    ids=["no line", "no words", "not its turn", "unknown"],
)
def test_what_no_system_takes_is_refused(act, systems, refusal):
    with pytest.raises(refusal):
        decide(announcing(), act, replace(under(SARA), systems=systems))


def test_work_that_tells_no_system_anything_is_done_by_hand():
    with pytest.raises(InvalidForm, match="by hand"):
        sent(a_closed_certificate(), DICTATION)


def test_only_those_who_do_the_work_send_it():
    with pytest.raises(NotPermitted):
        then(announcing(), acts.SendWork(ANNOUNCE, NOTE), by=RUT)


def test_of_a_protected_family_what_was_sent_is_hidden():
    entry = Entry(sent(announcing()), by=SARA.id, at=MONDAY, date=local_date(MONDAY))

    masked = masked_entry(entry, Form("x")).event

    assert isinstance(masked, WorkSent)
    assert masked.note == HIDDEN


def told(case: Case, key: str) -> dict[str, Any]:
    piece = next(each for each in case.process.work if each.key == key)
    said = message(case, piece, case.sent[key], WITH_ALL)
    jsonschema.Draft202012Validator(SCHEMA).validate(said)
    return said


def test_the_worklist_is_told_by_when_somebody_looks_again_and_which_certificate_it_is():
    case = waiting()
    assert case.open_work is not None

    said = told(case, ANNOUNCE)

    assert (said["kind"], said["system"], said["case"]["step"]) == (
        "worklist",
        "worklist",
        ANNOUNCE,
    )
    assert date.fromisoformat(said["follow_up"]) == case.open_work.follow_up
    assert case.service.certificate is not None
    assert said["certificate"]["name"] == case.service.certificate.name.sv


def test_a_certificate_without_a_national_code_is_told_by_its_name_alone():
    case = waiting()
    assert case.service.certificate is not None
    for code, known in ((None, {"name"}), ("FK7426", {"name", "code"})):
        certificate = replace(case.service.certificate, code=code)
        service = replace(case.service, certificate=certificate)
        assert set(told(replace(case, service=service), ANNOUNCE)["certificate"]) == known


def test_of_work_that_is_about_no_certificate_none_is_told():
    case = waiting()
    done = replace(case, service=replace(case.service, certificate=None), open_work=None)

    assert not {"certificate", "follow_up"} & told(done, ANNOUNCE).keys()


def test_a_signature_is_waited_for_as_long_as_it_takes_and_asked_for_seldomer():
    soon = after_taken(since=MONDAY, at=MONDAY, waits_for_a_person=True)
    later = MONDAY + timedelta(days=20)

    assert soon == Next(State.SENT, MONDAY + timedelta(minutes=5))
    assert after_taken(since=MONDAY, at=later, waits_for_a_person=True) == Next(
        State.SENT, later + timedelta(hours=1)
    )
