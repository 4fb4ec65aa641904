"""The domain's sentences and the routine's texts in the reader's language."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from vardag.domain.refusals import Refusal
from vardag.domain.routine.questions import Field, FieldKind
from vardag.domain.words import Sentence, Text, visible
from vardag.doors.shared.moments import language, listed


def in_words(text: Text | None, *, oneself: bool = False) -> str:
    """Return a text of the routine in the reader's language; nothing for no text.

    :param oneself: whether the reader writes, or reads, about oneself
    """
    return text.to(oneself=oneself).in_(language()) if text else ""


def answer_in_words(
    field: Field,
    answer: str,
    *,
    day: Callable[[date], str],
    oneself: bool = False,
    in_short: bool = False,
) -> str:
    """Return an answer to a form's question as people read it: a choice by its name, a date in words.

    :param day: how dates are written here
    :param in_short: for lists, where room is short
    """
    if field.kind is FieldKind.DATE:
        return day(date.fromisoformat(answer))
    chosen = next((option for option in field.options if option.key == answer), None)
    if chosen is None:
        return answer
    return in_words((in_short and chosen.short) or chosen.name, oneself=oneself)


def said(sentence: Sentence) -> str:
    """Return a sentence of the domain in the reader's language, with its particulars filled in."""
    text = gettext(sentence.text)
    if not sentence.particulars:
        return text
    return text % {key: _particular(value) for key, value in sentence.particulars.items()}


def _particular(value: object) -> str:
    if isinstance(value, Text):
        return in_words(value)
    if isinstance(value, tuple):
        return listed([_particular(each) for each in value])
    return str(value)


def why_refused(refusal: Refusal) -> str:
    """Return the sentence of a refusal: the same on a page, in a command and beside a button."""
    return said(refusal.sentence)


def shortened(text: str, room: int) -> str:
    """Return the beginning of a text on one line, cut between words where that can be done."""
    line = " ".join(text[: room * 4].split())
    if len(line) <= room:
        return line
    room -= 2  # for the dots
    cut = line[:room].rsplit(" ", 1)[0] if " " in line[:room] else line[:room]
    return f"{cut.rstrip(' ,.;:')} …"


def quoted(text: str, room: int) -> str:
    """Return how a text begins, in quotation marks; nothing of a text that says nothing."""
    return gettext("“%(text)s”") % {"text": shortened(text, room)} if visible(text) else ""
