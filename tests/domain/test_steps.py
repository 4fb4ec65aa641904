"""Steps, closing and the work that outlives the case, one sentence of the routine at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.build import (
    CERTIFICATE_HANDLERS,
    DAN,
    KLAS,
    MEDICAL,
    MONDAY,
    NORA,
    RUT,
    SARA,
    TO_CERTIFICATE_HANDLERS,
    TO_MEDICAL,
    TUESDAY,
    WORDS,
    a_case,
    a_certificate_at_the_medical_clinic,
    a_closed_certificate,
    then,
    to,
    under,
)
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import (
    CounterQuestionAsked,
    InterimReplySent,
    Printed,
    ReplySent,
)
from vardag.domain.case.state import Case, Response, Status
from vardag.domain.refusals import (
    CaseClosed,
    EmptyText,
    InvalidForm,
    ReplyRequired,
    StepNotOpen,
    StepsRemaining,
)


def open_keys(case: Case) -> list[str]:
    return [step.key for step in case.open_steps]


# --- Steps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "form", "ways"),
    [
        ("care-allowance-certificate", None, [["document-request"]]),
        ("renew-prescription", None, [["document-request"], []]),
        (
            "care-of-child-under-12-certificate",
            None,
            [["interim-reply"], ["write-certificate"], ["send-original"], ["send-copy"], []],
        ),
        ("contact-details", None, [["update-journal"], []]),
        ("message", None, [[]]),
        ("self-referral", None, [[]]),
        ("referral-question", None, [[]]),
        (
            "cancel-or-rebook",
            {"wish": "cancel"},
            [
                ["journal-note", "cancel-booking", "inform-clinician"],
                ["cancel-booking", "inform-clinician"],
                ["inform-clinician"],
                [],
            ],
        ),
        ("cancel-or-rebook", {"wish": "new-time"}, [["tell-clinician"], ["contact-resident"], []]),
        ("cancel-or-rebook", {"wish": "remote-phone"}, [["ask-clinician"]]),
        ("cancel-or-rebook", {"wish": "remote-video"}, [["ask-clinician"]]),
        ("record-copy", None, [["assess"]]),
    ],
)
def test_a_case_goes_its_way_step_by_step(service, form, ways):
    case = a_case(service, form=form)
    case = then(case, acts.Claim(), by=NORA)

    for expected, following in zip(ways, [*ways[1:], None], strict=True):
        assert open_keys(case) == expected
        if following is None:
            return
        step = case.open_steps[0]
        done = acts.SendInterimReply(WORDS) if step.act else acts.CompleteStep(step.key)
        case = then(case, done, by=NORA)


@pytest.mark.parametrize(
    ("service", "wish", "outcome", "way"),
    [
        ("cancel-or-rebook", "remote-phone", "possible", ["change-booking"]),
        ("cancel-or-rebook", "remote-video", "possible", ["book-video-meeting"]),
        ("cancel-or-rebook", "remote-phone", "not-possible", ["contact-resident", "book-new-time"]),
        ("cancel-or-rebook", "remote-video", "not-possible", ["contact-resident", "book-new-time"]),
        ("record-copy", None, "ordinary", []),
        ("record-copy", None, "harm-assessment", ["harm-assessment"]),
    ],
)
def test_an_outcome_decides_the_rest_of_the_way(service, wish, outcome, way):
    case = a_case(service, form={"wish": wish} if wish else {})
    first = case.open_steps[0].key
    case = then(case, acts.CompleteStep(first, outcome=outcome, text="Frågade på mötet"))

    for key in way:
        assert open_keys(case) == [key]
        with pytest.raises(StepsRemaining):
            then(case, acts.ReplyAndClose(WORDS))
        case = then(case, acts.CompleteStep(key))
    assert open_keys(case) == []
    assert then(case, acts.ReplyAndClose(WORDS)).is_closed
    assert case.steps[first].text == "Frågade på mötet"


def test_steps_of_any_order_are_done_in_any_order():
    case = a_case("cancel-or-rebook")

    case = then(case, acts.CompleteStep("inform-clinician"), acts.CompleteStep("journal-note"))

    assert open_keys(case) == ["cancel-booking"]


def test_what_was_done_or_skipped_is_not_open_again():
    done = then(a_case("contact-details"), acts.CompleteStep("update-journal"))
    skipped = then(a_case("contact-details"), acts.SkipStep("update-journal", "Gjort"))

    assert not done.steps["update-journal"].skipped
    assert skipped.steps["update-journal"].skipped
    assert skipped.steps["update-journal"].text == "Gjort"
    for case in (done, skipped):
        for act in (acts.CompleteStep("update-journal"), acts.SkipStep("update-journal", "Igen")):
            with pytest.raises(StepNotOpen, match="done already"):
                then(case, act)


def test_a_step_out_of_turn_says_what_comes_first():
    case = a_case("cancel-or-rebook", form={"wish": "new-time"})

    for act in (acts.CompleteStep("contact-resident"), acts.SkipStep("contact-resident", "Hej")):
        with pytest.raises(StepNotOpen, match="opens when") as refused:
            then(case, act)
        assert refused.value.sentence.particulars["first"] == case.open_steps[0].name


def test_a_step_that_is_not_on_the_way_is_not_open():
    case = a_case("cancel-or-rebook")

    for key in ("book-new-time", "document-request", "no-such-step", ""):
        for act in (acts.CompleteStep(key), acts.SkipStep(key, "Hej")):
            with pytest.raises(StepNotOpen, match="isn't on this case's way"):
                then(case, act)


def test_a_step_that_an_act_does_can_not_be_ticked_in_or_out_of_turn():
    certificate = a_case("care-allowance-certificate")
    for key in ("assign", "interim-reply"):
        with pytest.raises(StepNotOpen):
            then(certificate, acts.CompleteStep(key))
    in_turn = a_case("care-of-child-under-12-certificate")
    with pytest.raises(StepNotOpen, match="by the act itself"):
        then(in_turn, acts.CompleteStep("interim-reply"), by=NORA)


def test_a_step_that_an_act_does_can_be_skipped_at_any_time():
    case = a_case("care-allowance-certificate")

    case = then(case, acts.SkipStep("interim-reply", "På telefon"), acts.SkipStep("assign", "Nej"))

    assert open_keys(case) == ["document-request"]
    assert case.steps["assign"].skipped


def test_the_act_does_its_step_at_any_time_for_who_may_do_that_step():
    case = then(a_case("care-allowance-certificate"), acts.SendInterimReply(WORDS))
    assert "interim-reply" in case.steps
    case = then(case, acts.Assign(TO_CERTIFICATE_HANDLERS))
    assert "assign" in case.steps
    case = then(case, acts.Print(), by=SARA)
    assert case.steps.keys() == {"interim-reply", "assign", "print-for-doctor"}
    assert open_keys(case) == ["document-request"]


def test_the_act_does_no_step_for_somebody_else_or_to_somebody_else():
    case = a_case("care-allowance-certificate")

    assert "assign" not in then(case, acts.Assign(to(KLAS))).steps
    assert "assign" not in then(case, acts.Assign(TO_MEDICAL)).steps
    assert "print-for-doctor" not in then(case, acts.Print()).steps
    with_klas = then(case, acts.Assign(to(KLAS)))
    assert "assign" not in then(with_klas, acts.Assign(TO_CERTIFICATE_HANDLERS), by=KLAS).steps
    other_group = acts.Group(CERTIFICATE_HANDLERS, "another-group", MEDICAL)
    assert "assign" not in then(case, acts.Assign(other_group)).steps
    assert then(a_case("message"), acts.Assign(TO_CERTIFICATE_HANDLERS)).steps == {}


def test_an_act_done_twice_does_its_step_once():
    once = then(a_case("care-of-child-under-12-certificate"), acts.SendInterimReply(WORDS))
    twice = then(once, acts.SendInterimReply(WORDS), at=TUESDAY)

    assert twice.steps == once.steps


def test_an_outcome_is_asked_for_where_there_are_some_and_nowhere_else():
    asks = a_case("record-copy")
    for outcome in (None, "", "perhaps"):
        with pytest.raises(InvalidForm, match="Choose how it turned out"):
            then(asks, acts.CompleteStep("assess", outcome=outcome))
    plain = a_case("contact-details")
    with pytest.raises(InvalidForm, match="no outcomes"):
        then(plain, acts.CompleteStep("update-journal", outcome="done"))
    # a wrong outcome is told of before that the step isn't open
    later = a_case("cancel-or-rebook", form={"wish": "new-time"})
    with pytest.raises(InvalidForm):
        then(later, acts.CompleteStep("contact-resident", outcome="done"))


def test_a_steps_words_must_be_such_that_can_be_kept():
    with pytest.raises(InvalidForm):
        then(a_case("contact-details"), acts.CompleteStep("update-journal", text="Hej\0"))
    blank = then(a_case("contact-details"), acts.CompleteStep("update-journal", text=" \u200b "))
    assert blank.steps["update-journal"].text == ""


def test_leaving_a_step_out_wants_a_reason_before_all():
    for key in ("update-journal", "no-such-step"):
        with pytest.raises(InvalidForm, match="reason"):
            then(a_case("contact-details"), acts.SkipStep(key, " "))


# --- Closing --------------------------------------------------------------------------------------


def test_closing_wants_every_step_then_a_reply():
    case = a_case("contact-details")
    for act in (acts.ReplyAndClose(WORDS), acts.CloseWithoutReply()):
        with pytest.raises(StepsRemaining) as refused:
            then(case, act)
        assert refused.value.sentence.particulars["steps"] == (case.open_steps[0].name,)

    done = then(case, acts.CompleteStep("update-journal"), acts.SendInterimReply(WORDS))
    with pytest.raises(ReplyRequired, match="wants a reply"):
        then(done, acts.CloseWithoutReply())
    assert then(done, acts.ReplyAndClose(WORDS)).is_closed


def test_empty_words_are_told_of_before_the_steps_that_remain():
    with pytest.raises(EmptyText):
        then(a_case("contact-details"), acts.ReplyAndClose(acts.Message(text=" ")))
    with pytest.raises(InvalidForm):
        then(a_case("contact-details"), acts.ReplyAndClose(acts.Message(standard_reply="no")))
    with pytest.raises(InvalidForm):
        then(a_case("contact-details"), acts.CloseWithoutReply(reason="Hej\0"))


def test_without_a_reply_only_where_the_routine_says_so_and_once_the_family_was_told():
    case = then(
        a_case("care-allowance-certificate"),
        acts.CompleteStep("document-request"),
        acts.SkipStep("interim-reply", "På telefon"),
        acts.Assign(TO_CERTIFICATE_HANDLERS),
    )
    case = then(case, acts.Print(), by=SARA)

    with pytest.raises(ReplyRequired, match="interim reply first"):
        then(case, acts.CloseWithoutReply(), by=SARA)
    asked = then(case, acts.AskCounterQuestion(WORDS), by=SARA)
    with pytest.raises(ReplyRequired):
        then(asked, acts.CloseWithoutReply(), by=SARA)
    told = then(case, acts.SendInterimReply(WORDS), by=SARA)
    closed = then(told, acts.CloseWithoutReply("  Utskrivet. "), by=SARA)
    assert closed.is_closed
    assert closed.first_response is Response.INTERIM_REPLY
    assert then(case, acts.ReplyAndClose(WORDS), by=SARA).is_closed


@pytest.mark.parametrize(
    "act",
    [
        acts.Claim(),
        acts.Assign(None),
        acts.ReturnToInbox(),
        acts.SendInterimReply(acts.Message(), "igår"),
        acts.AskCounterQuestion(acts.Message()),
        acts.ReplyAndClose(acts.Message()),
        acts.CloseWithoutReply(),
        acts.CompleteStep("no-such-step"),
        acts.SkipStep("no-such-step", ""),
        acts.AddNote(""),
        acts.Print(for_unknown=True),
    ],
)
def test_a_closed_case_takes_no_acts(act):
    with pytest.raises(CaseClosed):
        then(a_case(status=Status.CLOSED), act)


def test_a_closed_case_has_no_open_steps_not_even_those_that_nobody_had_to_do():
    case = a_case("contact-details")
    (stage,) = case.process.stages
    perhaps = replace(stage.steps[0], key="perhaps", required=False)
    process = replace(case.process, stages=(stage, replace(stage, steps=(perhaps,))))
    case = then(replace(case, process=process), acts.CompleteStep("update-journal"))
    assert open_keys(case) == ["perhaps"]

    assert open_keys(then(case, acts.ReplyAndClose(WORDS))) == []


# --- Notes and prints -----------------------------------------------------------------------------


def test_a_note_has_words():
    case = then(a_case(), acts.AddNote("  Ringt  "))

    assert case.version == 2
    with pytest.raises(EmptyText):
        then(case, acts.AddNote(" "))


def test_a_print_is_for_somebody_who_exists_or_for_nobody_in_particular():
    assert decide(a_case(), acts.Print(for_=DAN.id), under(RUT)) == (Printed(for_=DAN.id),)
    with pytest.raises(InvalidForm):
        decide(a_case(), acts.Print(for_unknown=True), under(RUT))


def test_which_standard_reply_was_used_is_kept_with_every_kind_of_message():
    message = acts.Message(standard_reply="received")
    for act in (
        acts.SendInterimReply(message),
        acts.AskCounterQuestion(message),
        acts.ReplyAndClose(message),
    ):
        (event,) = decide(a_case(), act, under(RUT))
        assert isinstance(event, InterimReplySent | CounterQuestionAsked | ReplySent)
        assert event.standard_reply == "received"


# --- Work that outlives the case ------------------------------------------------------------------


def test_work_begins_when_the_case_closes_and_is_done_one_piece_at_a_time():
    case = a_closed_certificate(at=MONDAY)
    pieces = ["type-dictation", "announce-in-worklist", "electronic-signature", "print-and-sign"]

    for n, piece in enumerate(pieces):
        day = MONDAY + timedelta(days=n)
        assert case.open_work is not None
        assert case.open_work.key == piece
        case = then(case, acts.CompleteWork(piece), by=DAN, at=day)
    assert case.open_work is not None
    assert case.open_work.key == "send"
    assert case.open_work.opened == date(2026, 9, 10)
    assert case.open_work.follow_up == date(2026, 9, 17)  # five working days after it opened
    case = then(case, acts.CompleteWork("send", outcome="both"), by=DAN)
    assert case.open_work is None
    assert case.work["send"].outcome == "both"
    assert not any(done.skipped for done in case.work.values())
    assert case.work.keys() == {*pieces, "send"}
    assert case.is_closed


def test_work_out_of_turn_done_already_unknown_or_before_closing_is_not_open():
    closed = a_closed_certificate()
    later = then(closed, acts.CompleteWork("type-dictation"), by=SARA)

    for case, work in (
        (closed, "print-and-sign"),
        (closed, "no-such-work"),
        (later, "type-dictation"),
        (a_certificate_at_the_medical_clinic(), "type-dictation"),
    ):
        with pytest.raises(StepNotOpen):
            then(case, acts.CompleteWork(work), by=SARA)
    with pytest.raises(StepNotOpen):
        then(a_case(status=Status.CLOSED), acts.CompleteWork("type-dictation"))


def test_where_a_certificate_was_sent_must_be_said_and_is_asked_of_no_other_work():
    closed = a_closed_certificate()

    for work, outcome in (("send", None), ("send", "moon"), ("type-dictation", "home")):
        with pytest.raises(InvalidForm):
            then(closed, acts.CompleteWork(work, outcome=outcome), by=SARA)


def test_a_case_without_work_after_it_closes_with_none():
    assert a_case(status=Status.CLOSED).open_work is None


def test_work_begins_also_when_the_case_is_closed_with_a_reply():
    case = then(a_certificate_at_the_medical_clinic(), acts.Print(), by=SARA)

    assert then(case, acts.ReplyAndClose(WORDS), by=SARA).open_work is not None
