"""What has happened to the work that outlives a case, in words: for its page and the case's thread."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.events import (
    Event,
    WorkAssigned,
    WorkCompleted,
    WorkNoted,
    WorkPutOff,
    WorkSent,
)
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import Process, Routine, Work
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words

type NameOf = Callable[[PersonId], str]


def work_words(
    event: Event, process: Process, routine: Routine, *, name: str, name_of: NameOf, on: date
) -> tuple[str, str]:
    """Return what somebody did to a piece of work, and the words that were given with it.

    :param routine: the case's, which knows what systems are called
    :param name: who did it
    :param name_of: the name of anybody whom such an event names
    """
    match event:
        case WorkSent(work=key, system=system, note=note):
            told = {"name": name, "step": work_name(process, key)}
            told["system"] = _system_name(routine, system)
            return gettext("%(name)s sent to %(system)s: %(step)s") % told, note
        case WorkCompleted(work=key, receipt=receipt) if receipt is not None:
            piece = piece_of(process, key)
            told = {"step": work_name(process, key), "receipt": receipt}
            told["system"] = _system_name(routine, piece.system if piece else None)
            return gettext("%(system)s did: %(step)s (receipt %(receipt)s)") % told, ""
        case WorkCompleted(work=key, outcome=outcome):
            told = {"name": name, "step": work_name(process, key, outcome)}
            return gettext("%(name)s did: %(step)s") % told, ""
        case WorkAssigned(work=key, person=person):
            return _given(name, work_name(process, key), person and name_of(person)), ""
        case WorkPutOff(work=key, follow_up=due, reason=reason):
            day = short_date(due.date, on=on)
            told = {"name": name, "step": work_name(process, key), "day": day}
            return gettext("%(name)s moved the follow-up to %(day)s: %(step)s") % told, reason
        case WorkNoted(work=key, text=text):
            told = {"name": name, "step": work_name(process, key)}
            return gettext("%(name)s wrote, at “%(step)s”") % told, text
        case _:
            raise ValueError(f"no words for {event.kind}")


def _given(name: str, step: str, to: str | int | None) -> str:
    told = {"name": name, "step": step, "to": to}
    if not to:
        return gettext("%(name)s gave back to the group: %(step)s") % told
    if to == name:
        return gettext("%(name)s took: %(step)s") % told
    return gettext("%(name)s gave to %(to)s: %(step)s") % told


def _system_name(routine: Routine, key: str | None) -> str:
    system = routine.system(key)
    return system.name if system else key or ""


def piece_of(process: Process, key: str) -> Work | None:
    """Return a piece of a process's work by its key."""
    return next((each for each in process.work if each.key == key), None)


def work_name(process: Process, key: str, outcome: str | None = None) -> str:
    """Return what a piece of work is called, with how it turned out if that is said."""
    piece = piece_of(process, key)
    if piece is None:
        return key
    turned_out = next((each for each in piece.outcomes if each.key == outcome), None)
    name = in_words(piece.name)
    return f"{name} – {in_words(turned_out.name)}" if turned_out else name
