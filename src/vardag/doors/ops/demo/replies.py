"""The standard replies that the demonstration's clinic has written itself, and where they lead."""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.replies.links import Answer, Found
from vardag.domain.replies.writing import Draft
from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.replies import actions
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class WrittenData:
    """A version of a reply."""

    at: str
    by: str
    sv: str
    en: str = ""
    until: str | None = None


@dataclass(frozen=True)
class WithdrawnData:
    by: str
    at: str
    reason: str


@dataclass(frozen=True)
class ReplyData:
    """A reply with its versions, the first first."""

    name: str
    acts: tuple[str, ...]
    owner: str
    written: tuple[WrittenData, ...]
    services: tuple[str, ...] = ()
    instead_of: str = ""
    withdrawn: WithdrawnData | None = None


@dataclass(frozen=True)
class LinkData:
    """A link, and what came of asking for it this morning."""

    key: str
    address: str
    by: str
    owner: str
    at: str
    found: Found
    name: str = ""
    until: str | None = None
    worked: str | None = None  # when it did last, if it doesn't now


@dataclass(frozen=True)
class RepliesData:
    __pydantic_config__ = ConfigDict(extra="forbid")

    clinic: str
    links: tuple[LinkData, ...]
    replies: tuple[ReplyData, ...]


def read_replies() -> RepliesData:
    """Return the package's replies."""
    text = (files("vardag") / "data/demonstration/replies.yaml").read_text(encoding="utf-8")
    return TypeAdapter(RepliesData).validate_python(YAML(typ="safe").load(text))


@dataclass(frozen=True)
class _Place:
    """Where and around when it is all written."""

    world: World
    around: Around
    clinic: ClinicId

    def somebody(self, name: str, at: datetime) -> Staff:
        return self.world.staff_member(name, on=local_date(at))

    def day(self, phrase: str | None) -> str:
        return self.around.day(phrase).isoformat() if phrase else ""


def write_replies(data: RepliesData, world: World, around: Around) -> None:
    """Write everything, through the same door as the pages."""
    place = _Place(world, around, world.clinics[data.clinic])
    for link in data.links:
        _set(link, place)
    for reply in data.replies:
        _write(reply, place)
    _check(data.links, place)


def _set(data: LinkData, place: _Place) -> None:
    at = place.around.moment(data.at)
    document = routine_on(place.around.today)
    actions.set_link(
        clinic=place.clinic,
        draft=actions.LinkDraft(
            key=data.key,
            name=data.name,
            address=data.address,
            owner=place.world.staff[data.owner],
            until=place.day(data.until),
        ),
        routine=document,
        by=place.somebody(data.by, at),
        at=at,
        is_new=document.link(data.key) is None,
    )


def _check(links: tuple[LinkData, ...], place: _Place) -> None:
    """Write down what the worker found this morning, and once before of what is gone."""
    morning = place.around.moment("today 05:12")
    for each in links:
        if each.worked:
            worked = place.around.moment(each.worked)
            actions.note_check(each.address, Answer(Found.WORKS, "200"), at=worked)
    actions.note_checks({each.address: Answer(each.found) for each in links}, at=morning)


def _write(data: ReplyData, place: _Place) -> None:
    first, *later = data.written
    at = place.around.moment(first.at)
    pk = actions.add(
        clinic=place.clinic,
        draft=_draft(data, first, place),
        routine=routine_on(place.around.today),
        by=place.somebody(first.by, at),
        at=at,
        replaces=data.instead_of,
    )
    for number, each in enumerate(later, start=1):
        _rewrite(pk, number, _draft(data, each, place), each, place)
    if data.withdrawn:
        _withdraw(pk, data.withdrawn, place)


def _rewrite(pk: int, seen: int, draft: Draft, version: WrittenData, place: _Place) -> None:
    at = place.around.moment(version.at)
    actions.rewrite(
        clinic=place.clinic,
        reply=pk,
        draft=draft,
        seen=seen,
        routine=routine_on(place.around.today),
        by=place.somebody(version.by, at),
        at=at,
    )


def _withdraw(pk: int, data: WithdrawnData, place: _Place) -> None:
    at = place.around.moment(data.at)
    actions.withdraw(
        clinic=place.clinic,
        reply=pk,
        reason=data.reason,
        by=place.somebody(data.by, at),
        at=at,
    )


def _draft(data: ReplyData, version: WrittenData, place: _Place) -> Draft:
    return Draft(
        name=data.name,
        sv=version.sv,
        en=version.en,
        acts=data.acts,
        services=data.services,
        owner=place.world.staff[data.owner],
        until=place.day(version.until),
    )
