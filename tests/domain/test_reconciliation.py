"""What doesn't agree about a case: each kind is found, what agrees never is, and its remedy mends it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.build import (
    DAN,
    MONDAY,
    NORA,
    RUT,
    SARA,
    TO_CERTIFICATE_HANDLERS,
    TUESDAY,
    WORDS,
    a_case,
    a_form,
    an_entry,
    on,
    routine,
    under,
)
from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import evolve, fold
from vardag.domain.case.left_out import StepAccounted, StepFate
from vardag.domain.case.paper import Fate
from vardag.domain.case.state import Case
from vardag.domain.clock.calendar import SWEDEN, WorkingCalendar
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import Staff
from vardag.domain.reconciliation.mismatch import (
    Kind,
    Mismatch,
    Remedy,
    dispatches,
    mismatches,
    remedy_of,
)
from vardag.domain.refusals import InvalidForm, NotPermitted, Refusal, StepNotOpen

MONTH_LATER = date(2026, 10, 12)
WAITING = date(2026, 9, 14)
type Story = Iterable[tuple[Staff, acts.Act]]

NOTE, CANCEL, INFORM = (
    acts.CompleteStep("journal-note"),
    acts.CompleteStep("cancel-booking"),
    acts.CompleteStep("inform-clinician"),
)
DOCUMENT = acts.CompleteStep("document-request")
REPLY = acts.ReplyAndClose(WORDS)
TOLD = acts.SendInterimReply(WORDS, follow_up=WAITING)
SKIP = acts.SkipStep("document-request", "Står redan i journalen.")
HAND_ON = acts.Assign(TO_CERTIFICATE_HANDLERS, interim_reply=WORDS)
TO_CLOSE: tuple[tuple[Staff, acts.Act], ...] = (
    (RUT, DOCUMENT),
    (RUT, HAND_ON),
    (SARA, acts.Print(DAN.id)),
)
WITHOUT_REPLY = (SARA, acts.CloseWithoutReply())
BACK = (SARA, acts.AccountForCopy(1, Fate.RETURNED))
PIECES = ("type-dictation", "announce-in-worklist", "electronic-signature", "print-and-sign")
SIGNED: tuple[tuple[Staff, acts.Act], ...] = (
    *TO_CLOSE,
    WITHOUT_REPLY,
    BACK,
    *((SARA, acts.CompleteWork(each)) for each in PIECES),
)
SENT = acts.CompleteWork("send", "home")


class Told:
    """A case with its ledger, as its story goes on."""

    def __init__(self, service: str, *, form: dict[str, object] | None = None) -> None:
        document = routine()
        found = document.service(service)
        assert found is not None
        process = document.process(found.process)
        assert process is not None
        self.entries = [an_entry(service, form=a_form(service) if form is None else form)]
        self.case = fold(self.entries, service=found, process=process)

    def goes_on(self, *story: tuple[Staff, acts.Act], at: datetime = MONDAY) -> "Told":
        for by, act in story:
            access.permit(by, act, self.case)
            for event in decide(self.case, act, under(by, at)):
                self.entries.append(Entry(event, by=by.id, at=at, date=local_date(at)))
                self.case = evolve(self.case, self.entries[-1])
        return self

    def wrong(self, day: date, calendar: WorkingCalendar = SWEDEN) -> tuple[Mismatch, ...]:
        return mismatches(self.case, self.entries, on=day, calendar=calendar)

    def kinds(self, day: date = MONTH_LATER) -> list[Kind]:
        return [each.kind for each in self.wrong(day)]


# service, form, story, what doesn't agree in the end
DISAGREE: list[tuple[str, dict[str, object] | None, Story, list[Kind]]] = [
    ("renew-prescription", None, [(NORA, DOCUMENT)], [Kind.DOCUMENTED_NOT_CLOSED]),
    ("renew-prescription", None, [(NORA, SKIP)], []),  # nothing is documented: a flag of its own
    ("renew-prescription", None, [(NORA, SKIP), (NORA, REPLY)], [Kind.CLOSED_NOT_DOCUMENTED]),
    ("renew-prescription", None, [(NORA, DOCUMENT), (NORA, REPLY)], []),
    ("renew-prescription", None, [(NORA, DOCUMENT), (NORA, acts.AskCounterQuestion(WORDS))], []),
    ("renew-prescription", None, [], []),
    ("message", None, [(RUT, acts.Claim())], []),
    ("message", None, [(RUT, REPLY)], []),
    ("cancel-or-rebook", None, [(RUT, NOTE)], []),
    ("cancel-or-rebook", None, [(RUT, NOTE), (RUT, CANCEL)], [Kind.BOOKED_NOT_ANSWERED]),
    (
        "cancel-or-rebook",
        None,
        [(RUT, NOTE), (RUT, CANCEL), (RUT, INFORM)],
        [Kind.BOOKED_NOT_ANSWERED],  # and not a second time as documented
    ),
    ("cancel-or-rebook", None, [(RUT, CANCEL), (RUT, TOLD)], []),
    (
        "cancel-or-rebook",
        None,
        [(RUT, acts.SkipStep("cancel-booking", "Redan avbokat.")), (RUT, NOTE), (RUT, INFORM)],
        [Kind.DOCUMENTED_NOT_CLOSED],
    ),
    (
        "cancel-or-rebook",
        {"wish": "remote-video"},
        [
            (RUT, acts.CompleteStep("ask-clinician", "possible")),
            (RUT, acts.CompleteStep("book-video-meeting")),
        ],
        [Kind.BOOKED_NOT_ANSWERED],
    ),
    ("care-allowance-certificate", None, [(RUT, DOCUMENT), (RUT, HAND_ON)], []),
    (
        "care-allowance-certificate",
        None,
        TO_CLOSE,
        [Kind.DOCUMENTED_NOT_CLOSED, Kind.PRINTED_NOT_RETURNED],
    ),
    ("care-allowance-certificate", None, (*TO_CLOSE, BACK), [Kind.DOCUMENTED_NOT_CLOSED]),
    (
        "care-allowance-certificate",
        None,
        (*TO_CLOSE, WITHOUT_REPLY),
        [Kind.PRINTED_NOT_RETURNED],
    ),
    ("care-allowance-certificate", None, (*TO_CLOSE, WITHOUT_REPLY, BACK), []),
    ("care-allowance-certificate", None, SIGNED[:-1], []),  # the signature is awaited
    ("care-allowance-certificate", None, SIGNED, [Kind.SIGNED_NOT_SENT]),
    ("care-allowance-certificate", None, (*SIGNED, (SARA, SENT)), []),
]


@pytest.mark.parametrize(("service", "form", "story", "expected"), DISAGREE)
def test_what_does_not_agree_is_found_and_what_agrees_is_not(service, form, story, expected):
    assert Told(service, form=form).goes_on(*story).kinds() == expected


# Kind, service, story on Monday 7 September, the first day on which it stands in the list
FIRST_DAYS = [
    (Kind.BOOKED_NOT_ANSWERED, "cancel-or-rebook", [(RUT, CANCEL)], date(2026, 9, 8)),
    (Kind.DOCUMENTED_NOT_CLOSED, "renew-prescription", [(NORA, DOCUMENT)], date(2026, 9, 9)),
    (Kind.SIGNED_NOT_SENT, "care-allowance-certificate", SIGNED, date(2026, 9, 8)),
    (Kind.PRINTED_NOT_RETURNED, "message", [(RUT, acts.Print())], date(2026, 9, 14)),
    (
        Kind.PRINTED_NOT_RETURNED,  # with nothing more to be done with it
        "message",
        [(RUT, acts.Print()), (RUT, REPLY)],
        date(2026, 9, 8),
    ),
    (
        Kind.CLOSED_NOT_DOCUMENTED,
        "renew-prescription",
        [(NORA, SKIP), (NORA, REPLY)],
        date(2026, 9, 8),
    ),
]


@pytest.mark.parametrize(("kind", "service", "story", "first"), FIRST_DAYS)
def test_it_stands_in_the_list_from_a_working_day_on(kind, service, story, first):
    told = Told(service).goes_on(*story)

    assert kind not in told.kinds(first - timedelta(days=1))
    assert kind in told.kinds(first)
    closed = WorkingCalendar(closed={first: "Planeringsdag"})
    assert kind not in [each.kind for each in told.wrong(first, closed)]


def test_over_a_weekend_nobody_could_have_seen_to_it():
    friday = on("2026-09-11T15:00")
    told = Told("cancel-or-rebook").goes_on((RUT, CANCEL), at=friday)

    assert told.kinds(date(2026, 9, 13)) == []
    assert told.kinds(date(2026, 9, 14)) == [Kind.BOOKED_NOT_ANSWERED]


def test_what_an_interim_reply_promised_agrees_until_that_day_has_passed():
    told = Told("renew-prescription").goes_on((NORA, DOCUMENT), (NORA, TOLD))

    assert told.kinds(WAITING) == []
    assert told.kinds(WAITING + timedelta(days=1)) == [Kind.DOCUMENTED_NOT_CLOSED]


def test_what_was_written_before_a_booking_says_nothing_of_it():
    told = Told("cancel-or-rebook").goes_on((RUT, TOLD)).goes_on((RUT, CANCEL), at=TUESDAY)

    assert told.kinds(date(2026, 9, 9)) == [Kind.BOOKED_NOT_ANSWERED]


def test_a_certificate_that_somebody_put_off_waits_until_that_day_has_passed():
    told = Told("care-allowance-certificate").goes_on(*SIGNED)
    told.goes_on((SARA, acts.PutOffWork("send", "Familjen hämtar det.", follow_up=WAITING)))

    assert told.kinds(WAITING) == []
    assert told.kinds(WAITING + timedelta(days=1)) == [Kind.SIGNED_NOT_SENT]


def test_each_copy_stands_by_itself():
    told = Told("message").goes_on((RUT, acts.Print()), (RUT, acts.Print()), (RUT, REPLY))

    assert [each.copy and each.copy.number for each in told.wrong(MONTH_LATER)] == [1, 2]


def test_what_sends_a_certificate_is_the_routines_to_say():
    document = routine()
    service = document.service("care-allowance-certificate")
    assert service is not None
    process = document.process(service.process)
    message = document.service("message")
    assert process is not None
    assert message is not None

    assert [each.key for each in dispatches(process, service)] == ["send"]
    assert dispatches(process, message) == process.work[-1:]  # no word of how it is sent


# --- What puts it right ---------------------------------------------------------------------------

REMEDIES = [
    ("renew-prescription", [(NORA, DOCUMENT)], Remedy.REPLY, None),
    ("care-allowance-certificate", (*TO_CLOSE, BACK), Remedy.CLOSE, None),
    ("cancel-or-rebook", [(RUT, CANCEL)], Remedy.TICK, "journal-note"),
    ("care-allowance-certificate", SIGNED, Remedy.SEND, None),
    ("message", [(RUT, acts.Print())], Remedy.COPY, None),
    ("renew-prescription", [(NORA, SKIP), (NORA, REPLY)], Remedy.ACCOUNT, "document-request"),
]


@pytest.mark.parametrize(("service", "story", "remedy", "step"), REMEDIES)
def test_each_has_the_ordinary_act_that_puts_it_right(service, story, remedy, step):
    told = Told(service).goes_on(*story)
    (wrong,) = told.wrong(MONTH_LATER)

    found, about = remedy_of(wrong, told.case)

    assert (found, about.key if about else None) == (remedy, step)


def test_a_step_with_a_choice_is_done_on_the_cases_own_page():
    told = Told("cancel-or-rebook", form={"wish": "remote-phone"})
    first = told.case.open_steps[0]

    booked = Mismatch(Kind.BOOKED_NOT_ANSWERED, since=MONTH_LATER)
    assert remedy_of(booked, told.case) == (Remedy.GO_ON, first)


ACTS: list[acts.Act] = [
    acts.Claim(),
    acts.Print(),
    acts.Print(DAN.id),
    TOLD,
    acts.AskCounterQuestion(WORDS),
    HAND_ON,
    REPLY,
    acts.CloseWithoutReply(),
    acts.AccountForCopy(1, Fate.DESTROYED),
    *(acts.CompleteWork(each) for each in PIECES),
    SENT,
    *(
        make(step.key)
        for process in routine().processes
        for stage in process.stages
        for step in stage.steps
        for make in (
            acts.CompleteStep,
            lambda key: acts.SkipStep(key, "Behövs inte."),
            lambda key: acts.AccountForStep(key, StepFate.DONE),
        )
    ),
    acts.CompleteStep("ask-clinician", "possible"),
    acts.CompleteStep("ask-clinician", "not-possible"),
]
FORMS = [
    ("renew-prescription", None),
    ("message", None),
    ("contact-details", None),
    ("care-of-child-under-12-certificate", None),
    ("care-allowance-certificate", None),
    *(
        ("cancel-or-rebook", {"wish": wish})
        for wish in ("cancel", "new-time", "remote-phone", "remote-video")
    ),
]


def mended(told: Told, wrong: Mismatch, at: datetime) -> None:
    """Do what puts a mismatch right, as whoever may; a step that waits for others after them."""
    for _ in range(20):
        if wrong not in told.wrong(MONTH_LATER):
            return
        remedy, step = remedy_of(wrong, told.case)
        tries: dict[Remedy, list[acts.Act]] = {
            Remedy.REPLY: [REPLY],
            Remedy.CLOSE: [acts.CloseWithoutReply()],
            Remedy.ACCOUNT: [acts.AccountForStep(step.key, StepFate.DONE)] if step else [],
            Remedy.COPY: [acts.AccountForCopy(wrong.copy.number, Fate.RETURNED)]
            if wrong.copy
            else [],
            Remedy.SEND: [SENT],
        }
        of_step = [each for each in ACTS if getattr(each, "step", "") == (step and step.key)]
        able = [*tries.get(remedy, of_step), HAND_ON]
        assert any(tried(told, by, act, at) for act in able for by in (NORA, SARA, RUT))
    raise AssertionError(f"{wrong} was not put right")


def tried(told: Told, by: Staff, act: acts.Act, at: datetime) -> bool:
    try:
        told.goes_on((by, act), at=at)
    except Refusal:
        return False
    return True


@pytest.mark.unmeasured
@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(st.data())
def test_whatever_happened_to_a_case_what_does_not_agree_can_be_put_right(data):
    service, form = data.draw(st.sampled_from(FORMS))
    told = Told(service, form=form)
    for act in data.draw(st.lists(st.sampled_from(ACTS), max_size=40)):
        any(tried(told, by, act, MONDAY) for by in (NORA, SARA))

    for wrong in told.wrong(MONTH_LATER):
        assert (wrong.kind is Kind.DOCUMENTED_NOT_CLOSED) <= (not told.case.is_closed)
        assert (wrong.kind is Kind.CLOSED_NOT_DOCUMENTED) <= told.case.is_closed
        mended(told, wrong, at=on("2026-10-12T08:00"))
    assert len(told.kinds(MONTH_LATER)) <= len(told.case.copies)  # printed meanwhile, at most


# --- What became of a step that was left out ------------------------------------------------------


def left_out() -> Case:
    return Told("renew-prescription").goes_on((NORA, SKIP), (NORA, REPLY)).case


def said(case: Case, act: acts.Act, by: Staff = NORA) -> Case:
    access.permit(by, act, case)
    for event in decide(case, act, under(by, TUESDAY)):
        case = evolve(case, Entry(event, by=by.id, at=TUESDAY, date=local_date(TUESDAY)))
    return case


def test_of_a_closed_case_it_is_said_that_a_step_is_done_after_all():
    case = left_out()
    assert [step.key for step in case.left_out] == ["document-request"]

    case = said(case, acts.AccountForStep("document-request", StepFate.DONE))

    assert case.left_out == ()
    assert case.accounted == {
        "document-request": StepAccounted(StepFate.DONE, "", by=NORA.id, at=TUESDAY)
    }
    assert case.is_closed
    assert case.steps["document-request"].skipped  # what happened then stays as it was


def test_that_a_step_is_not_needed_has_a_reason():
    act = acts.AccountForStep("document-request", StepFate.NOT_NEEDED, "Fel barn.")
    assert said(left_out(), act).accounted["document-request"].text == "Fel barn."

    with pytest.raises(InvalidForm, match="Say why"):
        said(left_out(), acts.AccountForStep("document-request", StepFate.NOT_NEEDED, " "))
    with pytest.raises(InvalidForm, match="Say whether"):
        said(left_out(), acts.AccountForStep("document-request", None))


@pytest.mark.parametrize("step", ["document-request", "unheard-of"])
def test_nothing_is_said_twice_or_of_what_was_not_left_out(step):
    case = said(left_out(), acts.AccountForStep("document-request", StepFate.DONE))

    with pytest.raises(StepNotOpen, match="Nothing remains to be said"):
        said(case, acts.AccountForStep(step, StepFate.DONE))


def test_an_open_case_has_left_nothing_out_yet():
    case = Told("renew-prescription").goes_on((NORA, SKIP)).case

    assert case.left_out == ()
    with pytest.raises(StepNotOpen):
        said(case, acts.AccountForStep("document-request", StepFate.DONE))


def test_a_nurses_step_is_the_nurses_after_closing_as_well():
    with pytest.raises(NotPermitted, match="Only a nurse"):
        said(left_out(), acts.AccountForStep("document-request", StepFate.DONE), by=RUT)


def test_a_step_here_is_nothing_that_was_left_out_elsewhere():
    skipped = acts.SkipStep("send-copy", "Hämtades.")
    told = Told("care-of-child-under-12-certificate").goes_on(
        (NORA, acts.SendInterimReply(WORDS)),
        (NORA, acts.CompleteStep("write-certificate")),
        (NORA, acts.CompleteStep("send-original")),
        (NORA, skipped),
        (NORA, REPLY),
    )

    assert told.case.left_out == ()


def test_a_case_that_was_only_received_is_nobodys_mistake():
    assert mismatches(a_case(), [an_entry()], on=MONTH_LATER, calendar=SWEDEN) == ()
