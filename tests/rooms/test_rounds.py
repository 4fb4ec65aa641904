"""When work beside the pages was last done: a row for each work, whoever did it."""

from datetime import timedelta
from functools import partial

import pytest

from tests.build import MONDAY
from tests.rooms.at_once import at_once
from vardag.domain.health.work import Rounds, Work
from vardag.rooms.rounds.actions import note_done, note_failing
from vardag.rooms.rounds.models import RoundRow
from vardag.rooms.rounds.queries import rounds

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)


def test_of_what_was_never_begun_nothing_is_known():
    assert rounds() == {}


def test_the_last_round_is_known_and_no_other():
    for at in (MONDAY, LATER):
        note_done(Work.HOUSE, at=at)
    note_done(Work.SEALING, at=MONDAY)

    assert rounds() == {Work.HOUSE: Rounds(LATER), Work.SEALING: Rounds(MONDAY)}


def test_since_when_it_fails_stands_until_it_is_done():
    for at in (MONDAY, LATER):
        note_failing(Work.HOUSE, at=at)
    assert rounds() == {Work.HOUSE: Rounds(None, MONDAY)}

    note_done(Work.HOUSE, at=LATER)
    assert rounds() == {Work.HOUSE: Rounds(LATER)}

    note_failing(Work.HOUSE, at=LATER)
    assert rounds() == {Work.HOUSE: Rounds(LATER, LATER)}


@pytest.mark.django_db(transaction=True)
def test_many_workers_note_the_same_work_at_once():
    outcomes = at_once([partial(note_done, Work.SEALING, at=MONDAY)] * 6)

    assert outcomes == [None] * 6
    assert RoundRow.objects.count() == 1
