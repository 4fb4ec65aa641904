"""A case as it lies before somebody: the case, what stands around it, who looks, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, partial

from django.utils.translation import gettext

from vardag.domain import access
from vardag.domain.case.choices import Choice, Permit, choices
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.delivery import State
from vardag.domain.people.identity import ClinicId, GroupId, PersonId, Staff, age_on
from vardag.domain.refusals import Refusal
from vardag.domain.routine.document import Form, Routine, Step
from vardag.domain.routine.way import step_on_way
from vardag.doors.inbox.lists.rows import years
from vardag.doors.shared.actor import Actor, initials
from vardag.doors.shared.protected import named
from vardag.rooms.cases.attached import files_in
from vardag.rooms.cases.letterhead import Letterhead
from vardag.rooms.cases.queries import FullCase
from vardag.rooms.cases.surroundings import Surroundings
from vardag.rooms.deliveries.queries import Delivery
from vardag.rooms.desks.lying import Lying
from vardag.rooms.files.queries import File
from vardag.rooms.lists.earlier import Earlier
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Someone:
    """A person as a page names one."""

    name: str
    initials: str
    role: str  # a title, or in which capacity a resident writes
    is_resident: bool


@dataclass(frozen=True)
class Desk:
    """A case before a member of staff, at a moment."""

    full: FullCase
    around: Surroundings
    actor: Actor
    staff: Staff
    at: datetime
    lies: Lying = field(default_factory=Lying)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)  # by step
    systems: frozenset[str] = frozenset()  # to which the clinic has a line
    earlier: tuple[Earlier, ...] = ()  # other cases about the patient, that the person may open

    @property
    def case(self) -> Case:
        return self.full.case

    @property
    def routine(self) -> Routine:
        return self.full.routine

    @cached_property
    def today(self) -> date:
        return local_date(self.at)

    @cached_property
    def now(self) -> Circumstances:
        return Circumstances(
            by=self.staff,
            at=self.at,
            routine=self.routine,
            calendar=self.around.own.calendar,
            links=self.around.own.links,
            own_replies={each.key: each.as_standard for each in self.around.own.replies},
            systems=self.systems,
            in_vain=frozenset(
                step for step, each in self.deliveries.items() if each.state is State.FAILED
            ),
        )

    @cached_property
    def choices(self) -> dict[Choice, Refusal | None]:
        return dict(choices(self.case, self.now, permit=self.permit))

    @property
    def permit(self) -> Permit:
        """The law of who may, for one who may be reading by way of exception."""
        return partial(access.permit, by_exception=self.full.exception is not None)

    @property
    def form(self) -> Form:
        return self.full.form

    @cached_property
    def files(self) -> dict[str, File]:
        """What is known of the files that the ledger names."""
        return files_in(self.full)

    @property
    def patient(self) -> PersonRow:
        return self.around.people[self.case.patient]

    @property
    def author(self) -> PersonRow:
        return self.around.people[self.case.author]

    @property
    def patient_age(self) -> str:
        born = self.patient.born
        return years(age_on(self.today, born=born)) if born else ""

    @property
    def receives_here(self) -> bool:
        """Whether the person receives cases at the clinic where that person works now."""
        clinic = self.actor.clinic
        return clinic is not None and self.staff.receives_at(ClinicId(clinic.pk))

    @property
    def clinic_name(self) -> str:
        return self.name_of_clinic(self.case.clinic)

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(self.case.clinic, self.clinic_name, self.around.own.sign_off)

    def name_of_clinic(self, clinic: ClinicId) -> str:
        return self.around.clinics[clinic]

    def name_of_group(self, group: GroupId) -> str:
        return self.around.groups[group].name

    def someone(self, person: PersonId) -> Someone:
        """Return somebody whom the case or its ledger names."""
        row = self.around.people[person]
        is_resident = not row.title and person in self._family
        role = self._capacity(person) if is_resident else row.title
        return Someone(named(row), initials(row), role, is_resident)

    def case_if_kept(self, *, kept: bool) -> Case:
        """Return the case as it would be if it were kept from guardians, or weren't."""
        return replace(self.case, kept_from_guardians=kept)

    def name_of(self, person: PersonId) -> str:
        return named(self.around.people[person])

    @cached_property
    def _family(self) -> set[PersonId]:
        guardians = {PersonId(row.pk) for row in self.around.guardians}
        return {self.case.patient, self.case.author} | guardians

    def _capacity(self, person: PersonId) -> str:
        if person == self.case.patient:
            return gettext("the patient")
        return gettext("guardian")

    def step(self, key: str) -> Step | None:
        """Return a step by its key: the one on the case's way, or else any of that key."""
        found = step_on_way(self.case.process, self.case.facts, key)
        stages = self.case.process.stages
        every = (step for stage in stages for step in stage.steps if step.key == key)
        return found or next(every, None)
