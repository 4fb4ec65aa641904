"""The page on which one chooses who to be, as it stands: people in families and at clinics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from vardag.doors.signin.families import Family, families
from vardag.doors.signin.people import registered
from vardag.doors.signin.workplaces import Workplace, workplaces
from vardag.rooms.people.invented import INVENTED
from vardag.rooms.people.models import PersonRow

_SHOWN = 6  # families; the rest lies behind one click


@dataclass(frozen=True)
class Chooser:
    """What there is to choose from. ``next`` is where the person was going, as it came."""

    families: tuple[Family, ...]
    more_families: tuple[Family, ...]
    workplaces: tuple[Workplace, ...]
    next: str

    @property
    def is_empty(self) -> bool:
        return not self.families and not self.workplaces


def chooser(request: HttpRequest, *, on: date) -> Chooser:
    """Return the page as it is on a local date."""
    everybody = registered(on=on)
    found = sorted(families(everybody), key=_most_to_try_first)
    return Chooser(
        families=tuple(found[:_SHOWN]),
        more_families=_by_name(found[_SHOWN:]),
        workplaces=workplaces(everybody),
        next=request.GET.get("next", ""),
    )


def _most_to_try_first(family: Family) -> tuple[bool, bool, int, str]:
    asked = any(person.is_asked for person in family.people)
    goes_on = any(person.work_goes_on for person in family.people)
    return (not asked, not goes_on, -len(family.people), family.name)


def _by_name(found: Iterable[Family]) -> tuple[Family, ...]:
    return tuple(sorted(found, key=lambda family: family.name))


def invented_person(given: str) -> PersonRow | None:
    """Return the person of an id, if that is an invented one; nobody real can be chosen here."""
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    return PersonRow.objects.filter(INVENTED, pk=int(given)).first()
