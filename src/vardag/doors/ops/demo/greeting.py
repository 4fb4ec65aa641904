"""What the demonstration says of itself when it is ready: addresses, whom to try, how old it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Min
from django.urls import reverse

from vardag.domain.clock.deadline import local_date
from vardag.doors.ops.demo.people import read_cast
from vardag.doors.shared.moments import today
from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.queries import routine_on


def greeting(url: str, folder: Path) -> str:
    """Return the lines; reads the routine in force, so that the first page need not."""
    return "\n".join(_lines(url, folder))


def _lines(url: str, folder: Path) -> Iterator[str]:
    document = routine_on(today()).document
    yield ""
    yield "Vardag's demonstration is ready. Everybody in it is invented."
    yield ""
    yield f"  start here        {url}/"
    yield f"  the staff's side  {url}{settings.STAFF_HOME}"
    yield f"  choose a person   {url}{reverse('signin:choose')}"
    if settings.SIGN_IN_PROVIDERS:
        names = " or ".join(each.name.en for each in settings.SIGN_IN_PROVIDERS)
        yield f"  or sign in there  by {names}, where each of them has a button"
    if settings.LINES:
        systems = ", ".join(line.system for line in settings.LINES)
        yield f"  its stand-in      {settings.LINES[0].fhir}/ is {systems};"
        yield "                    it behaves badly, and signs, if told to"
    yield f"  notices           are laid into {folder / 'mail'}, and sent to nobody"
    yield ""
    yield "Choose, for instance,"
    for name, why in read_cast().suggestions:
        yield f"  {name:<17} {why}"
    yield ""
    yield f"New cases follow the routine {document.document_id}, version {document.version}."
    yield f"The data is kept in {folder}"
    yield from _age(_made_on(), today())
    yield "Ctrl-C ends it."


def _made_on() -> date:
    """Return the day on which the demonstration was made: its routine was published with it."""
    return local_date(RoutineRow.objects.aggregate(at=Min("published_at"))["at"])


def _age(made: date, on: date) -> Iterator[str]:
    if made < on:
        yield f"It was made on {made}, and its cases grow late. Start with --fresh for new ones."
