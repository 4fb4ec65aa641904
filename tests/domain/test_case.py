"""Receiving, responses, holding and waiting, one sentence of the routine at a time."""

from dataclasses import replace
from datetime import date

import pytest

from tests.build import (
    CERTIFICATE_HANDLERS,
    DAN,
    KLAS,
    MEDICAL,
    MIRA,
    MONDAY,
    NORA,
    OUTPATIENT,
    RUT,
    SARA,
    TO_CERTIFICATE_HANDLERS,
    TO_MEDICAL,
    TO_OUTPATIENT,
    TUESDAY,
    WEDNESDAY,
    WORDS,
    a_case,
    a_certificate_at_the_medical_clinic,
    an_entry,
    answered,
    on,
    routine,
    then,
    to,
)
from vardag.domain import refusals
from vardag.domain.case import acts
from vardag.domain.case.events import (
    Entry,
    ReplySent,
    Submitted,
)
from vardag.domain.case.evolve import begin, evolve, fold
from vardag.domain.case.state import Case, Response, Status
from vardag.domain.case.submission import submit
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import (
    CaseClosed,
    EmptyText,
    InvalidForm,
    NothingAsked,
    NotOffered,
    Refusal,
)
from vardag.domain.routine.document import Routine


def due(case: Case) -> date | None:
    return case.response_due.date if case.response_due else None


# --- Receiving ------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [acts.Claim(), acts.SendInterimReply(WORDS)])
def test_a_case_is_untouched_until_somebody_takes_it_or_answers(act):
    assert a_case().is_untouched
    assert then(a_case(), acts.AddNote("Ringer i morgon.")).is_untouched
    assert not then(a_case(), act).is_untouched


def test_a_received_case_is_nobodys_and_owes_a_response():
    case = a_case()

    assert case.status is Status.RECEIVED
    assert not case.is_held
    assert due(case) == date(2026, 9, 9)
    assert case.first_response is None
    assert case.version == 1


def test_a_service_that_is_not_offered_can_not_be_sent():
    for service, is_offered in ((routine().service("message"), False), (None, True)):
        with pytest.raises(NotOffered):
            submit(
                routine=routine(),
                service=service,
                is_offered=is_offered,
                answers={"text": "Hej"},
                patient=PersonId(1),
                clinic=OUTPATIENT,
                at=MONDAY,
                calendar=SWEDEN,
            )


def test_a_service_whose_form_the_document_lacks_asks_nothing():
    bare: Routine = replace(routine(), forms=())

    event = submit(
        routine=bare,
        service=bare.service("self-referral"),
        is_offered=True,
        answers={},
        patient=PersonId(1),
        clinic=OUTPATIENT,
        at=MONDAY,
        calendar=SWEDEN,
    )

    assert event.form == {}


# --- Responses and dates --------------------------------------------------------------------------


def test_an_interim_reply_stops_the_clock_and_leaves_the_case_open():
    case = then(a_case(status=Status.ASSIGNED), acts.SendInterimReply(WORDS), at=TUESDAY)

    assert due(case) is None
    assert case.first_response is Response.INTERIM_REPLY
    assert case.first_response_at == TUESDAY
    assert case.status is Status.ASSIGNED
    assert case.follow_up == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (acts.SendInterimReply(WORDS), Response.INTERIM_REPLY),
        (acts.AskCounterQuestion(WORDS), Response.COUNTER_QUESTION),
        (acts.ReplyAndClose(WORDS), Response.REPLY),
        (acts.Assign(to(KLAS), interim_reply=WORDS), Response.INTERIM_REPLY),
        (acts.Assign(TO_MEDICAL, interim_reply=WORDS), Response.INTERIM_REPLY),
    ],
)
def test_a_message_to_the_family_is_a_response(act, kind):
    case = then(a_case(), act)

    assert case.first_response is kind
    assert due(case) is None


@pytest.mark.parametrize(
    "act",
    [
        acts.Claim(),
        acts.Assign(to(KLAS)),
        acts.Assign(TO_MEDICAL),
        acts.Assign(TO_CERTIFICATE_HANDLERS),
        acts.ReturnToInbox(),
        acts.AddNote("Hej"),
        acts.Print(),
        acts.CompleteStep("update-journal"),
        acts.SkipStep("update-journal", "Gjort"),
    ],
)
def test_anything_else_is_no_response_and_moves_no_date(act):
    case = then(a_case("contact-details"), act, at=TUESDAY)

    assert case.first_response is None
    assert due(case) == date(2026, 9, 9)


def test_the_first_response_stays_the_first():
    case = then(a_case(), acts.SendInterimReply(WORDS), at=MONDAY)
    case = then(case, acts.AskCounterQuestion(WORDS), at=TUESDAY)

    assert case.first_response is Response.INTERIM_REPLY
    assert case.first_response_at == MONDAY


def test_an_answer_is_owed_a_response_anew():
    case = answered(a_case(status=Status.AWAITING_RESIDENT), at=on("2026-09-11T23:00"))

    assert due(case) == date(2026, 9, 15)
    assert case.first_response is Response.COUNTER_QUESTION
    assert due(then(case, acts.SendInterimReply(WORDS))) is None


@pytest.mark.parametrize(
    ("chosen", "follow_up"),
    [
        (None, date(2026, 9, 14)),
        ("", date(2026, 9, 14)),
        (date(2026, 9, 7), date(2026, 9, 7)),
        ("2026-09-07", date(2026, 9, 7)),
        ("2026-12-24", date(2026, 12, 24)),
        (date(2027, 9, 8), date(2027, 9, 8)),
    ],
)
def test_the_follow_up_date_is_the_one_chosen_or_five_working_days_later(chosen, follow_up):
    assert then(a_case(), acts.SendInterimReply(WORDS, chosen)).follow_up == follow_up


@pytest.mark.parametrize("chosen", [date(2026, 9, 6), "2026-09-06", "snart", "2026-02-30", "7/9"])
def test_a_follow_up_date_that_has_passed_or_is_none_is_told_of_before_empty_words(chosen):
    for message in (WORDS, acts.Message(text="")):
        with pytest.raises(InvalidForm):
            then(a_case(), acts.SendInterimReply(message, chosen))


@pytest.mark.parametrize("chosen", [date(2027, 9, 9), "2206-09-15", date.max])
def test_a_slip_in_the_year_does_not_put_the_follow_up_off_for_ever(chosen):
    with pytest.raises(InvalidForm, match="more than a year away"):
        then(a_case(), acts.SendInterimReply(WORDS, chosen))


def test_a_new_interim_reply_sets_a_new_follow_up_and_a_question_or_closing_ends_it():
    case = then(a_case(), acts.SendInterimReply(WORDS, "2026-10-01"))

    assert then(case, acts.SendInterimReply(WORDS)).follow_up == date(2026, 9, 14)
    assert then(case, acts.AskCounterQuestion(WORDS)).follow_up is None
    assert then(case, acts.ReplyAndClose(WORDS)).follow_up is None
    for act in (acts.Claim(), acts.ReturnToInbox(), acts.Assign(TO_MEDICAL), acts.AddNote("Hej")):
        assert then(case, act).follow_up == date(2026, 10, 1)


def test_a_counter_question_waits_ten_working_days():
    case = then(a_case(), acts.AskCounterQuestion(WORDS), at=on("2026-12-15T08:00"))

    assert case.waits_until == date(2027, 1, 4)


def test_closing_ends_every_date():
    case = then(a_case("contact-details"), acts.SendInterimReply(WORDS))
    case = then(case, acts.CompleteStep("update-journal"), acts.ReplyAndClose(WORDS))

    assert case.status is Status.CLOSED
    assert case.closed_at == MONDAY
    assert (case.response_due, case.follow_up, case.waits_until, case.handled_since) == (None,) * 4
    assert not case.question_open


# --- Who holds it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "status", "holder"),
    [
        (acts.Claim(), Status.ASSIGNED, RUT),
        (acts.SendInterimReply(WORDS), Status.ASSIGNED, RUT),
        (acts.AskCounterQuestion(WORDS), Status.AWAITING_RESIDENT, RUT),
        (acts.CompleteStep("update-journal"), Status.ASSIGNED, RUT),
        (acts.SkipStep("update-journal", "Gjort"), Status.ASSIGNED, RUT),
        (acts.AddNote("Hej"), Status.RECEIVED, None),
        (acts.Print(), Status.RECEIVED, None),
        (acts.ReturnToInbox(), Status.RECEIVED, None),
        (acts.Assign(to(NORA)), Status.ASSIGNED, NORA),
        (acts.Assign(to(NORA), interim_reply=WORDS), Status.ASSIGNED, NORA),
        (acts.Assign(TO_MEDICAL), Status.RECEIVED, None),
        (acts.Assign(TO_MEDICAL, interim_reply=WORDS), Status.RECEIVED, None),
        (acts.Assign(TO_OUTPATIENT, interim_reply=WORDS), Status.RECEIVED, None),
    ],
)
def test_whoever_acts_on_a_case_that_nobody_holds_takes_it_with_few_exceptions(act, status, holder):
    case = then(a_case("contact-details"), act)

    assert case.status is status
    assert case.holder == (holder.id if holder else None)
    assert case.holding_group is None


@pytest.mark.parametrize(
    "act",
    [
        acts.SendInterimReply(WORDS),
        acts.AskCounterQuestion(WORDS),
        acts.AddNote("Hej"),
        acts.Print(),
        acts.CompleteStep("update-journal"),
        acts.SkipStep("update-journal", "Gjort"),
    ],
)
def test_a_case_that_somebody_holds_stays_there_when_another_acts_on_it(act):
    held = then(a_case("contact-details"), acts.Assign(to(KLAS)))

    assert then(held, act).holder == KLAS.id
    assert then(held, acts.Claim()).holder == RUT.id


def test_a_case_that_a_group_holds_stays_the_groups_when_a_member_acts():
    held = then(a_case(), acts.Assign(TO_CERTIFICATE_HANDLERS))

    told = then(held, acts.SendInterimReply(WORDS), by=SARA)
    assert (told.holder, told.holding_group) == (None, CERTIFICATE_HANDLERS)
    claimed = then(told, acts.Claim(), by=DAN)
    assert (claimed.holder, claimed.holding_group) == (DAN.id, None)


def test_who_closes_a_case_from_the_inbox_has_taken_it():
    assert then(a_case(), acts.ReplyAndClose(WORDS)).holder == RUT.id
    printed = then(a_certificate_at_the_medical_clinic(), acts.Print(), by=SARA)
    back = then(printed, acts.ReturnToInbox(), by=MIRA)
    assert then(back, acts.CloseWithoutReply(), by=MIRA).holder == MIRA.id


def test_assigning_elsewhere_gives_that_clinic_the_case_and_the_sender_can_read_it():
    for target in (TO_MEDICAL, to(DAN), TO_CERTIFICATE_HANDLERS):
        case = then(a_case(), acts.Assign(target))
        assert case.clinic == MEDICAL
        assert case.passed_by == {OUTPATIENT}

    returned = then(case, acts.Assign(TO_OUTPATIENT), by=DAN)
    assert returned.clinic == OUTPATIENT
    assert returned.passed_by == {MEDICAL}


def test_assigning_within_the_clinic_sends_it_nowhere():
    for target in (to(NORA), TO_OUTPATIENT):
        assert then(a_case(), acts.Assign(target)).passed_by == frozenset()


def test_a_case_can_not_be_given_to_nobody():
    for interim in (None, WORDS, acts.Message(text="")):
        with pytest.raises(InvalidForm):
            then(a_case(), acts.Assign(None, interim_reply=interim))
    with pytest.raises(EmptyText):
        then(a_case(), acts.Assign(to(KLAS), interim_reply=acts.Message(text="")))


# --- Waiting --------------------------------------------------------------------------------------


def test_waiting_goes_on_through_an_interim_reply_and_an_assignment_to_person_or_group():
    waiting = a_case(status=Status.AWAITING_RESIDENT)

    for act in (
        acts.SendInterimReply(WORDS),
        acts.Assign(to(KLAS)),
        acts.Assign(TO_CERTIFICATE_HANDLERS),
        acts.Assign(to(DAN), interim_reply=WORDS),
        acts.Claim(),
        acts.AddNote("Hej"),
        acts.Print(),
    ):
        after = then(waiting, act)
        assert after.status is Status.AWAITING_RESIDENT
        assert after.question_open


def test_returning_it_or_sending_it_to_a_clinic_ends_the_wait_but_not_the_question():
    waiting = a_case(status=Status.AWAITING_RESIDENT)

    for act in (
        acts.ReturnToInbox(),
        acts.Assign(TO_MEDICAL),
        acts.Assign(TO_OUTPATIENT, interim_reply=WORDS),
    ):
        after = then(waiting, act)
        assert after.status is Status.RECEIVED
        assert after.waits_until is None
        assert not after.is_held
        assert after.question_open


def test_an_interim_reply_ends_the_wait_for_words_and_a_new_question_begins_it_anew():
    waiting = a_case(status=Status.AWAITING_RESIDENT)

    told = then(waiting, acts.SendInterimReply(WORDS))
    assert told.waits_until is None
    asked = then(told, acts.AskCounterQuestion(WORDS), by=NORA, at=WEDNESDAY)
    assert asked.waits_until == date(2026, 9, 23)
    assert asked.asker == NORA.id
    assert asked.holder == RUT.id


def test_an_answer_goes_to_the_one_who_asked_if_that_person_may_still_act():
    asked_by_rut = then(a_case(), acts.Assign(to(KLAS)), acts.AskCounterQuestion(WORDS))

    assert answered(asked_by_rut).holder == RUT.id
    assert answered(asked_by_rut, asker=None).holder == KLAS.id
    gone_on = then(asked_by_rut, acts.Assign(TO_CERTIFICATE_HANDLERS))
    assert answered(gone_on).holding_group == CERTIFICATE_HANDLERS
    back = then(asked_by_rut, acts.ReturnToInbox())
    assert answered(back).holder == RUT.id
    assert answered(back, asker=None).status is Status.RECEIVED
    elsewhere = then(asked_by_rut, acts.Assign(TO_MEDICAL))
    assert answered(elsewhere).status is Status.RECEIVED
    assert answered(elsewhere).clinic == MEDICAL


def test_an_answered_question_is_not_open_and_waits_no_more():
    case = answered(a_case(status=Status.AWAITING_RESIDENT))

    assert case.status is Status.ASSIGNED
    assert case.waits_until is None
    with pytest.raises(NothingAsked):
        answered(case)


def test_reasons_why_an_answer_is_refused_come_in_their_order():
    with pytest.raises(CaseClosed):
        answered(a_case(status=Status.CLOSED), text="")
    with pytest.raises(EmptyText):
        answered(a_case(), text="")
    with pytest.raises(InvalidForm):
        answered(a_case(), text="Hej\0")
    with pytest.raises(NothingAsked):
        answered(a_case())


# --- The ledger -----------------------------------------------------------------------------------


def test_a_ledger_begins_with_a_submission():
    message = routine().service("message")
    assert message is not None
    process = routine().process(message.process)
    assert process is not None
    late = Entry(ReplySent("Hej"), by=RUT.id, at=MONDAY, date=MONDAY.date())

    with pytest.raises(ValueError, match="never empty"):
        fold([], service=message, process=process)
    with pytest.raises(ValueError, match="begins with a submission"):
        fold([late], service=message, process=process)
    assert isinstance(an_entry().event, Submitted)
    assert begin(an_entry(), service=message, process=process).version == 1


def test_an_event_that_nobody_knows_is_a_mistake_and_is_not_passed_over():
    strange = Entry(object(), by=RUT.id, at=MONDAY, date=MONDAY.date())  # type: ignore[arg-type]

    with pytest.raises(AssertionError, match="unknown event"):
        evolve(a_case(), strange)


def test_where_several_reasons_hold_they_are_given_in_one_settled_order():
    named = [kind for kind in vars(refusals).values() if is_refusal(kind)]
    codes = list(dict.fromkeys(kind.code for kind in named))

    assert codes[: codes.index("own-role")] == [
        "not-permitted",
        "case-closed",
        "not-offered",
        "invalid-form",
        "empty-text",
        "left-unfilled",
        "too-much-begun",
        "nothing-asked",
        "step-not-open",
        "steps-remaining",
        "reply-required",
        "changed-meanwhile",
    ]


def is_refusal(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
