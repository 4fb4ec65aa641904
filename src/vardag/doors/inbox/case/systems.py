"""A step whose system can be told: sending it there, how it stands, and what to do when it failed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case.sending import BOOKS_A_TIME, is_sendable
from vardag.domain.case.state import Finished
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.delivery import State, Trouble
from vardag.domain.routine.document import Step
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.failed import WHY_FAILED
from vardag.doors.shared.moments import clock_time, short_moment
from vardag.rooms.deliveries.queries import Delivery


@dataclass(frozen=True)
class SystemView:
    """What the checklist shows of a step that can be sent, beside ticking it by hand."""

    stands: str = ""  # how it stands with what is sent; empty where nothing is
    failed: str = ""  # why it came to nothing, and what helps
    button: str = ""  # sends it, or sends it again; empty while the receipt is waited for
    why_not: str = ""  # why it can't be sent by this person now
    wants_time: bool = False
    typed_time: str = ""


def system_view(desk: Desk, step: Step, ready: str, typed: Mapping[str, str]) -> SystemView | None:
    """Return how it stands with telling a step's system; None where that is only done by hand.

    :param ready: the text that would be sent
    """
    sent = desk.deliveries.get(step.key)
    if sent is not None:
        return _sent(desk, step, sent)
    if not ready or not is_sendable(step, desk.now):
        return None
    if desk.full.is_masked:
        return SystemView(
            why_not=gettext("It can be sent by who has chosen to see whom the case is about.")
        )
    return SystemView(
        button=gettext("Send to %(system)s") % {"system": system_name(desk, step)},
        wants_time=step.message in BOOKS_A_TIME,
        typed_time=typed.get(f"step:{step.key}:starts", ""),
    )


def system_name(desk: Desk, step: Step) -> str:
    """Return what people call a step's system."""
    system = desk.routine.system(step.system)
    return system.name if system else step.system or ""


def confirmed_by(desk: Desk, step: Step, finished: Finished, receipt: str) -> str:
    """Return that a system said that a step is done, when, and by which receipt; and who sent it."""
    told = {
        "system": system_name(desk, step),
        "when": short_moment(finished.at, on=desk.today),
        "receipt": receipt,
        "name": desk.name_of(finished.by),
    }
    return gettext("%(system)s, %(when)s, receipt %(receipt)s · sent by %(name)s") % told


def _sent(desk: Desk, step: Step, sent: Delivery) -> SystemView:
    told = {"system": system_name(desk, step), "when": _when(desk, sent)}
    if sent.state is State.FAILED:
        why = WHY_FAILED[sent.trouble or Trouble.AWAY]() % told
        again = "" if desk.full.is_masked else gettext("Send again")
        return SystemView(failed=why, button=again)
    if sent.state is State.SENT:
        words = gettext("Sent to %(system)s %(when)s, waits for the receipt.")
    elif sent.trouble is None:
        words = gettext("On its way to %(system)s since %(when)s.")
    else:
        told["next"] = clock_time(sent.due_at)
        words = gettext(
            "Sent to %(system)s %(when)s, but it hasn't come through. It is tried again %(next)s."
        )
    return SystemView(stands=words % told)


def _when(desk: Desk, sent: Delivery) -> str:
    is_today = local_date(sent.since) == desk.today
    return clock_time(sent.since) if is_today else short_moment(sent.since, on=desk.today)
