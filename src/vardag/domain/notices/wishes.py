"""How somebody wants to be told, and when not."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from vardag.domain.clock.deadline import STOCKHOLM


class Channel(StrEnum):
    """By what somebody is told."""

    EMAIL = "email"
    SMS = "sms"
    NONE = "none"


@dataclass(frozen=True)
class Quiet:
    """Hours in which nobody is told: local times, from one up to the other, past midnight or not."""

    from_time: time
    to_time: time


@dataclass(frozen=True)
class Wishes:
    """What somebody has set, or what holds until then."""

    channel: Channel = Channel.EMAIL
    phone: str = ""
    quiet: Quiet | None = None
    language: str = "sv"


def address_by(channel: Channel, *, phone: str, email: str) -> str:
    """Return where notices go by a channel; empty where nowhere."""
    return {Channel.SMS: phone, Channel.EMAIL: email}.get(channel, "")


NIGHT = Quiet(time(21), time(7))
"""What is quiet for text messages until somebody says otherwise: a telephone lies beside the bed."""


def with_night(wishes: Wishes, *, before: Wishes) -> Wishes:
    """Return wishes with the night quiet, for who begins with text messages and says no hours."""
    begins = wishes.channel is Channel.SMS and before.channel is not Channel.SMS
    return replace(wishes, quiet=NIGHT) if begins and wishes.quiet is None else wishes


def earliest(at: datetime, quiet: Quiet | None) -> datetime:
    """Return the first moment from ``at`` on, itself included, that isn't quiet.

    :param at: aware; any time zone
    :returns: aware; ``at`` itself where nothing is quiet then
    """
    if quiet is None or not _is_quiet(at.astimezone(STOCKHOLM).time(), quiet):
        return at
    here = at.astimezone(STOCKHOLM)
    day = here.date() if here.time() < quiet.to_time else here.date() + timedelta(days=1)
    return datetime.combine(day, quiet.to_time, tzinfo=STOCKHOLM).astimezone(at.tzinfo)


def _is_quiet(clock: time, quiet: Quiet) -> bool:
    if quiet.from_time <= quiet.to_time:
        return quiet.from_time <= clock < quiet.to_time
    return clock >= quiet.from_time or clock < quiet.to_time
