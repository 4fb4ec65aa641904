"""The routine file's reference explains every key, and the how-to's service can be added."""

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from inspect import getmembers, isclass
from pathlib import Path

import pytest

from tests.domain.how_to import with_the_how_tos_service
from tests.domain.planted import TEXT, findings
from vardag.domain.routine import document
from vardag.domain.routine.document import REGISTER_FACTS
from vardag.domain.routine.wording import JOURNAL_FACTS
from vardag.domain.words import Text

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference/routine-file.md").read_text(encoding="utf-8")
CLASSES = [
    each for _, each in getmembers(document, isclass) if is_dataclass(each) and each is not Text
]


def _must(field: Field[object]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@pytest.mark.parametrize("thing", CLASSES, ids=lambda thing: thing.__name__)
def test_the_reference_has_each_key_and_says_whether_it_must_be_there(thing: type):
    table = REFERENCE.split(f"<!-- {thing.__name__} -->")[1].split("\n\n")[1]
    rows = re.findall(r"^\| `(\w+)` \|.*\| *(yes)? *\|$", table, re.MULTILINE)

    told = {key: bool(must) for key, must in rows}

    assert told == {each.name.rstrip("_"): _must(each) for each in fields(thing)}


def test_the_reference_names_every_gap_and_every_column():
    for gap in JOURNAL_FACTS:
        assert f"`{{{gap}}}`" in REFERENCE
    for column in REGISTER_FACTS:
        assert f"`{column}`" in REFERENCE


def test_whoever_follows_the_how_to_has_a_sound_routine_with_a_fifteenth_service():
    text = with_the_how_tos_service()

    assert findings(text) == ()
    assert "call-me" in text
    assert "call-me" not in TEXT
