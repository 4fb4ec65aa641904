"""A form on a phone: how many pages it gets, told from its questions and never from its name."""

import pytest

from tests.domain.planted import packaged
from vardag.domain.routine.paging import as_form, pages_of
from vardag.domain.routine.questions import Field, FieldKind, Form
from vardag.domain.words import Text

# Written by hand: which questions stand together on which page.
PAGES = {
    "doctor-certificate": [["reason"], ["send_to"], ["period_from", "period_to"]],
    "narcotics-travel-certificate": [
        ["destination"],
        ["departure", "return"],
        ["medicine"],
        ["reason"],
        ["send_to"],
        ["period_from", "period_to"],
    ],
    "renew-prescription": [["medicine", "note"]],
    "care-of-child-under-12-certificate": [["reason", "period_from", "period_to"]],
    "cancel-or-rebook": [["appointment"], ["wish"], ["reason"]],
    "message": [["subject", "text"]],
    "contact-details": [["phone", "email", "address"]],
    "record-copy": [["text"]],
    "free-text": [["text"]],
}


@pytest.mark.parametrize("key", PAGES)
def test_a_long_form_asks_one_thing_at_a_time_and_a_short_one_asks_all_at_once(key: str):
    form = packaged().form(key)
    assert form

    assert [[field.key for field in page] for page in pages_of(form)] == PAGES[key]


def a_field(key: str, **more: object) -> Field:
    return Field(key, Text(key, key), **more)  # type: ignore[arg-type]


def test_a_form_that_asks_nothing_is_one_page():
    assert pages_of(Form("empty")) == ((),)


def test_a_page_is_judged_by_its_own_questions_and_a_whole_form_by_all():
    fields = tuple(a_field(each) for each in ("a", "b", "c"))
    parted, whole = Form("parted", fields), Form("whole", fields, at_least_one_of=("a", "b"))

    assert as_form(parted, pages_of(parted)[1]).fields == fields[1:2]
    assert as_form(whole, pages_of(whole)[0]) == whole


def test_a_date_that_is_held_against_one_further_up_keeps_its_own_page():
    early = a_field("early", kind=FieldKind.DATE)
    between = (a_field("b"), a_field("c"))
    late = a_field("late", kind=FieldKind.DATE, not_before="early")

    found = pages_of(Form("far", (early, *between, late)))

    assert [len(page) for page in found] == [1, 1, 1, 1]
