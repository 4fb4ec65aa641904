"""What has happened to the work that outlives a case, in words: for its page and the case's thread."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from vardag.domain.case.events import Event, WorkAssigned, WorkCompleted, WorkNoted, WorkPutOff
from vardag.domain.people.identity import PersonId
from vardag.domain.routine.document import Process
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.sentences import in_words

type NameOf = Callable[[PersonId], str]


def work_words(
    event: Event, process: Process, *, name: str, name_of: NameOf, on: date
) -> tuple[str, str]:
    """Return what somebody did to a piece of work, and the words that were given with it.

    :param name: who did it
    :param name_of: the name of anybody whom such an event names
    """
    match event:
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


def work_name(process: Process, key: str, outcome: str | None = None) -> str:
    """Return what a piece of work is called, with how it turned out if that is said."""
    piece = next((each for each in process.work if each.key == key), None)
    if piece is None:
        return key
    turned_out = next((each for each in piece.outcomes if each.key == outcome), None)
    name = in_words(piece.name)
    return f"{name} – {in_words(turned_out.name)}" if turned_out else name
