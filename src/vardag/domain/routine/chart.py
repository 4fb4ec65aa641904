"""A process as a tree: what is done in a row, and where the ways part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vardag.domain.routine.document import Conditions, Ending, Form, Process, Stage

type Possible = Mapping[str, tuple[str, ...]]
"""What each deciding fact can still be at a place of the process."""


@dataclass(frozen=True)
class Path:
    """Stages in a row, and then either an ending or a parting of the ways.

    ``asks`` is the key of the field or step whose answer parts them; None at an ending.
    """

    stages: tuple[Stage, ...] = ()
    asks: str | None = None
    branches: tuple["Branch", ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True)
class Branch:
    """One of the ways on from a parting, and the answers that lead there."""

    answers: tuple[str, ...]
    path: Path


def chart(process: Process, forms: tuple[Form, ...]) -> Path:
    """Return the tree of a process whose cases come with any of these forms.

    The process must be sound (see ``check``): then every branch comes to an ending.
    """
    options: dict[str, tuple[str, ...]] = {}
    for field in (field for form in forms for field in form.fields if field.options):
        known = options.get(field.key, ())
        options[field.key] = tuple(dict.fromkeys((*known, *(each.key for each in field.options))))
    return _path(process, 0, options)


def _path(process: Process, start: int, possible: Possible) -> Path:
    """Return the tree from the part numbered ``start``; stages come first, then the endings."""
    parts = _parts(process)
    for number in range(start, len(parts)):
        part = parts[number]
        undecided = [key for key in possible if not _surely(key, part.when, possible)]
        if not _can_hold(part.when, possible):
            continue
        if undecided:
            return _parting(process, number, undecided[-1], possible)
        if isinstance(part, Ending):
            return Path(ending=part)
        after = _path(process, number + 1, {**possible, **_outcomes(part)})
        return replace(after, stages=(part, *after.stages))
    return Path()


def _parting(process: Process, number: int, key: str, possible: Possible) -> Path:
    """Part the ways by the fact that was learned last, answers that go the same way together."""
    groups: dict[int, list[str]] = {}
    for answer in possible[key]:
        next_part = _next(process, number, {**possible, key: (answer,)})
        groups.setdefault(next_part, []).append(answer)
    branches = (
        Branch(tuple(answers), _path(process, number, {**possible, key: tuple(answers)}))
        for answers in groups.values()
    )
    return Path(asks=key, branches=tuple(branches))


def _next(process: Process, start: int, possible: Possible) -> int:
    parts = _parts(process)
    numbers = (n for n in range(start, len(parts)) if _can_hold(parts[n].when, possible))
    return next(numbers, len(parts))


def _parts(process: Process) -> tuple[Stage | Ending, ...]:
    return (*process.stages, *process.endings)


def _can_hold(when: Conditions, possible: Possible) -> bool:
    return all(set(possible.get(key, ())) & set(values) for key, values in when.items())


def _surely(key: str, when: Conditions, possible: Possible) -> bool:
    return key not in when or set(possible[key]) <= set(when[key])


def _outcomes(stage: Stage) -> dict[str, tuple[str, ...]]:
    return {
        step.key: tuple(option.key for option in step.outcomes)
        for step in stage.steps
        if step.outcomes
    }
