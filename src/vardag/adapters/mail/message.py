"""A letter as an e-mail: plain text, the same identifier at each try, and nothing of anybody."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from vardag.reactions.carrying import Letter


@dataclass(frozen=True)
class Sender:
    """From whom e-mail comes. ``name`` is shown beside it on locked screens: it names no clinic."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def envelope(self, key: UUID) -> str:
        """Return where a mailing comes back to: its key is in the address, and can't be guessed."""
        return f"bounce+{key.hex}@{self.domain}"


def email_of(letter: Letter, sender: Sender) -> bytes:
    """Return the bytes of a letter as an e-mail, in ASCII alone."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.key}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # nobody's machine answers it (RFC 3834)
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message.as_bytes()
