"""A case keeps the version that it began under, and an old version goes on until there is a new one."""

from datetime import date

import pytest

from tests.build import MONDAY, WORDS, on
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.refusals import NotOffered, StepsRemaining
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.queries import full_case
from vardag.rooms.routines.actions import publish
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.queries import NoRoutine, routine, routine_id_on, routine_on

NEXT_YEAR = on("2027-03-01T08:00")


def a_new_version(*changes: tuple[str, str]) -> str:
    """Publish version 4.0, valid from 2027, with texts changed."""
    text = packaged_routine()[1]
    always = (
        ('version: "3.0"', 'version: "4.0"'),
        ("valid_from: 2026-03-11", "valid_from: 2027-01-01"),
    )
    for old, new in (*always, *changes):
        assert old in text
        text = text.replace(old, new)
    return publish(text=text, name="new", at=MONDAY)


def test_a_case_goes_by_the_version_it_began_under_and_a_new_one_by_the_new(world):
    old = sent(world, "contact-details")
    a_new_version(("key: update-journal", "key: write-it-down"), ("waiting: 10 ", "waiting: 20 "))
    new = sent(world, "contact-details", at=NEXT_YEAR)

    assert [step.key for step in full_case(old).case.open_steps] == ["update-journal"]
    assert [step.key for step in full_case(new).case.open_steps] == ["write-it-down"]
    assert full_case(old).routine.document.version == "3.0"
    assert full_case(new).routine.document.version == "4.0"

    asked = did(world, old, acts.AskCounterQuestion(WORDS), at=NEXT_YEAR)
    assert asked.waits_until == date(2027, 3, 15)  # ten days, as when the case came
    asked = did(world, new, acts.AskCounterQuestion(WORDS), at=NEXT_YEAR)
    assert asked.waits_until == date(2027, 3, 31)

    did(world, old, acts.CompleteStep("update-journal"), at=NEXT_YEAR)
    assert did(world, old, acts.ReplyAndClose(WORDS), at=NEXT_YEAR).is_closed
    with pytest.raises(StepsRemaining):
        did(world, new, acts.ReplyAndClose(WORDS), at=NEXT_YEAR)
    assert list(disagreements()) == []


def test_a_service_that_a_new_version_drops_can_be_finished_but_not_sent(world):
    old = sent(world)
    a_new_version(
        ("  - key: message\n    name: {sv: Skicka", "  - key: letter\n    name: {sv: Skicka"),
        ("services: [message,", "services: [letter,"),
        ("of: [message", "of: [letter"),
        ("service: message\n", "service: letter\n"),
    )

    with pytest.raises(NotOffered):
        sent(world, at=NEXT_YEAR)
    assert sent(world, "letter", form={"text": "Hej"}, at=NEXT_YEAR)
    assert did(world, old, acts.ReplyAndClose(WORDS), at=NEXT_YEAR).is_closed


def test_the_version_is_that_of_the_day(world):
    first = routine_id_on(MONDAY.date())
    second = a_new_version()

    assert routine_id_on(date(2026, 12, 31)) == first
    assert routine_id_on(date(2027, 1, 1)) == second
    assert routine(first).document.version == "3.0"
    assert routine_on(date(2027, 1, 1)).document.version == "4.0"


def test_one_whose_last_day_has_passed_goes_on_until_the_next(world):
    assert routine_on(date(2035, 1, 1)).document.version == "3.0"
    assert sent(world, at=on("2028-04-03T08:00"))


def test_before_the_first_there_is_none(world):
    with pytest.raises(NoRoutine):
        routine_id_on(date(2026, 3, 10))
    with pytest.raises(NoRoutine):
        routine_id_on(date(2026, 9, 7), document_id="another-document")


def test_publishing_the_same_text_again_changes_nothing(world):
    name, text = packaged_routine()

    assert publish(text=text, name=name, at=NEXT_YEAR) == routine_id_on(MONDAY.date())
    assert RoutineRow.objects.count() == 1
    assert RoutineRow.objects.get().published_at == MONDAY
