"""The checklist: what is done, what can be done now and by whom, what comes later and what opens it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case.choices import Choice, step_choice
from vardag.domain.case.competence import is_competent
from vardag.domain.case.events import ClosedWithoutReply, ReplySent
from vardag.domain.case.meeting import books_a_time, has_meeting
from vardag.domain.case.state import Case, Finished
from vardag.domain.case.words import standard_reply
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import Staff
from vardag.domain.refusals import NotPermitted
from vardag.domain.routine.document import Closing, Step, StepAct
from vardag.domain.routine.way import ending_of, stages_on_way, steps_on_way
from vardag.doors.inbox.case.asking import AskingView, asking_view
from vardag.doors.inbox.case.assigning import Target, colleagues
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.ready import ready_text
from vardag.doors.inbox.case.systems import confirmed_by, system_name, system_view
from vardag.doors.inbox.over_lines import SystemView
from vardag.doors.shared import routine_words
from vardag.doors.shared.moments import language, short_date, short_moment
from vardag.doors.shared.sentences import in_words, why_refused

DONE, SKIPPED, OPEN, LATER = "done", "skipped", "open", "later"


@dataclass(frozen=True)
class Outcome:
    """How a step can turn out."""

    key: str
    label: str
    help: str
    is_chosen: bool


@dataclass(frozen=True)
class MeetingView:
    """What is typed of what a step books: when it begins and, of a video meeting, its link."""

    starts: str
    link: str
    is_video: bool


@dataclass(frozen=True)
class StepView:
    """A step as the checklist shows it; what doesn't concern its state is empty."""

    number: int
    state: str
    name: str
    key: str = ""
    tags: tuple[str, ...] = ()
    done: str = ""  # by whom and when
    outcome: str = ""
    text: str = ""  # what was written with it, or why it was skipped
    who: str = ""  # who may do it, or who usually does
    why_not: str = ""  # the rule's sentence
    how: str = ""  # the act that does it
    how_choice: str = ""  # which of the page's acts that is
    people: tuple[Target, ...] = ()  # for whom it can be printed
    standard: str = ""  # the standard reply that is meant for it
    journal: str = ""  # ready text for the system
    system: SystemView | None = None  # where a line goes to it
    outcomes: tuple[Outcome, ...] = ()
    tick: str = ""  # the button's words; empty where it can't be ticked
    can_skip: bool = False
    typed_text: str = ""
    typed_reason: str = ""
    sends: bool = False  # something is put into envelopes
    asking: AskingView | None = None  # where a colleague can be asked
    meeting: MeetingView | None = None  # what it books
    wants_text: bool = False  # nothing else records it, so that its words are asked for at once


@dataclass(frozen=True)
class Checklist:
    """The steps of the case's way, and how far it has come."""

    steps: tuple[StepView, ...]
    progress: str
    depends: bool  # what comes later hangs on how an open step turns out


def checklist(desk: Desk, typed: Mapping[str, str]) -> Checklist:
    """Return the checklist of a case; ``typed`` is what has been written and not been sent."""
    way = steps_on_way(desk.case.process, desk.case.facts)
    views = [_step(desk, step, number, typed) for number, step in enumerate(way, start=1)]
    finished = sum(view.state in (DONE, SKIPPED) for view in views)
    progress = gettext("%(done)s of %(all)s done") % {"done": finished, "all": len(views)}
    return Checklist(
        steps=(*views, _ending(desk, len(views) + 1)),
        progress=_with_order(progress, desk) if views else "",
        depends=_depends(desk, way),
    )


def _with_order(progress: str, desk: Desk) -> str:
    free = any(stage.any_order for stage in stages_on_way(desk.case.process, desk.case.facts))
    return f"{progress} · {gettext('in any order')}" if free else progress


def _depends(desk: Desk, way: tuple[Step, ...]) -> bool:
    undecided = {step.key for step in way if step.outcomes and step.key not in desk.case.steps}
    return any(undecided & stage.when.keys() for stage in desk.case.process.stages)


def _step(desk: Desk, step: Step, number: int, typed: Mapping[str, str]) -> StepView:
    finished = desk.case.steps.get(step.key)
    if finished is not None:
        return _finished(desk, step, number, finished)
    if desk.case.is_closed or desk.choices[Choice.NOTE] is not None:
        return StepView(number, LATER, in_words(step.name), step.key, tags=_tags(desk, step))
    if step.act is not None:
        return _by_act(desk, step, number, typed)
    return _to_tick(desk, step, number, typed)


def prints_next(case: Case, staff: Staff) -> bool:
    """Tell whether printing is a step that this person can do now."""
    printing = (step for step in case.open_steps if step.act is StepAct.PRINT)
    return any(is_competent(staff, step.by, case) for step in printing)


def _tags(desk: Desk, step: Step) -> tuple[str, ...]:
    return routine_words.labels(desk.routine, step, language())


def _finished(desk: Desk, step: Step, number: int, finished: Finished) -> StepView:
    outcome = next((each for each in step.outcomes if each.key == finished.outcome), None)
    return StepView(
        number,
        SKIPPED if finished.skipped else DONE,
        in_words(step.name),
        step.key,
        tags=_tags(desk, step) if step.system else (),
        done=_done(desk, step, finished),
        outcome=in_words(outcome.name) if outcome else "",
        text=finished.text,
    )


def _done(desk: Desk, step: Step, finished: Finished) -> str:
    """Return who did a step and when; to the minute of what is a receipt for another system."""
    if finished.receipt is not None:
        return confirmed_by(desk, system_name(desk, step.system), finished, finished.receipt)
    by = desk.name_of(finished.by)
    if finished.asked_by is not None:
        told = {"name": by, "when": short_moment(finished.at, on=desk.today)}
        told |= {"asker": desk.name_of(finished.asked_by)}
        return gettext("%(name)s answered %(when)s, asked by %(asker)s") % told
    if step.system is not None:
        return f"{by}, {short_moment(finished.at, on=desk.today)}"
    return f"{by}, {short_date(local_date(finished.at), on=desk.today)}"


def _by_act(desk: Desk, step: Step, number: int, typed: Mapping[str, str]) -> StepView:
    """Return a step that an act of the page does: nobody ticks it."""
    is_open = step in desk.case.open_steps
    choice = step_choice(step, desk.case, desk.now, permit=desk.permit)
    refused = choice.tick if isinstance(choice.tick, NotPermitted) else None
    does_it = step.act is not None and is_competent(desk.staff, step.by, desk.case)
    return StepView(
        number,
        OPEN if is_open else LATER,
        in_words(step.name),
        step.key,
        tags=_tags(desk, step),
        who="" if refused and is_open else _who(desk, step),
        why_not=why_refused(refused) if refused and is_open else "",
        how=_how(desk, step),
        how_choice=_CHOICES[step.act].value if step.act and does_it else "",
        people=colleagues(desk) if is_open and does_it and step.act is StepAct.PRINT else (),
        standard=step.standard_reply or "",
        can_skip=is_open and choice.skip is None,
        typed_reason=typed.get(f"step:{step.key}:reason", ""),
    )


_CHOICES = {
    StepAct.INTERIM_REPLY: Choice.INTERIM_REPLY,
    StepAct.ASSIGN: Choice.ASSIGN,
    StepAct.PRINT: Choice.PRINT,
}


def _how(desk: Desk, step: Step) -> str:
    match step.act:
        case StepAct.INTERIM_REPLY:
            return gettext("Done by sending an interim reply.")
        case StepAct.ASSIGN:
            group = desk.routine.group(step.to)
            to = in_words(group.name) if group else step.to
            return gettext("Done by assigning the case to %(group)s.") % {"group": to}
        case _:
            return gettext("Done by printing the case.")


def _who(desk: Desk, step: Step) -> str:
    """Return who may do a step, or usually does; nothing where it is whoever has the case."""
    if step.by is None and step.usually is None:
        return ""
    words = routine_words.who(desk.routine, step, language())
    return words[:1].upper() + words[1:]


def _to_tick(desk: Desk, step: Step, number: int, typed: Mapping[str, str]) -> StepView:
    choice = step_choice(step, desk.case, desk.now, permit=desk.permit)
    is_open = step in desk.case.open_steps
    can_tick = choice.tick is None
    ready = ready_text(desk, step) if can_tick else ""
    return StepView(
        number,
        OPEN if is_open else LATER,
        in_words(step.name),
        step.key,
        tags=_tags(desk, step),
        who=_who(desk, step) if can_tick else "",
        why_not=why_refused(choice.tick) if choice.tick else "",
        journal=ready,
        system=system_view(desk, step, ready) if can_tick else None,
        outcomes=tuple(_outcomes(step, typed)) if can_tick else (),
        tick=_button(desk, step) if can_tick else "",
        can_skip=choice.skip is None,
        typed_text=typed.get(f"step:{step.key}:text", ""),
        typed_reason=typed.get(f"step:{step.key}:reason", ""),
        sends=can_tick and bool(step.dispatch),
        asking=asking_view(desk, step, typed) if can_tick else None,
        meeting=_meeting(step, typed),
        wants_text=step.system is None,
    )


def _meeting(step: Step, typed: Mapping[str, str]) -> MeetingView | None:
    """Return what is typed of a meeting that a step books, or of a time; None where it books none."""
    if not books_a_time(step):
        return None
    starts = typed.get(f"step:{step.key}:starts", "")
    return MeetingView(starts, typed.get(f"step:{step.key}:link", ""), has_meeting(step))


def _outcomes(step: Step, typed: Mapping[str, str]) -> Iterator[Outcome]:
    chosen = typed.get(f"step:{step.key}:outcome", "")
    for each in step.outcomes:
        yield Outcome(each.key, in_words(each.name), in_words(each.help), each.key == chosen)


def _button(desk: Desk, step: Step) -> str:
    system = desk.routine.system(step.system)
    return gettext("Done in %(system)s") % {"system": system.name} if system else gettext("Done")


def _ending(desk: Desk, number: int) -> StepView:
    """Return the last thing to do: closing, with the standard reply that is meant for it."""
    case = desk.case
    if case.is_closed:
        return _closed(desk, number)
    without = case.process.closes is Closing.WITHOUT_REPLY
    refused = desk.choices[Choice.CLOSE if without else Choice.REPLY]
    ending = ending_of(case.process, case.facts)
    standard = standard_reply(ending.standard_reply, desk.now) if ending else None
    return StepView(
        number,
        OPEN if refused is None else LATER,
        gettext("Close without a reply") if without else gettext("Reply and close"),
        how=gettext("Standard reply: %(name)s.") % {"name": in_words(standard.name)}
        if standard
        else "",
        why_not=why_refused(refused) if refused else "",
    )


def _closed(desk: Desk, number: int) -> StepView:
    ends = (ReplySent, ClosedWithoutReply)
    last = next(entry for entry in reversed(desk.full.entries) if isinstance(entry.event, ends))
    replied = isinstance(last.event, ReplySent)
    return StepView(
        number,
        DONE,
        gettext("Replied and closed") if replied else gettext("Closed without a reply"),
        done=f"{desk.name_of(last.by)}, {short_date(last.date, on=desk.today)}",
    )
