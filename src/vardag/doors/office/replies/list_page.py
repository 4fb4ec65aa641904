"""A clinic's standard replies, its own and the routine's, with what should be looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId
from vardag.domain.replies.links import BROKEN
from vardag.domain.replies.reply import OWN, Act, Concern, Standing, State, concerns, state
from vardag.domain.routine.document import Routine
from vardag.doors.office.replies import words
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.uses import Use, uses
from vardag.rooms.clinics.queries import own
from vardag.rooms.replies.queries import Whole, checked, every_reply, owners
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Clinic:
    """What is known of a clinic's replies on a local date; each thing is looked up once."""

    id: ClinicId
    on: date

    @cached_property
    def routine(self) -> Routine:
        return routine_on(self.on)

    @cached_property
    def replies(self) -> list[Whole]:
        return every_reply(self.id)

    @cached_property
    def uses(self) -> Mapping[str, Use]:
        return uses(self.id)

    @cached_property
    def here(self) -> set[int]:
        """Who works at the clinic, and can answer for something."""
        return {row.pk for row in owners(self.id, on=self.on)}

    @cached_property
    def own_addresses(self) -> Mapping[str, str]:
        return own(self.id).links

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where each link leads, by key: the clinic's own before the routine's."""
        return {each.key: each.address for each in self.routine.links} | dict(self.own_addresses)

    @cached_property
    def broken(self) -> set[str]:
        """The keys of the links that didn't work when they were asked for."""
        found = checked(self.addresses.values())
        bad = {address for address, each in found.items() if each.found in BROKEN}
        return {key for key, address in self.addresses.items() if address in bad}

    def standing(self, reply: Whole) -> Standing:
        use = self.uses.get(reply.latest.key)
        return Standing(
            on=self.on,
            is_withdrawn=reply.withdrawal is not None,
            owner_is_here=reply.owner.pk in self.here,
            in_use_since=reply.since,
            last_used=use.last if use else None,
            bad_links=tuple(key for key in reply.latest.links if key in self.broken),
        )


@dataclass(frozen=True)
class Row:
    """A clinic's own reply in the list."""

    id: int
    name: str
    acts: str
    services: str
    in_place_of: str  # the routine's reply that it replaces, by name
    owner: str
    used: str
    until: str
    state: str
    is_in_use: bool
    concerns: tuple[str, ...]


@dataclass(frozen=True)
class RoutineRow:
    """One of the routine's replies; ``own`` is the clinic's that stands in its place."""

    key: str
    name: str
    used: str
    is_fixed: bool
    own: int | None


@dataclass(frozen=True)
class Choice:
    """What the list can be narrowed to."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class ListPage:
    """The list, what it is narrowed to, and how many want looking at."""

    rows: tuple[Row, ...]
    routines: tuple[RoutineRow, ...]
    shows: tuple[Choice, ...]
    services: tuple[Choice, ...]
    acts: tuple[Choice, ...]
    to_look_at: int
    has_any: bool
    is_narrowed: bool


TO_LOOK_AT = "to-look-at"


def list_page(clinic: Clinic, asked: QueryDict) -> ListPage:
    """Return the list as it is asked for; what nobody knows narrows nothing."""
    found = [(each, tuple(concerns(each.latest, clinic.standing(each)))) for each in clinic.replies]
    found.sort(key=lambda each: (_gravest(each[1]), each[0].withdrawal is not None))
    show, service, act = (asked.get(name, "") for name in ("show", "service", "act"))
    shown = [
        each
        for each in found
        if _is_shown(clinic, *each, show=show)
        and (not service or not each[0].latest.services or service in each[0].latest.services)
        and (not act or act in each[0].latest.acts)
    ]
    return ListPage(
        rows=tuple(_row(clinic, *each) for each in shown),
        routines=tuple(_routines(clinic)),
        shows=tuple(_shows(show)),
        services=tuple(
            Choice(each.key, in_words(each.list_name), each.key == service)
            for each in clinic.routine.services
        ),
        acts=tuple(Choice(each, words.act_name(each), each == act) for each in Act),
        to_look_at=sum(bool(each) for _, each in found),
        has_any=bool(found),
        is_narrowed=len(shown) < len(found),
    )


def _gravest(found: tuple[Concern, ...]) -> int:
    """Return a number that is the lower the graver the first of these concerns is."""
    return list(Concern).index(found[0]) if found else len(Concern)


def _is_shown(clinic: Clinic, reply: Whole, found: tuple[Concern, ...], *, show: str) -> bool:
    if show == TO_LOOK_AT:
        return bool(found)
    if show in set(Concern) - {Concern.EXPIRED}:
        return show in found
    return show not in set(State) or state(reply.latest, clinic.standing(reply)) == show


def _shows(chosen: str) -> Iterator[Choice]:
    names = [
        ("", gettext("All")),
        (TO_LOOK_AT, gettext("What should be looked at")),
        *((each.value, words.state_name(each)) for each in State),
        *((each.value, words.concern_name(each)) for each in Concern if each != Concern.EXPIRED),
    ]
    return (Choice(value, name, value == chosen) for value, name in names)


def _row(clinic: Clinic, reply: Whole, found: tuple[Concern, ...]) -> Row:
    latest = reply.latest
    stands = state(latest, clinic.standing(reply))
    place = clinic.routine.standard_reply(latest.key)
    return Row(
        id=reply.id,
        name=latest.name,
        acts=words.acts_named(latest.acts),
        services=words.services_named(latest.services, clinic.routine),
        in_place_of=in_words(place.name) if place and not latest.key.startswith(OWN) else "",
        owner=reply.owner.name,
        used=used_in_words(clinic.uses.get(latest.key), on=clinic.on),
        until=short_date(latest.until, on=clinic.on) if latest.until else "",
        state=words.state_name(stands),
        is_in_use=stands is State.IN_USE,
        concerns=tuple(words.concern_name(each) for each in found),
    )


def used_in_words(use: Use | None, *, on: date) -> str:
    """Return how often a reply has been sent, and when last."""
    if use is None:
        return gettext("Never sent")
    told = {"count": use.count, "day": short_date(use.last, on=on)}
    return gettext("%(count)s, last %(day)s") % told


def _routines(clinic: Clinic) -> Iterator[RoutineRow]:
    own = {each.latest.key: each.id for each in clinic.replies}
    for each in clinic.routine.standard_replies:
        yield RoutineRow(
            key=each.key,
            name=in_words(each.name),
            used=used_in_words(clinic.uses.get(each.key), on=clinic.on),
            is_fixed=each.fixed,
            own=own.get(each.key),
        )
