"""What a visit is about, in one place: what the family asked for, and what was agreed and booked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from vardag.domain.case.meeting import Meeting, meeting_of
from vardag.domain.case.state import Finished
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.routine.document import Step
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.visit_words import shown_answers
from vardag.doors.shared.moments import short_moment
from vardag.doors.shared.sentences import in_words


@dataclass(frozen=True)
class Fact:
    """Something that is known, and in what words; a link is one that can be followed."""

    label: str
    text: str
    is_link: bool = False


def visit(desk: Desk) -> tuple[Fact, ...]:
    """Return what is known of the visit; nothing for a service that isn't about one."""
    asking = [step for stage in desk.case.process.stages for step in stage.steps if step.asks]
    if not asking:
        return ()
    keys = dict.fromkeys(key for step in asking if step.asks for key in step.asks.shows)
    asked = (
        Fact(label, text)
        for label, text in shown_answers(desk.form, desk.case.form, keys, on=desk.today)
    )
    return (*asked, *_agreed(desk, asking), *meeting_facts(desk, meeting_of(desk.case)))


def _agreed(desk: Desk, asking: list[Step]) -> Iterator[Fact]:
    for step in asking:
        done = desk.case.steps.get(step.key)
        if done is not None and not done.skipped:
            yield Fact(in_words(step.name), _answer(desk, step, done))


def _answer(desk: Desk, step: Step, done: Finished) -> str:
    outcome = next((each for each in step.outcomes if each.key == done.outcome), None)
    words = in_words(outcome.name) if outcome else gettext("Done")
    by = f"{words} ({desk.name_of(done.by)})" if done.asked_by else words
    return f"{by}. {done.text}" if done.text else by


def meeting_facts(desk: Desk, meeting: Meeting) -> Iterator[Fact]:
    """Yield when what was booked begins, and the link into it, as far as they are known."""
    if meeting.starts:
        moment = datetime.fromisoformat(meeting.starts).replace(tzinfo=STOCKHOLM)
        yield Fact(gettext("Booked time"), short_moment(moment, on=desk.today))
    if meeting.link:
        yield Fact(gettext("Video link"), meeting.link, is_link=True)
