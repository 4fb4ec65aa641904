"""What is sent: which step sends what to whom, what is to be sent next, and what fits on an envelope."""

from dataclasses import replace

import pytest

from tests.build import (
    DAN,
    KLAS,
    MEDICAL,
    MIRA,
    NORA,
    OTTO,
    OUTPATIENT,
    RUT,
    SARA,
    TUESDAY,
    UMA,
    WORDS,
    a_case,
    a_closed_certificate,
    then,
)
from tests.domain.planted import packaged
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.aftermath import told_of_steps
from vardag.domain.case.events import NoteAdded, WorkCompleted
from vardag.domain.case.posting import sent_by, to_send
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted
from vardag.domain.people.clinic import postal_address
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.domain.registers.envelope import first_label, written_on
from vardag.domain.registers.post import POST
from vardag.domain.routine.check.dispatches import check_dispatches
from vardag.domain.routine.dispatch import Dispatch, Exemplar, To, Way
from vardag.domain.routine.document import Process, Routine, Step, StepAct

ORIGINAL, COPY = Exemplar.ORIGINAL, Exemplar.COPY
PIECES = ("type-dictation", "announce-in-worklist", "electronic-signature", "print-and-sign")


def short(dispatches: tuple[Dispatch, ...]) -> list[tuple[To, Exemplar]]:
    return [(each.to, each.as_) for each in dispatches]


def a_nurses_certificate(*steps: str) -> Case:
    case = then(a_case("care-of-child-under-12-certificate"), acts.SendInterimReply(WORDS), by=NORA)
    return then(case, *(acts.CompleteStep(each) for each in steps), by=NORA, at=TUESDAY)


# What the routine says, written out by hand (R15, R17).
@pytest.mark.parametrize(
    ("outcome", "sent"),
    [
        ("authority", [(To.AUTHORITY, ORIGINAL)]),
        ("home", [(To.HOME, ORIGINAL)]),
        ("both", [(To.AUTHORITY, ORIGINAL), (To.HOME, COPY)]),
    ],
)
def test_a_doctors_certificate_is_sent_as_it_turned_out(outcome, sent):
    assert short(sent_by(a_closed_certificate(), WorkCompleted("send", outcome))) == sent


def test_a_nurses_original_goes_to_the_authority_and_the_copy_home():
    case = a_nurses_certificate()

    assert short(sent_by(case, StepCompleted("send-original"))) == [(To.AUTHORITY, ORIGINAL)]
    assert short(sent_by(case, StepCompleted("send-copy"))) == [(To.HOME, COPY)]


def test_what_a_system_confirmed_went_electronically():
    (sent,) = sent_by(a_nurses_certificate(), StepCompleted("send-original", receipt="FK 12"))

    assert sent.way is Way.ELECTRONIC


@pytest.mark.parametrize(
    "event",
    [
        WorkCompleted("type-dictation"),
        WorkCompleted("unheard-of"),
        StepCompleted("write-certificate"),
        StepCompleted("unheard-of"),
        NoteAdded("Postat."),
    ],
)
def test_nothing_else_sends_anything(event):
    case = a_nurses_certificate() if isinstance(event, StepCompleted) else a_closed_certificate()

    assert sent_by(case, event) == ()


# --- What is to be sent next -----------------------------------------------------------------


def at_send(**form: str) -> Case:
    case = a_closed_certificate()
    case = replace(case, form={**case.form, **form})
    return then(case, *(acts.CompleteWork(each) for each in PIECES), by=SARA)


@pytest.mark.parametrize(
    ("send_to", "sent"),
    [
        ("home", [(To.HOME, ORIGINAL)]),
        ("both", [(To.AUTHORITY, ORIGINAL), (To.HOME, COPY)]),
        ("whatever", [(To.AUTHORITY, ORIGINAL), (To.HOME, ORIGINAL)]),
    ],
)
def test_envelopes_are_as_the_family_asked_or_one_for_each(send_to, sent):
    assert short(to_send(at_send(send_to=send_to))) == sent


def test_before_and_after_there_is_nothing_to_put_into_envelopes():
    assert to_send(a_closed_certificate()) == ()
    assert to_send(then(at_send(), acts.CompleteWork("send", "home"), by=SARA)) == ()
    assert to_send(a_case("message")) == ()


def test_work_that_the_routine_knows_no_more_fills_no_envelope():
    case = at_send()
    assert to_send(replace(case, process=replace(case.process, work=()))) == ()


def test_a_nurse_fills_both_envelopes_once_the_first_can_be_sent_and_then_the_other():
    assert to_send(a_nurses_certificate()) == ()
    both = to_send(a_nurses_certificate("write-certificate"))
    assert short(both) == [(To.AUTHORITY, ORIGINAL), (To.HOME, COPY)]
    rest = to_send(a_nurses_certificate("write-certificate", "send-original"))
    assert short(rest) == [(To.HOME, COPY)]


def test_what_goes_electronically_fills_no_envelope():
    case = at_send(send_to="electronic")
    send = case.process.work[-1]
    option = replace(send.outcomes[0], key="electronic")
    dispatch = Dispatch(To.AUTHORITY, ORIGINAL, when=("electronic",), way=Way.ELECTRONIC)
    work = replace(send, outcomes=(*send.outcomes, option), dispatch=(*send.dispatch, dispatch))
    pieces = (*case.process.work[:-1], work)
    own = replace(case, process=replace(case.process, work=pieces))

    assert to_send(own) == ()
    assert sent_by(own, WorkCompleted("send", "electronic")) == (dispatch,)


# --- What a family is told -------------------------------------------------------------------


def test_a_family_is_told_of_what_was_posted_and_not_of_what_was_left_out():
    case = a_nurses_certificate("write-certificate", "send-original")
    left_out = then(case, acts.SkipStep("send-copy", "Har den redan"), by=NORA)

    assert [each.words.sv for each in told_of_steps(left_out)] == [
        "Originalet skickades till Försäkringskassan"
    ]
    assert [each.at for each in told_of_steps(case)] == [TUESDAY]
    whole = a_nurses_certificate("write-certificate", "send-original", "send-copy")
    assert [each.words.sv for each in told_of_steps(whole)][1:] == ["En kopia skickades hem"]


# --- Who -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "clinic", "keeps"),
    [
        (SARA, MEDICAL, True),
        (DAN, MEDICAL, True),
        (MIRA, MEDICAL, True),
        (RUT, OUTPATIENT, True),
        (NORA, OUTPATIENT, True),
        (KLAS, OUTPATIENT, False),
        (UMA, OUTPATIENT, False),
        (SARA, OUTPATIENT, False),
    ],
)
def test_letters_by_hand_are_for_receivers_nurses_and_those_in_a_group_there(who, clinic, keeps):
    assert access.may_keep_register(who, clinic, POST) == keeps
    if not keeps:
        with pytest.raises(OutOfReach):
            access.permit_keeping_register(who, clinic, POST)


def test_other_registers_are_not_for_groups():
    assert not access.may_keep_register(SARA, MEDICAL)


def test_envelopes_are_for_who_reads_the_case_or_does_its_work():
    case = replace(a_closed_certificate(), holding_group=None, holder=DAN.id)

    assert all(access.may_send_post(each, case) for each in (SARA, MIRA, DAN, RUT))
    assert not access.may_send_post(OTTO, case)
    assert not access.may_send_post(SARA, a_nurses_certificate())


# --- What stands on an envelope --------------------------------------------------------------


def test_an_envelope_has_a_name_and_the_lines_below_it():
    assert written_on(" Ada  Ek ", "Ågatan 1\r\n\n 451 00  Uddevalla ", field="a") == (
        "Ada Ek",
        "Ågatan 1",
        "451 00 Uddevalla",
    )


@pytest.mark.parametrize(
    ("to", "address"),
    [
        (" ", "Ågatan 1"),
        ("Ada", "\u200b"),
        ("Ada", "a\n" * 6),
        ("Ada", "x" * 61),
        ("x" * 61, "Ågatan 1"),
    ],
)
def test_what_no_envelope_has_room_for_is_refused(to, address):
    with pytest.raises(InvalidForm) as wrong:
        written_on(to, address, field="a")
    assert [each.field for each in wrong.value.problems] == ["a"]


def test_a_sheet_has_24_labels():
    assert [first_label(each) for each in ("1", "24")] == [1, 24]
    for typed in ("0", "25", "", "x", "²", "9999", "-1"):
        with pytest.raises(InvalidForm):
            first_label(typed)


def test_a_clinics_address_is_lines_with_commas_or_breaks_between():
    assert postal_address(" Box 1,, 000 10  Ort\nSverige ") == "Box 1\n000 10 Ort\nSverige"
    assert postal_address(" ") == ""
    for typed in ("a," * 6, "x" * 61):
        with pytest.raises(InvalidForm):
            postal_address(typed)


# --- The check of a routine ------------------------------------------------------------------


def found(routine: Routine) -> list[str]:
    return [each.key for each in check_dispatches(routine)]


def with_process(key: str, **changed: object) -> Routine:
    routine = packaged()
    return replace(
        routine,
        processes=tuple(
            replace(each, **changed) if each.key == key else each  # type: ignore[arg-type]
            for each in routine.processes
        ),
    )


def process(key: str) -> Process:
    found = packaged().process(key)
    assert found is not None
    return found


def with_dispatch(*dispatch: Dispatch) -> Routine:
    *before, send = process("doctor-certificate").work
    work = (*before, replace(send, dispatch=dispatch))
    return with_process("doctor-certificate", work=work)


def with_recipient(**changed: object) -> Routine:
    first, *others = packaged().recipients
    return replace(packaged(), recipients=(replace(first, **changed), *others))  # type: ignore[arg-type]


def a_step(step: Step, **changed: object) -> Routine:
    (stage,) = process("nurse-certificate").stages
    steps = tuple(
        replace(each, **changed) if each.key == step.key else each  # type: ignore[arg-type]
        for each in stage.steps
    )
    return with_process("nurse-certificate", stages=(replace(stage, steps=steps),))


SEND = Dispatch(To.HOME, COPY)
LAST = process("nurse-certificate").stages[0].steps[-1]
LAST_AT = "processes.nurse-certificate.stages[0].steps.send-copy.dispatch"
WORK_AT = "processes.doctor-certificate.work.send.dispatch"


def test_the_packaged_routine_sends_nothing_that_could_not_be_sent():
    assert found(packaged()) == []
    assert packaged().mediator == packaged().recipient("skatteverket")


@pytest.mark.parametrize(
    ("routine", "place"),
    [
        (with_dispatch(replace(SEND, when=("nowhere",))), f"{WORK_AT}[0].when[0]"),
        (with_dispatch(SEND, SEND), f"{WORK_AT}[1]"),
        (a_step(LAST, act=StepAct.PRINT), LAST_AT),
        (with_recipient(address=()), "recipients.forsakringskassan.address"),
        (with_recipient(address=("a",) * 6), "recipients.forsakringskassan.address"),
        (with_recipient(address=(" ",)), "recipients.forsakringskassan.address[0]"),
        (with_recipient(address=("x" * 61,)), "recipients.forsakringskassan.address[0]"),
        (with_recipient(mediates=True), "recipients.skatteverket.mediates"),
        (
            replace(packaged(), registers=(replace(packaged().registers[0], key="post"),)),
            "registers.post.key",
        ),
    ],
)
def test_what_nothing_could_send_is_found(routine, place):
    assert found(routine) == [place]


def test_a_recipient_that_is_not_there_is_found_at_the_certificate():
    keys = found(replace(packaged(), recipients=()))

    assert "services.care-allowance-certificate.certificate.goes_to" in keys
    assert replace(packaged(), recipients=()).mediator is None
