"""The words that an act carries: what the resident will read, notes and reasons."""

from collections.abc import Mapping
from typing import Protocol

from vardag.domain.case.acts import Message
from vardag.domain.case.form import clean_text
from vardag.domain.gaps import called, fill, left
from vardag.domain.refusals import EmptyText, InvalidForm, LeftUnfilled
from vardag.domain.routine.document import Routine, StandardReply
from vardag.domain.words import Language, say, visible

LONGEST_MESSAGE = 10_000  # characters


class Replies(Protocol):
    """What a message may draw upon: the standard replies of routine and clinic, the clinic's links."""

    @property
    def routine(self) -> Routine: ...

    @property
    def own_replies(self) -> Mapping[str, StandardReply]: ...

    @property
    def links(self) -> Mapping[str, str]: ...


def message_text(
    message: Message, replies: Replies, *, known: Mapping[str, str] | None = None
) -> str:
    """Return the words that the resident will read.

    :param known: what of the case fills the gaps of a standard reply, see ``gaps.Part``

    :raises InvalidForm: if there is no such standard reply, or the text can't be kept
    :raises EmptyText: if nothing visible would be sent
    :raises LeftUnfilled: if a gap is left in them (``gaps``)
    """
    text = written_text(_words(message, replies, known))
    remain = tuple(called(part) for part in left(text))
    if remain:
        why = say("Something remains to be filled in: %(gaps)s. Write it, or take the gap away.")
        raise LeftUnfilled(why, gaps=remain)
    return text


def _words(message: Message, replies: Replies, known: Mapping[str, str] | None) -> str:
    if message.standard_reply is None:
        return message.text or ""
    standard = standard_text(message.standard_reply, replies, known=known)
    return standard if message.text is None else message.text


def standard_reply(key: str | None, replies: Replies) -> StandardReply | None:
    """Return a standard reply: the clinic's own of that key, or else the routine's; None for neither."""
    return replies.own_replies.get(key or "") or replies.routine.standard_reply(key)


def standard_text(
    key: str,
    replies: Replies,
    *,
    known: Mapping[str, str] | None = None,
    language: Language = "sv",
) -> str:
    """Return a standard reply with its links filled in, and whatever else is known.

    :param known: what fills its other gaps, see ``gaps.Part``
    :param language: Swedish is the language of the clinic
    :raises InvalidForm: if there is no standard reply of that key
    """
    found = standard_reply(key, replies)
    if found is None:
        raise InvalidForm(say("There is no standard reply “%(key)s”."), key=key)
    return fill(found.text.in_(language), {**addresses(replies), **(known or {})}).strip()


def addresses(replies: Replies) -> dict[str, str]:
    """Return where each link leads, keyed as gaps name them: the clinic's own before the routine's."""
    by_key = {link.key: link.address for link in replies.routine.links} | dict(replies.links)
    return {f"link:{key}": address for key, address in by_key.items()}


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
