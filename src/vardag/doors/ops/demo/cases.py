"""The demonstration's cases: told in the package's data, done through the one door, in order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import pairwise
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.case import acts
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, ClinicId
from vardag.doors.ops.demo.looks import curious, looked, read_question
from vardag.doors.ops.demo.story import Story
from vardag.doors.ops.demo.things import files_of
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario import deeds
from vardag.doors.ops.scenario.lines import deliver, made_up_lines
from vardag.doors.ops.scenario.world import World
from vardag.doors.shared.moments import long_date
from vardag.rooms.cases import actions
from vardag.rooms.cases.exceptional import open_by_exception
from vardag.rooms.cases.queries import full_case

_DAY_IN_TEXT = re.compile(r"\{([^{}]+)\}")
_TO_DOCTORS = "certificate-handlers"


@dataclass(frozen=True)
class Deed:
    """Something that somebody did in a story; the first of each is the sending."""

    at: datetime
    story: Story
    says: Mapping[str, str]


def read_stories() -> tuple[Story, ...]:
    """Return the package's cases."""
    folder = files("vardag") / "data/demonstration/cases"
    texts = [
        each.read_text(encoding="utf-8")
        for each in sorted(folder.iterdir(), key=attrgetter("name"))
        if each.name.endswith(".yaml")
    ]
    read = TypeAdapter(tuple[Story, ...]).validate_python
    return tuple(story for text in texts for story in read(YAML(typ="safe").load(text)))


def deeds_in_order(stories: tuple[Story, ...], around: Around) -> list[Deed]:
    """Return everything that is done in the stories, by when it was done.

    :raises ValueError: if a story's deeds aren't told in the order in which they were done
    """
    told = [list(_deeds(story, around)) for story in stories]
    for of_one in told:
        if any(later.at < earlier.at for earlier, later in pairwise(of_one)):
            raise ValueError(f"{of_one[0].story.from_} {of_one[0].story.service}: not in order")
    return sorted((deed for of_one in told for deed in of_one), key=attrgetter("at"))


def _deeds(story: Story, around: Around) -> Iterator[Deed]:
    yield Deed(around.moment(story.sent), story, {})
    for says in story.then:
        yield Deed(around.moment(says["at"]), story, says)


def play(stories: tuple[Story, ...], world: World, around: Around) -> None:
    """Do everything, through the same door as the pages use."""
    cases: dict[int, CaseId] = {}
    with made_up_lines():
        for deed in deeds_in_order(stories, around):
            key = id(deed.story)
            if key in cases:
                _do(deed, cases[key], world, around)
            else:
                cases[key] = _send(deed, world, around)
            deliver(world, deed.at)
    curious(world, sorted(cases.values()), at=around.moment("2 working days ago 16:51"))


def _send(deed: Deed, world: World, around: Around) -> CaseId:
    story = deed.story
    by = world.resident(story.from_, on=local_date(deed.at))
    return actions.submit(
        service=story.service,
        patient=world.residents[story.for_ or story.from_],
        clinic=world.clinics[story.to],
        answers={key: _answer(value, around) for key, value in story.form.items()},
        by=by,
        at=deed.at,
        files=files_of(story, by=by.id, at=deed.at),
    )


def _do(deed: Deed, case: CaseId, world: World, around: Around) -> None:
    says: dict[str, Any] = {key: _in_words(value, around) for key, value in deed.says.items()}
    if "answers" in says:
        deeds.answer(world, says, case, deed.at)
    elif says["does"] == "answer_inquiry":
        read_question(
            case, by=world.staff_member(says["staff"], on=local_date(deed.at)), at=deed.at
        )
        deeds.staff_act(world, says, case, deed.at)
    elif says["does"] == "open_by_exception":
        _open_by_exception(says, case, world, deed.at)
    elif says["does"] == "hand_to_doctor":
        _looked(says["staff"], case, world, deed.at)
        _hand_to_doctor(says["staff"], case, world, deed.at)
    else:
        _looked(says["staff"], case, world, deed.at)
        deeds.staff_act(world, says, case, deed.at)


def _looked(name: str, case: CaseId, world: World, at: datetime) -> None:
    looked(case, by=world.staff_member(name, on=local_date(at)), at=at)


def _open_by_exception(says: Mapping[str, str], case: CaseId, world: World, at: datetime) -> None:
    by = world.staff_member(says["staff"], on=local_date(at))
    row = full_case(case).row
    open_by_exception(
        number=row.number, clinic=ClinicId(row.clinic_id), reason=says["reason"], by=by, at=at
    )
    looked(case, by=by, at=at, reason=says["reason"])


def _hand_to_doctor(name: str, case: CaseId, world: World, at: datetime) -> None:
    by = world.staff_member(name, on=local_date(at))
    group = acts.Group(world.groups[_TO_DOCTORS], _TO_DOCTORS, world.group_clinics[_TO_DOCTORS])
    told = acts.Message(standard_reply="handed-to-doctor")
    for act in (acts.CompleteStep("document-request"), acts.Assign(group, interim_reply=told)):
        actions.perform(case_id=case, act=act, by=by, at=at)


def _answer(value: str, around: Around) -> str:
    """Return a form's answer: what is nothing but a day is a date, in a text it is in words."""
    day = _DAY_IN_TEXT.fullmatch(value)
    return around.day(day[1]).isoformat() if day else _in_words(value, around)


def _in_words(value: str, around: Around) -> str:
    return _DAY_IN_TEXT.sub(lambda found: long_date(around.day(found[1])), value)
