"""Where somebody lives, asked of the population register at the moment it is needed, and never kept."""

from dataclasses import dataclass
from datetime import datetime

from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import PersonId
from vardag.rooms.people.families.register import RegisterAway, current
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Home:
    """What the register says of a home; of who is protected nothing. ``is_away``: it can't be asked."""

    lines: tuple[str, ...] = ()
    is_protected: bool = False
    is_away: bool = False


def home_of(person: PersonId, *, at: datetime) -> Home:
    """Return where somebody lives, as far as the register in use tells; nothing is written.

    The register may know of a protection that nobody has heard of here yet: then no address is told.

    :param at: aware
    """
    register = current()
    number = PersonRow.objects.values_list("personal_number", flat=True).filter(pk=person).first()
    if register is None or not number:
        return Home()
    try:
        found = register.look_up(number, on=local_date(at))
    except RegisterAway:
        return Home(is_away=True)
    if found is None:
        return Home()
    if found.protection or any(child.protection for child in found.children):
        return Home(is_protected=True)
    return Home(found.address)
