"""What a promise is: a sentence, the trials that it is put to, and faults that they must catch."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.harness.emptying import triggers_aside
from tests.promises.planting import all_loaded

TENTH = 10  # the short cut is a tenth of the long form
KEPT = 20  # failures that are told in full


@dataclass
class Tally:
    """A trial under way: how much of it is wanted, and what it came to so far."""

    many: int
    draw: random.Random
    until_first: bool = False  # a planted fault is caught when it is caught once
    is_time_up: Callable[[], bool] = lambda: False
    trials: int = 0
    failed: int = 0
    broke: str = ""  # what ended the trial before its time, if anything did
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        if self.trials >= self.many or (self.until_first and self.failed):
            return True
        return self.is_time_up()

    def count(self, problem: str, *, of: int = 1) -> None:
        """Count what was tried; an empty problem says that all was as promised."""
        self.trials += of
        if problem:
            self.failed += 1
            if len(self.failures) < KEPT:
                self.failures.append(problem)


@dataclass(frozen=True)
class Trial:
    """One way of putting a promise to the test.

    :param counts: what one trial is, in words
    :param many: how many the long form makes
    :param commits: whether it must not run within a transaction of somebody else's
    :param one_database: whether no database can change how it comes out, so that SQLite will do
    :param of: the only database that it is about, as Django names it
    :param minutes: about how long that takes on a quiet machine, by which a shorter time is shared out
    :param short: how many the short cut makes, where a tenth would take too long; no fault needs more
    """

    name: str
    counts: str
    many: int
    minutes: float
    run: Callable[[Tally], None]
    commits: bool = False
    one_database: bool = False
    short: int | None = None
    of: str = ""

    def is_about(self, database: str) -> bool:
        """Tell whether there is something to try on this database."""
        return self.of in ("", database)

    @property
    def few(self) -> int:
        """How many the short cut makes."""
        return -(-self.many // TENTH) if self.short is None else self.short


class CannotTry(Exception):
    """This machine lacks what a trial needs, and the text says what: nothing was tried or shown."""


class Broken(Exception):
    """A trial broke while a fault was planted: whether it would have seen the fault, nobody knows."""


@dataclass(frozen=True)
class Fault:
    """A mistake that the product could have had: a patch of this process, and the trial to see it."""

    name: str
    sentence: str
    plant: Callable[[pytest.MonkeyPatch], None]
    seen_by: Trial


@dataclass(frozen=True)
class Promise:
    """Something that somebody may rely on."""

    key: str
    sentence: str
    trials: tuple[Trial, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()  # what the numbers don't say


def tried(
    trial: Trial,
    *,
    many: int,
    seed: int,
    until_first: bool = False,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Tally:
    """Run a trial; what breaks it is a failure of its own.

    :raises CannotTry: if this machine lacks what it needs
    """
    tally = Tally(many, random.Random(f"{trial.name} {seed}"), until_first, is_time_up)
    try:
        trial.run(tally)
    except CannotTry:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the promise isn't shown to hold
        tally.broke = f"{type(error).__name__}: {error}"
        tally.count(f"the trial broke: {tally.broke}")
    return tally


def caught(fault: Fault, *, seed: int) -> str:
    """Plant a fault, run the short cut of its trial, and return how it was seen; empty if it wasn't.

    A fault is seen by what a trial counts, and not by a trial that breaks: it could break over anything.

    :raises Broken: if the trial broke
    :raises CannotTry: if this machine lacks what it needs
    """
    all_loaded()
    with pytest.MonkeyPatch.context() as patch:
        fault.plant(patch)
        tally = tried(fault.seen_by, many=fault.seen_by.few, seed=seed, until_first=True)
    if tally.broke:
        raise Broken(f"{fault.seen_by.name}, with {fault.name} planted: {tally.broke}")
    return tally.failures[0] if tally.failures else ""


# --- Places to try in ----------------------------------------------------------------------------


@contextmanager
def rolled_back() -> Iterator[pytest.MonkeyPatch]:
    """Give an empty database and a patch for the clock; afterwards nothing of it is left."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        yield patch
        transaction.set_rollback(True)


@contextmanager
def emptied() -> Iterator[pytest.MonkeyPatch]:
    """Give an empty database without a transaction around it, for what a transaction would hide."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            yield patch
        finally:
            with triggers_aside():
                call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
