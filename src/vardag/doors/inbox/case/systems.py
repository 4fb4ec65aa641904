"""A step whose system can be told: sending it there, and how it stands."""

from dataclasses import replace

from django.utils.translation import gettext

from vardag.domain.case.meeting import books_a_time
from vardag.domain.case.sending import is_sendable
from vardag.domain.case.state import Finished
from vardag.domain.routine.document import Step
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.over_lines import SystemView, how_it_stands, not_sent_yet
from vardag.doors.shared.moments import short_moment


def system_view(desk: Desk, step: Step, ready: str) -> SystemView | None:
    """Return how it stands with telling a step's system; None where that is only done by hand.

    :param ready: the text that would be sent
    """
    system, may_tell = system_name(desk, step.system), not desk.full.is_masked
    sent = desk.deliveries.get(step.key)
    if sent is not None:
        return how_it_stands(sent, system, on=desk.today, may_tell=may_tell)
    if not ready or not is_sendable(step, desk.now.systems):
        return None
    view = not_sent_yet(system, may_tell=may_tell)
    return replace(view, wants_time=books_a_time(step)) if view.button else view


def system_name(desk: Desk, key: str | None) -> str:
    """Return what people call a system of the routine."""
    system = desk.routine.system(key)
    return system.name if system else key or ""


def confirmed_by(desk: Desk, system: str, finished: Finished, receipt: str) -> str:
    """Return that a system said that something is done, when, and by which receipt; and who sent it."""
    told = {
        "system": system,
        "when": short_moment(finished.at, on=desk.today),
        "receipt": receipt,
        "name": desk.name_of(finished.by),
    }
    return gettext("%(system)s, %(when)s, receipt %(receipt)s · sent by %(name)s") % told
