"""A personal number as somebody at a desk types it: with or without century, hyphen or spaces.

Who vouches for a number writes it whole (``personal_number``); who looks for somebody reads it off a
letter or hears it on the phone. Ten digits say the century by the sign between: a hyphen for who is
younger than a hundred, a plus for who has turned hundred (Swedish Tax Agency, SKV 704).
"""

import re
from datetime import date

from vardag.domain.people.personal_number import PersonalNumber, personal_number
from vardag.domain.refusals import InvalidForm

_SPACES = re.compile(r"\s+")
_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_LONG = re.compile(r"([0-9]{8})-?([0-9]{4}|[KMX][0-9]{3})")
_SHORT = re.compile(r"([0-9]{6})([-+]?)([0-9]{4})")


def typed_number(typed: str, *, on: date) -> PersonalNumber | None:
    """Return the number that somebody typed, in its one form; None if it doesn't look like one.

    Ten digits without a sign between may be a telephone's: they are a number only if they can be.

    :param on: today's local date
    :raises InvalidForm: if it looks like a number and can't be one; it says what is wrong
    """
    plain = _SPACES.sub("", typed).translate(_SIGNS).upper()
    long = _LONG.fullmatch(plain)
    if long:
        return personal_number(long[1] + long[2], on=on)
    short = _SHORT.fullmatch(plain)
    if not short:
        return None
    try:
        return personal_number(_century(short[1], short[2], on=on) + short[1] + short[3], on=on)
    except InvalidForm:
        if short[2]:
            raise
        return None


def _century(six: str, sign: str, *, on: date) -> str:
    """Return the first two digits of the year: the latest that has come, or the one before it.

    A coordination number's day is sixty more, which says nothing of whether the day has come this year.
    """
    day = int(six[4:]) % 60 or 1
    latest = on.year - (on.year - int(six[:2])) % 100
    if (latest, int(six[2:4]), day) > (on.year, on.month, on.day):
        latest -= 100
    return f"{latest - 100 * (sign == '+'):04d}"[:2]
