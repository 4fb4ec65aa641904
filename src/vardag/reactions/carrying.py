"""What carries a mailing: the port. Lines out of the house stand behind it (``CARRIERS``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from vardag.domain.notices.mailing import Trouble
from vardag.domain.notices.wishes import Channel


class NotCarried(Exception):
    """A mailing didn't come through; the text is for operations, with no address and no word of it."""

    def __init__(self, trouble: Trouble, complaint: str) -> None:
        super().__init__(complaint)
        self.trouble = trouble


@dataclass(frozen=True)
class Letter:
    """What is carried: the same ``key`` at each try, by which a receiver knows it again."""

    key: UUID
    address: str  # an e-mail address, or a telephone number
    subject: str
    text: str
    language: str
    at: datetime  # when it is tried; aware


class Carrier(Protocol):
    """A way to people."""

    def carry(self, letter: Letter) -> str:
        """Hand a letter over, and return what the other end said of it.

        :raises NotCarried: if it isn't taken, or nobody can tell
        """


def is_set_up() -> bool:
    """Tell whether there is any way to people; without one notices wait."""
    return bool(settings.MAIL or settings.SMS)


def carrier_of(channel: Channel) -> Carrier:
    """Return what carries by a channel.

    :raises NotCarried: if nothing is set up for it
    """
    setting = {Channel.EMAIL: settings.MAIL, Channel.SMS: settings.SMS}.get(channel)
    if setting is None:
        raise NotCarried(Trouble.AWAY, f"nothing is set up that carries {channel}")
    make: Callable[..., Carrier] = import_string(settings.CARRIERS[channel])
    return make(setting)
