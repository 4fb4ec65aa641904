"""What a clinic has made its own, for a case's page: parts of the question about surroundings."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vardag.domain.case.files import FileRules
from vardag.domain.case.sign_off import USUAL
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.replies.reply import Act, OwnReply
from vardag.domain.words import Text
from vardag.rooms.by_hand import day, day_or_none
from vardag.rooms.files.queries import as_of_now, as_rules

type Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""The answer's rows by what they are, with the columns that ``surroundings_sql`` tells."""

# Days off, addresses, what stands under messages, and which files are taken: 2 and 1 say from whom.
_OWN = """
SELECT 'day off', 0, 0, reason, '', '', date, '', '' FROM clinic_closed_day WHERE clinic_id = %s
UNION ALL
SELECT 'link', 0, 0, key, address, '', NULL, '', '' FROM clinic_link WHERE clinic_id = %s
UNION ALL
SELECT 'sign-off', 0, number, text, '', '', NULL, '', '' FROM sign_off AS s WHERE clinic_id = %s
  AND number = (SELECT max(number) FROM sign_off AS t WHERE t.clinic_id = s.clinic_id)
UNION ALL
SELECT 'files', largest,
  CASE WHEN from_residents THEN 2 ELSE 0 END + CASE WHEN from_staff THEN 1 ELSE 0 END, media,
  '', '', NULL, '', '' FROM file_rules AS r WHERE clinic_id = %s
  AND id = (SELECT max(id) FROM file_rules AS n WHERE n.clinic_id = r.clinic_id)
"""
# The clinic's own standard replies whose first day has come and that aren't withdrawn, as
# ``replies.queries.in_use`` has them: a test holds the two against each other.
_REPLIES = """
SELECT 'reply', v.owner_id, v.number, r.key, v.name, v.text_sv, v.until_date, v.text_en,
  CAST(v.from_date AS TEXT) || '/' || CAST(v.acts AS TEXT) || '/' || CAST(v.services AS TEXT)
FROM reply_version AS v JOIN reply AS r ON r.id = v.reply_id
WHERE r.clinic_id = %s AND v.number = (
    SELECT max(number) FROM reply_version AS w WHERE w.reply_id = r.id AND w.from_date <= %s)
  AND NOT EXISTS (
    SELECT 1 FROM reply_withdrawal AS x JOIN reply_version AS y ON y.id = x.version_id
    WHERE y.reply_id = r.id AND y.number = (
      SELECT max(number) FROM reply_version AS z WHERE z.reply_id = r.id))
"""


@dataclass(frozen=True)
class ClinicsOwn:
    """What a clinic has set, decided and written for itself."""

    calendar: WorkingCalendar
    links: Mapping[str, str]
    sign_off: str  # what stands under its messages, with its blanks
    file_rules: FileRules  # which files it takes and sends now
    replies: tuple[OwnReply, ...]  # standard replies that can be used, by name


def asked_of(
    clinic: ClinicId, *, on: date, with_replies: bool
) -> Iterator[tuple[str, tuple[int | date, ...]]]:
    """Yield the parts of the question, each with its particulars."""
    yield _OWN, (clinic,) * 4
    if with_replies:
        yield _REPLIES, (clinic, on)


def clinics_own(found: Rows, *, on: date) -> ClinicsOwn:
    """Return what the answer says of the clinic."""
    return ClinicsOwn(
        calendar=WorkingCalendar({day(row[6]): row[3] for row in found.get("day off", ())}),
        links={row[3]: row[4] for row in found.get("link", ())},
        sign_off=next((row[3] for row in found.get("sign-off", ())), USUAL),
        file_rules=as_of_now(_file_rules(found.get("files", ()))),
        replies=_replies(found.get("reply", ()), on),
    )


def _replies(rows: Iterable[tuple[Any, ...]], on: date) -> tuple[OwnReply, ...]:
    """Return the standard replies that hold on a day, by name."""
    found = sorted((_reply(row) for row in rows), key=lambda each: (each.name, each.key))
    return tuple(each for each in found if each.holds(on))


def _reply(row: tuple[Any, ...]) -> OwnReply:
    _, owner, number, key, name, swedish, until, english, rest = row
    begins, acts, services = rest.split("/", 2)
    return OwnReply(
        key=key,
        name=name,
        text=Text(swedish, english),
        acts=tuple(Act(each) for each in json.loads(acts)),
        owner=PersonId(owner),
        from_date=date.fromisoformat(begins),
        until=day_or_none(until),
        services=tuple(json.loads(services)),
        version=number,
    )


def _file_rules(rows: Iterable[tuple[Any, ...]]) -> FileRules:
    for _, largest, directions, media, *_ in rows:
        return as_rules(media, largest, residents=directions >= 2, staff=bool(directions % 2))
    return FileRules()
