"""A note to a colleague by name: whom one can choose, and who was told of which note."""

from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.shared.moments import listed, short_moment
from vardag.rooms.cases.surroundings import Worker


@dataclass(frozen=True)
class Colleague:
    """Somebody who may open the case, and can be told of a note in it."""

    id: PersonId
    name: str  # as it stands after an @ in the text
    words: str
    is_chosen: bool


def colleagues(desk: Desk, typed: Typed) -> tuple[Colleague, ...]:
    """Return those who may open the case, other than who writes, by name."""
    others = (each for each in desk.around.readers if each.id != desk.staff.id)
    chosen = typed.get("note-to", "")
    return tuple(
        Colleague(each.id, each.name, _words(each), is_chosen=str(each.id) == chosen)
        for each in sorted(others, key=lambda each: each.name)
    )


def _words(worker: Worker) -> str:
    words = f"{worker.name}, {worker.title}" if worker.title else worker.name
    return gettext("%(name)s – away now") % {"name": words} if worker.is_away else words


def told_of(desk: Desk, to: tuple[PersonId, ...], number: int) -> str:
    """Say whom a note is to, and when each of them saw it.

    :param number: of the note's event in the case's ledger
    """
    seen = {each.person: each.seen_at for each in desk.around.mentions if each.number == number}
    said = []
    for person in to:
        at = seen.get(person)
        told = {"name": desk.name_of(person)}
        if at is None:
            said.append(gettext("%(name)s (not seen yet)") % told)
        else:
            when = short_moment(at, on=desk.today)
            said.append(gettext("%(name)s (seen %(when)s)") % {**told, "when": when})
    return gettext("to %(names)s") % {"names": listed(said)} if said else ""


def awaits_me(desk: Desk) -> bool:
    """Tell whether the case holds a note to who looks, who hasn't seen it before now."""
    me = desk.staff.id
    return any(each.person == me and each.seen_at is None for each in desk.around.mentions)
