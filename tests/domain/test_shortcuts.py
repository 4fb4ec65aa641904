"""What shortcuts come to: months, what is empty, and what wasn't counted is no nought."""

from datetime import date

import pytest

from tests.build import routine
from vardag.domain.measures.shortcuts import (
    Counted,
    Figures,
    Found,
    Sent,
    UseOfShortcut,
    is_empty,
    months_until,
    replies_that_point_on,
    shortcuts_of,
    use_of,
)

KEY = "self-referral"
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ON = date(2026, 5, 12)


def uses(*counted: Counted, sent: tuple[Sent, ...] = (), since: date | None) -> UseOfShortcut:
    return use_of(KEY, Found(counted, sent, since), months=(MAY, APRIL, MARCH), on=ON)


def test_the_routines_shortcuts_are_what_leads_elsewhere_and_two_replies_lead_there_too():
    assert [each.key for each in shortcuts_of(routine())] == [
        *("record-copy", KEY, "referral-question"),
    ]
    assert replies_that_point_on(routine()) == {"central-archive", "evi"}


@pytest.mark.parametrize("answers", [{}, {"text": ""}, {"text": " \n"}, {"text": "\u200b"}])
def test_a_request_without_a_word_that_can_be_read_is_empty(answers: dict[str, str]):
    assert is_empty(answers, has_files=False)


def test_a_request_with_a_word_or_a_file_is_not_empty():
    assert not is_empty({"text": "?"}, has_files=False)
    assert not is_empty({"text": " "}, has_files=True)


@pytest.mark.parametrize(
    ("on", "many", "months"),
    [
        (date(2026, 5, 31), 1, [MAY]),
        (date(2026, 5, 1), 3, [MAY, APRIL, MARCH]),
        (date(2026, 1, 31), 3, [date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]),
        (date(1, 2, 3), 9, [date(1, 2, 1), date(1, 1, 1)]),
    ],
)
def test_months_are_counted_backwards_over_new_year_and_no_further_than_there_are_years(
    on: date, many: int, months: list[date]
):
    assert list(months_until(on, many)) == months


def test_each_month_has_what_happened_in_it_to_its_last_day():
    found = uses(
        Counted(KEY, date(2026, 3, 31), shown=4, followed=2),
        Counted(KEY, date(2026, 4, 1), shown=1),
        Counted(KEY, date(2026, 4, 30), shown=2, followed=3),
        Counted("record-copy", date(2026, 4, 30), shown=90, followed=80),
        sent=(
            Sent(KEY, date(2026, 3, 31), is_empty=True, is_pointed_on=True),
            Sent(KEY, date(2026, 4, 1), is_empty=True),
            Sent(KEY, date(2026, 4, 2), is_empty=False, is_pointed_on=True),
            Sent("record-copy", date(2026, 4, 2), is_empty=True),
        ),
        since=date(2026, 1, 7),
    )

    may, april, march = found.months
    assert march.figures == Figures(4, 2, empty=1, written=0, pointed_on=1)
    assert april.figures == Figures(3, 3, empty=1, written=1, pointed_on=1)
    assert may.figures == Figures(0, 0, empty=0, written=0, pointed_on=0)
    assert found.whole == Figures(7, 5, empty=2, written=1, pointed_on=2)
    assert found.whole.sent == 3


def test_only_the_month_that_is_not_over_and_that_in_which_counting_began_are_parts():
    parts = {
        since: [each.is_part for each in uses(since=since).months]
        for since in (date(2026, 1, 7), date(2026, 4, 9), APRIL)
    }

    assert parts == {
        date(2026, 1, 7): [True, False, False],
        date(2026, 4, 9): [True, True, False],
        APRIL: [True, False, False],
    }


def test_a_month_before_anybody_counted_is_not_a_month_of_noughts():
    sent = (Sent(KEY, date(2026, 3, 5), is_empty=True),)
    began = date(2026, 4, 9)
    found = uses(Counted(KEY, began, shown=1), sent=sent, since=began)

    assert [each.figures.shown for each in found.months] == [0, 1, None]
    assert [each.figures.followed for each in found.months] == [0, 0, None]
    assert found.months[-1].figures.empty == 1
    assert (found.whole.shown, found.whole.followed) == (1, 0)


def test_where_nothing_was_ever_counted_nothing_is_said_of_it():
    found = uses(since=None)

    assert (found.whole.shown, found.whole.followed, found.whole.sent) == (None, None, 0)
