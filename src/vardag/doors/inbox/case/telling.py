"""A note to a colleague by name: whom one can choose, and who was told of which note."""

from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.shared.moments import listed, short_moment
from vardag.rooms.cases.surroundings import Worker


def colleagues(desk: Desk, typed: Typed) -> SafeString:
    """Return those who may open the case, other than who writes, as the options of a field, by name."""
    away = gettext("%(name)s – away now")
    return _options(desk.around.readers, desk.staff.id, typed.get("note-to", ""), away)


@lru_cache(maxsize=100)
def _options(readers: tuple[Worker, ...], me: PersonId, chosen: str, away: str) -> SafeString:
    """Set them out once as long as they are the same: the same are asked for in every case of a clinic.

    A script finds the name, as it stands after an @ in the text, beside each.
    """
    others = sorted((each for each in readers if each.id != me), key=lambda each: each.name)
    return format_html_join(
        "",
        '<option value="{}" data-name="{}"{}>{}</option>',
        (
            (
                each.id,
                each.name,
                SafeString(" selected") if str(each.id) == chosen else "",
                _words(each, away),
            )
            for each in others
        ),
    )


def _words(worker: Worker, away: str) -> str:
    words = f"{worker.name}, {worker.title}" if worker.title else worker.name
    return away % {"name": words} if worker.is_away else words


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
