"""What can be done now, and why not: the page asks the very rules that the act will meet."""

import pytest

from tests.build import (
    MIRA,
    NORA,
    OTTO,
    RUT,
    SARA,
    TO_CERTIFICATE_HANDLERS,
    TO_MEDICAL,
    WORDS,
    a_case,
    a_certificate_at_the_medical_clinic,
    then,
    under,
)
from vardag.domain.access import permit
from vardag.domain.case import acts
from vardag.domain.case.choices import Choice, choices, is_read_only, step_choice, why_not
from vardag.domain.case.decide import decide
from vardag.domain.case.state import Case, Status
from vardag.domain.people.identity import Staff
from vardag.domain.refusals import (
    CaseClosed,
    NotPermitted,
    OutOfReach,
    Refusal,
    ReplyRequired,
    StepNotOpen,
    StepsRemaining,
)

# What a person really does by each of the choices, with words of one's own.
REALLY: dict[Choice, acts.Act] = {
    Choice.CLAIM: acts.Claim(),
    Choice.ASSIGN: acts.Assign(TO_MEDICAL),
    Choice.RETURN: acts.ReturnToInbox(),
    Choice.INTERIM_REPLY: acts.SendInterimReply(WORDS),
    Choice.COUNTER_QUESTION: acts.AskCounterQuestion(WORDS),
    Choice.REPLY: acts.ReplyAndClose(WORDS),
    Choice.CLOSE: acts.CloseWithoutReply("Läkaren har det."),
    Choice.NOTE: acts.AddNote("Ring i morgon."),
    Choice.PRINT: acts.Print(),
}


def tried(act: acts.Act, case: Case, by: Staff) -> Refusal | None:
    try:
        permit(by, act, case)
        decide(case, act, under(by))
    except Refusal as refusal:
        return refusal
    return None


def cases() -> list[Case]:
    message = [a_case("message", status) for status in Status]
    handled = then(
        a_case("cancel-or-rebook"),
        acts.CompleteStep("journal-note"),
        acts.CompleteStep("cancel-booking"),
        acts.CompleteStep("inform-clinician"),
    )
    return [
        *message,
        a_case("renew-prescription"),
        a_case("care-allowance-certificate"),
        a_certificate_at_the_medical_clinic(),
        handled,
    ]


@pytest.mark.parametrize("by", [RUT, NORA, SARA, MIRA, OTTO], ids=lambda each: str(each.id))
@pytest.mark.parametrize("choice", Choice)
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.service.key}-{case.status}")
def test_the_sentence_beside_a_button_is_the_one_that_the_act_is_refused_with(case, choice, by):
    beside = choices(case, under(by), permit=permit)[choice]

    refused = tried(REALLY[choice], case, by)

    assert str(beside) == str(refused)
    assert type(beside) is type(refused)


def test_nothing_is_changed_by_asking():
    case = a_case("cancel-or-rebook")
    before = repr(case)

    choices(case, under(RUT), permit=permit)

    assert repr(case) == before


def test_a_receiver_who_is_no_nurse_may_do_all_but_reply_to_what_a_nurse_receives():
    case = then(
        a_case("renew-prescription"), acts.Claim(), acts.CompleteStep("document-request"), by=NORA
    )

    found = choices(case, under(RUT), permit=permit)

    refused = {choice for choice, refusal in found.items() if isinstance(refusal, NotPermitted)}
    assert refused == {Choice.REPLY, Choice.CLOSE}
    assert choices(case, under(NORA), permit=permit)[Choice.REPLY] is None


def test_what_remains_is_said_in_the_rules_own_sentence():
    refusal = choices(a_case("contact-details"), under(RUT), permit=permit)[Choice.REPLY]

    assert isinstance(refusal, StepsRemaining)
    assert refusal.sentence.particulars["steps"]


def test_closing_without_a_reply_wants_an_interim_reply_first():
    case = a_certificate_at_the_medical_clinic()
    printed = then(case, acts.Print(), by=SARA)
    untold = then(a_case("message"), acts.Claim())

    assert choices(printed, under(SARA), permit=permit)[Choice.CLOSE] is None
    refusal = choices(untold, under(RUT), permit=permit)[Choice.CLOSE]
    assert isinstance(refusal, ReplyRequired)


def test_a_case_that_was_sent_on_or_closed_is_only_to_be_read():
    sent_on = a_certificate_at_the_medical_clinic()
    closed = a_case("message", Status.CLOSED)

    elsewhere = is_read_only(choices(sent_on, under(RUT), permit=permit))
    ended = is_read_only(choices(closed, under(RUT), permit=permit))

    assert type(elsewhere) is NotPermitted
    assert isinstance(ended, CaseClosed)
    assert is_read_only(choices(sent_on, under(SARA), permit=permit)) is None


def test_whoever_may_not_see_the_case_is_told_nothing_else():
    found = choices(a_case("message"), under(OTTO), permit=permit)

    assert {type(refusal) for refusal in found.values()} == {OutOfReach}


def test_a_step_says_what_opens_it_and_whose_it_is():
    case = a_case("care-of-child-under-12-certificate")
    first, write, *_ = case.process.stages[0].steps

    by_an_act = step_choice(first, case, under(NORA), permit=permit)
    later = step_choice(write, case, under(NORA), permit=permit)
    not_mine = step_choice(write, case, under(RUT), permit=permit)

    assert isinstance(by_an_act.tick, StepNotOpen)
    assert by_an_act.skip is None
    assert isinstance(later.tick, StepNotOpen)
    assert isinstance(later.skip, StepNotOpen)
    assert isinstance(not_mine.tick, NotPermitted)


def test_a_step_with_outcomes_can_be_ticked_before_one_is_chosen():
    case = a_case("record-copy", form={})
    (assess,) = case.open_steps

    assert step_choice(assess, case, under(RUT), permit=permit).tick is None


def test_an_act_that_can_be_done_has_no_reason_against_it():
    case = a_case("message")

    assert why_not(acts.Claim(), case, under(RUT), permit=permit) is None
    assert why_not(acts.Assign(TO_CERTIFICATE_HANDLERS), case, under(RUT), permit=permit) is None
