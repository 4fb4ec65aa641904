"""The work that outlives a case: whose it is, when it is looked at again, what is said of it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.build import (
    DAN,
    KLAS,
    MIRA,
    MONDAY,
    RUT,
    SARA,
    TUESDAY,
    UMA,
    a_case,
    a_certificate_at_the_medical_clinic,
    a_closed_certificate,
    on,
    then,
    under,
)
from vardag.domain.case import acts
from vardag.domain.case.decide import decide
from vardag.domain.case.events import WorkAssigned, WorkNoted, WorkOpened, WorkPutOff
from vardag.domain.case.state import Case, OpenWork, Status
from vardag.domain.refusals import EmptyText, InvalidForm, NotPermitted, OutOfReach, StepNotOpen

DICTATION = "type-dictation"


def open_work(case: Case) -> OpenWork:
    assert case.open_work is not None
    return case.open_work


def test_work_begins_with_nobody_in_particular():
    assert open_work(a_closed_certificate()).owner is None


@pytest.mark.parametrize("who", [SARA, DAN, MIRA], ids=["secretary", "doctor", "receiver"])
def test_who_may_do_the_work_takes_it_or_is_given_it(who):
    taken = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=who.id), by=who)
    assert open_work(taken).owner == who.id

    given = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=who.id), by=SARA)
    assert open_work(given).owner == who.id


@pytest.mark.parametrize("who", [RUT, KLAS, UMA], ids=["sender", "handler", "manager"])
def test_nobody_else_can_be_given_it(who):
    with pytest.raises(InvalidForm):
        then(a_closed_certificate(), acts.AssignWork(DICTATION, to=who.id), by=SARA)


def test_nor_somebody_who_is_not_there():
    circumstances = replace(under(SARA), colleagues={})

    with pytest.raises(InvalidForm):
        decide(a_closed_certificate(), acts.AssignWork(DICTATION, to=DAN.id), circumstances)


@pytest.mark.parametrize(
    ("who", "refusal"), [(RUT, NotPermitted), (KLAS, OutOfReach), (UMA, OutOfReach)]
)
@pytest.mark.parametrize(
    "act",
    [
        acts.AssignWork(DICTATION, to=SARA.id),
        acts.PutOffWork(DICTATION, "Väntar."),
        acts.NoteOnWork(DICTATION, "Hej"),
    ],
    ids=["assign", "put off", "say"],
)
def test_only_those_who_do_the_work_say_anything_of_it(act, who, refusal):
    with pytest.raises(refusal):
        then(a_closed_certificate(), act, by=who)


def test_it_can_be_given_back_to_the_group():
    mine = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=SARA.id), by=SARA)

    assert open_work(then(mine, acts.AssignWork(DICTATION), by=DAN)).owner is None


def test_what_somebody_has_is_not_given_to_them_again():
    mine = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=SARA.id), by=SARA)

    with pytest.raises(InvalidForm):
        then(mine, acts.AssignWork(DICTATION, to=SARA.id), by=DAN)
    with pytest.raises(InvalidForm):
        then(a_closed_certificate(), acts.AssignWork(DICTATION), by=SARA)


def test_the_next_piece_begins_with_the_same_owner_whoever_ticked():
    mine = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=SARA.id), by=SARA)

    for ticks in (SARA, DAN, MIRA):
        after = then(mine, acts.CompleteWork(DICTATION), by=ticks)

        assert open_work(after).key == "announce-in-worklist"
        assert open_work(after).owner == SARA.id


def test_but_with_the_group_when_the_owner_may_not_do_it_any_more():
    mine = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=SARA.id), by=SARA)
    left_the_group = replace(SARA, groups={})

    for colleagues in ({}, {SARA.id: left_the_group}):
        now = replace(under(DAN), colleagues=colleagues)
        _, following = decide(mine, acts.CompleteWork(DICTATION), now)

        assert isinstance(following, WorkOpened)
        assert following.owner is None


def test_what_nobody_took_goes_on_with_nobody_in_particular():
    after = then(a_closed_certificate(), acts.CompleteWork(DICTATION), by=SARA)

    assert open_work(after).owner is None


@pytest.mark.parametrize(
    ("chosen", "due", "why"),
    [
        ("2026-09-16", date(2026, 9, 16), "a working day"),
        ("2026-09-19", date(2026, 9, 21), "a Saturday: nobody would look before Monday"),
        ("2026-12-24", date(2026, 12, 28), "Christmas Eve, over the weekend"),
        ("2026-09-07", date(2026, 9, 7), "today"),
        ("", date(2026, 9, 14), "none: as the routine counts from today"),
    ],
)
def test_a_new_follow_up_date_is_a_working_day(chosen, due, why):
    act = acts.PutOffWork(DICTATION, "Läkaren är ledig.", chosen)

    case = then(a_closed_certificate(), act, by=SARA)

    assert open_work(case).follow_up == due, why
    assert open_work(case).opened == MONDAY.date()


def test_why_it_was_put_off_is_kept():
    act = acts.PutOffWork(DICTATION, " Läkaren är ledig. ", date(2026, 9, 16))

    (event,) = decide(a_closed_certificate(), act, under(SARA))

    assert isinstance(event, WorkPutOff)
    assert event.reason == "Läkaren är ledig."


@pytest.mark.parametrize(
    ("reason", "day"),
    [
        (" ", "2026-09-16"),
        ("Väntar.", "2026-09-06"),
        ("Väntar.", "2028-01-01"),
        ("Väntar.", "on Friday"),
    ],
)
def test_a_date_without_a_reason_or_that_cannot_be_is_refused(reason, day):
    with pytest.raises(InvalidForm):
        then(a_closed_certificate(), acts.PutOffWork(DICTATION, reason, day), by=SARA)


def test_a_message_changes_nothing_but_is_there_to_read():
    closed = a_closed_certificate()
    act = acts.NoteOnWork(DICTATION, "Intyget ligger i Intygsmodulen. ")

    (event,) = decide(closed, act, under(DAN))

    assert event == WorkNoted(DICTATION, "Intyget ligger i Intygsmodulen.")
    assert then(closed, act, by=DAN) == replace(closed, version=closed.version + 1)
    with pytest.raises(EmptyText):
        then(closed, acts.NoteOnWork(DICTATION, "  "), by=DAN)


@pytest.mark.parametrize(
    "case",
    [
        a_certificate_at_the_medical_clinic(),
        a_case(status=Status.CLOSED),
        then(a_closed_certificate(), acts.CompleteWork(DICTATION), by=SARA),
    ],
    ids=["not closed yet", "without work", "done already"],
)
def test_only_a_piece_that_is_open_is_anybodys(case):
    by = RUT if case.process.key == "reply-only" else SARA
    for act in (
        acts.AssignWork(DICTATION, to=by.id),
        acts.PutOffWork(DICTATION, "Väntar."),
        acts.NoteOnWork(DICTATION, "Hej"),
    ):
        with pytest.raises((StepNotOpen, InvalidForm)):
            then(case, act, by=by)


def test_a_piece_that_is_put_off_keeps_its_owner_and_the_next_has_a_date_of_its_own():
    mine = then(a_closed_certificate(), acts.AssignWork(DICTATION, to=DAN.id), by=SARA)
    later = then(mine, acts.PutOffWork(DICTATION, "Väntar.", "2026-10-01"), by=SARA)
    assert open_work(later).owner == DAN.id

    following = then(later, acts.CompleteWork(DICTATION), by=DAN, at=TUESDAY)

    assert open_work(following).follow_up == on("2026-09-15T00:00").date()


def test_who_is_given_work_is_told_and_who_takes_it_is_not():
    from tests.domain.test_notices import told_of  # noqa: PLC0415 - the same words

    closed = a_closed_certificate()

    assert told_of(closed, acts.AssignWork(DICTATION, to=DAN.id), by=SARA) == [(DAN.id, "assigned")]
    assert told_of(closed, acts.AssignWork(DICTATION, to=DAN.id), by=DAN) == []
    assert WorkAssigned(DICTATION).person is None
