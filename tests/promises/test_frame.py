"""The frame of the promises: what counts as tried, and what as a planted fault that was seen."""

import pytest

from tests.promises.promise import Broken, Fault, Tally, Trial, caught, tried


def a_trial(run) -> Trial:
    return Trial(name="a trial", counts="a try", many=10, minutes=1, run=run)


def a_fault(trial: Trial) -> Fault:
    return Fault("a-fault", "something is wrong", lambda _: None, trial)


def breaks(tally: Tally) -> None:
    raise RuntimeError("no server answers")


def sees_and_breaks(tally: Tally) -> None:
    tally.count("somebody read what isn't theirs")
    raise RuntimeError("no server answers")


def sees(tally: Tally) -> None:
    tally.count("somebody read what isn't theirs")


def sees_nothing(tally: Tally) -> None:
    tally.count("")


def test_a_trial_that_breaks_has_failed():
    tally = tried(a_trial(breaks), many=1, seed=1)

    assert (tally.trials, tally.failed) == (1, 1)
    assert tally.broke == "RuntimeError: no server answers"


@pytest.mark.parametrize("run", [breaks, sees_and_breaks])
def test_a_trial_that_breaks_has_seen_no_planted_fault(run):
    with pytest.raises(Broken, match="a trial, with a-fault planted: RuntimeError"):
        caught(a_fault(a_trial(run)), seed=1)


def test_a_fault_is_seen_by_what_a_trial_counts():
    assert caught(a_fault(a_trial(sees)), seed=1) == "somebody read what isn't theirs"
    assert caught(a_fault(a_trial(sees_nothing)), seed=1) == ""
