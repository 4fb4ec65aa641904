"""The words in a message's field: what has been written, or the standard reply that is meant for it."""

from dataclasses import dataclass

from vardag.domain.case.words import standard_reply
from vardag.domain.gaps import called, left
from vardag.domain.words import visible
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.filling import filled
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.picker import ENGLISH
from vardag.doors.shared.sentences import in_words


@dataclass(frozen=True)
class Left:
    """A gap that a person must fill: what it asks for, and how it stands in the text."""

    name: str
    written: str


@dataclass(frozen=True)
class Text:
    """A field's words, and the standard reply that they began as; both may be empty."""

    words: str = ""
    used: str = ""
    offered: str = ""  # the standard reply that is meant here, whatever stands in the field

    @property
    def gaps(self) -> tuple[Left, ...]:
        """What remains to be filled in before the words can be sent."""
        return tuple(Left(in_words(called(part)), part.text) for part in left(self.words))


def written(desk: Desk, field: str, typed: Typed, *, offered: str, wanted: str) -> Text:
    """Return what stands in a field.

    :param offered: the standard reply for when nothing has been written
    :param wanted: the standard reply to put in now, below what has been written
    """
    own = _own(desk, field, typed)
    if wanted and has(desk, wanted):
        standard = filled(desk, wanted, typed)
        words = f"{own.words.rstrip()}\n\n{standard}" if visible(own.words) else standard
        return Text(words, wanted)
    if f"{field}-text" in typed and (visible(own.words) or not _was_offered(field, typed)):
        return own
    picked = _picked(desk, field, typed)
    if picked.used:
        return picked
    return Text(filled(desk, offered, typed), offered) if offered else Text()


def _picked(desk: Desk, field: str, typed: Typed) -> Text:
    """Return the standard reply that a person picked and left as it is; one that was offered isn't."""
    words, used = typed.get(f"{field}-text", ""), typed.get(f"{field}-used", "")
    if used == typed.get(f"{field}-offered", "") or not is_unchanged(desk, words, used, typed):
        return Text()
    return Text(words, used)


def has_own_words(desk: Desk, field: str, typed: Typed) -> bool:
    """Tell whether a person has written something in a field."""
    return visible(_own(desk, field, typed).words)


def _own(desk: Desk, field: str, typed: Typed) -> Text:
    """Return what a person has written: a standard reply that nobody changed is not a person's."""
    words, used = typed.get(f"{field}-text", ""), typed.get(f"{field}-used", "")
    if is_unchanged(desk, words, used, typed):
        return Text()
    return Text(words, used if has(desk, used) else "")


def is_unchanged(desk: Desk, words: str, used: str, typed: Typed) -> bool:
    """Tell whether words are a standard reply as it stands."""
    return has(desk, used) and words.strip() == filled(desk, used, typed)


def has(desk: Desk, value: str) -> bool:
    """Tell whether there is a standard reply to pick by this value."""
    return standard_reply(value.removesuffix(ENGLISH), desk.now) is not None


def _was_offered(field: str, typed: Typed) -> bool:
    """Tell whether the field held a standard reply, rather than nothing by somebody's wish."""
    return bool(typed.get(f"{field}-used"))
