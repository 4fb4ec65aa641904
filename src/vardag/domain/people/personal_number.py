"""Personal numbers and coordination numbers: twelve digits that say when somebody was born.

One form is kept: year, month, day, birth number and check digit, without a hyphen. A coordination
number, given to who isn't registered here, has sixty added to the day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Never

from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say

_ADDED_TO_THE_DAY = 60
_OLDEST = 125  # years; nobody known has lived longer by much


class Kind(StrEnum):
    """Which kind of number it is."""

    PERSONAL = "personal-number"
    COORDINATION = "coordination-number"


@dataclass(frozen=True)
class PersonalNumber:
    """A number in its one form, with what it says."""

    digits: str
    born: date
    kind: Kind


def personal_number(given: str, *, on: date) -> PersonalNumber:
    """Return a personal or coordination number, from twelve digits as an identity provider gives them.

    Nothing is guessed: ten digits, hyphens, spaces and digits of other scripts are refused, since who
    vouches for a number writes it whole.

    :param on: today's local date; who isn't born yet has no number
    :raises InvalidForm: with a problem for the field ``personal_number`` that says what is wrong
    """
    if not (given.isascii() and given.isdigit() and len(given) == 12):
        _refuse(say("A personal number is twelve digits: year, month, day and four more."))
    if check_digit(given[2:11]) != int(given[11]):
        _refuse(say("The last digit of the personal number doesn't fit the others."))
    day = int(given[6:8])
    kind = Kind.COORDINATION if day > _ADDED_TO_THE_DAY else Kind.PERSONAL
    born = _born(given, day - _ADDED_TO_THE_DAY if kind is Kind.COORDINATION else day, on=on)
    return PersonalNumber(given, born, kind)


def check_digit(digits: str) -> int:
    """Return what Luhn's method puts after the nine digits of date and birth number."""
    weighed = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return -sum(value // 10 + value % 10 for value in weighed) % 10


def _born(digits: str, day: int, *, on: date) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), day)
    except ValueError:
        _refuse(say("The personal number begins with a day that there isn't."))
    if born > on:
        _refuse(say("The personal number begins with a day that hasn't come yet."))
    if born.year < on.year - _OLDEST:
        _refuse(say("The personal number begins with a day that is too long ago."))
    return born


def _refuse(sentence: str) -> Never:
    problem = Problem("personal_number", Sentence(sentence))
    raise InvalidForm(sentence, problems=(problem,))
