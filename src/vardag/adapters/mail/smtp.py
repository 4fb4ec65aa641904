"""A mail server that speaks SMTP (RFC 5321), with what each of its answers means for a mailing.

Up to the text nothing is handed over, whatever goes wrong: it is tried again. When the text is on its
way and the connection breaks, nobody can tell. Only what a server says for good of the receiver is the
address's fault; what it says of us, of size or of policy, is not (RFC 3463).
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from socket import SHUT_RDWR
from threading import Timer

from vardag.adapters.mail.message import Sender, email_of
from vardag.domain.notices.mailing import Trouble
from vardag.reactions.carrying import Letter, NotCarried

_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_OF_THE_RECEIVER = (550, 551, 553)  # where the server says no more
_OK, _FORWARDED, _GO_ON, _FOR_GOOD = 250, 251, 354, 500


class Tls(StrEnum):
    """How a connection is kept from others' eyes."""

    STARTTLS = "starttls"  # agreed on at its beginning, or nothing is sent
    TLS = "tls"  # from its first byte
    NONE = "none"  # not: for a server on this machine


@dataclass(frozen=True)
class Server:
    """A mail server; ``seconds`` for each of its answers, ``in_all`` for a mailing."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = ""
    seconds: float = 10.0
    in_all: float = 60.0  # half of the lease: another worker must not begin meanwhile


class SmtpServer:
    """A line to a mail server."""

    def __init__(self, server: Server, *, sender: Sender) -> None:
        self._server = server
        self._sender = sender

    def carry(self, letter: Letter) -> str:
        """Hand an e-mail over; see ``Carrier``."""
        data = email_of(letter, self._sender)
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as wrong:
            raise NotCarried(Trouble.AWAY, f"the mail server: {_told(wrong)}") from None
        with _ended(smtp, after=self._server.in_all):
            self._greeted(smtp)
            self._addressed(smtp, letter)
            return _written(smtp, data)

    def _connected(self) -> smtplib.SMTP:
        server, name = self._server, self._sender.domain
        if server.tls is Tls.TLS:
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=name,
                timeout=server.seconds,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=server.seconds)

    def _greeted(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.ehlo_or_helo_if_needed()
            if self._server.tls is Tls.STARTTLS:
                smtp.starttls(context=ssl.create_default_context())
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
        except (OSError, ValueError, smtplib.SMTPException) as wrong:
            raise NotCarried(Trouble.AWAY, f"the mail server: {_told(wrong)}") from None

    def _addressed(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        try:
            code, said = smtp.mail(self._sender.envelope(letter.key))
            if code != _OK:
                raise NotCarried(Trouble.AWAY, f"the sender is not taken: {_code(code, said)}")
            code, said = smtp.rcpt(letter.address)
        except (OSError, ValueError, smtplib.SMTPException) as wrong:
            raise NotCarried(Trouble.AWAY, f"the mail server: {_told(wrong)}") from None
        if code not in (_OK, _FORWARDED):
            raise NotCarried(_weighed(code, said), f"the receiver: {_code(code, said)}")


def _written(smtp: smtplib.SMTP, data: bytes) -> str:
    """Hand the text over, and return what the server said of it."""
    try:
        code, said = smtp.docmd("DATA")
    except (OSError, smtplib.SMTPException) as wrong:
        raise NotCarried(Trouble.AWAY, f"before the text: {_told(wrong)}") from None
    if code != _GO_ON:
        raise NotCarried(_weighed_late(code, said), f"before the text: {_code(code, said)}")
    try:
        smtp.send(re.sub(rb"(?m)^\.", b"..", data) + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as wrong:
        raise NotCarried(Trouble.UNSURE, f"after the text began: {_told(wrong)}") from None
    if code != _OK:
        raise NotCarried(_weighed_late(code, said), f"the text: {_code(code, said)}")
    return f"taken: {_code(code, said)}"


@contextmanager
def _ended(smtp: smtplib.SMTP, *, after: float) -> Iterator[None]:
    """End a connection after its use, and in any case after so many seconds, however slow it is."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            smtp.sock.shutdown(SHUT_RDWR)  # type: ignore[union-attr]

    timer = Timer(after, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        timer.cancel()
        smtp.close()


def _weighed(code: int, said: bytes) -> Trouble:
    """Return what a refusal of the receiver comes to: for good if it is the address's own fault."""
    found = _ENHANCED.match(said)
    if code < _FOR_GOOD:
        return Trouble.AWAY
    if found:
        return Trouble.REFUSED if found[1].startswith((b"5.1.", b"5.2.")) else Trouble.AWAY
    return Trouble.REFUSED if code in _OF_THE_RECEIVER else Trouble.AWAY


def _weighed_late(code: int, said: bytes) -> Trouble:
    """Return what a refusal after the receiver was taken comes to: for good only if it names it."""
    return _weighed(code, said) if _ENHANCED.match(said) else Trouble.AWAY


def _code(code: int, said: bytes) -> str:
    """Return a server's answer in numbers alone: its words may repeat the address."""
    found = _ENHANCED.match(said)
    return f"{code} {found[1].decode()}" if found else str(code)


def _told(wrong: Exception) -> str:
    """Return what went wrong without words of the server's."""
    if isinstance(wrong, smtplib.SMTPResponseException):
        said = wrong.smtp_error
        return _code(wrong.smtp_code, said if isinstance(said, bytes) else said.encode())
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"its certificate doesn't hold: {wrong.verify_message}"
    return type(wrong).__name__
