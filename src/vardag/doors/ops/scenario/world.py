"""The world of a scenario: clinics and people by the names that scenario files use."""

from dataclasses import dataclass, field
from datetime import date, datetime

from vardag.domain.people.identity import (
    ClinicId,
    GroupId,
    PersonId,
    Profession,
    Resident,
    Role,
    Staff,
)
from vardag.rooms.clinics import actions as clinics
from vardag.rooms.people import actions as people
from vardag.rooms.people import queries
from vardag.rooms.routines.actions import publish

_BEFORE_ALL = date(2016, 1, 1)
_CLINICS = {"outpatient": True, "medical": False, "elsewhere": False}
_RESIDENTS = {  # the order is the world's; ages are the world's on 2026-04-01
    "guardian": date(1986, 2, 14),
    "other_guardian": date(1985, 11, 3),
    "child": date(2015, 9, 15),
    "youth": date(2010, 9, 15),
    "youth_guardian": date(1979, 6, 30),
    "stranger": date(1990, 1, 20),
}
_GUARDIANS = (("guardian", "child"), ("other_guardian", "child"), ("youth_guardian", "youth"))
_STAFF = {
    "receiver": ("outpatient", Role.RECEIVER, Profession.MEDICAL_SECRETARY),
    "nurse": ("outpatient", Role.RECEIVER, Profession.NURSE),
    "clinician": ("outpatient", Role.HANDLER, Profession.CLINICIAN),
    "certificate_secretary": ("medical", Role.HANDLER, Profession.MEDICAL_SECRETARY),
    "doctor": ("medical", Role.HANDLER, Profession.DOCTOR),
    "medical_receiver": ("medical", Role.RECEIVER, Profession.MEDICAL_SECRETARY),
    "manager": ("outpatient", Role.MANAGER, Profession.OTHER),
    "administrator": ("outpatient", Role.ADMINISTRATOR, Profession.OTHER),
    "outsider": ("elsewhere", Role.RECEIVER, Profession.MEDICAL_SECRETARY),
    "therapist": ("outpatient", Role.COLLEAGUE, Profession.CLINICIAN),
}
_GROUPS = {"certificate-handlers": ("medical", ("certificate_secretary", "doctor"))}


@dataclass(frozen=True)
class World:
    """Ids by name, and names by id."""

    clinics: dict[str, ClinicId] = field(default_factory=dict)
    residents: dict[str, PersonId] = field(default_factory=dict)
    staff: dict[str, PersonId] = field(default_factory=dict)
    groups: dict[str, GroupId] = field(default_factory=dict)
    group_clinics: dict[str, ClinicId] = field(default_factory=dict)
    lines: dict[str, str] = field(
        default_factory=dict
    )  # how systems answer that were told anything

    @property
    def people(self) -> dict[str, PersonId]:
        return {**self.residents, **self.staff}

    def name_of(self, person: PersonId) -> str:
        return next(name for name, pk in self.people.items() if pk == person)

    def group_name(self, group: GroupId) -> str:
        return next(name for name, pk in self.groups.items() if pk == group)

    def staff_member(self, name: str, *, on: date) -> Staff:
        found = queries.staff(self.staff[name], on=on)
        assert found is not None
        return found

    def resident(self, name: str, *, on: date) -> Resident:
        row = queries.person(self.residents[name])
        assert row is not None
        return queries.resident_of(row, on=on)


def build_world(*, routine_text: str, name: str, at: datetime) -> World:
    """Fill an empty database with the world, and publish the routine.

    :raises UnreadableRoutine: if the routine can't be published
    """
    publish(text=routine_text, name=name, at=at)
    world = World()
    for key, takes in _CLINICS.items():
        world.clinics[key] = clinics.add_clinic(key=key, name=key, takes_residents_cases=takes)
    for number, (key, born) in enumerate(_RESIDENTS.items()):
        world.residents[key] = people.add_resident(
            given_name=key,
            family_name="",
            personal_number=f"{born:%Y%m%d}{9800 + number}",
            born=born,
        )
    for guardian, child in _GUARDIANS:
        people.add_guardian(guardian=world.residents[guardian], child=world.residents[child])
    for number, key in enumerate(_STAFF):
        world.staff[key] = _add_staff(world, key, number)
    for key, (clinic, members) in _GROUPS.items():
        ids = [world.staff[member] for member in members]
        group = people.add_group(key=key, clinic=world.clinics[clinic], name=key, members=ids)
        world.groups[key] = group
        world.group_clinics[key] = world.clinics[clinic]
    return world


def _add_staff(world: World, key: str, number: int) -> PersonId:
    clinic, role, profession = _STAFF[key]
    person = people.add_staff(
        given_name=key,
        family_name="",
        hsa_id=f"SE0000000000-{number:04d}",
        profession=profession,
        title="",
    )
    people.grant(person=person, clinic=world.clinics[clinic], role=role, from_date=_BEFORE_ALL)
    return person
