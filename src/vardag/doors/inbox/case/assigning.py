"""Assigning: everybody, every group and every clinic that could take the case, by clinic."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vardag.domain.case.choices import Choice
from vardag.domain.people.identity import ClinicId
from vardag.domain.routine.document import StepAct
from vardag.domain.routine.way import steps_on_way
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.picker import link_notes, options
from vardag.doors.inbox.case.texts import Text, written
from vardag.rooms.cases.surroundings import Worker


@dataclass(frozen=True)
class Target:
    """Somebody or something to assign to, or somebody to print for."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class TargetGroup:
    """Those of one clinic."""

    name: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Assigning:
    """The panel for assigning."""

    clinics: tuple[TargetGroup, ...]
    text: Text  # of an interim reply in the same act
    options: SafeString
    link_notes: tuple[str, ...]
    is_past_guardians: bool


def assigning(desk: Desk, typed: Typed, standard: str) -> Assigning:
    """Return whom the case can be assigned to; what the routine's step says is chosen already."""
    chosen = typed.get("assign-to") or _meant(desk)
    offered = _offered(desk)
    text = written(desk, "assign", typed, offered=offered, wanted=standard)
    return Assigning(
        clinics=tuple(_by_clinic(desk, chosen)),
        text=replace(text, offered=offered),
        options=options(desk, Choice.INTERIM_REPLY.value, text.used, offered=offered),
        link_notes=link_notes(desk, text.words, text.used),
        is_past_guardians="assign-past-guardians" in typed,
    )


def _meant(desk: Desk) -> str:
    """Return the group that a step of the case's way assigns to, if it isn't done."""
    way = steps_on_way(desk.case.process, desk.case.facts)
    keys = {
        step.to for step in way if step.act is StepAct.ASSIGN and step.key not in desk.case.steps
    }
    found = (group for group in desk.around.groups.values() if group.key in keys)
    return next((f"group:{group.id}" for group in found), "")


def _offered(desk: Desk) -> str:
    """Return the standard reply of the interim reply that is best sent in the same act."""
    way = steps_on_way(desk.case.process, desk.case.facts)
    left = [step for step in way if step.key not in desk.case.steps]
    if not any(step.act is StepAct.ASSIGN for step in left):
        return ""
    told = (step.standard_reply for step in left if step.act is StepAct.INTERIM_REPLY)
    return next(told, None) or ""


def _by_clinic(desk: Desk, chosen: str) -> Iterator[TargetGroup]:
    """Yield the clinics with their people, the one that has the case first."""
    names = {desk.case.clinic: desk.clinic_name, **desk.around.clinics}
    for clinic in sorted(names, key=lambda pk: (pk != desk.case.clinic, names[pk])):
        targets = [*_groups(desk, clinic), *_people(desk, clinic), _inbox(clinic, names[clinic])]
        yield TargetGroup(
            names[clinic],
            tuple(Target(value, name, value == chosen) for value, name in targets),
        )


def _groups(desk: Desk, clinic: ClinicId) -> list[tuple[str, str]]:
    groups = [each for each in desk.around.groups.values() if each.clinic == clinic]
    return [(f"group:{each.id}", each.name) for each in sorted(groups, key=lambda each: each.name)]


def _people(desk: Desk, clinic: ClinicId) -> list[tuple[str, str]]:
    return [(f"person:{each.id}:{clinic}", _named(desk, each)) for each in _there(desk, clinic)]


def colleagues(desk: Desk) -> tuple[Target, ...]:
    """Return those at the case's clinic, for any of whom the case can be printed."""
    there = _there(desk, desk.case.clinic)
    return tuple(Target(str(each.id), _named(desk, each), is_chosen=False) for each in there)


def _there(desk: Desk, clinic: ClinicId) -> list[Worker]:
    there = (each for each in desk.around.workers if each.clinic == clinic)
    return sorted(there, key=lambda each: each.name)


def _named(desk: Desk, worker: Worker) -> str:
    """Return what somebody is called; of a protected case also whether that person may see names."""
    words = f"{worker.name}, {worker.title}" if worker.title else worker.name
    if desk.full.is_protected and worker.is_cleared:
        words = gettext("%(name)s – cleared for protected identities") % {"name": words}
    return gettext("%(name)s – away now") % {"name": words} if worker.is_away else words


def _inbox(clinic: ClinicId, name: str) -> tuple[str, str]:
    return (f"clinic:{clinic}", gettext("The inbox of %(clinic)s") % {"clinic": name})
