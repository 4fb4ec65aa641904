"""Texts with gaps are filled with what is known, and say nothing of what isn't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.planted import packaged
from vardag.domain.routine.wording import (
    JOURNAL_FACTS,
    NothingToFillIn,
    field_values,
    fill,
    gaps,
    is_well_formed,
    unavoidable_gaps,
)


def test_a_gap_is_filled():
    assert fill("{sender} avbokar.", {"sender": "Maria"}) == "Maria avbokar."


@pytest.mark.parametrize("values", [{}, {"field:note": ""}, {"field:note": " \u200b"}])
def test_a_part_in_brackets_falls_away_when_there_is_nothing_to_say(values: dict[str, str]):
    assert fill("Förnya.[ Skriver: ”{field:note}”] Slut.", values) == "Förnya. Slut."


def test_a_part_in_brackets_stays_when_there_is_something_to_say():
    text = fill("Förnya.[ Skriver: ”{field:note}”]", {"field:note": "Snart slut"})

    assert text == "Förnya. Skriver: ”Snart slut”"


def test_a_part_of_two_gaps_needs_both():
    assert fill("[{a}–{b}]", {"a": "1", "b": "2"}) == "1–2"
    assert fill("[{a}–{b}]", {"a": "1"}) == ""


def test_a_gap_that_cannot_fall_away_must_be_filled():
    with pytest.raises(NothingToFillIn):
        fill("Till {author}", {})


def test_what_a_resident_writes_is_quoted_and_not_read_as_gaps():
    text = fill("”{field:note}”[ {author}]", {"field:note": "[{author}]", "author": "Karin"})

    assert text == "”[{author}]” Karin"


def test_gaps_are_told_apart_by_whether_they_may_fall_away():
    text = "{sender} avbokar[ {field:appointment}]. {author}"

    assert gaps(text) == ("sender", "field:appointment", "author")
    assert unavoidable_gaps(text) == ("sender", "author")


@pytest.mark.parametrize(
    "text", ["{a", "a}", "[a", "a]", "[[a]]", "{{a}}", "[a [b] c]", "{a[b]c}x{"]
)
def test_a_half_pair_is_noticed(text: str):
    assert not is_well_formed(text)


@pytest.mark.parametrize("text", ["", "plain", "{a}", "[{a}]", "x[ y {a} z]{b}"])
def test_whole_pairs_are_well_formed(text: str):
    assert is_well_formed(text)


@given(st.text())
def test_a_text_without_braces_and_brackets_stays_as_it_is(text: str):
    if not set("{}[]") & set(text):
        assert fill(text, {}) == text


def test_a_forms_answers_are_shown_as_people_read_them():
    form = packaged().form("cancel-or-rebook")
    assert form is not None

    values = field_values(
        form,
        {"wish": "remote-video", "appointment": "2026-09-14", "reason": "Vi är borta"},
        language="sv",
        show_date=lambda day: f"{day.day}/{day.month}",
    )

    assert values == {
        "field:wish": "Byta till video",
        "field:appointment": "14/9",
        "field:reason": "Vi är borta",
    }


def test_every_journal_text_can_be_filled_from_the_least_and_from_the_most_that_is_asked():
    routine = packaged()
    facts = dict.fromkeys(JOURNAL_FACTS, "x")
    for service in routine.services:
        process, form = routine.process(service.process), routine.form(service.form)
        assert process is not None
        assert form is not None
        answers = {
            field.key: field.options[0].key if field.options else date(2026, 4, 1).isoformat()
            for field in form.fields
        }
        least = {field.key: answers[field.key] for field in form.fields if field.required}
        for step in (step for stage in process.stages for step in stage.steps if step.journal):
            for given_answers in (least, answers):
                for language in ("sv", "en"):
                    assert step.journal is not None
                    values = field_values(
                        form, given_answers, language=language, show_date=date.isoformat
                    )
                    text = fill(step.journal.in_(language), facts | values)
                    assert not set("{}[]") & set(text)
