"""Random walks over the whole life of a case: whatever people try, certain things always hold."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.build import (
    AGES,
    CERTIFICATE_HANDLERS,
    DAN,
    ELSEWHERE,
    GUNILLA,
    KLAS,
    MEDICAL,
    MIRA,
    MONDAY,
    NORA,
    OLLE,
    OTTO,
    OUTPATIENT,
    PIM,
    RUT,
    SARA,
    STAFF,
    TO_CERTIFICATE_HANDLERS,
    WORDS,
    YNGVE,
    YRSA,
    a_form,
    an_entry,
    routine,
    somebody,
    to,
    under,
)
from vardag.domain import access, kinship
from vardag.domain.case import acts
from vardag.domain.case.competence import may_do_work
from vardag.domain.case.decide import answer, decide
from vardag.domain.case.events import Answered, Entry
from vardag.domain.case.evolve import evolve, fold
from vardag.domain.case.flags import Dates, dates_of, flags
from vardag.domain.case.notices import notices
from vardag.domain.case.state import Case, Status
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId, Profession, Resident, Role, Staff
from vardag.domain.refusals import Refusal
from vardag.domain.routine.document import NURSE, RECEIVER, Process, Service, StepAct

pytestmark = pytest.mark.unmeasured  # a branch that chance takes isn't thereby known to be tested

KEYS = [service.key for service in routine().services]
PEOPLE = list(STAFF.values())
STEP_KEYS = sorted(
    {
        step.key
        for process in routine().processes
        for stage in process.stages
        for step in stage.steps
    }
)
OUTCOMES = sorted(
    {
        option.key
        for process in routine().processes
        for stage in process.stages
        for step in stage.steps
        for option in step.outcomes
    }
    | {option.key for each in routine().processes for work in each.work for option in work.outcomes}
)
WORK_KEYS = sorted({work.key for process in routine().processes for work in process.work})
WISHES = ["cancel", "new-time", "remote-phone", "remote-video"]

messages = st.sampled_from(
    [
        acts.Message(text="Hej"),
        acts.Message(text=" "),
        acts.Message(standard_reply="received"),
        acts.Message(standard_reply="no-such-reply"),
    ]
)
assignees = st.sampled_from(
    [
        *(to(person) for person in (RUT, NORA, KLAS, SARA, DAN, MIRA, OTTO)),
        TO_CERTIFICATE_HANDLERS,
        *(acts.Clinic(clinic) for clinic in (OUTPATIENT, MEDICAL, ELSEWHERE)),
        None,
    ]
)
step_acts = st.one_of(
    st.builds(
        acts.CompleteStep,
        st.sampled_from(STEP_KEYS),
        st.none() | st.sampled_from(OUTCOMES),
        st.sampled_from(["", "Hej"]),
    ),
    st.builds(acts.SkipStep, st.sampled_from(STEP_KEYS), st.sampled_from(["", "Hej"])),
    st.builds(
        acts.AskColleague,
        st.sampled_from(STEP_KEYS),
        st.none() | st.sampled_from([person.id for person in PEOPLE]),
    ),
    st.builds(acts.WithdrawInquiry, st.sampled_from(STEP_KEYS)),
    st.builds(
        acts.AnswerInquiry, st.sampled_from(STEP_KEYS), st.none() | st.sampled_from(OUTCOMES)
    ),
)
any_act = st.one_of(
    st.just(acts.Claim()),
    st.builds(acts.Assign, assignees, st.none() | messages),
    st.just(acts.ReturnToInbox()),
    st.builds(
        acts.SendInterimReply, messages, st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))
    ),
    st.builds(acts.AskCounterQuestion, messages),
    st.builds(acts.ReplyAndClose, messages),
    st.builds(acts.CloseWithoutReply, st.sampled_from(["", "Klart"])),
    step_acts,
    st.builds(acts.AddNote, st.sampled_from(["Hej", ""])),
    st.builds(acts.Print, st.none() | st.just(DAN.id)),
    st.builds(acts.CompleteWork, st.sampled_from(WORK_KEYS), st.none() | st.sampled_from(OUTCOMES)),
    st.builds(
        acts.AssignWork,
        st.sampled_from(WORK_KEYS),
        st.none() | st.sampled_from([person.id for person in PEOPLE]),
    ),
)


good_acts = st.sampled_from(
    [
        acts.Claim(),
        acts.ReturnToInbox(),
        acts.SendInterimReply(WORDS),
        acts.AskCounterQuestion(WORDS),
        acts.AddNote("Hej"),
        acts.Print(),
    ]
)


@dataclass
class Walk:
    """A case with its ledger and the clock."""

    service: Service
    process: Process
    now: datetime
    ledger: list[Entry] = field(default_factory=list)

    def folded(self) -> Case:
        return fold(self.ledger, service=self.service, process=self.process)


class LifeOfACase(RuleBasedStateMachine):
    @initialize(
        key=st.sampled_from(KEYS),
        sender=st.sampled_from([GUNILLA, PIM, YRSA, YNGVE]),
        data=st.data(),
    )
    def receive(self, key: str, sender: Resident, data: st.DataObject) -> None:
        about = {GUNILLA.id: PIM, PIM.id: PIM}.get(sender.id, YRSA)
        service = routine().service(key)
        assert service is not None
        process = routine().process(service.process)
        assert process is not None
        form = dict(a_form(key))
        if "wish" in form:
            form["wish"] = data.draw(st.sampled_from(WISHES))
        self.walk = Walk(service, process, MONDAY)
        self.walk.ledger.append(an_entry(key, by=sender, about=about, at=MONDAY, form=form))
        self.case = self.walk.folded()

    @rule(days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.walk.now += timedelta(days=days, hours=hours)

    @rule(person=st.sampled_from(PEOPLE), act=any_act)
    def somebody_tries_something(self, person: Staff, act: acts.Act) -> None:
        self.does(person, act)

    @rule(act=good_acts, data=st.data())
    def somebody_who_may_act_does(self, act: acts.Act, data: st.DataObject) -> None:
        self.does(data.draw(st.sampled_from(self.able())), act)

    @rule(text=st.sampled_from(["Vad menar du?", " "]), data=st.data())
    def somebody_who_may_act_asks(self, text: str, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(self.able()))
        self.does(person, acts.AskCounterQuestion(acts.Message(text=text)))

    @rule(to_whom=assignees, words=st.none() | messages, data=st.data())
    def somebody_who_may_act_assigns(
        self, to_whom: acts.Assignee | None, words: acts.Message | None, data: st.DataObject
    ) -> None:
        self.does(data.draw(st.sampled_from(self.able())), acts.Assign(to_whom, words))

    @precondition(lambda self: self.case.open_steps)
    @rule(data=st.data())
    def the_next_step_is_done(self, data: st.DataObject) -> None:
        step = self.case.open_steps[0]
        outcome = data.draw(st.sampled_from(step.outcomes)).key if step.outcomes else None
        by_ticking = acts.CompleteStep(step.key, outcome=outcome)
        act = data.draw(st.sampled_from([by_ticking, way_on(self.case)]))
        self.does(data.draw(st.sampled_from(self.able())), act)

    @precondition(lambda self: "ask-clinician" in {each.key for each in self.case.open_steps})
    @rule(colleague=st.sampled_from(PEOPLE), data=st.data())
    def a_colleague_is_asked(self, colleague: Staff, data: st.DataObject) -> None:
        act = acts.AskColleague("ask-clinician", colleague.id)
        self.does(data.draw(st.sampled_from(self.able())), act)

    @precondition(lambda self: self.case.inquiry)
    @rule(person=st.sampled_from(PEOPLE), outcome=st.sampled_from(["possible", "not-possible"]))
    def somebody_answers_what_is_asked(self, person: Staff, outcome: str) -> None:
        before = self.case
        assert before.inquiry is not None
        self.does(person, acts.AnswerInquiry(before.inquiry.step, outcome))
        assert (self.case == before) is not access.may_answer_inquiry(person, before)
        assert self.case.holder == before.holder

    @precondition(lambda self: not self.case.remaining_steps)
    @rule(
        act=st.sampled_from([acts.ReplyAndClose(WORDS), acts.CloseWithoutReply()]), data=st.data()
    )
    def the_case_is_closed(self, act: acts.Act, data: st.DataObject) -> None:
        self.does(data.draw(st.sampled_from(self.able())), act)

    @precondition(lambda self: self.case.open_work)
    @rule(data=st.data(), outcome=st.none() | st.just("home"))
    def the_next_work_is_done(self, data: st.DataObject, outcome: str | None) -> None:
        assert self.case.open_work is not None
        act = acts.CompleteWork(self.case.open_work.key, outcome)
        self.does(data.draw(st.sampled_from(self.able())), act)

    @precondition(lambda self: self.case.open_work)
    @rule(
        data=st.data(),
        to_whom=st.none() | st.sampled_from([person.id for person in PEOPLE]),
        day=st.dates(date(2026, 9, 1), date(2027, 9, 1)),
    )
    def the_work_is_given_put_off_or_talked_about(
        self, data: st.DataObject, to_whom: PersonId | None, day: date
    ) -> None:
        assert self.case.open_work is not None
        key = self.case.open_work.key
        tried: list[acts.Act] = [
            acts.AssignWork(key, to=to_whom),
            acts.PutOffWork(key, "Läkaren är borta.", day),
            acts.NoteOnWork(key, "Intyget ligger i Intygsmodulen."),
        ]
        self.does(data.draw(st.sampled_from(PEOPLE)), data.draw(st.sampled_from(tried)))

    @precondition(lambda self: self.case.question_open)
    @rule(
        resident=st.sampled_from([GUNILLA, OLLE, PIM, YRSA, YNGVE]),
        text=st.sampled_from(["Ja", ""]),
    )
    def somebody_answers(self, resident: Resident, text: str) -> None:
        day = local_date(self.walk.now)
        if not kinship.may_see(resident, self.case, on=day, ages=AGES):
            return
        before = self.case
        asker = next((person for person in PEOPLE if person.id == before.asker), None)
        try:
            event = answer(
                before,
                text=text,
                at=self.walk.now,
                asker_may_act=asker is not None and access.may_act(asker, before),
                calendar=SWEDEN,
                working_days=2,
            )
        except Refusal:
            return
        self.happens(event, resident.id)
        assert self.case.response_due is not None
        assert not self.case.question_open

    def able(self) -> list[Staff]:
        """Return those who may act on the case; there are always some."""
        return [person for person in PEOPLE if access.may_act(person, self.case)]

    def does(self, person: Staff, act: acts.Act) -> None:
        before = self.case
        try:
            access.permit(person, act, before)
            events = decide(before, act, under(person, self.walk.now))
        except Refusal:
            assert self.case == before == self.walk.folded()
            return
        assert not before.is_closed or isinstance(act, acts.WORK_ACTS)
        if isinstance(act, acts.AnswerInquiry):
            assert access.may_answer_inquiry(person, before)
        else:
            assert access.may_act(person, before) or isinstance(act, acts.WORK_ACTS)
        for event in events:
            self.happens(event, person.id)

    def happens(self, event: object, by: PersonId) -> None:
        before = self.case
        entry = Entry(event, by=by, at=self.walk.now, date=local_date(self.walk.now))  # type: ignore[arg-type]
        self.case = evolve(before, entry)
        self.walk.ledger.append(entry)
        self.nothing_is_taken_back(before, entry)
        told = notices(entry.event, self.case, by=by, members=lambda _: [SARA.id, DAN.id])
        assert by not in {notice.to for notice in told if notice.kind == "assigned"}

    def nothing_is_taken_back(self, before: Case, entry: Entry) -> None:
        after = self.case
        if before.first_response is not None:
            assert (after.first_response, after.first_response_at) == (
                before.first_response,
                before.first_response_at,
            )
        if before.response_due is None and not isinstance(entry.event, Answered):
            assert after.response_due is None
        assert before.steps.items() <= after.steps.items()
        assert before.work.items() <= after.work.items()
        assert not before.is_closed or after.status is Status.CLOSED
        assert after.version == before.version + 1

    @invariant()
    def the_ledger_always_comes_to_the_same_case(self) -> None:
        assert self.walk.folded() == self.case
        assert self.case.version == len(self.walk.ledger)

    @invariant()
    def holder_and_status_agree(self) -> None:
        case = self.case
        assert case.holder is None or case.holding_group is None
        if case.status is Status.RECEIVED:
            assert not case.is_held
        else:
            assert case.is_held
        assert case.status is not Status.AWAITING_RESIDENT or case.question_open
        assert case.waits_until is None or case.status is Status.AWAITING_RESIDENT
        assert case.clinic not in case.passed_by

    @invariant()
    def what_is_asked_is_of_an_open_step(self) -> None:
        inquiry = self.case.inquiry
        assert inquiry is None or inquiry.step in {each.key for each in self.case.open_steps}

    @invariant()
    def whoever_holds_it_may_act_on_it(self) -> None:
        case = self.case
        holders = [person for person in PEOPLE if person.id == case.holder]
        if case.holding_group == CERTIFICATE_HANDLERS:
            holders = [SARA, DAN]
        assert all(access.may_act(person, case) for person in holders)

    @invariant()
    def a_closed_case_owes_nothing(self) -> None:
        case = self.case
        if case.is_closed:
            assert dates_of(case) == Dates()
            assert case.open_steps == ()
            assert not case.question_open
            assert case.closed_at is not None
            assert flags(dates_of(case), today=local_date(self.walk.now)) == ()
        else:
            assert case.closed_at is None
            assert case.open_work is None

    @invariant()
    def an_open_case_never_stands_without_a_next_date_or_somebody_to_see_it(self) -> None:
        case = self.case
        if case.is_closed:
            return
        someones = case.status is not Status.RECEIVED
        owed = case.response_due is not None or case.follow_up is not None
        waits = case.waits_until is not None
        assert owed or waits or someones or case.question_open

    @invariant()
    def the_response_is_owed_until_it_is_given(self) -> None:
        case = self.case
        if case.first_response is None:
            assert case.is_closed or case.response_due is not None

    @invariant()
    def an_open_case_can_always_be_walked_to_its_end(self) -> None:
        if not self.case.is_closed:
            assert walked_to_the_end(self.case, self.walk.now).is_closed

    @invariant()
    def what_is_done_is_never_open_again(self) -> None:
        case = self.case
        assert case.open_work is None or case.open_work.key not in case.work

    @invariant()
    def whoever_owns_work_may_do_it_and_others_may_too(self) -> None:
        case = self.case
        if case.open_work is not None:
            owner = case.open_work.owner
            able = {p.id for p in PEOPLE if may_do_work(p, case.process, case)}
            assert owner is None or owner in able

    @invariant()
    def open_work_is_looked_at_on_a_working_day_within_a_year(self) -> None:
        work = self.case.open_work
        if work is not None:
            assert SWEDEN.is_working_day(work.follow_up)
            assert work.opened <= work.follow_up <= local_date(self.walk.now) + timedelta(days=380)

    @invariant()
    def work_can_always_be_walked_to_its_end(self) -> None:
        case = self.case
        while case.open_work is not None:
            work = next(each for each in case.process.work if each.key == case.open_work.key)
            outcome = work.outcomes[0].key if work.outcomes else None
            case = entitled(case, acts.CompleteWork(work.key, outcome), self.walk.now)
        assert not case.is_closed or case.work.keys() == {each.key for each in case.process.work}


NURSES = {  # every clinic can employ one; the case must then be closable by her
    clinic: somebody(100 + clinic, clinic, Role.RECEIVER, profession=Profession.NURSE)
    for clinic in (OUTPATIENT, MEDICAL, ELSEWHERE)
}


def walked_to_the_end(case: Case, now: datetime) -> Case:
    """Return the case closed, by people who are entitled to each act; fails if nobody is."""
    for _ in range(20):
        if case.remaining_steps:
            case = entitled(case, way_on(case), now)
        else:
            return entitled(case, acts.ReplyAndClose(acts.Message(text="Hej")), now)
    raise AssertionError(f"stranded with {[step.key for step in case.remaining_steps]}")


def way_on(case: Case) -> acts.Act:
    step = case.open_steps[0]
    if step.by not in (None, RECEIVER, NURSE) and case.clinic != MEDICAL:
        return acts.Assign(TO_CERTIFICATE_HANDLERS)  # whose step it is works there
    if step.act is StepAct.ASSIGN:
        return acts.Assign(TO_CERTIFICATE_HANDLERS)
    if step.act is StepAct.INTERIM_REPLY:
        return acts.SendInterimReply(acts.Message(text="Hej"))
    if step.act is StepAct.PRINT:
        if case.holding_group != CERTIFICATE_HANDLERS:
            return acts.Assign(TO_CERTIFICATE_HANDLERS)
        return acts.Print()
    return acts.CompleteStep(step.key, outcome=step.outcomes[0].key if step.outcomes else None)


def entitled(case: Case, act: acts.Act, now: datetime) -> Case:
    """Return the case after an act by the first person who may do it and for whom it does its step."""
    step = case.open_steps[0] if case.open_steps else None
    for person in (NURSES[case.clinic], *PEOPLE):
        if (
            step
            and step.act is StepAct.PRINT
            and isinstance(act, acts.Print)
            and person not in (SARA, DAN)
        ):
            continue
        try:
            access.permit(person, act, case)
        except Refusal:
            continue
        for event in decide(case, act, under(person, now)):
            case = evolve(case, Entry(event, by=person.id, at=now, date=local_date(now)))
        return case
    raise AssertionError(f"nobody may {act}")


def test_whatever_people_try_the_life_of_a_case_keeps_its_promises():
    run_state_machine_as_test(
        LifeOfACase,
        settings=hypothesis.settings(
            max_examples=max(200, hypothesis.settings().max_examples),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[hypothesis.HealthCheck.too_slow],
        ),
    )


@hypothesis.given(st.lists(st.tuples(st.sampled_from(PEOPLE), any_act), max_size=30))
def test_the_same_acts_at_the_same_moments_always_come_to_the_same_case(tried):
    def walked() -> Case:
        walk = LifeOfACase()
        service = routine().service("cancel-or-rebook")
        process = routine().process("cancel-or-rebook")
        assert service is not None
        assert process is not None
        walk.walk = Walk(service, process, MONDAY)
        walk.walk.ledger.append(an_entry("cancel-or-rebook"))
        walk.case = walk.walk.folded()
        for person, act in tried:
            walk.does(person, act)
        return walk.case

    assert walked() == walked()
