"""Play a scenario, step by step, and say where it first went otherwise than it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from vardag.domain.people.identity import CaseId
from vardag.domain.refusals import Refusal
from vardag.doors.ops.scenario import checks, deeds
from vardag.doors.ops.scenario.lines import deliver, made_up_lines
from vardag.doors.ops.scenario.script import Script, ScriptStep, UnreadableScenario
from vardag.doors.ops.scenario.world import World
from vardag.doors.shared.sentences import why_refused
from vardag.rooms.cases.agreement import disagreements

_MAY_CHANGE = "audit"  # an access log may grow on a refusal; nothing else may


@dataclass(frozen=True)
class Failure:
    """The step that went otherwise, what was expected and what was found."""

    line: int
    step: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.step}: expected {self.expected}; found {self.found}"


def play(script: Script, world: World) -> Failure | None:
    """Play a scenario in its world; return the first step that does not hold, or None.

    :raises UnreadableScenario: if a step names somebody or something that isn't there
    """
    with made_up_lines():
        return next(_failures(script, world), None)


def _failures(script: Script, world: World) -> Iterator[Failure]:
    cases: dict[str, CaseId] = {}
    for step in script.steps:
        _check_names(script, step, world, cases)
        deliver(world, step.at)
        if step.expects is not None:
            yield from _checked(step, step.expects, world, cases)
        elif step.acts:
            yield from _acted(step, world, cases)
            deliver(world, step.at)
    for sentence in disagreements():
        yield Failure(0, "at the end", "rows that say what the ledger says", sentence)


def _checked(
    step: ScriptStep, expects: Mapping[str, Any], world: World, cases: dict[str, CaseId]
) -> Iterator[Failure]:
    case = cases[str(expects["case"])]
    for key, wanted, found in checks.differences(world, case, expects, step.at):
        yield Failure(step.line, f"expect {key}", repr(wanted), repr(found))


def _acted(step: ScriptStep, world: World, cases: dict[str, CaseId]) -> Iterator[Failure]:
    wanted = step.says.get("refused")
    before = _everything() if wanted else None
    try:
        wrong = _do(step, world, cases)
    except Refusal as refusal:
        if refusal.code != wanted:
            found = f"refused: {refusal.code} ({why_refused(refusal)})"
            yield Failure(
                step.line, _named(step), f"refused: {wanted}" if wanted else "done", found
            )
        elif before != _everything():
            yield Failure(step.line, _named(step), "that nothing changed", "changes")
        return
    if wanted:
        yield Failure(step.line, _named(step), f"refused: {wanted}", "done")
    if wrong:
        yield Failure(step.line, _named(step), *wrong)


def _do(step: ScriptStep, world: World, cases: dict[str, CaseId]) -> tuple[str, str] | None:
    says = step.says
    if "submits" in says:
        made = deeds.submit(world, says, step.at)
        if "case" in says:
            cases[str(says["case"])] = made
    elif "answers" in says:
        deeds.answer(world, says, cases[str(says["case"])], step.at)
    elif "follows" in says:
        leads_to = deeds.follow(says, step.at)
        if says.get("leads_to", leads_to) != leads_to:
            return f"to be led to {says['leads_to']}", f"led to {leads_to}"
    else:
        deeds.staff_act(world, says, cases[str(says["case"])], step.at)
    return None


def _named(step: ScriptStep) -> str:
    says = step.says
    deed = says.get("does") or next(key for key in ("submits", "answers", "follows") if key in says)
    return f"{says.get('staff') or says.get('resident')} {deed}"


def _everything() -> list[tuple[str, list[tuple[object, ...]]]]:
    """All rows of all tables but the access log: what a refusal must leave as it was."""
    models = [model for model in apps.get_models() if model._meta.app_label != _MAY_CHANGE]
    return [
        (model._meta.db_table, list(model._default_manager.order_by("pk").values_list()))
        for model in models
    ]


def _check_names(script: Script, step: ScriptStep, world: World, cases: dict[str, CaseId]) -> None:
    says = step.expects if step.expects is not None else step.says
    known = {"staff": world.staff, "resident": world.residents, "for": world.people}
    if says.get("does") == "print":
        del known["for"]
    for key, names in known.items():
        if key in says and str(says[key]) not in names:
            raise UnreadableScenario(script.path, step.line, f"nobody is called {says[key]}")
    for name in [*(says.get("visible_to") or []), *(says.get("hidden_from") or [])]:
        if name not in world.people:
            raise UnreadableScenario(script.path, step.line, f"nobody is called {name}")
    if "case" in says and "submits" not in says and str(says["case"]) not in cases:
        raise UnreadableScenario(script.path, step.line, f"there is no case {says['case']} yet")
