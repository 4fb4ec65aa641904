"""Writing how somebody likes to work: one's own only, so that no right is asked for."""

from collections.abc import Sequence

from django.db import transaction

from vardag.domain.case.form import storable
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm, OutOfReach
from vardag.domain.words import say, visible
from vardag.rooms.habits.models import INBOX, LONGEST_ADDRESS, LONGEST_NAME, HabitsRow, ViewRow

MOST_VIEWS = 12  # more tabs than that nobody finds anything in


def set_habits(*, person: PersonId, has_keys: bool, goes_on: bool, columns: Sequence[str]) -> None:
    """Set how somebody works.

    :param columns: keys of a list's columns, as the lists know them; none for those of the beginning
    """
    HabitsRow.objects.update_or_create(
        person_id=person,
        defaults={"has_keys": has_keys, "goes_on": goes_on, "columns": ",".join(columns)},
    )


@transaction.atomic
def keep_view(
    *,
    person: PersonId,
    clinic: ClinicId,
    name: str,
    address: str,
    of: str = INBOX,
    is_first: bool = False,
) -> None:
    """Keep a view of a list by a name, at a clinic; a view of that name becomes this one.

    :param of: which list, one of ``LISTS``
    :param address: what stands after the ``?``, as the list has checked it
    :param is_first: whether the list begins with it; then no other view does any more
    :raises InvalidForm: if there is no name, it is too long, nothing is chosen, or there are too many
    """
    name = " ".join(storable(name).split())
    if not visible(name) or len(name) > LONGEST_NAME:
        raise InvalidForm(
            say("Give the view a name of at most %(most)s characters."), most=LONGEST_NAME
        )
    if not 0 < len(address) <= LONGEST_ADDRESS:
        raise InvalidForm(say("Choose what the view is to show."))
    habits = _locked(person)
    others = ViewRow.objects.filter(habits=habits, clinic=clinic, of=of).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise InvalidForm(say("You have %(most)s views. Take one away first."), most=MOST_VIEWS)
    if is_first:
        others.update(is_first=False)
    ViewRow.objects.update_or_create(
        habits=habits,
        clinic_id=clinic,
        of=of,
        name=name,
        defaults={"address": address, "is_first": is_first},
    )


def drop_view(*, person: PersonId, view: int) -> str:
    """Take away a view of one's own; return of which list it was.

    :raises OutOfReach: if the person has no such view
    """
    row = ViewRow.objects.filter(pk=view, habits__person=person).first()
    if row is None:
        raise OutOfReach(say("There is nothing here, or it isn't yours to see."))
    row.delete()
    return row.of


def _locked(person: PersonId) -> HabitsRow:
    HabitsRow.objects.get_or_create(person_id=person)
    return HabitsRow.objects.select_for_update().get(person_id=person)
