"""A time that was booked, and the link into a video meeting: what came of booking it (R18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.gaps import Gap
from vardag.domain.people.clinic import web_address
from vardag.domain.refusals import InvalidForm
from vardag.domain.routine.document import MessageKind, Step
from vardag.domain.words import say

_LONGEST = timedelta(days=366)  # a slip in the year is more likely than a visit so far away


@dataclass(frozen=True)
class Meeting:
    """What was booked: a local moment such as ``2026-11-30T10:00``, and a link; each may be unknown."""

    starts: str | None = None
    link: str | None = None


def meeting_of(case: Case) -> Meeting:
    """Return what the case's steps have booked, the last of each; a receipt confirms what was sent."""
    starts = link = None
    for key, done in sorted(case.steps.items(), key=lambda item: item[1].at):
        sent = case.sent.get(key) if done.receipt is not None else None
        starts = done.starts or (sent.starts if sent else None) or starts
        link = done.link or link
    return Meeting(starts, link)


def known_of(case: Case) -> dict[str, str]:
    """Return what fills the gaps of a message that tell of a meeting, in the clinic's language."""
    found = meeting_of(case)
    starts = datetime.fromisoformat(found.starts) if found.starts else None
    return {
        Gap.VIDEO_LINK: found.link or "",
        Gap.TIME: f"{starts.day}/{starts.month} {starts:%Y kl. %H.%M}" if starts else "",
    }


def books_a_time(step: Step) -> bool:
    """Tell whether a step books something that begins at a time: its system isn't told without one."""
    return step.message in (MessageKind.BOOKING_NEW, MessageKind.VIDEO_MEETING)


def has_meeting(step: Step) -> bool:
    """Tell whether a step books a video meeting, so that its link can be told."""
    return step.message is MessageKind.VIDEO_MEETING


def meeting_link(step: Step, given: str | None) -> str | None:
    """Return the link that was given with a step; None for none.

    :raises InvalidForm: if the step books no video meeting, or it is no address over HTTPS
    """
    if not given or not given.strip():
        return None
    if not has_meeting(step):
        raise InvalidForm(say("“%(step)s” books no video meeting."), step=step.name)
    try:
        return web_address(given)
    except InvalidForm:
        raise InvalidForm(
            say("The link can't be right. Write the whole address, which begins with https://.")
        ) from None


def starting(given: str | None, now: Circumstances) -> str | None:
    """Return when something booked begins, by the clocks in Sweden and without their zone.

    :raises InvalidForm: if it can't be read, has passed, or is more than a year away
    """
    if not given:
        return None
    if ":" not in given:
        raise InvalidForm(say("Write the day and the time that are booked."))
    try:
        moment = datetime.fromisoformat(given).replace(tzinfo=STOCKHOLM)
    except ValueError:
        raise InvalidForm(
            say("The time can't be read. Write it as year-month-day and hour:minute.")
        ) from None
    if moment < now.at:
        raise InvalidForm(say("The time has passed. Choose a later one."))
    if moment > now.at + _LONGEST:
        raise InvalidForm(say("The time is more than a year away. Choose an earlier one."))
    return f"{moment:%Y-%m-%dT%H:%M}"
