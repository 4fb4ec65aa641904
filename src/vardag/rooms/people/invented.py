"""Numbers that no real person has, for demonstrations and tests, and how to tell them.

Personal numbers: the Swedish Tax Agency keeps the birth numbers 980 to 999 of every day for tests and
gives them to nobody; all numbers in its open data set "Testpersonnummer" lie there but a few older ones.
HSA-ids: the organization number 0000000000 belongs to nobody.
"""

from datetime import date

from django.db.models import Q

from vardag.domain.people.personal_number import check_digit

_FIRST, _LAST = 980, 999
_HSA = "SE0000000000-"

INVENTED = Q(hsa_id__startswith=_HSA) | Q(personal_number__regex=r"^[0-9]{8}9[89][0-9]{2}$")
"""Picks the people whose numbers say that they are nobody."""


def personal_number(*, born: date, nth: int) -> str:
    """Return an invented personal number of twelve digits.

    :param nth: which of that day's, from 0 to 19; even for women and girls, odd for men and boys
    :raises ValueError: if the day has no such number to give
    """
    birth_number = _FIRST + nth
    if not _FIRST <= birth_number <= _LAST:
        raise ValueError(f"a day has invented numbers 0 to {_LAST - _FIRST}, not {nth}")
    digits = f"{born:%Y%m%d}{birth_number}"
    return f"{digits}{check_digit(digits[2:])}"


def hsa_id(nth: int) -> str:
    """Return an invented HSA-id."""
    return f"{_HSA}{nth:04d}"
