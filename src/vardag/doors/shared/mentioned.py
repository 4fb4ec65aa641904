"""Which notes a member of staff is told of by name, for every page's menu and the lists."""

from django.http import HttpRequest

from vardag.doors.shared.actor import Actor
from vardag.rooms.cases.mentions import Told, told


def told_to(request: HttpRequest) -> tuple[Told, ...]:
    """Return the notes to the reader that aren't seen, in cases which that person may open now.

    Whether there may be any is known with the person; only then the rules are asked, once a request.
    """
    found: tuple[Told, ...] | None = getattr(request, "told", None)
    if found is None:
        actor: Actor | None = getattr(request, "actor", None) or None
        staff = actor.staff if actor is not None and actor.told else None
        found = told(staff) if staff is not None else ()
        request.told = found  # type: ignore[attr-defined]
    return found
