"""A scenario file, read into steps; what can't be read is said with file, line and reason."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from vardag.domain.clock.deadline import STOCKHOLM

_ACTING = {"resident", "staff"}
_COMMON = {"at", "case", "refused"}
_RESIDENT_KEYS = {"resident", "submits", "answers", "follows", "form", "for", "leads_to"}
_NEEDS = {
    "claim": set(),
    "assign": {"to", "interim_reply"},
    "return_to_inbox": set(),
    "interim_reply": {"text", "standard_reply", "follow_up"},
    "counter_question": {"text", "standard_reply"},
    "reply_and_close": {"text", "standard_reply"},
    "close_without_reply": {"reason"},
    "complete_step": {"step", "outcome", "text", "link", "starts"},
    "send_step": {"step", "text", "starts", "line"},
    "skip_step": {"step", "reason"},
    "ask_colleague": {"step", "to", "text"},
    "withdraw_inquiry": {"step"},
    "answer_inquiry": {"step", "outcome", "text"},
    "note": {"text"},
    "print": {"for"},
    "complete_work": {"work", "outcome"},
    "send_work": {"work", "text", "line"},
    "assign_work": {"work", "to"},
    "put_off_work": {"work", "reason", "follow_up"},
    "note_on_work": {"work", "text"},
}
_LISTS = {"flags", "open_steps", "open_work", "visible_to", "hidden_from", "thread", "notices"}
CHECKS = _LISTS | {
    "case",
    "status",
    "response_due",
    "follow_up_due",
    "first_response",
    "held_by",
    "work_held_by",
    "asked",
    "last_text",
    "registered",
    "deliveries",
}
LINES = ("done", "later", "taken", "refuses", "silent", "none")
"""How a system can answer, from a step on; ``none`` is a clinic without a line to it. See ``lines``."""


class UnreadableScenario(Exception):
    """A scenario file that says nothing that could be played."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")


@dataclass(frozen=True)
class ScriptStep:
    """One step: where it stands, when it happens (aware), and what it says."""

    line: int
    at: datetime
    says: Mapping[str, Any]

    @property
    def expects(self) -> Mapping[str, Any] | None:
        return self.says.get("expect")

    @property
    def acts(self) -> bool:
        return bool(_ACTING & self.says.keys())


@dataclass(frozen=True)
class Script:
    """A whole scenario. ``routine_line`` is where it says which routine it is for."""

    path: str
    name: str
    routine: str
    routine_line: int
    steps: tuple[ScriptStep, ...] = field(default_factory=tuple)


class _Constructor(RoundTripConstructor):
    """Leaves text be that looks like a date and is none, such as 30 February: a form may say so."""

    def construct_yaml_timestamp(self, node: ScalarNode, values: Any = None) -> Any:
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return node.value


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def read_script(path: str) -> Script:
    """Read a scenario file.

    :raises UnreadableScenario: with the file, the line and the reason
    """
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    try:
        data = yaml.load(Path(path).read_text(encoding="utf-8-sig"))
    except YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        reason = getattr(wrong, "problem", None) or "this is not YAML"
        raise UnreadableScenario(path, mark.line + 1 if mark else 1, reason) from wrong
    except (OSError, UnicodeDecodeError) as wrong:
        raise UnreadableScenario(path, 1, f"the file can't be read: {wrong}") from wrong
    return _Reader(path).script(data)


class _Reader:
    """Reads one file; holds its path and the moment of the step before."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.at: datetime | None = None

    def fail(self, line: int, reason: str) -> UnreadableScenario:
        return UnreadableScenario(self.path, line, reason)

    def script(self, data: object) -> Script:
        if not isinstance(data, CommentedMap):
            raise self.fail(1, "a scenario begins with the keys scenario, routine and steps")
        for key in ("scenario", "routine", "steps"):
            if key not in data:
                raise self.fail(1, f"the key {key} is missing")
        unknown = data.keys() - {"scenario", "routine", "steps"}
        if unknown:
            raise self.fail(1, f"unknown key {min(map(str, unknown))}")
        if not isinstance(data["steps"], list):
            raise self.fail(_line(data, "steps"), "steps is not a list")
        steps = tuple(
            self.step(step, _item_line(data["steps"], index))
            for index, step in enumerate(data["steps"])
        )
        name, routine = str(data["scenario"]), str(data["routine"])
        return Script(self.path, name, routine, _line(data, "routine"), steps)

    def step(self, step: object, line: int) -> ScriptStep:
        if not isinstance(step, CommentedMap):
            raise self.fail(line, "a step is a list of keys and values")
        self.at = self.moment(step, line)
        self.check_keys(step, line)
        return ScriptStep(line=line, at=self.at, says=step)

    def moment(self, step: CommentedMap, line: int) -> datetime:
        if "at" not in step:
            if self.at is None:
                raise self.fail(line, "the first step needs a moment (at)")
            return self.at
        moment = self.wall_time(step["at"], line)
        if self.at is not None and moment < self.at:
            raise self.fail(line, f"time goes back: {step['at']} is before the step above")
        return moment

    def wall_time(self, value: object, line: int) -> datetime:
        try:
            if isinstance(value, datetime):
                found = value
            elif isinstance(value, date):
                found = datetime(value.year, value.month, value.day, tzinfo=STOCKHOLM)
            else:
                found = datetime.fromisoformat(str(value))
        except ValueError:
            raise self.fail(
                line, f"{value} is not a moment; write it as 2026-04-02T15:30"
            ) from None
        return found if found.tzinfo else found.replace(tzinfo=STOCKHOLM)

    def check_keys(self, step: CommentedMap, line: int) -> None:
        kinds = step.keys() & {"resident", "staff", "expect"}
        if len(kinds) > 1:
            raise self.fail(line, "a step is one of: a resident acts, staff act, a check")
        if "resident" in step:
            self.check_resident(step, line)
        elif "staff" in step:
            self.check_staff(step, line)
        elif "expect" in step:
            self.check_expect(step["expect"], line)
        elif step.keys() != {"at"}:
            raise self.fail(line, f"unknown key {min(step.keys() - {'at'})}")

    def check_resident(self, step: CommentedMap, line: int) -> None:
        self.only(step, _RESIDENT_KEYS | _COMMON, line)
        self.shaped(step, line, mappings={"form"})
        deeds = step.keys() & {"submits", "answers", "follows"}
        if len(deeds) != 1:
            raise self.fail(line, "a resident submits, answers or follows")

    def check_staff(self, step: CommentedMap, line: int) -> None:
        action = step.get("does")
        if action not in _NEEDS:
            raise self.fail(line, f"unknown action {action}; one of {', '.join(_NEEDS)}")
        if "case" not in step:
            raise self.fail(line, "say which case")
        self.only(step, _NEEDS[action] | _COMMON | {"staff", "does"}, line)
        self.shaped(step, line)
        if step.get("line", LINES[0]) not in LINES:
            raise self.fail(line, f"unknown answer {step['line']}; one of {', '.join(LINES)}")

    def check_expect(self, expect: object, line: int) -> None:
        if not isinstance(expect, CommentedMap) or "case" not in expect:
            raise self.fail(line, "a check says which case, and what is expected of it")
        self.only(expect, CHECKS, line)
        self.shaped(expect, line, lists=_LISTS, mappings={"deliveries"})

    def only(self, step: CommentedMap, known: set[str], line: int) -> None:
        unknown = step.keys() - known
        if unknown:
            raise self.fail(line, f"unknown key {min(map(str, unknown))}")

    def shaped(
        self,
        step: CommentedMap,
        line: int,
        *,
        lists: Set[str] = frozenset(),
        mappings: Set[str] = frozenset(),
    ) -> None:
        """Refuse a list where a text is meant, and the like; nothing at all will always do."""
        for key, value in step.items():
            if value is None:
                continue
            if isinstance(value, list) != (key in lists):
                raise self.fail(line, f"{key} is {'not ' if key in lists else ''}a list")
            if isinstance(value, dict) != (key in mappings):
                raise self.fail(
                    line, f"{key} is {'not ' if key in mappings else ''}keys and values"
                )


def _line(data: CommentedMap, key: str) -> int:
    return int(data.lc.key(key)[0]) + 1


def _item_line(data: Any, index: int) -> int:
    return int(data.lc.item(index)[0]) + 1
