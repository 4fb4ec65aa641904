"""The table of ASVS has every item of levels 1 and 2 once, and every mark names one of them."""

import re

from tools.asvs import ROOT, items, marks

LEVEL_1, LEVEL_2 = 70, 183  # as OWASP counts them in 5.0.0


def test_every_item_of_both_levels_has_a_row_and_only_one():
    numbers = [each.number for each in items()]

    assert len(set(numbers)) == len(numbers)
    assert [sum(each.level == level for each in items()) for level in (1, 2)] == [LEVEL_1, LEVEL_2]


def test_every_mark_names_an_item_that_applies():
    applies = {each.number for each in items() if each.sign not in "-od"}

    assert set(marks()) <= applies


def test_what_a_document_shows_names_a_document_that_is_there():
    shown = [each for each in items() if each.sign == "d"]
    named = {each.number: re.findall(r"[\w/-]+\.md", each.why) for each in shown}

    assert shown
    for number, documents in named.items():
        for document in documents:
            assert (ROOT / document).is_file(), number
    assert not [
        each.number for each in shown if not named[each.number] and "./dev check" not in each.why
    ]
