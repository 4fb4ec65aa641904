"""Asking a colleague who has no part in the case, and what comes of the answer (R18)."""

import json
from dataclasses import replace

import pytest

from tests.build import (
    DAN,
    KLAS,
    MEDICAL,
    MONDAY,
    NORA,
    OTTO,
    OUTPATIENT,
    RUT,
    TO_MEDICAL,
    TO_OUTPATIENT,
    TUESDAY,
    UMA,
    WORDS,
    a_case,
    answered,
    somebody,
    then,
    to,
    under,
)
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import evolve
from vardag.domain.case.notices import notices, told_by_name
from vardag.domain.case.state import Case, Status
from vardag.domain.case.step_events import ColleagueAsked, StepCompleted
from vardag.domain.clock.deadline import local_date
from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.people.identity import PersonId, Role, Staff
from vardag.domain.refusals import (
    ChangedMeanwhile,
    InvalidForm,
    NothingAsked,
    NotPermitted,
    OutOfReach,
    StepNotOpen,
)
from vardag.domain.words import Text

ASKS = "ask-clinician"
TEO = somebody(41, OUTPATIENT, Role.COLLEAGUE)  # works there, and has no part in any case
GONE = replace(TEO, roles={})


def now(by: Staff = RUT, teo: Staff = TEO) -> Circumstances:
    found = under(by)
    return replace(found, colleagues={**found.colleagues, teo.id: teo})


def a_visit(wish: str = "remote-video") -> Case:
    return a_case("cancel-or-rebook", form={"wish": wish, "appointment": "2026-09-14"})


def does(case: Case, act: acts.Act, by: Staff = RUT) -> Case:
    access.permit(by, act, case)
    for event in decide(case, act, now(by)):
        case = evolve(case, Entry(event, by=by.id, at=MONDAY, date=local_date(MONDAY)))
    return case


def asked(of: Staff = TEO, case: Case | None = None, text: str = "") -> Case:
    return does(case or a_visit(), acts.AskColleague(ASKS, of.id, text))


def test_a_question_says_who_is_asked_by_whom_what_and_by_when():
    case = asked(text="  Går det?\n")

    inquiry = case.inquiry
    assert inquiry is not None
    assert (inquiry.step, inquiry.to, inquiry.by, inquiry.text) == (
        ASKS,
        TEO.id,
        RUT.id,
        "Går det?",
    )
    assert inquiry.answer_by.isoformat() == "2026-09-09"  # two working days
    assert inquiry.number == case.version
    assert case.holder == RUT.id
    assert [step.key for step in case.open_steps] == [ASKS]


def test_the_answer_does_the_step_and_takes_no_case():
    case = does(asked(), acts.AnswerInquiry(ASKS, "possible", "Klockan tio."), TEO)

    done = case.steps[ASKS]
    assert (done.by, done.asked_by, done.outcome, done.text) == (
        TEO.id,
        RUT.id,
        "possible",
        "Klockan tio.",
    )
    assert case.inquiry is None
    assert case.holder == RUT.id
    assert [step.key for step in case.open_steps] == ["book-video-meeting"]


def test_an_answer_to_a_case_that_was_put_back_leaves_it_there():
    case = does(asked(), acts.ReturnToInbox())

    case = does(case, acts.AnswerInquiry(ASKS, "not-possible"), TEO)

    assert case.status is Status.RECEIVED
    assert not case.is_held


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (acts.AskColleague(ASKS), "Choose a colleague who works at the clinic."),
        (acts.AskColleague(ASKS, PersonId(999)), "Choose a colleague who works at the clinic."),
        (acts.AskColleague(ASKS, OTTO.id), "Choose a colleague who works at the clinic."),
        (acts.AskColleague(ASKS, RUT.id), "Choose a colleague: what you know"),
        (acts.AskColleague(ASKS, TEO.id, "\0"), "characters that can't be saved"),
    ],
)
def test_only_a_colleague_at_the_clinic_can_be_asked(act, why):
    with pytest.raises(InvalidForm, match=why):
        decide(a_visit(), act, now())


def test_who_is_cleared_and_nothing_else_does_not_work_there():
    cleared = replace(TEO, roles={OUTPATIENT: frozenset({Role.CLEARED})})

    with pytest.raises(InvalidForm):
        decide(a_visit(), acts.AskColleague(ASKS, TEO.id), now(teo=cleared))


def test_the_same_colleague_is_not_asked_twice_and_another_instead_of_the_first():
    case = asked()

    with pytest.raises(InvalidForm, match="asked already"):
        decide(case, acts.AskColleague(ASKS, TEO.id, "Hallå?"), now())

    instead = asked(UMA, case)
    assert instead.inquiry is not None
    assert instead.inquiry.to == UMA.id
    assert not access.may_answer_inquiry(TEO, instead)


def test_a_step_that_asks_nobody_or_is_not_open_is_not_asked_of_anybody():
    cancelled = a_visit("cancel")

    with pytest.raises(InvalidForm, match="asks no colleague"):
        decide(cancelled, acts.AskColleague("inform-clinician", TEO.id), now())
    with pytest.raises(StepNotOpen):
        decide(cancelled, acts.AskColleague(ASKS, TEO.id), now())


def test_one_thing_is_asked_at_a_time():
    case = asked()
    assert case.inquiry is not None
    other = replace(case, inquiry=replace(case.inquiry, step="another"))

    with pytest.raises(InvalidForm, match="Something else is asked"):
        decide(other, acts.AskColleague(ASKS, UMA.id), now())
    ticked = then(other, acts.CompleteStep(ASKS, "possible"))
    assert ticked.inquiry == other.inquiry


def test_a_question_is_taken_back_once():
    case = does(asked(), acts.WithdrawInquiry(ASKS), NORA)

    assert case.inquiry is None
    assert case.holder == RUT.id
    with pytest.raises(NothingAsked):
        decide(case, acts.WithdrawInquiry(ASKS), now())


@pytest.mark.parametrize("outcome", [None, "", "maybe"])
def test_an_answer_is_one_of_the_buttons(outcome):
    with pytest.raises(InvalidForm) as refused:
        decide(asked(), acts.AnswerInquiry(ASKS, outcome), now(TEO))

    assert refused.value.sentence.particulars["answers"] == (
        Text("Det går", "It can be done"),
        Text("Det går inte", "It can't be done"),
    )


def test_an_answer_to_an_earlier_question_is_not_taken_for_one_to_the_later():
    case = does(asked(), acts.WithdrawInquiry(ASKS))
    again = asked(case=case, text="Och på tisdag?")

    with pytest.raises(ChangedMeanwhile):
        decide(again, acts.AnswerInquiry(ASKS, "possible", number=2), now(TEO))
    assert decide(again, acts.AnswerInquiry(ASKS, "possible", number=4), now(TEO))


def test_an_answer_at_another_step_is_to_nothing():
    with pytest.raises(NothingAsked):
        decide(asked(), acts.AnswerInquiry("book-video-meeting", "possible"), now(TEO))


# --- Whose it is to answer --------------------------------------------------------------------------


@pytest.mark.parametrize("who", [RUT, NORA, KLAS, UMA, OTTO, DAN, GONE])
def test_nobody_answers_in_the_place_of_who_is_asked(who):
    case, act = asked(), acts.AnswerInquiry(ASKS, "possible")

    with pytest.raises(OutOfReach):
        access.permit(who, act, case)


def test_who_is_asked_may_answer_and_nothing_else():
    case = asked()

    access.permit(TEO, acts.AnswerInquiry(ASKS, "possible"), case)
    assert not access.may_open(TEO, case)
    for act in (
        acts.CompleteStep(ASKS, "possible"),
        acts.AskColleague(ASKS, UMA.id),
        acts.WithdrawInquiry(ASKS),
        acts.AddNote("Hej"),
        acts.ReplyAndClose(WORDS),
    ):
        with pytest.raises(OutOfReach):
            access.permit(TEO, act, case)


@pytest.mark.parametrize(
    "ends",
    [
        acts.CompleteStep(ASKS, "possible"),
        acts.SkipStep(ASKS, "Behövs inte"),
        acts.WithdrawInquiry(ASKS),
        acts.AskColleague(ASKS, UMA.id),
        acts.Assign(TO_MEDICAL),
        acts.Assign(acts.Person(DAN.id, MEDICAL)),
    ],
)
def test_the_right_ends_with_whatever_ends_the_question(ends):
    case = does(asked(), ends)

    assert not access.may_answer_inquiry(TEO, case)
    with pytest.raises(OutOfReach):
        access.permit(TEO, acts.AnswerInquiry(ASKS, "possible"), case)


def test_a_case_that_comes_back_from_another_clinic_asks_nobody():
    moved = does(asked(), acts.Assign(TO_MEDICAL))

    back = evolve(
        moved,
        Entry(
            decide(moved, acts.Assign(TO_OUTPATIENT), now(DAN))[0],
            by=DAN.id,
            at=TUESDAY,
            date=local_date(TUESDAY),
        ),
    )

    assert back.inquiry is None


@pytest.mark.parametrize(
    "stays",
    [
        acts.Assign(to(KLAS)),
        acts.Assign(TO_OUTPATIENT),
        acts.ReturnToInbox(),
        acts.AskCounterQuestion(WORDS),
        acts.SendInterimReply(WORDS),
        acts.AddNote("Hej"),
    ],
)
def test_the_question_stays_when_the_case_is_the_clinics_still(stays):
    assert access.may_answer_inquiry(TEO, does(asked(), stays))


def test_the_familys_answer_leaves_the_question_open():
    case = does(asked(), acts.AskCounterQuestion(WORDS))

    assert access.may_answer_inquiry(TEO, answered(case))


def test_a_closed_case_asks_nobody():
    """Also where the step that asks isn't required."""
    case = asked()
    closed = evolve(
        case,
        Entry(
            decide(a_case(), acts.ReplyAndClose(WORDS), now())[0],
            by=RUT.id,
            at=MONDAY,
            date=local_date(MONDAY),
        ),
    )

    assert closed.inquiry is None


def test_who_may_not_act_may_not_ask():
    case = then(a_visit(), acts.Assign(TO_MEDICAL))

    with pytest.raises(NotPermitted):
        access.permit(RUT, acts.AskColleague(ASKS, TEO.id), case)


# --- Who is told ------------------------------------------------------------------------------------


def told(case: Case, act: acts.Act, by: Staff) -> tuple[Notice, ...]:
    (event,) = decide(case, act, now(by))
    after = evolve(case, Entry(event, by=by.id, at=MONDAY, date=local_date(MONDAY)))
    return notices(event, after, by=by.id, members=lambda _: [])


def test_who_is_asked_is_told_and_then_who_asked_and_who_has_the_case():
    assert told(a_visit(), acts.AskColleague(ASKS, TEO.id), RUT) == (
        Notice(TEO.id, NoticeKind.ASKED),
    )

    case = does(asked(), acts.Assign(to(KLAS)))
    assert told(case, acts.AnswerInquiry(ASKS, "possible"), TEO) == (
        Notice(RUT.id, NoticeKind.COLLEAGUE_ANSWERED),
        Notice(KLAS.id, NoticeKind.COLLEAGUE_ANSWERED),
    )
    assert told(asked(), acts.AnswerInquiry(ASKS, "possible"), TEO) == (
        Notice(RUT.id, NoticeKind.COLLEAGUE_ANSWERED),
    )


def test_who_has_the_case_and_is_asked_is_not_told_of_the_own_answer():
    case = does(asked(KLAS), acts.Assign(to(KLAS)))

    assert told(case, acts.AnswerInquiry(ASKS, "possible"), KLAS) == (
        Notice(RUT.id, NoticeKind.COLLEAGUE_ANSWERED),
    )


def test_only_an_answer_is_told_by_name_among_what_does_a_step():
    by_hand, answer = StepCompleted(ASKS, "possible"), StepCompleted(ASKS, asked_by=RUT.id)

    assert told_by_name(by_hand, by=RUT.id) == ()
    assert told_by_name(answer, by=TEO.id) == (RUT.id,)
    assert told_by_name(answer, by=RUT.id) == ()


def test_what_was_asked_is_an_event_of_its_own():
    (event,) = decide(a_visit(), acts.AskColleague(ASKS, TEO.id), now())

    assert isinstance(event, ColleagueAsked)
    assert json.dumps(event.kind) == '"colleague-asked"'
