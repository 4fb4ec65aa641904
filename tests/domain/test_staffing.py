"""When a role holds, who may give one, and how far an introduction has come."""

from contextlib import nullcontext
from datetime import date
from itertools import chain, combinations

import pytest

from vardag.domain.people.identity import PersonId, Role
from vardag.domain.people.staffing import (
    Grant,
    Introduction,
    Part,
    Standing,
    introduction,
    permit_confirming,
    permit_giving,
    standing,
    takes_two,
)
from vardag.domain.refusals import NeedsAnother, OwnRole

DAY = date(2026, 9, 8)
ANNA, BO, CILLA = PersonId(1), PersonId(2), PersonId(3)


def a_grant(
    since: date = DAY,
    until: date | None = None,
    *,
    confirmed: bool = True,
    introduced: bool = True,
    withdrawn: bool = False,
) -> Grant:
    return Grant(since, until, confirmed, introduced, withdrawn)


STANDS = [
    ("its first day", a_grant(), Standing.IN_FORCE),
    ("its last day", a_grant(date(2026, 1, 1), DAY), Standing.IN_FORCE),
    ("the day after", a_grant(date(2026, 1, 1), date(2026, 9, 7)), Standing.ENDED),
    ("the day before", a_grant(date(2026, 9, 9)), Standing.TO_COME),
    ("withdrawn", a_grant(withdrawn=True), Standing.ENDED),
    ("withdrawn while proposed", a_grant(confirmed=False, withdrawn=True), Standing.ENDED),
    ("not confirmed", a_grant(confirmed=False), Standing.PROPOSED),
    ("neither", a_grant(confirmed=False, introduced=False), Standing.PROPOSED),
    ("not introduced", a_grant(introduced=False), Standing.NOT_INTRODUCED),
    (
        "not introduced, to come",
        a_grant(date(2027, 1, 1), introduced=False),
        Standing.NOT_INTRODUCED,
    ),
]


@pytest.mark.parametrize(
    ("grant", "expected"), [row[1:] for row in STANDS], ids=[r[0] for r in STANDS]
)
def test_a_role_stands(grant, expected):
    assert standing(grant, on=DAY) is expected


def test_four_roles_take_two_persons():
    found = {role for role in Role if takes_two(role)}

    assert found == {Role.MANAGER, Role.ADMINISTRATOR, Role.LOG_REVIEWER, Role.CLEARED}


def test_nobody_gives_a_role_to_oneself():
    permit_giving(to=BO, by=ANNA)
    with pytest.raises(OwnRole):
        permit_giving(to=ANNA, by=ANNA)


@pytest.mark.parametrize(
    ("given_by", "by", "refused"),
    [(ANNA, CILLA, None), (ANNA, ANNA, NeedsAnother), (ANNA, BO, OwnRole), (None, ANNA, None)],
)
def test_a_second_person_confirms(given_by, by, refused):
    with pytest.raises(refused) if refused else nullcontext():
        permit_confirming(to=BO, given_by=given_by, by=by)


BOTH_OF_ONE = [(1, Part.INTRODUCER), (1, Part.NEWCOMER)]
BOTH_OF_TWO = [(2, Part.INTRODUCER), (2, Part.NEWCOMER)]


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ([], Introduction.LACKING),
        (BOTH_OF_TWO[:1], Introduction.HALF),
        (BOTH_OF_TWO, Introduction.SIGNED),
        (BOTH_OF_ONE, Introduction.OUT_OF_DATE),
        (BOTH_OF_ONE + BOTH_OF_TWO[:1], Introduction.OUT_OF_DATE),
        (BOTH_OF_ONE + BOTH_OF_TWO, Introduction.SIGNED),
        ([BOTH_OF_ONE[0], BOTH_OF_TWO[1]], Introduction.HALF),
    ],
)
def test_an_introduction_is_signed_when_both_have_signed_the_same_version(signed, expected):
    assert introduction(signed, version=2) is expected


def test_another_signature_never_takes_an_introduction_back():
    whole = BOTH_OF_ONE + BOTH_OF_TWO
    for signed in chain.from_iterable(combinations(whole, n) for n in range(len(whole))):
        for more in set(whole) - set(signed):
            before = introduction(signed, version=2)
            after = introduction([*signed, more], version=2)
            is_good = before in {Introduction.SIGNED, Introduction.OUT_OF_DATE}
            assert not is_good or after in {Introduction.SIGNED, Introduction.OUT_OF_DATE}
            assert before is not Introduction.SIGNED or after is Introduction.SIGNED
