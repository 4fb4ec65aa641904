"""A tenth of what ``./dev promises`` tries, and every fault that it plants, on both databases.

Of faults in who may do what, and of those in a server that really runs, one database is enough: that a
trial sees them is about the trial, which is itself tried on both. `./dev promises` plants them on both.
"""

import logging

import pytest
from django.db import connection

from tests.promises.every import PROMISES
from tests.promises.p09 import MUTANTS
from tests.promises.promise import CannotTry, Fault, Trial, caught, tried
from tools.promises import KEYS

SEED = 1177
ONE_WILL_DO = {"P1", "P2", "P3", "P4", "P9", "P10", "P12"}


def needs(trial: Trial, *, one_will_do: bool = False) -> list[pytest.MarkDecorator]:
    one = trial.one_database or (one_will_do and not trial.of)
    also = [pytest.mark.one_database] if one else []
    return [pytest.mark.django_db(transaction=trial.commits), *also]


def of_this_database(trial: Trial) -> None:
    if not trial.is_about(connection.vendor):
        pytest.skip(f"this is about {trial.of}")


@pytest.fixture(autouse=True)
def quiet():
    """A log that can't be written says so each time, which is no news here."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(trial, marks=needs(trial), id=f"{promise.key} {trial.name}")
        for promise in PROMISES
        for trial in promise.trials
    ],
)
def test_what_is_promised_holds_in_a_tenth_of_the_trials(trial: Trial):
    of_this_database(trial)
    try:
        tally = tried(trial, many=trial.few, seed=SEED)
    except CannotTry as why:
        pytest.skip(f"NOT TRIED: {why}")

    assert not tally.failures
    assert tally.trials >= trial.few


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            fault,
            marks=needs(fault.seen_by, one_will_do=promise.key in ONE_WILL_DO),
            id=f"{promise.key} {fault.name}",
        )
        for promise in PROMISES
        for fault in promise.faults
    ],
)
def test_a_planted_fault_is_seen(fault: Fault):
    of_this_database(fault.seen_by)
    try:
        assert caught(fault, seed=SEED)
    except CannotTry as why:
        pytest.skip(f"NOT TRIED: {why}")


def test_a_promise_plants_faults_in_each_trial_that_plants_none_itself():
    for promise in PROMISES:
        planted = {fault.seen_by.name for fault in promise.faults}
        assert planted | {MUTANTS.name} >= {trial.name for trial in promise.trials}


def test_every_promise_can_be_asked_for():
    assert tuple(promise.key for promise in PROMISES) == KEYS
