"""A form's answers: put into one spelling, or refused with what is wrong with each."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.build import FORMS, a_form, on, routine
from vardag.domain.case.form import LONGEST_ANSWER, Answers, clean_text, valid_answers
from vardag.domain.refusals import InvalidForm
from vardag.domain.routine.document import Field, FieldKind, Form, Option
from vardag.domain.words import Text

NAME = Text("Fråga", "Question")
FORM = Form(
    key="a-form",
    fields=(
        Field("reason", NAME, kind=FieldKind.LONG_TEXT, required=True),
        Field("day", NAME, kind=FieldKind.DATE),
        Field("until", NAME, kind=FieldKind.DATE, not_before="day"),
        Field("way", NAME, kind=FieldKind.CHOICE, options=(Option("a", NAME), Option("b", NAME))),
    ),
)


def what_is_wrong(answers: Answers, form: Form = FORM) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        valid_answers(form, answers)
    assert refused.value.code == "invalid-form"
    assert refused.value.problems
    return {problem.field: str(problem.sentence) for problem in refused.value.problems}


def test_answers_come_back_in_one_spelling():
    given = {
        "reason": "  Två\r\nrader\rtill \n",
        "day": date(2026, 9, 7),
        "until": "2026-09-08",
        "way": " a ",
    }

    assert valid_answers(FORM, given) == {
        "reason": "Två\nrader\ntill",
        "day": "2026-09-07",
        "until": "2026-09-08",
        "way": "a",
    }


def test_letters_in_two_parts_become_one():
    assert valid_answers(FORM, {"reason": "A\u030asa"}) == {"reason": "Åsa"}


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\n\t", None])
def test_a_blank_answer_is_no_answer(blank):
    assert valid_answers(FORM, {"reason": "Hej", "day": blank, "way": blank}) == {"reason": "Hej"}
    assert "reason" in what_is_wrong({"reason": blank})


def test_everything_that_is_wrong_is_said_at_once():
    wrong = what_is_wrong({"day": "i går", "way": "c", "colour": "blå"})

    assert wrong.keys() == {"reason", "day", "way", "colour"}


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-14",
        "2026-09-14T10:00",
        "2026-09-14T10:00:00",
        datetime(2026, 9, 14, 10, 0),  # noqa: DTZ001  # as a YAML reader hands it over
        on("2026-09-14T10:00"),
        date(2026, 9, 14),
    ],
)
def test_a_date_may_come_with_a_time_of_day(written):
    assert valid_answers(FORM, {"reason": "Hej", "day": written})["day"] == "2026-09-14"


@pytest.mark.parametrize(
    "written",
    ["i morgon", "2026-02-30", "14/9 2026", "2026-13-01", "T", "2026-09-14Tgarbage", "0000-01-01"],
)
def test_what_is_no_date_is_refused(written):
    assert what_is_wrong({"reason": "Hej", "day": written}).keys() == {"day"}


@pytest.mark.parametrize("value", [True, 3, 2.5, ["a"], {"a": 1}, b"a"])
def test_only_text_and_dates_are_answers(value):
    assert what_is_wrong({"reason": value}).keys() == {"reason"}


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\ud800", "\x7f", "\x85"])
def test_characters_that_no_database_keeps_alike_are_refused(character):
    assert what_is_wrong({"reason": f"Hej{character}du"}).keys() == {"reason"}


def test_an_answer_has_a_longest_length():
    longest = "å" * LONGEST_ANSWER

    assert valid_answers(FORM, {"reason": longest}) == {"reason": longest}
    assert what_is_wrong({"reason": longest + "å"}).keys() == {"reason"}


def test_a_period_does_not_end_before_it_begins():
    answers = {"reason": "Hej", "day": "2026-09-08", "until": "2026-09-07"}

    assert what_is_wrong(answers).keys() == {"until"}
    assert valid_answers(FORM, {**answers, "until": "2026-09-08"})
    assert valid_answers(FORM, {"reason": "Hej", "until": "2026-09-07"})
    assert valid_answers(FORM, {"reason": "Hej", "day": "2026-09-07"})


def test_of_some_fields_one_must_be_filled_in():
    form = routine().form("contact-details")
    assert form is not None

    assert what_is_wrong({}, form).keys() == {"phone"}
    assert valid_answers(form, {"address": "Storgatan 1"}) == {"address": "Storgatan 1"}


@pytest.mark.parametrize("service", [each.key for each in routine().services])
def test_each_service_asks_for_what_the_routine_says(service):
    found = routine().service(service)
    assert found is not None
    form = routine().form(found.form)
    assert form is not None
    required = REQUIRED.get(service, {"reason", "send_to"})

    assert {field.key for field in form.fields if field.required} == required
    assert set(valid_answers(form, a_form(service))) >= required
    for key in required:
        assert what_is_wrong({**a_form(service), key: ""}, form).keys() == {key}


REQUIRED: dict[str, set[str]] = {
    "narcotics-travel-certificate": set(FORMS["narcotics-travel-certificate"]),
    "renew-prescription": {"medicine"},
    "care-of-child-under-12-certificate": {"reason"},
    "cancel-or-rebook": {"wish"},
    "message": {"text"},
    "contact-details": set(),
    "record-copy": set(),
    "self-referral": set(),
    "referral-question": set(),
}


@pytest.mark.parametrize(
    ("form_key", "field_key", "options"),
    [
        ("doctor-certificate", "send_to", {"authority", "home", "both"}),
        ("narcotics-travel-certificate", "send_to", {"authority", "home", "both"}),
        ("cancel-or-rebook", "wish", {"cancel", "new-time", "remote-phone", "remote-video"}),
    ],
)
def test_the_choices_are_those_of_the_routine(form_key, field_key, options):
    form = routine().form(form_key)
    assert form is not None
    field = next(field for field in form.fields if field.key == field_key)

    assert {option.key for option in field.options} == options


@given(st.text())
def test_text_is_either_refused_or_comes_out_the_same_the_second_time(text):
    try:
        clean = clean_text(text)
    except ValueError:
        return
    assert clean_text(clean) == clean
    assert "\r" not in clean


@given(
    st.dictionaries(st.sampled_from(["reason", "day", "until", "way", "x"]), st.text() | st.dates())
)
def test_whatever_is_sent_comes_to_answers_or_to_problems(answers):
    problems: set[str] = set()
    valid: dict[str, str] = {}
    try:
        valid = valid_answers(FORM, answers)
    except InvalidForm as refused:
        problems = {problem.field for problem in refused.problems}

    assert bool(problems) != bool(valid)
    assert problems <= answers.keys() | {"reason"}
    assert not valid or valid_answers(FORM, valid) == valid
