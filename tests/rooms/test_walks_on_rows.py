"""Random walks through the one door: whatever people try, rows and ledgers say the same."""

from datetime import timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from tests.build import MONDAY, WORDS
from tests.rooms.doing import answered, did, sent, to_group
from vardag.domain.case import acts
from vardag.domain.case.evolve import fold
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import Refusal
from vardag.domain.routine.document import Step
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.models import CaseRow, EventRow, PassedRow, RegisterRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.cases.work_rows import WorkRow
from vardag.rooms.notices.models import NoticeRow

pytestmark = pytest.mark.unmeasured  # a branch that chance takes isn't thereby known to be tested

WALKS = hypothesis.settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.data_too_large,
    ],
)
SERVICES = [
    "message",
    "renew-prescription",
    "care-of-child-under-12-certificate",
    "care-allowance-certificate",
    "cancel-or-rebook",
    "record-copy",
]
HANDS = [
    "receiver",
    "nurse",
    "therapist",
    "clinician",
    "certificate_secretary",
    "doctor",
    "medical_receiver",
]


def possible_acts(world: World, case: CaseId) -> list[acts.Act]:
    """Return acts of every kind, with the steps and the work of this very case among them."""
    now = full_case(case).case
    clinics = world.clinics
    people = [
        acts.Person(world.staff["nurse"], clinics["outpatient"]),
        acts.Person(world.staff["clinician"], clinics["outpatient"]),
        acts.Person(world.staff["doctor"], clinics["medical"]),
    ]
    assignees: list[acts.Assignee | None] = [*people, to_group(world), None]
    assignees += [acts.Clinic(clinics["outpatient"]), acts.Clinic(clinics["medical"])]
    steps = [
        acts.CompleteStep(step.key, outcome=option.key if option else None)
        for step in now.open_steps
        for option in (step.outcomes or (None,))
    ]
    return [
        acts.Claim(),
        *(acts.Assign(each) for each in assignees),
        *(acts.Assign(each, interim_reply=WORDS) for each in assignees),
        acts.ReturnToInbox(),
        acts.SendInterimReply(WORDS),
        acts.SendInterimReply(acts.Message(text=""), "2027-01-01"),
        acts.AskCounterQuestion(WORDS),
        *[acts.ReplyAndClose(WORDS)] * 2,
        acts.CloseWithoutReply("Klart"),
        *steps * 3,
        *(acts.SkipStep(step.key, "Behövs inte") for step in now.open_steps),
        *_of_a_colleague(world, now.open_steps),
        acts.AddNote("Hej"),
        *[acts.Print(for_=world.staff["doctor"])] * 2,
        *[acts.CompleteWork(work.key) for work in now.process.work[:2]],
        *(_on_work(world, now.open_work.key) if now.open_work else []),
    ]


def _of_a_colleague(world: World, steps: tuple[Step, ...]) -> list[acts.Act]:
    asking = [step.key for step in steps if step.asks]
    return [
        *(acts.AskColleague(key, world.staff["therapist"], "Går det?") for key in asking * 2),
        *(acts.AskColleague(key, world.staff["clinician"]) for key in asking),
        *(acts.AnswerInquiry(key, "possible") for key in asking * 3),
        *(acts.WithdrawInquiry(key) for key in asking),
    ]


def _on_work(world: World, key: str) -> list[acts.Act]:
    return [
        acts.CompleteWork(key, "home"),
        *(acts.AssignWork(key, to=world.staff[name]) for name in ("doctor", "clinician")),
        acts.AssignWork(key),
        acts.PutOffWork(key, "Väntar.", "2026-12-24"),
        acts.NoteOnWork(key, "Hej"),
    ]


@WALKS
@hypothesis.given(service=st.sampled_from(SERVICES), data=st.data())
def test_whatever_people_try_rows_and_ledger_agree_after_every_act(world, service, data):
    at = MONDAY
    case = sent(world, service, at=at)

    for _ in range(data.draw(st.integers(1, 20))):
        at += timedelta(days=data.draw(st.sampled_from([0, 0, 1, 15])))
        before = rows_of(case)
        try:
            if data.draw(st.integers(0, 7)) == 0:
                answered(world, case, at=at)
            else:
                act = data.draw(st.sampled_from(possible_acts(world, case)))
                did(world, case, act, by=data.draw(st.sampled_from(HANDS)), at=at)
        except Refusal:
            assert rows_of(case) == before

        assert list(disagreements(among=[case])) == []
        full = full_case(case)
        assert full.case.version == EventRow.objects.filter(case=case).count()
        assert full.case == fold(full.entries, service=full.case.service, process=full.case.process)


def rows_of(case: CaseId) -> list[object]:
    rows: list[object] = list(CaseRow.objects.filter(pk=case).values_list())
    for model in (EventRow, NoticeRow, PassedRow, RegisterRow, WorkRow):
        rows += model._default_manager.filter(case=case).order_by("pk").values_list()
    return rows
