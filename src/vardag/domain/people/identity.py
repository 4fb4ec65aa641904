"""Who is who: people as the rules see them, and the keys of people, clinics, groups and cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", int)
ClinicId = NewType("ClinicId", int)
GroupId = NewType("GroupId", int)
CaseId = NewType("CaseId", int)


class Role(StrEnum):
    """What a person is entrusted with at one clinic."""

    RECEIVER = "receiver"
    HANDLER = "handler"
    TEAM_LEADER = "team-leader"  # plans the roster, as a manager does (R12)
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    LOG_REVIEWER = "log-reviewer"
    CLEARED = "cleared"  # for protected identities; gives nothing but beside another role
    COLLEAGUE = "colleague"  # works there: can be asked, and gives nothing by itself


class Profession(StrEnum):
    """What a person is by training, as the staff directory says."""

    NURSE = "nurse"
    DOCTOR = "doctor"
    MEDICAL_SECRETARY = "medical-secretary"
    CLINICIAN = "clinician"
    OTHER = "other"


@dataclass(frozen=True)
class Staff:
    """A member of staff at the moment of the request: roles by clinic, groups by id."""

    id: PersonId
    profession: Profession = Profession.OTHER
    roles: Mapping[ClinicId, frozenset[Role]] = field(default_factory=dict)
    groups: Mapping[GroupId, tuple[str, ClinicId]] = field(default_factory=dict)

    @property
    def is_nurse(self) -> bool:
        return self.profession is Profession.NURSE

    def receives_at(self, clinic: ClinicId) -> bool:
        return Role.RECEIVER in self.roles.get(clinic, frozenset())

    def works_cases_at(self, clinic: ClinicId) -> bool:
        """Tell whether the person may hold cases there at all, as a receiver or a handler."""
        return bool(self.roles.get(clinic, frozenset()) & {Role.RECEIVER, Role.HANDLER})

    def works_at(self, clinic: ClinicId) -> bool:
        """Tell whether the person works there at all, so that somebody can ask that person."""
        return bool(self.roles.get(clinic, frozenset()) - {Role.CLEARED})

    def is_cleared_at(self, clinic: ClinicId) -> bool:
        """Tell whether the person may be trusted with protected identities there."""
        return Role.CLEARED in self.roles.get(clinic, frozenset())

    def belongs_to(self, group_key: str, *, at: ClinicId) -> bool:
        """Tell whether the person is in the group of that key at that clinic, and works there."""
        return (group_key, at) in self.groups.values() and self.works_cases_at(at)


@dataclass(frozen=True)
class Child:
    """A child of whom a resident is a guardian today."""

    id: PersonId
    born: date


@dataclass(frozen=True)
class Resident:
    """A resident at the moment of the request, with the children the register gives today.

    ``blocked`` are children from whom a unit manager keeps this guardian; they aren't among the others.
    """

    id: PersonId
    born: date
    children: tuple[Child, ...] = ()
    blocked: frozenset[PersonId] = frozenset()

    def born_of(self, person: PersonId) -> date | None:
        """Return the birth date of oneself or of an own child; None of anybody else."""
        if person == self.id:
            return self.born
        return next((child.born for child in self.children if child.id == person), None)


@dataclass(frozen=True)
class AgeRules:
    """The ages that decide who acts for whom, from a date on. Whole years."""

    valid_from: date
    acts_alone_from: int
    child_until: int
    source: str


def age_on(day: date, *, born: date) -> int:
    """Return the age in whole years on a local date.

    Who was born on 29 February turns a year older on 28 February in other years: the earlier day,
    since a birthday here takes a guardian's view away (our reading, ADR-0007).
    """
    birthday = (born.month, 28 if _never_comes(born, day) else born.day)
    return day.year - born.year - ((day.month, day.day) < birthday)


def _never_comes(born: date, day: date) -> bool:
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    return (born.month, born.day) == (2, 29) and not leap
