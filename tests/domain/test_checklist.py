"""What a clinic makes of an introduction's list."""

import pytest

from vardag.domain.people.checklist import (
    LONGEST_LINE,
    MOST_LINES,
    Checklist,
    Item,
    Line,
    rewritten,
)
from vardag.domain.people.identity import Role
from vardag.domain.refusals import InvalidForm
from vardag.domain.words import Text

ROUTINE = Item("routine", Text("Rutinen.", "The routine."), link="introduction-material")
INBOX = Item("inbox", Text("Inkorgen.", "The inbox."))
SHIPPED = Checklist(Role.RECEIVER, 1, (ROUTINE, INBOX))
ADDRESS = "https://vardag.example/film"


def line(item: Item, **changed: str) -> Line:
    return Line(**{"key": item.key, "text": item.text.sv, "address": item.address, **changed})


def new(text: str, address: str = "") -> Line:
    return Line("", text, address)


def made(*lines: Line, before: Checklist = SHIPPED) -> tuple[Item, ...]:
    return rewritten(lines, before=before, shipped=SHIPPED)


def wrong(*lines: Line, before: Checklist = SHIPPED) -> dict[str, str]:
    with pytest.raises(InvalidForm) as refused:
        made(*lines, before=before)
    return {each.field: str(each.sentence) for each in refused.value.problems}


def test_lines_are_kept_changed_added_and_taken_away():
    found = made(line(ROUTINE), new("  Visa   filmen. ", f" {ADDRESS} "), new("", " "))

    assert found == (ROUTINE, Item("own-1", Text("Visa filmen.", "Visa filmen."), address=ADDRESS))


def test_a_line_whose_words_are_changed_says_them_in_both_languages_and_keeps_its_link():
    (found,) = made(line(ROUTINE, text="Rutinen, version 3."))

    assert found.text == Text("Rutinen, version 3.", "Rutinen, version 3.")
    assert (found.key, found.link) == ("routine", "introduction-material")


def test_an_address_of_ones_own_goes_before_the_common_one():
    found = made(line(ROUTINE, address=ADDRESS), line(INBOX))

    assert (found[0].link, found[0].address, found[0].text) == (None, ADDRESS, ROUTINE.text)


def test_a_line_taken_back_from_the_shipped_list_has_its_words_and_its_link_again():
    own = Checklist(Role.RECEIVER, 2, made(new("Bara vårt.")))
    changed = Checklist(Role.RECEIVER, 3, made(line(ROUTINE, text="Annat.", address=ADDRESS)))

    assert made(line(ROUTINE), before=own) == (ROUTINE,)
    assert made(line(ROUTINE), before=changed) == (ROUTINE,)


def test_no_two_lines_have_one_key():
    found = made(line(INBOX), line(INBOX, text="Igen."), new("A"), Line("own-1", "B", ""))

    assert [each.key for each in found] == ["inbox", "own-1", "own-2", "own-3"]


def test_what_is_wrong_is_said_line_by_line():
    found = wrong(
        line(INBOX),
        new("", ADDRESS),
        new("x" * (LONGEST_LINE + 1)),
        new("Med länk.", "http://vardag.example"),
        new("\u200b", "nej"),
    )

    assert list(found) == ["text-1", "text-2", "address-3", "text-4", "address-4"]
    assert "https://" in found["address-3"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "at least one"),
        ((new(" "), new("\u200b")), "at least one"),
        (tuple(new(f"Rad {nth}.") for nth in range(MOST_LINES + 1)), "too many"),
        ((line(ROUTINE), line(INBOX), new("")), "Nothing is changed"),
    ],
)
def test_a_list_is_something_new_of_some_lines(lines: tuple[Line, ...], said: str):
    found = wrong(*lines)

    assert list(found) == ["lines"]
    assert said in found["lines"]


def test_as_many_lines_as_there_may_be_are_taken():
    assert len(made(*(new(f"Rad {nth}.") for nth in range(MOST_LINES)))) == MOST_LINES
