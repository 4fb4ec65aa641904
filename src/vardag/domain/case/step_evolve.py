"""Apply what has happened to a step: done, left out, sent to a system, asked of a colleague."""

from dataclasses import replace

from vardag.domain.case.events import Entry, WorkSent
from vardag.domain.case.state import Case, Finished, Inquiry, Sent
from vardag.domain.case.step_events import ColleagueAsked, StepCompleted, StepSent


def sent(case: Case, part: str, event: StepSent | WorkSent, entry: Entry) -> Case:
    """Return the case after a system was told of a step, or of work that outlives the case."""
    starts = event.starts if isinstance(event, StepSent) else None
    told = Sent(event.system, event.note, starts, by=entry.by, at=entry.at)
    return replace(case, sent={**case.sent, part: told})


def completed(case: Case, event: StepCompleted, entry: Entry) -> Case:
    """Return the case after a step was done by a person, a system or a colleague's answer."""
    finished = Finished(
        entry.by,
        entry.at,
        event.outcome,
        event.text,
        receipt=event.receipt,
        asked_by=event.asked_by,
        link=event.link,
        starts=event.starts,
    )
    return _finished(case, event.step, finished)


def done(
    case: Case, entry: Entry, step: str | None, *, text: str = "", skipped: bool = False
) -> Case:
    """Return the case after a step was done by an act, or left out; as it is where there is none."""
    if step is None:
        return case
    return _finished(case, step, Finished(entry.by, entry.at, text=text, skipped=skipped))


def _finished(case: Case, step: str, finished: Finished) -> Case:
    """Apply that a step is done or left out, whoever is asked of it."""
    is_asked = case.inquiry is not None and case.inquiry.step == step
    remains = None if is_asked else case.inquiry
    return replace(case, steps={**case.steps, step: finished}, inquiry=remains)


def asked(case: Case, event: ColleagueAsked, entry: Entry) -> Case:
    """Return the case after a colleague was asked."""
    inquiry = Inquiry(
        event.step,
        event.to,
        event.text,
        answer_by=event.answer_by.date,
        by=entry.by,
        at=entry.at,
        number=case.version + 1,
    )
    return replace(case, inquiry=inquiry)
