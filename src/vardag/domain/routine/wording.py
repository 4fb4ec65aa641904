"""Texts with gaps: what stands in braces is filled in, what stands in brackets may fall away.

``{field:reason}`` is replaced by the answer to the form's field ``reason``. A part in brackets, such as
``[ Writes: {field:note}]``, is left out when there is nothing to fill one of its gaps with. What is
filled in is never read again: a resident who writes ``{author}`` is quoted as having written that.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from vardag.domain.routine.document import Field, FieldKind, Form
from vardag.domain.words import Language, visible

JOURNAL_FACTS = ("patient", "sender", "author", "service", "received", "case")
"""What a ready text for the journal can say beside the form's answers (``field:KEY``).

The patient's name, who wrote and in which capacity, who of the staff makes the note and with which
title, the service's name, the day the case was received, the case's number.
"""

WORK_FACTS = ("patient", "author", "service", "received", "case")
"""What a ready text for work after closing can say: what its list shows of a case to all who do it."""

GAP = re.compile(r"\{([^{}]*)\}")
_PART = re.compile(r"\[[^\[\]]*\]")
_PART_OR_GAP = re.compile(r"\[([^\[\]]*)\]|\{([^{}]*)\}")


class NothingToFillIn(LookupError):
    """A gap that can't fall away has nothing to be filled with."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with its gaps filled, and without the bracketed parts that have nothing to say.

    :raises NothingToFillIn: if a gap outside brackets has no value
    """

    def filled(found: re.Match[str]) -> str:
        part, gap = found.groups()
        if gap is not None:
            return _value(gap, values)
        if all(visible(values.get(each, "")) for each in gaps(part)):
            return GAP.sub(lambda inner: _value(inner[1], values), part)
        return ""

    return _PART_OR_GAP.sub(filled, text)


def gaps(text: str) -> tuple[str, ...]:
    """Return what a text's gaps ask for, in order, also in bracketed parts."""
    return tuple(GAP.findall(text))


def unavoidable_gaps(text: str) -> tuple[str, ...]:
    """Return what must be there to fill a text in: the gaps outside brackets."""
    return tuple(gap for _, gap in _PART_OR_GAP.findall(text) if gap)


def is_well_formed(text: str) -> bool:
    """Tell whether every brace and bracket is one of a pair, and no part stands in another."""
    return not set("{}[]") & set(_PART.sub("", GAP.sub("", text)))


def field_values(
    form: Form,
    answers: Mapping[str, str],
    *,
    language: Language,
    show_date: Callable[[date], str],
) -> dict[str, str]:
    """Return a form's answers as people read them, keyed as gaps name them (``field:KEY``).

    :param answers: canonical, as ``case.form.valid_answers`` returns them
    """
    return {
        f"field:{field.key}": _shown(field, answers[field.key], language, show_date)
        for field in form.fields
        if field.key in answers
    }


def _shown(field: Field, answer: str, language: Language, show_date: Callable[[date], str]) -> str:
    if field.kind is FieldKind.DATE:
        return show_date(date.fromisoformat(answer))
    for option in field.options:
        if option.key == answer:
            return (option.short or option.name).in_(language)
    return answer


def _value(gap: str, values: Mapping[str, str]) -> str:
    try:
        return values[gap]
    except KeyError:
        raise NothingToFillIn(gap) from None
