"""A case on paper: each copy is with somebody, and is accounted for; and notes by name."""

import pytest

from tests.build import (
    DAN,
    KLAS,
    MONDAY,
    NORA,
    RUT,
    SARA,
    TUESDAY,
    a_case,
    a_certificate_at_the_medical_clinic,
    a_closed_certificate,
    then,
    under,
)
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import CopyAccountedFor, NoteAdded
from vardag.domain.case.notices import notices
from vardag.domain.case.paper import Accounted, Copy, Fate
from vardag.domain.case.state import Case, Status
from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach

CAME_BACK = acts.AccountForCopy(1, Fate.RETURNED)


def printed_for_dan() -> Case:
    return then(a_certificate_at_the_medical_clinic(), acts.Print(DAN.id), by=SARA)


def test_a_printed_copy_is_with_the_one_it_was_printed_for():
    assert printed_for_dan().copies == (Copy(1, holder=DAN.id, by=SARA.id, at=MONDAY),)


def test_a_copy_for_nobody_in_particular_is_with_who_printed_it():
    (copy,) = then(a_case(), acts.Print()).copies

    assert (copy.holder, copy.by) == (RUT.id, RUT.id)


def test_copies_are_numbered_as_they_are_printed():
    case = then(printed_for_dan(), acts.Print(), acts.Print(DAN.id), by=SARA)

    assert [copy.number for copy in case.copies] == [1, 2, 3]
    assert case.copies_out == case.copies


@pytest.mark.parametrize("fate", Fate)
def test_a_copy_that_came_back_or_was_destroyed_is_out_no_more(fate):
    case = then(printed_for_dan(), acts.Print(), by=SARA)

    case = then(case, acts.AccountForCopy(1, fate), by=DAN, at=TUESDAY)

    assert case.copies[0].accounted == Accounted(fate, by=DAN.id, at=TUESDAY)
    assert [copy.number for copy in case.copies_out] == [2]


def test_a_copy_comes_back_after_its_case_is_closed_as_well():
    case = a_closed_certificate()
    assert [copy.number for copy in case.copies_out] == [1]

    case = then(case, CAME_BACK, by=SARA)

    assert case.copies_out == ()
    assert case.status is Status.CLOSED


def test_saying_what_became_of_a_copy_changes_nothing_else():
    case = then(a_case(), acts.Print())

    after = then(case, CAME_BACK, by=NORA)

    assert (after.status, after.holder, after.response_due) == (
        case.status,
        case.holder,
        case.response_due,
    )


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (acts.AccountForCopy(2, Fate.RETURNED), "There is no such printout of the case."),
        (
            acts.AccountForCopy(1, None),
            "Say whether the printout came back or was destroyed.",
        ),
    ],
)
def test_what_became_of_a_copy_is_said_of_one_that_is_there_and_in_full(act, why):
    with pytest.raises(InvalidForm, match=why):
        then(printed_for_dan(), act, by=SARA)


def test_what_became_of_a_copy_is_said_once():
    case = then(printed_for_dan(), CAME_BACK, by=SARA)

    with pytest.raises(InvalidForm, match="already"):
        then(case, acts.AccountForCopy(1, Fate.DESTROYED), by=SARA)


def test_who_may_print_a_case_says_what_became_of_its_copies_and_nobody_else():
    case = printed_for_dan()

    with pytest.raises(NotPermitted):
        then(case, CAME_BACK, by=RUT)  # of the clinic that sent it on: reads, and no more
    with pytest.raises(OutOfReach):
        then(case, CAME_BACK, by=KLAS)
    assert decide(case, CAME_BACK, under(DAN)) == (CopyAccountedFor(1, Fate.RETURNED),)


# --- A note to somebody by name --------------------------------------------------------------------


def test_a_note_says_whom_it_is_to_each_once():
    act = acts.AddNote("Kan du ringa?", to=(NORA.id, KLAS.id, NORA.id))

    assert decide(a_case(), act, under(RUT)) == (NoteAdded("Kan du ringa?", to=(NORA.id, KLAS.id)),)


def test_a_note_is_to_nobody_unless_somebody_is_named():
    assert decide(a_case(), acts.AddNote("Ringt"), under(RUT)) == (NoteAdded("Ringt"),)


def test_nobody_is_told_of_an_own_note():
    with pytest.raises(InvalidForm):
        decide(a_case(), acts.AddNote("Ringt", to=(RUT.id,)), under(RUT))


def test_those_whom_a_note_is_to_are_told_that_there_is_something_to_read():
    case = a_case()
    note = NoteAdded("Kan du ringa?", to=(NORA.id, KLAS.id))

    told = notices(note, case, by=RUT.id, members=lambda _: ())

    assert told == (
        Notice(NORA.id, NoticeKind.MENTIONED),
        Notice(KLAS.id, NoticeKind.MENTIONED),
    )
