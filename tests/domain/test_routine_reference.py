"""The routine file's reference explains every key, and the how-to's service can be added."""

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from inspect import getmembers, isclass
from pathlib import Path

import pytest

from tests.domain.planted import TEXT, findings, planted
from vardag.domain.routine import document
from vardag.domain.routine.document import REGISTER_FACTS
from vardag.domain.routine.wording import JOURNAL_FACTS
from vardag.domain.words import Text

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference/routine-file.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to/add-a-service.md").read_text(encoding="utf-8")
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

    assert told == {each.name.rstrip("_"): _must(each) for each in fields(thing)}  # type: ignore[arg-type]


def test_the_reference_names_every_gap_and_every_column():
    for gap in JOURNAL_FACTS:
        assert f"`{{{gap}}}`" in REFERENCE
    for column in REGISTER_FACTS:
        assert f"`{column}`" in REFERENCE


def _yaml_of_step(number: int) -> str:
    step = HOW_TO.split(f"\n{number}. ")[1]
    block = re.search(r"```yaml\n(.*?)```", step, re.DOTALL)
    assert block is not None
    return "\n".join(line.removeprefix("   ") for line in block[1].splitlines())


def _added(text: str, to: str, block: str) -> str:
    indented = "".join(f"  {line}\n" for line in block.splitlines() if line.strip())
    return planted(f"\n{to}:\n", f"\n{to}:\n\n{indented}", text=text)


def test_whoever_follows_the_how_to_has_a_sound_routine_with_a_fifteenth_service():
    text = TEXT
    for number, part in ((2, "forms"), (3, "processes"), (4, "standard_replies"), (5, "services")):
        text = _added(text, part, _yaml_of_step(number))
    text = planted("[message, contact-details]", "[message, contact-details, call-me]", text=text)

    assert findings(text) == ()
    assert "call-me" not in TEXT
