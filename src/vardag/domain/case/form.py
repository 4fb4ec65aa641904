"""A form's answers held against its questions: canonical answers, or what is wrong with each."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.routine.document import Field, FieldKind, Form
from vardag.domain.words import Sentence, say, visible

LONGEST_ANSWER = 10_000  # characters; a page of text is about 3,000

type Answers = Mapping[str, object]


def clean_text(text: str) -> str:
    """Return text in one spelling: composed characters, plain line ends, no outer space.

    :raises ValueError: if it has characters that no database stores alike
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(_unstorable(char) for char in composed):
        raise ValueError("unstorable character")
    return composed.strip()


def storable(text: str) -> str:
    """Return text as it is typed so far, without the characters that no database stores alike."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if not _unstorable(char))


def _unstorable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"


def valid_answers(form: Form, answers: Answers) -> dict[str, str]:
    """Return the answers that were given, each as canonical text; blank ones are left out.

    :raises InvalidForm: with every problem at once, field by field
    """
    problems = [_unknown(key) for key in answers.keys() - {field.key for field in form.fields}]
    valid: dict[str, str] = {}
    for field in form.fields:
        try:
            text = _answer(field, answers.get(field.key))
        except ValueError as wrong:
            problems.append(Problem(field.key, Sentence(str(wrong), {"field": field.label})))
            continue
        if text:
            valid[field.key] = text
    problems += [] if problems else _across(form, valid)
    if problems:
        raise InvalidForm(
            say("Something in the form needs to be put right."),
            problems=tuple(problems),
        )
    return valid


def _unknown(key: str) -> Problem:
    return Problem(key, Sentence(say("This form has no field “%(key)s”."), {"key": key}))


def _answer(field: Field, value: object) -> str:
    text = _as_text(value)
    if not visible(text):
        if field.required:
            raise ValueError(_missing(field))
        return ""
    if len(text) > LONGEST_ANSWER:
        raise ValueError(say("“%(field)s” is too long. Write at most 10,000 characters."))
    if field.kind is FieldKind.DATE:
        return _as_date(text)
    if field.kind is FieldKind.CHOICE and text not in {option.key for option in field.options}:
        raise ValueError(say("Choose one of the alternatives in “%(field)s”."))
    return text


def _missing(field: Field) -> str:
    if field.kind is FieldKind.CHOICE:
        return say("Choose one of the alternatives in “%(field)s”.")
    return say("Fill in “%(field)s”.")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise ValueError(say("“%(field)s” must be text."))
    try:
        return clean_text(value)
    except ValueError:
        raise ValueError(
            say("“%(field)s” has characters that can't be saved. Write it again without them.")
        ) from None


def _as_date(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat()  # a time of day may stand with it
    except ValueError:
        raise ValueError(
            say("“%(field)s” is not a date. Write it as year-month-day, such as 2026-04-30.")
        ) from None


def _across(form: Form, valid: dict[str, str]) -> list[Problem]:
    """What only two answers together can show."""
    problems = []
    if form.at_least_one_of and not any(key in valid for key in form.at_least_one_of):
        first = form.at_least_one_of[0]
        problems.append(Problem(first, Sentence(say("Fill in at least one of the fields."))))
    for field in form.fields:
        earlier = valid.get(field.not_before or "")
        if earlier and field.key in valid and valid[field.key] < earlier:
            sentence = Sentence(
                say("“%(field)s” can't be before it begins."), {"field": field.label}
            )
            problems.append(Problem(field.key, sentence))
    return problems
