"""The words that an act carries: what the resident will read, notes and reasons."""

from collections.abc import Mapping
from typing import Protocol

from vardag.domain.case.acts import Message
from vardag.domain.case.form import clean_text
from vardag.domain.refusals import EmptyText, InvalidForm
from vardag.domain.routine.document import Routine
from vardag.domain.words import say, visible

LONGEST_MESSAGE = 10_000  # characters


class Replies(Protocol):
    """What a message may draw upon: the routine's standard replies and the clinic's links."""

    @property
    def routine(self) -> Routine: ...

    @property
    def links(self) -> Mapping[str, str]: ...


def message_text(message: Message, replies: Replies) -> str:
    """Return the words that the resident will read.

    :raises InvalidForm: if there is no such standard reply, or the text can't be kept
    :raises EmptyText: if nothing visible would be sent
    """
    if message.standard_reply is None:
        return written_text(message.text or "")
    standard = standard_text(message.standard_reply, replies)
    return written_text(message.text) if message.text is not None else standard


def standard_text(key: str, replies: Replies) -> str:
    """Return a standard reply with its links filled in, in Swedish, the language of the clinic.

    :raises InvalidForm: if the routine has no standard reply of that key
    """
    found = replies.routine.standard_reply(key)
    if found is None:
        raise InvalidForm(say("There is no standard reply “%(key)s”."), key=key)
    text = found.text.sv
    for link in replies.routine.links:
        address = replies.links.get(link.key, link.address)
        text = text.replace(f"{{link:{link.key}}}", address)
    return text.strip()


def written_text(text: str, *, may_be_empty: bool = False) -> str:
    """Return written words in one spelling.

    :raises InvalidForm: if they are too long, or have characters that can't be saved
    :raises EmptyText: if nothing in them can be seen
    """
    try:
        clean = clean_text(text)
    except ValueError:
        raise InvalidForm(
            say("The text has characters that can't be saved. Write it again without them.")
        ) from None
    if len(clean) > LONGEST_MESSAGE:
        raise InvalidForm(say("The text is too long. Write at most 10,000 characters."))
    if not visible(clean):
        if may_be_empty:
            return ""
        raise EmptyText(say("Write something first. The text is empty."))
    return clean


def reason_text(text: str) -> str:
    """Return a reason; an empty one is something missing, rather than an empty message.

    :raises InvalidForm: if no reason is given, or it can't be kept
    """
    reason = written_text(text, may_be_empty=True)
    if not reason:
        raise InvalidForm(say("Say why. A reason is needed."))
    return reason
