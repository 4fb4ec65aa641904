"""Which closed cases stay although a decision says that they may go."""

import pytest

from vardag.domain.case.disposal import Loose, Stays, what_stays
from vardag.domain.people.identity import CaseId

FIRST, SECOND, THIRD = CaseId(1), CaseId(2), CaseId(3)


def closed(*cases: CaseId) -> list[Loose]:
    return [Loose(case) for case in cases]


def test_a_case_on_which_nothing_hangs_goes():
    assert what_stays(closed(FIRST), {}) == {}


@pytest.mark.parametrize(
    ("loose", "why"),
    [
        (Loose(FIRST, has_open_work=True), Stays.WORK),
        (Loose(FIRST, is_on_paper=True), Stays.PAPER),
        (Loose(FIRST, has_open_delivery=True), Stays.DELIVERY),
        (Loose(FIRST, has_open_review=True), Stays.OPENING),
        (Loose(FIRST, has_open_work=True, is_on_paper=True), Stays.WORK),
    ],
)
def test_a_case_stays_while_something_hangs_on_it(loose, why):
    assert what_stays([loose], {}) == {FIRST: why}


def test_what_the_family_wrote_of_again_goes_with_what_it_wrote():
    assert what_stays(closed(FIRST, SECOND), {FIRST: [SECOND]}) == {}


def test_what_the_family_wrote_of_again_stays_with_what_it_wrote():
    assert what_stays(closed(FIRST), {FIRST: [SECOND]}) == {FIRST: Stays.FOLLOWED}


def test_a_whole_row_of_cases_stays_with_its_last():
    found = [*closed(FIRST, SECOND), Loose(THIRD, has_open_work=True)]

    assert what_stays(found, {FIRST: [SECOND], SECOND: [THIRD]}) == {
        THIRD: Stays.WORK,
        SECOND: Stays.FOLLOWED,
        FIRST: Stays.FOLLOWED,
    }
