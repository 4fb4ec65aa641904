"""Text messages: a service that takes JSON over HTTPS, or a folder in its place.

The format is in docs/reference/text-messages.md.
"""

import socket
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError

from vardag.adapters.asking import NoAnswer, Reply, Service
from vardag.adapters.mail.folder import lay
from vardag.domain.notices.mailing import Trouble
from vardag.reactions.carrying import Carrier, Letter, NotCarried

_SECONDS = 20.0  # nobody sits and waits
_WRONG_NUMBER = {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.GONE}


@dataclass(frozen=True)
class Sms:
    """Where text messages go: a service at an address, or else a folder."""

    address: str = ""
    token: str = ""
    folder: Path | None = None


def carrier(sms: Sms) -> Carrier:
    """Return what carries text messages: what is said of it was checked when the product started."""
    return SmsFolder(sms.folder) if sms.folder is not None else SmsService(sms)


class SmsFolder:
    """A folder for text messages, which the demonstration shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, letter: Letter) -> str:
        """Lay a text message there; see ``Carrier``."""
        return lay(
            self._folder, letter, f"{letter.address}\n{letter.text}\n".encode(), ending="txt"
        )


class SmsService:
    """A service that sends text messages."""

    def __init__(self, sms: Sms, *, seconds: float = _SECONDS) -> None:
        self._service = Service(sms.address, token=sms.token, seconds=seconds)

    def carry(self, letter: Letter) -> str:
        """Hand a text message over; see ``Carrier``."""
        key = str(letter.key)
        body = {"key": key, "to": letter.address, "text": letter.text}
        try:
            reply = self._service.exchange("", body=body, headers={"Idempotency-Key": key})
        except NoAnswer as wrong:
            is_away = _never_asked(wrong.__cause__)
            trouble = Trouble.AWAY if is_away else Trouble.UNSURE
            raise NotCarried(trouble, "the service for text messages doesn't answer") from None
        return _taken(reply)


def _never_asked(cause: BaseException | None) -> bool:
    """Tell whether no connection came about, so that nothing can have been handed over."""
    reason = cause.reason if isinstance(cause, URLError) else cause
    return isinstance(reason, (ConnectionRefusedError, socket.gaierror))


def _taken(reply: Reply) -> str:
    said = f"the service for text messages answers {reply.status}"
    if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return said
    trouble = Trouble.REFUSED if reply.status in _WRONG_NUMBER else Trouble.AWAY
    raise NotCarried(trouble, said)
