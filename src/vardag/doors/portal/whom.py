"""For whom somebody can write, and what can be sent for each: the rules are asked, never repeated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from vardag.domain.kinship import permit_submission
from vardag.domain.people.identity import PersonId, Resident, age_on
from vardag.domain.refusals import NotPermitted
from vardag.domain.routine.document import Service
from vardag.domain.words import Sentence
from vardag.doors.shared.actor import Actor
from vardag.rooms.people import queries as people
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Someone:
    """Oneself or a child of one's own, with the services that may be sent for that person today."""

    row: PersonRow
    age: int
    is_self: bool
    services: tuple[Service, ...]
    why_not: Sentence | None  # why the other services may not be sent

    @property
    def id(self) -> PersonId:
        return PersonId(self.row.pk)

    @property
    def name(self) -> str:
        """The name as an answer to "Who is it about?"."""
        return gettext("Myself") if self.is_self else self.row.given_name

    @property
    def is_limited(self) -> bool:
        return bool(self.services) and self.why_not is not None


def years(age: int) -> str:
    """Return an age in words, such as ``11 år``."""
    return ngettext("%(age)s year old", "%(age)s years old", age) % {"age": age}


def name_and_age(row: PersonRow, age: int) -> str:
    return gettext("%(name)s, %(age)s") % {"name": row.given_name, "age": years(age)}


def everyone(
    actor: Actor, resident: Resident, *, services: Iterable[Service], on: date
) -> tuple[Someone, ...]:
    """Return oneself and one's children, the youngest first, each with what may be sent."""
    children = [child.id for child in resident.children]
    rows = people.people(children) if children else {}
    offered = tuple(services)
    family = [actor.row, *(rows[child] for child in children)]
    return tuple(_someone(row, resident, services=offered, on=on) for row in family)


def _someone(
    row: PersonRow, resident: Resident, *, services: tuple[Service, ...], on: date
) -> Someone:
    refusals = {each.key: _why_not(resident, row, each, on=on) for each in services}
    born = resident.born_of(PersonId(row.pk))
    if born is None:
        raise ValueError(f"person {row.pk} is not of the family of {resident.id}")
    return Someone(
        row=row,
        age=age_on(on, born=born),
        is_self=row.pk == resident.id,
        services=tuple(each for each in services if refusals[each.key] is None),
        why_not=next((why for why in refusals.values() if why is not None), None),
    )


def _why_not(resident: Resident, row: PersonRow, service: Service, *, on: date) -> Sentence | None:
    patient = PersonId(row.pk)
    try:
        permit_submission(resident, patient=patient, service=service, on=on, ages=ages_on(on))
    except NotPermitted as refusal:
        return refusal.sentence
    return None
