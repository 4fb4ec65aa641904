"""What a family reads is plain Swedish: measured, text by text, with a limit."""

import pytest

from tools.plain_swedish import (
    LONGEST_SENTENCE,
    MOST,
    MOST_ON_AVERAGE,
    Measured,
    measured,
    overall,
    summary,
)

TEXTS = measured()


def test_every_text_is_easy_to_read():
    hard = {
        each.name: round(each.lix) for each in TEXTS if each.is_long_enough and each.lix >= MOST
    }

    assert hard == {}


def test_no_sentence_is_so_long_that_one_loses_the_thread():
    long = {each.name: each.longest for each in TEXTS if each.longest > LONGEST_SENTENCE}

    assert long == {}


def test_all_together_it_reads_like_a_childrens_book():
    assert overall(TEXTS).lix < MOST_ON_AVERAGE


def test_what_is_measured_is_what_a_family_meets():
    names = {each.name for each in TEXTS}

    assert {"page `form.html`", "service `message`", "standard reply `evi`"} <= names
    assert "form `cancel-or-rebook`" in names
    assert not [name for name in names if "inbox" in name]


@pytest.mark.parametrize(
    ("words", "sentences", "long_words", "lix"), [(10, 2, 1, 15), (20, 1, 10, 70), (6, 3, 0, 2)]
)
def test_the_figure_is_lix(words: int, sentences: int, long_words: int, lix: float):
    assert Measured("x", words, sentences, long_words, longest=9).lix == lix


def test_the_report_of_the_tests_says_the_figure():
    assert summary().startswith("plain Swedish: LIX")
