"""Two at once: what others did since a page was read, and what was only one's own double click."""

from collections.abc import Sequence

from vardag.domain.case import acts
from vardag.domain.case.events import (
    Assigned,
    Claimed,
    ClosedWithoutReply,
    CounterQuestionAsked,
    Entry,
    Event,
    InterimReplySent,
    ReplySent,
    ReturnedToInbox,
    SentToClinic,
)
from vardag.domain.case.form import clean_text
from vardag.domain.people.identity import PersonId

_MAKES: dict[type, tuple[type, ...]] = {
    acts.Claim: (Claimed,),
    acts.Assign: (Assigned, SentToClinic),
    acts.ReturnToInbox: (ReturnedToInbox,),
    acts.SendInterimReply: (InterimReplySent,),
    acts.AskCounterQuestion: (CounterQuestionAsked,),
    acts.ReplyAndClose: (ReplySent,),
    acts.CloseWithoutReply: (ClosedWithoutReply,),
}


def since(entries: Sequence[Entry], seen: int) -> tuple[Entry, ...]:
    """Return what was added to a ledger after its version ``seen``."""
    return tuple(entries[seen:])


def only_by(person: PersonId, newer: Sequence[Entry]) -> bool:
    """Tell whether all that is new is one's own: then nobody was unaware of anybody."""
    return bool(newer) and all(entry.by == person for entry in newer)


def is_done(act: acts.Act, newer: Sequence[Entry]) -> bool:
    """Tell whether what is asked for has just happened, as by a double click."""
    return any(_does(act, entry.event) for entry in newer)


def _does(act: acts.Act, event: Event) -> bool:
    if not isinstance(event, _MAKES.get(type(act), ())):
        return False
    message = getattr(act, "message", None)
    if not isinstance(message, acts.Message) or message.text is None:
        return True
    return getattr(event, "text", None) == _clean(message.text)


def _clean(text: str) -> str | None:
    try:
        return clean_text(text)
    except ValueError:
        return None
