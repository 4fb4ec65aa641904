"""Days as a calendar file that any calendar program reads (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from vardag.rooms.roster.queries import OwnDay

_LINE = 75  # octets, without the line's end
_FETCH_AGAIN = "PT4H"


def calendar_file(days: Iterable[OwnDay], *, host: str) -> bytes:
    """Return the file: an event of a whole day for each, which doesn't make anybody busy."""
    lines = [*_head(), *(line for day in days for line in _event(day, host)), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _head() -> Iterator[str]:
    name = escaped(gettext("1177-responsible"))
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vardag//Roster//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield from (f"NAME:{name}", f"X-WR-CALNAME:{name}")
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{_FETCH_AGAIN}"
    yield f"X-PUBLISHED-TTL:{_FETCH_AGAIN}"


def _event(day: OwnDay, host: str) -> Iterator[str]:
    """Yield an event. It is the same event, by its UID, as long as it is that clinic's day."""
    words = gettext("1177-responsible, %(clinic)s") % {"clinic": day.clinic}
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(f'{day.day:%Y%m%d}-{day.clinic_key}@{host}')}"
    yield f"DTSTAMP:{_moment(day.planned_at)}"
    yield f"LAST-MODIFIED:{_moment(day.planned_at)}"
    yield f"DTSTART;VALUE=DATE:{day.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(words)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as a value: what would end or divide it is escaped (RFC 5545, 3.3.11)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return "".join(char for char in plain.replace("\n", "\\n") if char >= " ")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character broken (RFC 5545, 3.1)."""
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return "\r\n".join([*pieces, piece])
