"""When somebody is told, and how often it is tried."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardag.domain.clock.again import GIVE_UP_AFTER, next_try
from vardag.domain.clock.deadline import STOCKHOLM
from vardag.domain.notices.kinds import NoticeKind, Sort, sort_of
from vardag.domain.notices.mailing import Next, State, Trouble, after_trouble, may_join
from vardag.domain.notices.wishes import NIGHT, Quiet, earliest

NOON = Quiet(time(12), time(13))
START = datetime(2026, 4, 13, 8, 0, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("at", "told", "why"),
    [
        ("2026-04-13T20:59", "2026-04-13T20:59", "the evening isn't over"),
        ("2026-04-13T21:00", "2026-04-14T07:00", "it is night from nine on"),
        ("2026-04-14T00:30", "2026-04-14T07:00", "the night goes past midnight"),
        ("2026-04-14T07:00", "2026-04-14T07:00", "the morning has come"),
        ("2026-03-28T23:00", "2026-03-29T07:00", "the night in which summer time begins"),
        ("2026-10-24T23:00", "2026-10-25T07:00", "the night in which it ends"),
        ("2026-12-31T23:59", "2027-01-01T07:00", "a year ends"),
    ],
)
def test_nobody_is_told_at_night_who_wants_to_sleep(at, told, why):
    assert earliest(local(at), NIGHT) == local(told), why


@pytest.mark.parametrize(
    ("at", "told"), [("11:59", "11:59"), ("12:00", "13:00"), ("13:00", "13:00")]
)
def test_quiet_hours_can_lie_within_a_day(at, told):
    assert earliest(local(f"2026-04-13T{at}"), NOON) == local(f"2026-04-13T{told}")


def test_nothing_is_quiet_between_an_hour_and_itself():
    assert earliest(START, Quiet(time(8), time(8))) == START


def test_without_quiet_hours_one_is_told_at_once():
    assert earliest(START, None) == START


MINUTES_OF_A_YEAR = st.integers(0, 366 * 24 * 60)
CLOCK = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(MINUTES_OF_A_YEAR, CLOCK, CLOCK)
def test_one_is_told_within_a_day_and_never_in_the_quiet(minutes, begins, ends):
    quiet = Quiet(begins, ends)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    told = earliest(at, quiet)

    assert at <= told <= at + timedelta(hours=25)
    assert told == at or told.astimezone(STOCKHOLM).time() == quiet.to_time


def test_a_weekend_of_trouble_is_tried_through_at_least_twelve_times():
    at, tries = START, 1
    while (due := next_try(since=START, at=at)) is not None:
        assert due > at
        at, tries = due, tries + 1

    assert tries >= 12
    assert at - START >= timedelta(hours=68)
    assert at - START <= GIVE_UP_AFTER


@pytest.mark.parametrize("trouble", [Trouble.AWAY, Trouble.UNSURE])
def test_what_may_come_through_later_is_tried_again_until_it_has_failed(trouble):
    soon = after_trouble(trouble, since=START, at=START)
    late = after_trouble(trouble, since=START, at=START + GIVE_UP_AFTER)

    assert soon == Next(State.WAITING, START + timedelta(minutes=1))
    assert late.state is State.FAILED


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.BOUNCED])
def test_an_address_that_takes_nothing_is_not_tried_again(trouble):
    assert after_trouble(trouble, since=START, at=START).state is State.FAILED


@pytest.mark.parametrize(
    ("attempts", "trouble", "is_being_tried", "joins"),
    [
        (0, "", False, True),
        (
            3,
            Trouble.AWAY,
            False,
            True,
        ),  # the mail server has been down for a while: still one e-mail
        (1, Trouble.UNSURE, False, False),  # it may have been read, before this happened
        (1, "", False, False),  # the worker died with it in its hands
        (1, "", True, False),
    ],
)
def test_what_happens_later_joins_only_what_nobody_has_got(
    attempts, trouble, is_being_tried, joins
):
    assert may_join(attempts=attempts, trouble=trouble, is_being_tried=is_being_tried) is joins


def test_all_that_happens_in_a_case_is_told_in_the_same_words():
    of_cases = {
        *(NoticeKind.ASSIGNED, NoticeKind.INTERIM_REPLY, NoticeKind.COUNTER_QUESTION),
        *(NoticeKind.CLOSED, NoticeKind.ANSWERED, NoticeKind.MENTIONED, NoticeKind.ASKED),
        *(NoticeKind.COLLEAGUE_ANSWERED, NoticeKind.POSTED),
    }

    assert {kind for kind in NoticeKind if sort_of(kind) is Sort.NEWS} == of_cases
