"""What will be sent: the words that somebody wrote, as whoever reads them will get them.

The one place where words become a message: what is previewed, what is sent and what is kept in the
ledger all come from here. The act keeps the words byte for byte, so nothing is filled in later.
"""

from dataclasses import dataclass, replace

from vardag.domain.case import acts
from vardag.domain.case.sign_off import signed
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.sign_off import sign_off_of


@dataclass(frozen=True)
class Outgoing:
    """A message as it will be read: the words, filled in, and what stands under them."""

    words: str
    sign_off: str

    @property
    def text(self) -> str:
        return signed(self.words, self.sign_off)


def outgoing(text: str, desk: Desk) -> Outgoing:
    """Return what will be sent when somebody has written ``text``."""
    return Outgoing(text, sign_off(desk))


def sign_off(desk: Desk) -> str:
    """Return what stands under the messages that this person sends from the case's clinic."""
    here = desk.case.clinic
    phones = (clinic.phone for clinic in desk.actor.clinics if clinic.pk == here)
    return sign_off_of(
        desk.actor.row,
        template=desk.around.own.sign_off,
        clinic=desk.clinic_name,
        phone=next(phones, ""),
    )


def as_sent(act: acts.Act, desk: Desk) -> acts.Act:
    """Return an act with its message as it will be sent."""
    message = acts.message_of(act)
    if message is None or message.text is None:
        return act
    message = replace(message, text=outgoing(message.text, desk).text)
    match act:
        case acts.Assign():
            return replace(act, interim_reply=message)
        case acts.SendInterimReply() | acts.AskCounterQuestion() | acts.ReplyAndClose():
            return replace(act, message=message)
        case _:
            raise ValueError(f"no way to send the words of {act}")
