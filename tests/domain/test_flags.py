"""What has slipped: read off the stored dates at the moment of looking, by nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import MONDAY, SARA, TUESDAY, WORDS, a_case, a_closed_certificate, on, then
from vardag.domain.case import acts
from vardag.domain.case.flags import Dates, Flag, dates_of, flags
from vardag.domain.case.state import Status

DAY = date(2026, 9, 9)
NEXT = timedelta(days=1)
SOME_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
DATES = st.builds(
    Dates,
    response_due=SOME_DAYS,
    follow_up=SOME_DAYS,
    waits_until=SOME_DAYS,
    handled_since=SOME_DAYS,
)


@pytest.mark.parametrize(
    ("dates", "the_day_before", "on_the_day", "the_day_after"),
    [
        (Dates(response_due=DAY), [], [Flag.DUE_TODAY], [Flag.OVERDUE]),
        (Dates(follow_up=DAY), [], [], [Flag.FOLLOW_UP_DUE]),
        (Dates(waits_until=DAY), [], [], [Flag.NO_ANSWER]),
        (Dates(handled_since=DAY), [], [], [Flag.HANDLED_NOT_CLOSED]),
        (Dates(), [], [], []),
    ],
)
def test_each_date_raises_its_flag_on_its_day_and_never_before(
    dates, the_day_before, on_the_day, the_day_after
):
    assert list(flags(dates, today=DAY - NEXT)) == the_day_before
    assert list(flags(dates, today=DAY)) == on_the_day
    assert list(flags(dates, today=DAY + NEXT)) == the_day_after
    assert list(flags(dates, today=DAY + 400 * NEXT)) == the_day_after


def test_a_case_whose_holder_is_away_is_unattended_whatever_its_dates():
    assert flags(Dates(), today=DAY, holder_is_away=True) == (Flag.UNATTENDED,)


def test_several_flags_come_the_gravest_first():
    dates = Dates(
        response_due=DAY - NEXT,
        follow_up=DAY - NEXT,
        waits_until=DAY - NEXT,
        handled_since=DAY - NEXT,
    )

    assert list(flags(dates, today=DAY, holder_is_away=True)) == [
        Flag.OVERDUE,
        Flag.FOLLOW_UP_DUE,
        Flag.NO_ANSWER,
        Flag.HANDLED_NOT_CLOSED,
        Flag.UNATTENDED,
    ]


@given(dates=DATES, today=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_case_asks_for_attention_from_the_very_day_of_its_first_flag(dates, today):
    flagged = bool(flags(dates, today=today))

    assert flagged == (dates.attention is not None and dates.attention <= today)


@given(dates=DATES, today=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_due_today_is_followed_by_overdue_and_a_flag_never_goes_by_itself(dates, today):
    now, later = flags(dates, today=today), flags(dates, today=today + NEXT)

    assert set(now) - {Flag.DUE_TODAY} <= set(later)
    assert (Flag.DUE_TODAY in now) <= (Flag.OVERDUE in later)


def test_a_follow_up_on_the_last_day_of_all_is_not_a_mistake():
    dates = Dates(follow_up=date.max, response_due=DAY)

    assert dates.attention == DAY
    assert Dates(follow_up=date.max).attention is None


def test_the_dates_are_those_of_the_case():
    received = a_case("contact-details")
    assert dates_of(received) == Dates(response_due=date(2026, 9, 9))

    done = then(received, acts.CompleteStep("update-journal"), at=TUESDAY)
    assert dates_of(done) == Dates(response_due=date(2026, 9, 9), handled_since=date(2026, 9, 8))

    told = then(done, acts.SendInterimReply(WORDS), at=TUESDAY)
    assert dates_of(told) == Dates(follow_up=date(2026, 9, 15), handled_since=date(2026, 9, 8))

    asked = then(told, acts.AskCounterQuestion(WORDS), at=TUESDAY)
    assert dates_of(asked) == Dates(waits_until=date(2026, 9, 22), handled_since=date(2026, 9, 8))


@pytest.mark.parametrize("service", ["message", "self-referral"])
def test_a_closed_case_has_no_dates_and_no_flags(service):
    closed = a_case(service, Status.CLOSED)

    assert dates_of(closed) == Dates()
    assert flags(dates_of(closed), today=date(2030, 1, 1)) == ()


def test_work_that_outlives_a_case_flags_nothing_on_it():
    case = a_closed_certificate(at=MONDAY)

    assert case.open_work is not None
    assert dates_of(case) == Dates()
    later = then(case, acts.CompleteWork("type-dictation"), by=SARA, at=on("2026-12-01T08:00"))
    assert dates_of(later) == Dates()
