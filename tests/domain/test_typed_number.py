"""Personal numbers as somebody at a desk types them."""

from datetime import date

import pytest

from vardag.domain.people.personal_number import check_digit
from vardag.domain.people.typed_number import typed_number
from vardag.domain.refusals import InvalidForm

TODAY = date(2026, 4, 7)


def whole(eleven: str) -> str:
    return f"{eleven}{check_digit(eleven[2:])}"


CHILD = whole("20140505238")
OLD = whole("19200505238")
COORDINATION = whole("20140565238")
BORN_TODAY, LONG_AGO = whole("20260407239"), whole("19260408239")


@pytest.mark.parametrize(
    "typed",
    [
        CHILD,
        f"{CHILD[:8]}-{CHILD[8:]}",
        f"{CHILD[:8]} {CHILD[8:]}",
        f" {CHILD[:8]}\u2013{CHILD[8:]} ",
        f"{CHILD[2:8]}-{CHILD[8:]}",
        f"{CHILD[2:8]} - {CHILD[8:]}",
        CHILD[2:],
        f"{CHILD[2:4]} {CHILD[4:6]} {CHILD[6:8]} {CHILD[8:]}",
    ],
)
def test_all_spellings_are_the_same_number(typed):
    found = typed_number(typed, on=TODAY)

    assert found is not None
    assert found.digits == CHILD


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{OLD[2:8]}+{OLD[8:]}", OLD),  # has turned hundred
        (f"{OLD[:8]}-{OLD[8:]}", OLD),
        (f"{COORDINATION[2:8]}-{COORDINATION[8:]}", COORDINATION),
        ("19810829-M071", "19810829M071"),
        ("19810829m071", "19810829M071"),
        (f"{BORN_TODAY[2:8]}-{BORN_TODAY[8:]}", BORN_TODAY),
        (f"{LONG_AGO[2:8]}-{LONG_AGO[8:]}", LONG_AGO),  # since tomorrow hasn't come
    ],
)
def test_centuries_and_kinds(typed, expected):
    found = typed_number(typed, on=TODAY)

    assert found is not None
    assert found.digits == expected


@pytest.mark.parametrize(
    "typed", ["", "26-0107", "Pim Ek", "0701234567", "070-123 45 67", "201405", "1234567890123"]
)
def test_what_does_not_look_like_a_number_is_none(typed):
    assert typed_number(typed, on=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (CHILD[:11] + str((int(CHILD[11]) + 1) % 10), "last digit"),
        (f"{CHILD[2:8]}-{CHILD[8:11]}{(int(CHILD[11]) + 1) % 10}", "last digit"),
        (whole("20141305238"), "a day that there isn't"),
        (whole("20270505238"), "hasn't come yet"),
    ],
)
def test_what_looks_like_a_number_and_is_none_says_what_is_wrong(typed, why):
    with pytest.raises(InvalidForm, match=why):
        typed_number(typed, on=TODAY)
