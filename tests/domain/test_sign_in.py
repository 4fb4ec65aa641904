"""How long a sign-in lasts, to the second."""

from datetime import datetime, timedelta

import pytest

from tests.build import on
from vardag.domain.people.sign_in import NotLetIn, Over, Side, Why, is_over

BEGUN = on("2026-04-07T08:00")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("side", "seen", "at", "expected"),
    [
        (Side.STAFF, BEGUN, BEGUN, None),
        (Side.STAFF, BEGUN, BEGUN + 15 * MINUTE - SECOND, None),
        (Side.STAFF, BEGUN, BEGUN + 15 * MINUTE, Over.IDLE),
        (Side.STAFF, BEGUN + 590 * MINUTE, BEGUN + 600 * MINUTE - SECOND, None),
        (Side.STAFF, BEGUN + 590 * MINUTE, BEGUN + 600 * MINUTE, Over.IN_ALL),
        (Side.RESIDENTS, BEGUN, BEGUN + 20 * MINUTE - SECOND, None),
        (Side.RESIDENTS, BEGUN, BEGUN + 20 * MINUTE, Over.IDLE),
        (Side.RESIDENTS, BEGUN + 110 * MINUTE, BEGUN + 120 * MINUTE - SECOND, None),
        (Side.RESIDENTS, BEGUN + 110 * MINUTE, BEGUN + 120 * MINUTE, Over.IN_ALL),
        (Side.STAFF, BEGUN, BEGUN - SECOND, Over.IN_ALL),
    ],
)
def test_a_sign_in_ends_when_nothing_is_done_and_in_the_end(
    side: Side, seen: datetime, at: datetime, expected: Over | None
):
    assert is_over(side, begun=BEGUN, seen=seen, at=at) is expected


def test_a_refusal_says_why_for_the_log():
    assert str(NotLetIn(Why.TOO_WEAK, "level 2")) == "too-weak: level 2"
