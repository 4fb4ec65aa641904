"""What will be sent: the words that somebody wrote, as whoever reads them will get them.

The one place where words become a message: what is previewed, what is sent and what is kept in the
ledger all come from here. The act keeps the words byte for byte, so nothing is filled in later.
"""

from dataclasses import replace

from vardag.domain.case import acts
from vardag.domain.case.sign_off import signed
from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import OutOfReach
from vardag.domain.words import say
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.sign_off import sign_off_of
from vardag.rooms.cases.letterhead import Letterhead, letterhead


def sign_off(actor: Actor, head: Letterhead) -> str:
    """Return what stands under the messages that this person sends from a clinic."""
    phones = (clinic.phone for clinic in actor.clinics if clinic.pk == head.clinic)
    return sign_off_of(actor.row, template=head.sign_off, clinic=head.name, phone=next(phones, ""))


def as_sent(act: acts.Act, case: CaseId, *, by: Actor) -> acts.Act:
    """Return an act with its message as it will be sent.

    :raises OutOfReach: if there is no such case
    """
    message = acts.message_of(act)
    if message is None or message.text is None:
        return act
    head = letterhead(case)
    if head is None:
        raise OutOfReach(say("There is no such case, or it isn't yours to see."))
    message = replace(message, text=signed(message.text, sign_off(by, head)))
    match act:
        case acts.Assign():
            return replace(act, interim_reply=message)
        case acts.SendInterimReply() | acts.AskCounterQuestion() | acts.ReplyAndClose():
            return replace(act, message=message)
        case _:
            raise ValueError(f"no way to send the words of {act}")
