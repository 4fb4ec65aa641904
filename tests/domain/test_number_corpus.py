"""A hundred thousand numbers, and each of them misspelled: never two spellings, never a wrong age.

The numbers are made by a weight table written out by hand, apart from the code, and are made anew at
each run; none of them is kept. A birth date is known beforehand, and what is found is held against it.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest

from vardag.domain.people.identity import age_on
from vardag.domain.people.personal_number import Kind, PersonalNumber, personal_number
from vardag.domain.refusals import InvalidForm

pytestmark = pytest.mark.unmeasured
TODAY = date(2026, 4, 7)
HOW_MANY = 100_000
FIRST = date(1901, 1, 1)
TWICE = {0: 0, 1: 2, 2: 4, 3: 6, 4: 8, 5: 1, 6: 3, 7: 5, 8: 7, 9: 9}
LETTER = {"K": 5, "M": 7, "X": 8}
BIRTHDAYS = (13, 16, 18)


@dataclass(frozen=True)
class Made:
    """A number, and what was known before it was made."""

    written: str
    kind: Kind
    born: date


def checked(head: str) -> str:
    values = [LETTER[each] if each in LETTER else int(each) for each in head[2:]]
    total = sum(
        TWICE[value] if nth in (0, 2, 4, 6, 8) else value for nth, value in enumerate(values)
    )
    return f"{head}{(10 - total % 10) % 10}"


def made(rng: random.Random, kind: Kind) -> Made:
    born = FIRST + timedelta(days=rng.randrange((TODAY - FIRST).days + 1))
    if rng.random() < 0.02:
        born = rng.choice([TODAY, date(2024, 2, 29), date(2000, 2, 29), date(1904, 2, 29)])
    if rng.random() < 0.05:  # close to the birthdays at which rights change
        years = rng.choice(BIRTHDAYS)
        born = TODAY.replace(year=TODAY.year - years) + timedelta(days=rng.choice((-1, 0, 1)))
    return Made(checked(head(rng, kind, born)), kind, born)


def head(rng: random.Random, kind: Kind, born: date) -> str:
    month, last = f"{born:%Y%m}", f"{rng.randrange(1000):03d}"
    match kind:
        case Kind.PERSONAL:
            return f"{month}{born.day:02d}{last}"
        case Kind.COORDINATION:
            return f"{month}{born.day + 60}{last}"
        case Kind.NATIONAL_RESERVE:
            return f"{month}{rng.randrange(32, 60)}{last}"
        case Kind.REGIONAL_RESERVE:
            serial = rng.randrange(6, 90)
            letter = "X" if serial >= 80 else "KM"[serial % 2]
            return f"{born:%Y%m%d}{letter}{serial:02d}"


@cache
def corpus() -> tuple[Made, ...]:
    rng = random.Random(20260407)  # the same at each run, so that what fails can be looked at
    return tuple(made(rng, rng.choice(list(Kind))) for _ in range(HOW_MANY))


def asked(written: str) -> PersonalNumber | None:
    try:
        return personal_number(written, on=TODAY)
    except InvalidForm as refused:
        if [each.field for each in refused.problems] != ["personal_number"]:
            raise
        return None


def misspelled(one: str) -> tuple[str, ...]:
    """Return other ways in which people, forms and systems write the same number."""
    wide = "".join(chr(ord(each) + 0xFEE0) for each in one)
    arabic = "".join(chr(ord(each) + 0x630) if each.isdigit() else each for each in one)
    dashes = "-\u2010\u2011\u2012\u2013\u2014\u2212+"
    others = (
        *(f"{one[:8]}{dash}{one[8:]}" for dash in dashes),
        *(f"{one[2:8]}{dash}{one[8:]}" for dash in dashes),
        *(one[2:], f"{one}\n", f" {one}", f"{one} ", f"\u00a0{one}", f"{one[:8]} {one[8:]}"),
        *(wide, arabic, f"\u200b{one}", f"{one}\x00", one[:9], one[:11], f"{one}0", f"0{one}"),
        *(one.lower(), one.replace("K", "k"), f"{one[:8]}T{one[9:]}"),
    )
    return tuple(each for each in dict.fromkeys(others) if each != one)


def test_a_hundred_thousand_numbers_give_one_form_and_the_right_age():
    counted: Counter[Kind] = Counter()
    for each in corpus():
        found = asked(each.written)
        assert found is not None, each
        assert (found.digits, found.kind) == (each.written, each.kind)
        counted[each.kind] += 1
        if each.kind is Kind.NATIONAL_RESERVE:
            assert found.born is None
            continue
        assert found.born == each.born
        for day in (TODAY, *_around_birthdays(each.born)):
            assert age_on(day, born=found.born) == _age_by_counting(each.born, day)

    assert sum(counted.values()) == HOW_MANY
    assert min(counted.values()) > HOW_MANY / 5


def _around_birthdays(born: date) -> Iterator[date]:
    """Yield the days before, on and after the birthdays that change who may read what."""
    if born.year < 2006:
        return
    for years in BIRTHDAYS:
        leaps = (born.month, born.day) == (2, 29) and (born.year + years) % 4
        birthday = date(born.year + years, born.month, 28 if leaps else born.day)
        yield from (birthday + timedelta(days=days) for days in (-1, 0, 1))


def _age_by_counting(born: date, day: date) -> int:
    """Return an age by counting birthdays, one after the other."""
    years = 0
    while True:
        year = born.year + years + 1
        leaps = (born.month, born.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
        if date(year, born.month, 28 if leaps else born.day) > day:
            return years
        years += 1


def test_no_other_spelling_of_a_number_is_taken_for_a_number():
    tried = 0
    for nth, each in enumerate(corpus()):
        if nth % 100:
            continue
        for other in misspelled(each.written):
            assert asked(other) is None, other
            tried += 1

    assert tried > 25_000


def test_one_wrong_check_digit_is_always_found():
    for nth, each in enumerate(corpus()):
        if nth % 20 == 0:
            wrong = f"{each.written[:-1]}{(int(each.written[-1]) + 1 + nth % 9) % 10}"
            assert asked(wrong) is None, wrong


def test_no_two_kinds_ever_look_alike():
    by_spelling: dict[str, Made] = {}
    for each in corpus():
        before = by_spelling.setdefault(each.written, each)
        assert before.kind is each.kind
        assert before.born == each.born or each.kind is Kind.NATIONAL_RESERVE
