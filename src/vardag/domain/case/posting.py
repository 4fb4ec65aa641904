"""What was sent of a case, and what is to be sent next, by its ledger and its routine (R15, R17)."""

from collections.abc import Iterator
from dataclasses import replace

from vardag.domain.case.aftermath import asked_for
from vardag.domain.case.events import Event, WorkCompleted
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted
from vardag.domain.routine.dispatch import Dispatch, Way, sent_at
from vardag.domain.routine.way import step_on_way, steps_on_way


def sent_by(case: Case, event: Event) -> tuple[Dispatch, ...]:
    """Return what an event of a case sent. What another system confirmed went electronically."""
    match event:
        case WorkCompleted(work=key, outcome=outcome, receipt=receipt):
            piece = next((each for each in case.process.work if each.key == key), None)
            return _confirmed(sent_at(piece.dispatch, outcome), receipt) if piece else ()
        case StepCompleted(step=key, outcome=outcome, receipt=receipt):
            step = step_on_way(case.process, case.facts, key)
            return _confirmed(sent_at(step.dispatch, outcome), receipt) if step else ()
        case _:
            return ()


def _confirmed(sent: tuple[Dispatch, ...], receipt: str | None) -> tuple[Dispatch, ...]:
    if receipt is None:
        return sent
    return tuple(replace(each, way=Way.ELECTRONIC) for each in sent)


def to_send(case: Case) -> tuple[Dispatch, ...]:
    """Return what is to be put into envelopes next: as the family asked, where it was asked.

    Where nobody has said how it turns out, each receiver stands once, as what it gets first.
    """
    work = case.open_work
    found = tuple(_of_steps(case)) if work is None else _of_work(case, work.key)
    firsts = {each.to: each for each in reversed(found) if each.way is Way.POST}
    return tuple(dict.fromkeys(firsts[each.to] for each in found if each.to in firsts))


def _of_work(case: Case, key: str) -> tuple[Dispatch, ...]:
    piece = next((each for each in case.process.work if each.key == key), None)
    if piece is None:
        return ()
    asked = asked_for(case, piece)
    return sent_at(piece.dispatch, asked.key) if asked else piece.dispatch


def _of_steps(case: Case) -> Iterator[Dispatch]:
    """Yield what the steps send that remain, once the first of them can be done."""
    sending = [
        step
        for step in steps_on_way(case.process, case.facts)
        if step.dispatch and step.key not in case.steps
    ]
    if any(step in case.open_steps for step in sending):
        for step in sending:
            yield from step.dispatch
