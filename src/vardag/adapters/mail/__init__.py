"""E-mail: a server that speaks SMTP, or a folder that stands in for one. See docs/how-to/notices.md."""

from dataclasses import dataclass
from pathlib import Path

from vardag.adapters.mail.folder import MailFolder
from vardag.adapters.mail.message import Sender
from vardag.adapters.mail.smtp import Server, SmtpServer
from vardag.reactions.carrying import Carrier


@dataclass(frozen=True)
class Mail:
    """Where e-mail goes, and from whom it comes: a server, or else a folder."""

    sender: Sender
    server: Server | None = None
    folder: Path | None = None


def carrier(mail: Mail) -> Carrier:
    """Return what carries e-mail: what is said of it was checked when the product started."""
    if mail.server is not None:
        return SmtpServer(mail.server, sender=mail.sender)
    assert mail.folder is not None, "config/mail.py names one of the two"
    return MailFolder(mail.folder, sender=mail.sender)
