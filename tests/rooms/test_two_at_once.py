"""Two people acting at once: one wins, the other is told, and nothing is said after the last word."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models import F

from tests.build import WORDS
from tests.rooms.at_once import at_once
from tests.rooms.doing import answered, did, sent, to_group
from tests.rooms.everything import everything
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import CaseClosed, ChangedMeanwhile, NotPermitted, Refusal
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions, queries
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.following import record_passing
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.notices.models import NoticeRow

ROUNDS = 8

REPLY = acts.ReplyAndClose(acts.Message("Svar"))
PAIRS: dict[str, tuple[acts.Act, acts.Act]] = {
    "two replies": (REPLY, REPLY),
    "a reply and a claim": (REPLY, acts.Claim()),
    "two claims": (acts.Claim(), acts.Claim()),
    "a reply and a question": (REPLY, acts.AskCounterQuestion(WORDS)),
    "an interim reply and a return": (acts.SendInterimReply(WORDS), acts.ReturnToInbox()),
    "two interim replies": (acts.SendInterimReply(WORDS), acts.SendInterimReply(WORDS)),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_who_read_the_same_one_wins_and_the_other_is_told(real_world: World, pair):
    for _ in range(ROUNDS):
        case = sent(real_world)
        first, second = PAIRS[pair]

        outcomes = at_once(
            [
                partial(did, real_world, case, first, by="receiver", seen=1),
                partial(did, real_world, case, second, by="nurse", seen=1),
            ]
        )

        assert sum(isinstance(each, Case) for each in outcomes) == 1, outcomes
        assert sum(isinstance(each, ChangedMeanwhile) for each in outcomes) == 1, outcomes
        assert CaseRow.objects.get(pk=case).version == 2
        assert EventRow.objects.filter(case=case).count() == 2
    assert list(disagreements()) == []


def test_two_who_assign_at_once_do_not_both_give_it_away(real_world: World):
    for _ in range(ROUNDS):
        case = sent(real_world)
        to_clinic = acts.Assign(acts.Clinic(real_world.clinics["medical"]))

        outcomes = at_once(
            [
                partial(did, real_world, case, acts.Assign(to_group(real_world)), seen=1),
                partial(did, real_world, case, to_clinic, by="nurse", seen=1),
            ]
        )

        assert sum(isinstance(each, Case) for each in outcomes) == 1, outcomes
        # whoever comes second may not act any more, since the case is another clinic's
        assert sum(isinstance(each, NotPermitted) for each in outcomes) == 1, outcomes
    assert list(disagreements()) == []


def test_an_answer_and_a_reply_at_once_leave_nothing_said_after_the_last_word(real_world: World):
    for _ in range(ROUNDS):
        case = sent(real_world)
        did(real_world, case, acts.AskCounterQuestion(WORDS))

        outcomes = at_once(
            [
                partial(answered, real_world, case),
                partial(did, real_world, case, REPLY, by="nurse", seen=2),
            ]
        )

        by_family, by_clinic = outcomes
        if isinstance(by_clinic, Case):
            assert isinstance(by_family, CaseClosed)
        else:
            assert isinstance(by_clinic, ChangedMeanwhile)
            assert isinstance(by_family, Case)
        assert said(case)[-1] == ("reply" if isinstance(by_clinic, Case) else "answered")
    assert list(disagreements()) == []


def test_acts_that_nobody_read_anything_for_come_one_after_the_other(real_world: World):
    case = sent(real_world)
    deeds: list[Callable[[], Case]] = [
        partial(did, real_world, case, acts.AddNote(f"Anteckning {n}"), by=who)
        for n, who in enumerate(["receiver", "nurse"] * 4)
    ]

    outcomes = at_once(deeds)

    assert all(isinstance(each, Case) for each in outcomes), outcomes
    numbers = EventRow.objects.filter(case=case).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 10))
    assert list(disagreements()) == []


def test_a_step_ticked_by_two_at_once_is_done_once(real_world: World):
    for _ in range(ROUNDS):
        case = sent(real_world, "contact-details")

        outcomes = at_once(
            [
                partial(did, real_world, case, acts.CompleteStep("update-journal"), by=who)
                for who in ("receiver", "nurse")
            ]
        )

        assert sum(isinstance(each, Case) for each in outcomes) == 1, outcomes
        assert sum(isinstance(each, Refusal) for each in outcomes) == 1, outcomes
        assert said(case).count("step-completed") == 1


def test_a_case_closed_by_two_at_once_is_closed_once_and_the_family_told_once(real_world: World):
    case = sent(real_world)

    outcomes = at_once(
        [partial(did, real_world, case, REPLY, by=who) for who in ("receiver", "nurse")]
    )

    assert sum(isinstance(each, CaseClosed) for each in outcomes) == 1, outcomes
    assert said(case) == ["submitted", "reply"]
    assert NoticeRow.objects.count() == 1


def said(case: CaseId) -> list[str]:
    return list(
        EventRow.objects.filter(case=case).order_by("number").values_list("kind", flat=True)
    )


def test_whoever_comes_past_the_lock_finds_that_the_case_has_changed(world, monkeypatch):
    """The row is locked before it is read; the version in its update is a lock behind that one."""
    case = sent(world)

    def while_another_acts(*arguments: Any) -> None:
        CaseRow.objects.filter(pk=case).update(version=F("version") + 1)
        record_passing(*arguments)

    before = everything()
    monkeypatch.setattr(actions, "record_passing", while_another_acts)

    with pytest.raises(ChangedMeanwhile):
        did(world, case, REPLY)

    assert everything() == before


def test_who_reads_while_another_writes_sees_the_case_as_it_was(world):
    case = sent(world)
    as_it_was = queries._ROW.first(case=case)
    did(world, case, acts.SendInterimReply(WORDS))

    found = queries._full(case, as_it_was)

    assert [entry.event.kind for entry in found.entries] == ["submitted"]
    assert found.case.first_response_at is None
