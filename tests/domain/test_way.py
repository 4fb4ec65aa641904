"""A case's way through any process: what is open, what remains, how it ends."""

import pytest

from vardag.domain.routine.document import Ending, Process, Stage, Step
from vardag.domain.routine.way import (
    ending_of,
    holds,
    open_steps,
    remaining_steps,
    step_on_way,
    steps_on_way,
)
from vardag.domain.words import Text

NAME = Text("Steg", "Step")


def step(key: str, *, required: bool = True) -> Step:
    return Step(key, NAME, required=required)


PROCESS = Process(
    "a-process",
    NAME,
    "Eget tillägg",
    stages=(
        Stage((step("first"), step("perhaps", required=False), step("second"))),
        Stage((step("left"), step("right")), any_order=True),
        Stage((step("only-on-fridays"),), when={"day": ("friday",), "hour": ("8", "9")}),
        Stage((step("last"),)),
    ),
    endings=(Ending(when={"day": ("friday",)}, standard_reply="friday"), Ending()),
)


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("", "first"),
        ("first", "perhaps second"),  # what isn't required lets the next one pass
        ("first second", "perhaps left right"),
        ("first perhaps", "second"),
        ("first perhaps second", "left right"),
        ("first perhaps second left", "right"),
        ("first perhaps second right", "left"),
        ("first perhaps second left right", "last"),
        ("first second left right", "perhaps last"),
        ("first perhaps second left right last", ""),
        ("last second", "first"),
    ],
)
def test_a_stage_opens_when_what_is_required_before_it_is_done(finished, expected):
    found = open_steps(PROCESS, {}, set(finished.split()))

    assert [each.key for each in found] == expected.split()


def test_a_stage_lies_on_the_way_of_those_cases_that_it_is_for():
    fridays = {"day": "friday", "hour": "9"}

    assert step_on_way(PROCESS, fridays, "only-on-fridays") is not None
    for facts in (
        {},
        {"day": "friday"},
        {"day": "friday", "hour": "7"},
        {"day": "monday", "hour": "8"},
    ):
        assert step_on_way(PROCESS, facts, "only-on-fridays") is None
    assert len(steps_on_way(PROCESS, fridays)) == len(steps_on_way(PROCESS, {})) + 1


def test_what_remains_is_what_is_required_of_the_way():
    remaining = remaining_steps(PROCESS, {}, {"first", "left"})

    assert [each.key for each in remaining] == ["second", "right", "last"]


def test_a_condition_that_nothing_is_known_of_is_not_met_and_none_is_always_met():
    assert holds({}, {})
    assert not holds({"day": ("friday",)}, {})
    assert not holds({"day": ("friday",)}, {"day": None})
    assert holds({"day": ("friday", "monday")}, {"day": "monday"})


def test_the_first_ending_that_is_meant_for_the_case_is_its_ending():
    on_a_friday, otherwise = PROCESS.endings

    assert ending_of(PROCESS, {"day": "friday"}) is on_a_friday
    assert ending_of(PROCESS, {}) is otherwise
