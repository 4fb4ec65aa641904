"""A fifteenth service is a change of data: no line of the program knows any service by name."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import vardag
from tests.build import MONDAY, routine
from vardag.doors.ops.scenario.play import play
from vardag.doors.ops.scenario.script import read_script
from vardag.doors.ops.scenario.world import build_world
from vardag.rooms.routines.packaged import packaged_routine

pytestmark = pytest.mark.unmeasured

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FIFTEENTH = Path(__file__).parent / "fifteenth"


def document() -> Any:
    return YAML(typ="rt").load(packaged_routine()[1])


def written(data: Any) -> str:
    text = StringIO()
    YAML(typ="rt").dump(data, text)
    return text.getvalue()


@cache
def with_a_fifteenth_service() -> str:
    data, new = document(), YAML(typ="rt").load(FIFTEENTH / "service.yaml")
    data["services"].append(new["service"])
    data["forms"].append(new["form"])
    data["processes"].append(new["process"])
    data["standard_replies"].append(new["standard_reply"])
    data["registers"].append(new["register"])
    data["menu"][0]["services"].append("school-meeting")
    return written(data)


def test_a_fifteenth_service_is_sent_handled_and_closed_by_its_own_process(db):
    world = build_world(routine_text=with_a_fifteenth_service(), name="fifteen", at=MONDAY)

    failure = play(read_script(str(FIFTEENTH / "scenario.yaml")), world)

    assert failure is None, str(failure)


def test_the_fifteenth_service_is_the_only_one_that_the_program_was_not_written_beside():
    known = {service.key for service in routine().services}

    assert len(known) == 14
    assert "school-meeting" not in known


# --- Every name is another one --------------------------------------------------------------------


@cache
def with_other_names() -> str:
    """Return the packaged routine with every service, process, form, step and piece of work renamed."""
    data = document()
    for service in data["services"]:
        rename(service, "key", "process", "form")
    for thing in (*data["forms"], *data["standard_replies"]):
        rename(thing, "key")
    for process in data["processes"]:
        rename(process, "key")
        for stage in process.get("stages", ()):
            rename_facts(stage)
            for step in stage["steps"]:
                rename(step, "key", "standard_reply")
        for ending in process["endings"]:
            rename_facts(ending)
            rename(ending, "standard_reply")
        for work in process.get("work", ()):
            rename(work, "key")
    for row in data["menu"]:
        row["services"] = [other(key) for key in row["services"]]
    for suggestion in data["suggestions"]:
        suggestion["of"] = [other(key) for key in suggestion["of"]]
        rename(suggestion, "key", "service", "standard_reply")
    return written(data)


def other(name: str) -> str:
    return f"x-{name}"


def rename(thing: Any, *places: str) -> None:
    for place in places:
        if place in thing:
            thing[place] = other(thing[place])


def rename_facts(thing: Any) -> None:
    if "when" in thing:
        fields = {"wish"}
        thing["when"] = {
            key if key in fields else other(key): values for key, values in thing["when"].items()
        }


NAMING = {"submits", "follows", "step", "work", "standard_reply", "open_steps", "open_work"}


def retold(says: Any, *, of: str = "") -> Any:
    """Return a scenario in the other names."""
    if isinstance(says, Mapping):
        return {key: retold(value, of=key) for key, value in says.items()}
    if isinstance(says, list):
        return [retold(each, of=of) for each in says]
    return other(says) if of in NAMING and isinstance(says, str) else says


@pytest.mark.parametrize(
    "path", sorted((SCENARIOS / "services").glob("*.yaml")), ids=lambda path: path.stem
)
def test_a_case_goes_its_way_whatever_its_service_and_steps_are_called(db, tmp_path, path):
    there = tmp_path / path.name
    there.write_text(
        written(retold(YAML(typ="rt").load(path.read_text("utf-8")))), encoding="utf-8"
    )
    script = read_script(str(there))
    world = build_world(routine_text=with_other_names(), name="renamed", at=script.steps[0].at)

    failure = play(script, world)

    assert failure is None, str(failure)


# --- The program's text ---------------------------------------------------------------------------

SOURCES = Path(vardag.__file__).parent
DEMONSTRATION = SOURCES / "doors" / "ops" / "demo"  # its families ask for something, as they must
EVERYDAY_WORDS = {"assign", "interim-reply", "journal-note", "message", "send"}
"""Acts, parts of pages and messages of the same name; that they know no service is shown above."""


def names_in_the_routine() -> set[str]:
    steps = {
        step.key
        for process in routine().processes
        for stage in process.stages
        for step in stage.steps
    }
    work = {work.key for process in routine().processes for work in process.work}
    services = {service.key for service in routine().services}
    return services | {process.key for process in routine().processes} | steps | work


def words_of_the_program() -> Iterator[tuple[str, str]]:
    for path in SOURCES.rglob("*.py"):
        if path.is_relative_to(DEMONSTRATION):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(SOURCES)}:{node.lineno}", node.value


def test_no_service_process_or_step_is_known_to_the_program_by_name():
    names = names_in_the_routine() - EVERYDAY_WORDS

    known = [(place, word) for place, word in words_of_the_program() if word in names]

    assert len(names) > 30
    assert known == []
