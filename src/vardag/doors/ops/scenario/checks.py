"""What the system shows of a case, in the words that a scenario's checks use."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from vardag.domain import access, kinship
from vardag.domain.case.events import Entry
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import queries
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.deliveries.queries import of_case
from vardag.rooms.notices import queries as notices
from vardag.rooms.people.ages import ages_on

_THREAD = {
    "submitted": "submission",
    "interim-reply": "interim_reply",
    "counter-question": "counter_question",
    "answered": "answer",
    "reply": "reply",
}


def differences(
    world: World, case: CaseId, expected: Mapping[str, Any], at: datetime
) -> list[tuple[str, object, object]]:
    """Return each check that does not hold: its key, what was expected and what was found."""
    full = queries.full_case(case)
    wrong = []
    for key, value in expected.items():
        if key == "case":
            continue
        wanted, found = _compared(world, full, key, value, local_date(at))
        if wanted != found:
            wrong.append((key, wanted, found))
    return wrong


def _compared(
    world: World, full: FullCase, key: str, value: Any, today: date
) -> tuple[object, object]:
    if key in ("visible_to", "hidden_from"):
        seeing = [name for name in value if _sees(world, name, full, today)]
        wanted = list(value) if key == "visible_to" else []
        return wanted, seeing
    if key == "notices":
        return _notices(world, full, value)
    if key == "flags":
        return sorted(value or []), sorted(flag.value for flag in queries.flags_of(full, on=today))
    if key in ("response_due", "follow_up_due"):
        return _as_date(value), _date_found(full, key)
    return _as_plain(value), _plain(world, full, key)


def _as_plain(value: object) -> object:
    """Return a list or a mapping without what the YAML reader knows of it beside."""
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value


def _as_date(value: object) -> object:
    """A date, whatever the YAML reader made of it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _date_found(full: FullCase, key: str) -> str | None:
    case = full.case
    if key == "follow_up_due":
        return case.follow_up.isoformat() if case.follow_up else None
    return case.response_due.date.isoformat() if case.response_due else None


def _plain(world: World, full: FullCase, key: str) -> object:
    case = full.case
    match key:
        case "status":
            return case.status.value
        case "first_response":
            return case.first_response.value if case.first_response else None
        case "held_by":
            return _holder(world, full)
        case "open_steps":
            return [step.key for step in case.open_steps]
        case "open_work":
            return [case.open_work.key] if case.open_work else []
        case "work_held_by":
            return _work_holder(world, full)
        case "thread":
            kinds = (entry.event.kind for entry in full.entries)
            return [_THREAD[kind] for kind in kinds if kind in _THREAD]
        case "deliveries":
            return {part: each.state.value for part, each in of_case(full.id).items()}
        case "asked":
            return world.name_of(case.inquiry.to) if case.inquiry else None
        case "last_text":
            return next((each for each in map(_text, reversed(full.entries)) if each), None)
        case "registered":
            return queries.is_registered(full.id)
    raise AssertionError(f"no check for {key}")


def _text(entry: Entry) -> str:
    """Return what an event tells the family in words; empty if nothing."""
    return entry.event.text if entry.event.kind in _THREAD and hasattr(entry.event, "text") else ""


def _holder(world: World, full: FullCase) -> str | None:
    if full.case.holder is not None:
        return world.name_of(full.case.holder)
    if full.case.holding_group is not None:
        return world.group_name(full.case.holding_group)
    return None


def _work_holder(world: World, full: FullCase) -> str | None:
    """Return who owns the open work: a person, or else the group that the routine gives it."""
    work = full.case.open_work
    if work is None:
        return None
    return full.case.process.work_by if work.owner is None else world.name_of(work.owner)


def _sees(world: World, name: str, full: FullCase, today: date) -> bool:
    if name in world.staff:
        return access.may_open(world.staff_member(name, on=today), full.case)
    resident = world.resident(name, on=today)
    return kinship.may_see(resident, full.case, on=today, ages=ages_on(today))


def _notices(world: World, full: FullCase, value: Any) -> tuple[object, object]:
    found = [(world.name_of(to), kind.value) for to, kind in notices.about_case(full.id)]
    wanted = list(value or [])
    if all(isinstance(each, str) for each in wanted):
        return wanted, [name for name, _ in found]
    pairs = [
        (each, None) if isinstance(each, str) else (each.get("to"), each.get("kind"))
        for each in wanted
    ]
    shown = [
        (name, kind if index >= len(pairs) or pairs[index][1] is not None else None)
        for index, (name, kind) in enumerate(found)
    ]
    return pairs, shown
