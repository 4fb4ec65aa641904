"""What a family is told of the work that goes on after its case has closed: never by whom (R15)."""

from dataclasses import dataclass
from datetime import datetime

from vardag.domain.case.state import Case
from vardag.domain.routine.document import Option, Process, Work
from vardag.domain.routine.way import steps_on_way
from vardag.domain.words import Text


@dataclass(frozen=True)
class LastWork:
    """The piece of a case's work that came last: open, or done, and then nothing is left."""

    key: str
    outcome: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What a family is told of it. ``at`` is when all was done; None while something remains."""

    words: Text
    at: datetime | None = None


def last_work(case: Case) -> LastWork | None:
    """Return the piece of a case's work that came last; None where there is none yet."""
    if case.open_work is not None:
        return LastWork(case.open_work.key)
    done = [piece.key for piece in case.process.work if piece.key in case.work]
    if not done:
        return None
    finished = case.work[done[-1]]
    return LastWork(done[-1], finished.outcome, finished.at)


def told_of_work(process: Process, last: LastWork | None) -> Told | None:
    """Return what the routine has a family told; None where it says nothing."""
    piece = next((each for each in process.work if last and each.key == last.key), None)
    if piece is None or last is None:
        return None
    words = piece.promise if last.done_at is None else _of_done(piece, last)
    return Told(words, last.done_at) if words else None


def _of_done(piece: Work, last: LastWork) -> Text | None:
    outcome = next((each for each in piece.outcomes if each.key == last.outcome), None)
    return (outcome.told if outcome else None) or piece.told


def told_of_steps(case: Case) -> tuple[Told, ...]:
    """Return what the routine has a family told of steps that are done, such as what was posted."""
    done = (
        (step, case.steps[step.key])
        for step in steps_on_way(case.process, case.facts)
        if step.key in case.steps
    )
    return tuple(
        Told(step.told, finished.at)
        for step, finished in done
        if step.told is not None and not finished.skipped
    )


def asked_for(case: Case, piece: Work) -> Option | None:
    """Return the outcome of a piece of work that the family asked for in the form, if it did."""
    return next((each for each in piece.outcomes if each.key in case.form.values()), None)
