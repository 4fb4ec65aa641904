"""The table of rights, held against one written by hand: a column for each who-and-how.

An ``x`` where the deed may be done. What isn't in the picture is nobody's.
"""

from itertools import product
from typing import get_args

import pytest

from vardag.domain.access import DEEDS
from vardag.domain.case import acts
from vardag.domain.people.identity import Role
from vardag.domain.rights import MEANINGS, RIGHTS, Deed, Lay, Party, Relation, may

COLUMNS: dict[str, tuple[Party, Relation]] = {
    "Rc": (Role.RECEIVER, Relation.CLINIC_HAS_IT),
    "Rs": (Role.RECEIVER, Relation.CLINIC_SENT_IT_ON),
    "R": (Role.RECEIVER, Relation.AT_CLINIC),
    "He": (Role.HANDLER, Relation.BY_EXCEPTION),
    "Me": (Role.MANAGER, Relation.BY_EXCEPTION),
    "Hh": (Role.HANDLER, Relation.HOLDS_IT),
    "Ch": (Role.CLEARED, Relation.HOLDS_IT),
    "H": (Role.HANDLER, Relation.AT_CLINIC),
    "T": (Role.TEAM_LEADER, Relation.AT_CLINIC),
    "M": (Role.MANAGER, Relation.AT_CLINIC),
    "A": (Role.ADMINISTRATOR, Relation.AT_CLINIC),
    "L": (Role.LOG_REVIEWER, Relation.AT_CLINIC),
    "q": (Lay.ASKED, Relation.ASKED_BY_NAME),
    "y": (Lay.RESIDENT, Relation.ACTS_ALONE),
    "o": (Lay.RESIDENT, Relation.SENT_OWN),
    "g": (Lay.RESIDENT, Relation.GUARDIAN),
    "n": (Lay.RESIDENT, Relation.OWN_NAME),
    "c": (Lay.RESIDENT, Relation.YOUNG),
}
PICTURE = """
                     Rc Rs R  He Me Hh Ch H  T  M  A  L  q  y  o  g  n  c
list-cases           .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
search-cases         .  .  x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .
open-case            x  x  .  x  x  x  .  .  .  .  .  .  .  .  .  .  .  .
claim                x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
assign               x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
return               x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
interim-reply        x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
counter-question     x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
reply                x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
close-without-reply  x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
complete-step        x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
skip-step            x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
ask-colleague        x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
answer-inquiry       .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .
note                 x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
print                x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
keep-from-guardians  x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
complete-work        x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
open-by-exception    .  .  .  .  .  .  .  x  .  x  .  .  .  .  .  .  .  .
read-register        .  .  x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .
keep-register        .  .  x  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .
see-deliveries       .  .  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
reconcile            .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
see-roster           .  .  x  .  .  .  .  x  x  x  x  .  .  .  .  .  .  .
plan-roster          .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .  .
see-staff            .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
manage-staff         .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
set-introductions    .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
see-offering         .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
set-offering         .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
see-statistics       .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
see-status           .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
see-notices          .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
set-sign-off         .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
manage-replies       .  .  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .  .
block-guardian       .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .
review-log           .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .
see-protected        .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .
submit               .  .  .  .  .  .  .  .  .  .  .  .  .  x  .  x  x  x
read-thread          .  .  .  .  .  .  .  .  .  .  .  .  .  x  x  x  x  .
answer               .  .  .  .  .  .  .  .  .  .  .  .  .  x  x  x  x  .
"""


def drawn() -> set[tuple[Party, Relation, Deed]]:
    heading, *lines = PICTURE.strip("\n").splitlines()
    columns = heading.split()
    return {
        (*COLUMNS[column], Deed(deed))
        for deed, *marks in (line.split() for line in lines)
        for column, mark in zip(columns, marks, strict=True)
        if mark == "x"
    }


CELLS = list(product((*Role, *Lay), Relation, Deed))


@pytest.mark.parametrize("deed", Deed)
def test_a_deed_is_for_those_in_the_picture_and_for_nobody_else(deed: Deed):
    allowed = drawn()

    for who, relation in product((*Role, *Lay), Relation):
        assert may([(who, relation)], deed) == ((who, relation, deed) in allowed), (who, relation)


def test_every_deed_has_a_row_in_the_picture():
    lines = PICTURE.strip("\n").splitlines()[1:]

    assert [line.split()[0] for line in lines] == [deed.value for deed in Deed]
    assert len(CELLS) == (len(Role) + len(Lay)) * len(Relation) * len(Deed)


def test_who_stands_in_no_relation_may_do_nothing():
    assert not any(may([], deed) for deed in Deed)


def test_rights_add_up():
    stands = [(Role.RECEIVER, Relation.AT_CLINIC), (Role.TEAM_LEADER, Relation.AT_CLINIC)]

    assert may(stands, Deed.LIST_CASES)
    assert may(stands, Deed.PLAN_ROSTER)


def test_every_act_on_a_case_needs_a_right():
    assert set(DEEDS) == set(get_args(acts.Act.__value__))


def test_every_deed_is_somebodys_and_every_relation_has_a_meaning():
    assert set().union(*(right.deeds for right in RIGHTS)) == set(Deed)
    assert set(MEANINGS) == set(Relation) == {right.relation for right in RIGHTS}
    assert all(right.source for right in RIGHTS)
