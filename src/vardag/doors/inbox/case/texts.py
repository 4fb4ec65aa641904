"""The words in a message's field: what has been written, or the standard reply that is meant for it."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from vardag.domain.case.words import standard_text
from vardag.domain.words import Language, visible
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.shared.moments import language
from vardag.rooms.routines.queries import routine


@dataclass(frozen=True)
class Text:
    """A field's words, and the standard reply that they began as; both may be empty."""

    words: str = ""
    used: str = ""


def options(desk: Desk, used: str) -> SafeString:
    """Return the routine's standard replies as the options of a field; ``used`` is chosen."""
    return _options(desk.full.row.routine_id, used, language())


@lru_cache(maxsize=500)
def _options(routine_id: str, used: str, words: Language) -> SafeString:
    """Set them out once for each routine, which never changes: a page has them four times."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (each.key, " selected" if each.key == used else "", each.name.in_(words))
            for each in routine(routine_id).standard_replies
        ),
    )


def written(desk: Desk, field: str, typed: Typed, *, offered: str, wanted: str) -> Text:
    """Return what stands in a field.

    :param offered: the standard reply for when nothing has been written
    :param wanted: the standard reply to put in now, below what has been written
    """
    own = _own(desk, field, typed)
    if wanted and has(desk, wanted):
        standard = standard_text(wanted, desk.now)
        words = f"{own.words.rstrip()}\n\n{standard}" if visible(own.words) else standard
        return Text(words, wanted)
    if f"{field}-text" in typed and (visible(own.words) or not _was_offered(field, typed)):
        return own
    return Text(standard_text(offered, desk.now), offered) if offered else Text()


def has_own_words(desk: Desk, field: str, typed: Typed) -> bool:
    """Tell whether a person has written something in a field."""
    return visible(_own(desk, field, typed).words)


def _own(desk: Desk, field: str, typed: Typed) -> Text:
    """Return what a person has written: a standard reply that nobody changed is not a person's."""
    words, used = typed.get(f"{field}-text", ""), typed.get(f"{field}-used", "")
    if is_unchanged(desk, words, used):
        return Text()
    return Text(words, used if has(desk, used) else "")


def is_unchanged(desk: Desk, words: str, used: str) -> bool:
    """Tell whether words are a standard reply as it stands."""
    return has(desk, used) and words.strip() == standard_text(used, desk.now)


def has(desk: Desk, key: str) -> bool:
    return desk.routine.standard_reply(key) is not None


def _was_offered(field: str, typed: Typed) -> bool:
    """Tell whether the field held a standard reply, rather than nothing by somebody's wish."""
    return bool(typed.get(f"{field}-used"))
