"""Bringing residents up to date with the population register: who is whose guardian today.

The only writer of guardianships once a register is in use. What the register no longer says ends at
once; what it can't be asked about gives no rights the day after next (ADR-0026). Who is protected is
kept, whether it is said of the person or of a guardian's child (ADR-0028).
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId
from vardag.rooms.people.families.register import Entry, current
from vardag.rooms.people.models import GuardianRow, PersonRow
from vardag.rooms.people.names import note_names


def bring_up_to_date(person: PersonId, *, at: datetime) -> None:
    """Ask the register about a resident, and make the rows say what it says.

    Without a register in use the rows stand as they are.

    :param at: aware
    :raises RegisterAway: if it can't be asked; the rows stand, and give rights for a day more
    """
    register, on = current(), local_date(at)
    if register is not None:
        number = PersonRow.objects.values_list("personal_number", flat=True).get(pk=person)
        _as_it_says(person, register.look_up(number or "", on=on), on=on)  # no lock waits for it


@transaction.atomic
def _as_it_says(person: PersonId, found: Entry | None, *, on: date) -> None:
    row = PersonRow.objects.select_for_update().get(pk=person)
    row.register_date = on
    row.save(update_fields=["register_date"])
    children = () if found is None else _save(row, found)
    own = GuardianRow.objects.filter(guardian=row)
    confirmed = [_confirm(row, child, on=on) for child in children]
    _end(own.exclude(child__in=confirmed), on=on)


def _save(row: PersonRow, found: Entry) -> tuple[Entry, ...]:
    """Bring a person's own row up to date, and return the children of whom that person has custody.

    Whether it gives a right is for ``ties`` to say, where somebody lives under protection.
    """
    was = row.name
    row.given_name, row.family_name = found.given_name, found.family_name
    row.personal_number, row.born = found.number.digits, found.born
    row.died_on = found.died_on
    row.save()
    _renamed(row, was)
    _keep_protection(row, found)
    for child in found.children:
        known = of_number(child)
        if known is not None:
            _keep_protection(known, child)
    if found.died_on:
        return ()
    return tuple(each for each in found.children if _is_kept(each, found))


def _renamed(row: PersonRow, was: str) -> None:
    """Let somebody be found by the name of today, and not by one that has been given up."""
    if row.name != was:
        note_names([row])


def _is_kept(child: Entry, guardian: Entry) -> bool:
    """Tell whether custody is written down: of the protected only where both have been here."""
    is_hidden = guardian.protection or child.protection
    return not child.died_on and not (is_hidden and of_number(child) is None)


def _keep_protection(row: PersonRow, found: Entry) -> None:
    """Record whether somebody is protected."""
    row.protection = found.protection or ""
    row.save(update_fields=["protection"])


def _confirm(guardian: PersonRow, child: Entry, *, on: date) -> PersonRow:
    """Record that the register has somebody as the guardian of a child, and return the child."""
    row = of_number(child) or PersonRow()
    was = row.name
    row.given_name, row.family_name = child.given_name, child.family_name
    row.personal_number, row.born = child.number.digits, child.born
    row.save()
    _renamed(row, was)
    tie, is_new = GuardianRow.objects.get_or_create(
        guardian=guardian, child=row, defaults={"from_date": on, "confirmed_date": on}
    )
    if not is_new:
        if tie.until_date is not None and tie.until_date < on:
            tie.from_date = on
        tie.until_date, tie.confirmed_date = None, on
        tie.save()
    return row


def of_number(entry: Entry) -> PersonRow | None:
    """Return the row of a person, by the number of today or one of before."""
    rows = PersonRow.objects.filter(personal_number__in=(entry.number.digits, *entry.former))
    return rows.order_by("pk").first()


def _end(ties: QuerySet[GuardianRow], *, on: date) -> None:
    """End what the register doesn't say any more, from this day on."""
    yesterday = on - timedelta(days=1)
    ties.filter(until_date=None).update(until_date=yesterday)
    ties.filter(until_date__gte=on).update(until_date=yesterday)


def found_or_added(number: str, *, at: datetime) -> PersonRow | None:
    """Return the row of a resident by number, added if only the register has the person.

    :raises RegisterAway: if we don't know the number, and the register can't be asked
    """
    row = PersonRow.objects.filter(personal_number=number).first()
    register = current()
    if row is not None or register is None:
        return row
    found = register.look_up(number, on=local_date(at))
    if found is None:
        return None
    row = of_number(found) or PersonRow()
    with transaction.atomic():
        _save(row, found)
    return row


def known_by_register(number: str, *, at: datetime) -> PersonRow | None:
    """Return the row of who had another number before, if the register says so.

    :raises RegisterAway: if the register can't be asked
    """
    register = current()
    found = register.look_up(number, on=local_date(at)) if register else None
    return of_number(found) if found else None
