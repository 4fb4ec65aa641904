"""The numbers by which residents are known: twelve characters that say when somebody was born.

Four kinds, which never look alike, since the day tells them apart, and a letter the fourth:

- personal number: year, month, day, birth number, check digit
- coordination number, for who isn't registered here: sixty added to the day
- national reserve number, for who has neither: 32 to 59 in place of the day, which it doesn't say
- reserve number of Region Västra Götaland: a letter and two digits in place of the birth number: K
  and even for a woman, M and odd for a man (06 to 79), X where that isn't known (80 to 89)

One form is kept: without a hyphen, and with the letter as a capital. Every kind ends in a check digit
by Luhn's method over the nine before it; the letters count as K 5, M 7, X 8.

Sources: the Swedish Tax Agency's SKV 704 and 707; Inera's and the region's descriptions of reserve
numbers, by their published examples 198108320014, 19810829M071, 19450829K088 and 19930829X802. That
the letter and the two digits must agree is our reading.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Never

from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say

_ADDED_TO_THE_DAY = 60
_RESERVED_DAYS = range(32, 60)
_OLDEST = 125  # years; nobody known has lived longer by much
_FORM = re.compile(r"[0-9]{8}([0-9]|[KMX])[0-9]{3}")
_LETTERS = {"K": "5", "M": "7", "X": "8"}
_OF_BOTH, _OF_NEITHER = range(6, 80), range(80, 90)


class Kind(StrEnum):
    """Which kind of number it is."""

    PERSONAL = "personal-number"
    COORDINATION = "coordination-number"
    NATIONAL_RESERVE = "national-reserve-number"
    REGIONAL_RESERVE = "regional-reserve-number"


HAVE_AN_EID = frozenset({Kind.PERSONAL, Kind.COORDINATION})
"""The kinds to which an e-identification is given. By the others nobody signs in."""


@dataclass(frozen=True)
class PersonalNumber:
    """A number in its one form, with what it says.

    ``digits`` are twelve characters; a regional reserve number has a letter among them. ``born`` is None
    where the number doesn't say the day.
    """

    digits: str
    born: date | None
    kind: Kind


def personal_number(given: str, *, on: date) -> PersonalNumber:
    """Return a number of any kind, from twelve characters as who vouches for it writes it.

    Nothing is guessed: ten digits, hyphens, spaces, small letters and digits of other scripts are
    refused, since who vouches for a number writes it whole.

    :param on: today's local date; who isn't born yet has no number
    :raises InvalidForm: with a problem for the field ``personal_number`` that says what is wrong
    """
    if not (given.isascii() and _FORM.fullmatch(given)):
        _refuse(say("A personal number is twelve digits: year, month, day and four more."))
    if check_digit(given[2:11]) != int(given[11]):
        _refuse(say("The last digit of the personal number doesn't fit the others."))
    kind = _kind(given)
    if kind is Kind.NATIONAL_RESERVE:
        _check_in_time(_day(given, 1), on=on)
        return PersonalNumber(given, None, kind)
    born = _day(given, int(given[6:8]) - _ADDED_TO_THE_DAY * (kind is Kind.COORDINATION))
    _check_in_time(born, on=on)
    return PersonalNumber(given, born, kind)


def check_digit(nine: str) -> int:
    """Return what Luhn's method puts after the nine characters of date and birth number."""
    digits = "".join(_LETTERS.get(each, each) for each in nine)
    weighed = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return -sum(value // 10 + value % 10 for value in weighed) % 10


def _kind(given: str) -> Kind:
    day = int(given[6:8])
    if not given.isdigit():
        _check_letter(given[8], int(given[9:11]))
        return Kind.REGIONAL_RESERVE
    if day in _RESERVED_DAYS:
        return Kind.NATIONAL_RESERVE
    return Kind.COORDINATION if day > _ADDED_TO_THE_DAY else Kind.PERSONAL


def _check_letter(letter: str, serial: int) -> None:
    agrees = serial in _OF_NEITHER if letter == "X" else serial in _OF_BOTH
    if not agrees or (letter == "K" and serial % 2) or (letter == "M" and serial % 2 == 0):
        _refuse(say("The letter of the reserve number doesn't fit the two digits after it."))


def _day(given: str, day: int) -> date:
    try:
        return date(int(given[:4]), int(given[4:6]), day)
    except ValueError:
        _refuse(say("The personal number begins with a day that there isn't."))


def _check_in_time(born: date, *, on: date) -> None:
    if born > on:
        _refuse(say("The personal number begins with a day that hasn't come yet."))
    if born.year < on.year - _OLDEST:
        _refuse(say("The personal number begins with a day that is too long ago."))


def _refuse(sentence: str) -> Never:
    problem = Problem("personal_number", Sentence(sentence))
    raise InvalidForm(sentence, problems=(problem,))
