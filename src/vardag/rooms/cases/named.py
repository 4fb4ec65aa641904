"""Whom an act names, held against the rows at the moment of acting, whatever a page has sent."""

from dataclasses import replace
from datetime import date

from vardag.domain.case import acts
from vardag.domain.people.identity import PersonId
from vardag.rooms.clinics.queries import clinics
from vardag.rooms.people.models import GroupRow, PersonRow
from vardag.rooms.people.queries import working


def with_known_people(act: acts.Act, *, on: date) -> acts.Act:
    """Return the act as it is, or with nobody in the place of somebody who isn't there.

    ``decide`` knows no rows, and refuses an act that names nobody: so a case can't be given to who
    has left, to a resident, or to a group under another name, nor printed for such a one.

    :param on: the local date of the act
    """
    match act:
        case acts.Assign(to=assignee) if assignee is not None and not _can_take(assignee, on):
            return replace(act, to=None)
        case acts.Print(for_=person) if person is not None and not _is_staff(person):
            return replace(act, for_=None, for_unknown=True)
        case _:
            return act


def _can_take(assignee: acts.Assignee, on: date) -> bool:
    match assignee:
        case acts.Person(id=person, clinic=clinic):
            return working(on).filter(person=person, clinic=clinic).exists()
        case acts.Group(id=group, key=key, clinic=clinic):
            return GroupRow.objects.filter(pk=group, key=key, clinic=clinic).exists()
        case acts.Clinic(id=clinic):
            return bool(clinics([clinic]))


def _is_staff(person: PersonId) -> bool:
    return PersonRow.objects.filter(pk=person).exclude(profession="").exists()
