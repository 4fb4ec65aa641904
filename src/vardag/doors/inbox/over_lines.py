"""How it stands with what another system is told, in words, and what helps when it came to nothing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.delivery import State, Trouble
from vardag.doors.shared.moments import clock_time, short_moment
from vardag.rooms.deliveries.queries import Delivery

WHY_FAILED = {
    Trouble.AWAY: lambda: gettext(
        "%(system)s hasn't answered for three days. Send it again, or do it there yourself."
    ),
    Trouble.REFUSED: lambda: gettext(
        "%(system)s doesn't take it. Do it there yourself, and tell your administrator."
    ),
    Trouble.UNSURE: lambda: gettext(
        "%(system)s answered about something else, so nobody knows whether it is done. Look there "
        "first. Then send it again, or tick the step."
    ),
    Trouble.NO_RECEIPT: lambda: gettext(
        "%(system)s took it, but hasn't said that it is done. Look there first. Then send it again, "
        "or tick the step."
    ),
    Trouble.NO_LINE: lambda: gettext(
        "Nothing can be sent to %(system)s any more. Do it there yourself."
    ),
}


@dataclass(frozen=True)
class SystemView:
    """What a page shows of a step or a piece of work that can be sent, beside ticking it by hand."""

    stands: str = ""  # how it stands with what is sent; empty where nothing is
    failed: str = ""  # why it came to nothing, and what helps
    button: str = ""  # sends it, or sends it again; empty while the receipt is waited for
    why_not: str = ""  # why it can't be sent by this person now
    wants_time: bool = False


def not_sent_yet(system: str, *, may_tell: bool) -> SystemView:
    """Return that a system can be told.

    :param system: what people call it
    :param may_tell: whether this person may tell of the family; else why not is said
    """
    if not may_tell:
        return SystemView(
            why_not=gettext("It can be sent by who has chosen to see whom the case is about.")
        )
    return SystemView(button=gettext("Send to %(system)s") % {"system": system})


def how_it_stands(sent: Delivery, system: str, *, on: date, may_tell: bool) -> SystemView:
    """Return how it stands with what a system was told, as ``not_sent_yet`` what could be."""
    told = {"system": system, "when": _when(sent, on), "receipt": sent.receipt}
    if sent.state is State.FAILED:
        why = WHY_FAILED[sent.trouble or Trouble.AWAY]() % told
        return SystemView(failed=why, button=gettext("Send again") if may_tell else "")
    if sent.state is State.CONFIRMED:
        words = gettext(
            "%(system)s says that it is done, receipt %(receipt)s. Look there, and tick it."
        )
    elif sent.trouble is not None:
        told["next"] = clock_time(sent.due_at)
        words = gettext(
            "Sent to %(system)s %(when)s, but it hasn't come through. It is tried again %(next)s."
        )
    elif sent.state is State.SENT:
        words = gettext("Sent to %(system)s %(when)s, waits for the receipt.")
    else:
        words = gettext("On its way to %(system)s since %(when)s.")
    return SystemView(stands=words % told)


def _when(sent: Delivery, on: date) -> str:
    is_today = local_date(sent.since) == on
    return clock_time(sent.since) if is_today else short_moment(sent.since, on=on)
