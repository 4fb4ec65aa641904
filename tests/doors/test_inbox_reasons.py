"""Why a date is what it is, in the words of a nurse: Easter, Midsummer, Christmas, own closed days."""

from datetime import date

import pytest
from django.utils.translation import override

from vardag.domain.clock.calendar import SWEDEN, WorkingCalendar
from vardag.domain.clock.deadline import deadline
from vardag.doors.inbox.reasons import counted, why, why_in_short

OWN = WorkingCalendar({date(2026, 9, 8): "planeringsdag", date(2026, 9, 9): "planeringsdag"})


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "calendar", "words"),
    [
        ("2026-04-01", SWEDEN, "inkom ons 1 april; tors räknas; fre–mån är påsk; tis räknas"),
        ("2026-04-02", SWEDEN, "inkom tors 2 april; fre–mån är påsk; tis och ons räknas"),
        ("2026-09-07", SWEDEN, "inkom mån 7 september; tis och ons räknas"),
        ("2026-09-03", SWEDEN, "inkom tors 3 september; fre räknas; lör–sön är helg; mån räknas"),
        (
            "2026-06-17",
            SWEDEN,
            "inkom ons 17 juni; tors räknas; fre–sön är midsommar; mån räknas",
        ),
        (
            "2026-05-12",
            SWEDEN,
            "inkom tis 12 maj; ons räknas; tors är Kristi himmelsfärdsdag; fre räknas",
        ),
        (
            "2025-12-22",
            SWEDEN,
            "inkom mån 22 december 2025; tis 23 räknas; ons 24–sön 28 är jul; mån 29 räknas",
        ),
        (
            "2026-09-07",
            OWN,
            "inkom mån 7 september; tis–ons räknas inte (planeringsdag); tors och fre räknas",
        ),
    ],
)
def test_the_whole_reason_names_every_day(received, calendar, words):
    due = deadline(day(received), working_days=2, calendar=calendar)

    with override("sv"):
        assert why(due, on=day("2026-06-01")) == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (["2026-09-03"], "inkom tors 3 september; fre och mån räknas"),
        (["2026-09-04", "2026-09-05", "2026-09-06"], "inkom fre–sön; mån och tis räknas"),
        (["2026-09-04", "2026-09-06"], "inkom fre och sön; mån och tis räknas"),
    ],
)
def test_in_a_list_a_weekend_needs_no_words_and_several_days_are_one(since, words):
    days = [day(each) for each in since]
    due = deadline(days[0], working_days=2, calendar=SWEDEN)

    with override("sv"):
        assert why_in_short(due, on=day("2026-09-07"), since=days) == words


def test_days_zero_more_than_a_week_apart_have_their_dates():
    due = deadline(day("2026-03-30"), working_days=12, calendar=SWEDEN)

    with override("sv"):
        words = why_in_short(
            due, on=day("2026-04-01"), since=[day("2026-03-30"), day("2026-04-12")]
        )

    assert words.startswith("inkom mån 30 mars och sön 12 april; tis 31–tors 2 räknas; fre 3")


@pytest.mark.parametrize(
    ("since", "count", "words"),
    [
        ("2026-09-07", 5, "5 arbetsdagar"),
        ("2026-04-01", 5, "5 arbetsdagar, ej påsk"),
        ("2026-04-24", 10, "10 arbetsdagar, ej första maj"),
        ("2026-09-07", 1, "1 arbetsdag"),
    ],
)
def test_longer_waits_are_counted_in_days(since, count, words):
    with override("sv"):
        assert counted(deadline(day(since), working_days=count, calendar=SWEDEN)) == words


def test_the_same_in_english():
    due = deadline(day("2026-04-01"), working_days=2, calendar=SWEDEN)

    with override("en"):
        words = why(due, on=day("2026-04-07"))

    assert words == "came in Wed 1 April; Thu counts; Fri–Mon is Easter; Tue counts"
