"""Numbers of every kind: one form, or one named error. The large corpus is in a file of its own."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vardag.domain.people.personal_number import HAVE_AN_EID, Kind, check_digit, personal_number
from vardag.domain.refusals import InvalidForm

TODAY = date(2026, 4, 7)
A_DAY = st.dates(min_value=date(1902, 1, 1), max_value=TODAY)


def number(born: date, birth_number: int, *, added: int = 0) -> str:
    digits = f"{born:%Y%m}{born.day + added:02d}{birth_number:03d}"
    return f"{digits}{check_digit(digits[2:])}"


@given(A_DAY, st.integers(0, 999))
def test_a_personal_number_says_when_somebody_was_born(born: date, birth_number: int):
    found = personal_number(number(born, birth_number), on=TODAY)

    assert (found.born, found.kind) == (born, Kind.PERSONAL)
    assert found.digits == number(born, birth_number)


@given(A_DAY, st.integers(0, 999))
def test_a_coordination_number_says_so_too(born: date, birth_number: int):
    found = personal_number(number(born, birth_number, added=60), on=TODAY)

    assert (found.born, found.kind) == (born, Kind.COORDINATION)


@given(A_DAY, st.integers(0, 999), st.integers(2, 11), st.integers(1, 9))
def test_one_digit_that_is_wrong_is_always_found(
    born: date, birth_number: int, place: int, added: int
):
    right = number(born, birth_number)
    wrong = f"{right[:place]}{(int(right[place]) + added) % 10}{right[place + 1 :]}"

    with pytest.raises(InvalidForm):
        personal_number(wrong, on=TODAY)


@given(st.text(max_size=14))
def test_whatever_else_comes_is_refused_by_name_and_never_guessed_at(text: str):
    assume(not (text.isascii() and len(text) == 12 and sum(each.isdigit() for each in text) > 10))

    with pytest.raises(InvalidForm) as refused:
        personal_number(text, on=TODAY)

    assert [each.field for each in refused.value.problems] == ["personal_number"]


TWELVE = "A personal number is twelve digits: year, month, day and four more."
NO_DAY = "The personal number begins with a day that there isn't."
TO_COME = "The personal number begins with a day that hasn't come yet."
LONG_AGO = "The personal number begins with a day that is too long ago."
LETTER = "The letter of the reserve number doesn't fit the two digits after it."
CHECK = "The last digit of the personal number doesn't fit the others."


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", TWELVE),
        ("1212121212", TWELVE),
        ("121212-1212", TWELVE),
        ("20121212-1212", TWELVE),
        ("201212121212 ", TWELVE),
        (" 201212121212", TWELVE),
        ("2012 1212 1212", TWELVE),
        ("+20121212121", TWELVE),
        ("2012121212120", TWELVE),
        ("２０１２１２１２１２１２", TWELVE),
        ("٢٠١٢١٢١٢١٢١٢", TWELVE),
        ("²01212121212", TWELVE),
        ("20121212121\u200b", TWELVE),
        ("20121212121\n", TWELVE),
        ("20121212K12X", TWELVE),
        ("19810829m071", TWELVE),  # a small letter is another spelling
        ("19810829-M071", TWELVE),
        ("19810829T071", TWELVE),
        ("1981082907M1", TWELVE),
        ("19810829\u039c071", TWELVE),  # a Greek letter that looks the same
        ("19810829M072", CHECK),
        ("198108320015", CHECK),
        ("201212121213", CHECK),
        ("201212121221", CHECK),
        ("200013019805", NO_DAY),
        ("200002309807", NO_DAY),
        ("200000019808", NO_DAY),
        ("200001009807", NO_DAY),
        ("200013329803", NO_DAY),  # a reserve number's month
        ("200001609803", NO_DAY),
        ("200001319M080", TWELVE),
        ("20000230M070", NO_DAY),
        ("20000169M070", NO_DAY),  # a day with sixty added goes with no letter
        ("19810829M080", LETTER),
        ("19810829K070", LETTER),
        ("19810829M050", LETTER),
        ("19810829K040", LETTER),
        ("19810829K800", LETTER),
        ("19810829M810", LETTER),
        ("19810829X070", LETTER),
        ("19810829X900", LETTER),
        ("200001929803", NO_DAY),
        ("202302299805", NO_DAY),
        ("000001019806", NO_DAY),
        ("202604089807", TO_COME),
        ("20260408K080", TO_COME),
        ("202605329807", TO_COME),
        ("19000101M070", LONG_AGO),
        ("190012399807", LONG_AGO),
        ("990001019809", TO_COME),
        ("190004069809", LONG_AGO),
        ("185004069800", LONG_AGO),
    ],
)
def test_a_number_that_is_none_says_what_is_wrong(given: str, why: str):
    wrong_digit_is_the_point = why in (TWELVE, CHECK)
    made = given if wrong_digit_is_the_point else f"{given[:11]}{check_digit(given[2:11])}"

    with pytest.raises(InvalidForm) as refused:
        personal_number(made, on=TODAY)

    assert str(refused.value.sentence) == why


@pytest.mark.parametrize("given", ["201212121212"])
def test_the_number_that_everybody_knows_is_one(given: str):
    assert personal_number(given, on=TODAY).born == date(2012, 12, 12)


def test_who_is_born_today_has_a_number_and_who_is_born_tomorrow_has_none():
    assert personal_number(number(TODAY, 980), on=TODAY).born == TODAY
    with pytest.raises(InvalidForm):
        personal_number(number(TODAY + timedelta(days=1), 980), on=TODAY)


@pytest.mark.parametrize(
    ("given", "kind", "born"),
    [
        ("198108320014", Kind.NATIONAL_RESERVE, None),
        ("19810829M071", Kind.REGIONAL_RESERVE, date(1981, 8, 29)),
        ("19450829K088", Kind.REGIONAL_RESERVE, date(1945, 8, 29)),
        ("19930829X802", Kind.REGIONAL_RESERVE, date(1993, 8, 29)),
    ],
)
def test_the_published_reserve_numbers_are_what_they_are(given: str, kind: Kind, born: date | None):
    found = personal_number(given, on=TODAY)

    assert (found.digits, found.kind, found.born) == (given, kind, born)
    assert kind not in HAVE_AN_EID


def test_a_reserve_number_of_this_month_may_be_given_and_one_of_the_next_may_not():
    assert personal_number(number(date(2026, 4, 1), 1, added=31), on=TODAY).born is None
    with pytest.raises(InvalidForm):
        personal_number(number(date(2026, 5, 1), 1, added=31), on=TODAY)


def test_only_personal_and_coordination_numbers_have_e_identifications():
    assert {Kind.PERSONAL, Kind.COORDINATION} == HAVE_AN_EID
