"""What stands under a clinic's messages: its blanks, and words that are signed once."""

import pytest

from vardag.domain.case.sign_off import (
    CLINIC,
    LONGEST,
    NAME,
    PHONE,
    TITLE,
    USUAL,
    filled_in,
    sign_off_template,
    signed,
)
from vardag.domain.refusals import InvalidForm

KARIN = {NAME: "Karin Åberg", TITLE: "medicinsk sekreterare", CLINIC: "BUP Åviken", PHONE: "010-1"}


def test_the_usual_one_names_the_sender_the_title_and_the_clinic():
    assert filled_in(USUAL, KARIN) == (
        "Med vänlig hälsning\nKarin Åberg, medicinsk sekreterare\nBUP Åviken"
    )


@pytest.mark.parametrize(
    ("empty", "line"),
    [
        ((TITLE,), "Karin Åberg"),
        ((NAME,), "medicinsk sekreterare"),
        ((NAME, TITLE), None),
    ],
)
def test_a_line_closes_around_what_is_empty_and_goes_if_nothing_is_left(empty, line):
    filled = filled_in(USUAL, {**KARIN, **dict.fromkeys(empty, "")})

    assert filled.split("\n") == [
        each for each in ("Med vänlig hälsning", line, "BUP Åviken") if each
    ]


def test_an_empty_line_that_somebody_wrote_stays():
    assert filled_in(f"Hälsningar\n\n{{{NAME}}}", KARIN) == "Hälsningar\n\nKarin Åberg"


def test_a_name_that_looks_like_a_blank_is_not_filled_in():
    strange = {**KARIN, NAME: "{min titel}"}

    assert filled_in(f"{{{NAME}}}", strange) == "{min titel}"


@pytest.mark.parametrize(
    "text", ["{namnet}", "{", "}", "{mitt namn", "a" * (LONGEST + 1), "tecken \x00"]
)
def test_a_template_with_unknown_blanks_or_too_much_is_refused_at_its_field(text):
    with pytest.raises(InvalidForm) as refused:
        sign_off_template(text)

    assert [each.field for each in refused.value.problems] == ["text"]


def test_a_template_is_kept_in_one_spelling_and_an_invisible_one_is_none():
    assert sign_off_template(f" Hej\r\n{{{PHONE}}} ") == f"Hej\n{{{PHONE}}}"
    assert sign_off_template(" \u200b ") == ""


def test_words_are_signed_once_and_nothing_isnt_signed():
    assert signed("Hej!\n", "Karin") == "Hej!\n\nKarin"
    assert signed("Hej!\n\nKarin", "Karin") == "Hej!\n\nKarin"
    assert signed("Hej!", "") == "Hej!"
    assert signed("  ", "Karin") == "  "
