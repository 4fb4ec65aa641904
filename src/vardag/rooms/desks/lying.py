"""What lies before somebody who opens a case: one question, by hand for ``morning``'s reason.

One's own draft, who else is at the case, files that were chosen and not sent, and how one likes to work.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from vardag.domain.case.files import Media, Verdict
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.by_hand import moment_or_none
from vardag.rooms.desks.queries import STAYS, Draft, Present, present
from vardag.rooms.files.queries import File
from vardag.rooms.habits.queries import Habits, habits_from

type _Row = tuple[Any, ...]

_DESKS = """
SELECT 'desk' AS what, d.person_id AS id, p.given_name AS a, p.family_name AS b, p.hsa_id AS c,
  p.profession AS d, p.protection AS e, CAST(d.saved_at AS varchar(40)) AS f,
  CASE WHEN d.person_id = %s THEN CAST(d.words AS TEXT) ELSE '' END AS g
FROM desk AS d JOIN person AS p ON p.id = d.person_id
WHERE d.case_id = %s AND (d.person_id = %s OR d.seen_at > %s)
"""
_HABITS = """
UNION ALL
SELECT 'habits', CASE WHEN has_keys THEN 2 ELSE 0 END + CASE WHEN goes_on THEN 1 ELSE 0 END,
  columns, '', '', '', '', '', '' FROM habits WHERE person_id = %s
UNION ALL
SELECT 'view', v.id, v.name, v.address, v."of" || CASE WHEN v.is_first THEN '/first' ELSE '' END,
  '', '', '', ''
FROM habits_view AS v JOIN habits AS h ON h.id = v.habits_id
WHERE h.person_id = %s AND v.clinic_id = %s
"""
_FILES = """
UNION ALL
SELECT 'file', size, CAST(id AS varchar(40)), purpose, name, media, sha256,
  CAST(uploaded_at AS varchar(40)), verdict || '/' || CASE WHEN is_readable THEN 'readable' ELSE '' END
  || '/' || CASE WHEN has_preview THEN 'preview' ELSE '' END
FROM file WHERE owner_id = %s AND sent_at IS NULL AND purpose IN ({purposes})
"""


@dataclass(frozen=True)
class Lying:
    """What lies on one's own desk for a case, who else is at it now, and how one likes to work."""

    draft: Draft | None = None
    others: tuple[Present, ...] = ()
    files: Mapping[str, list[File]] = field(default_factory=dict)  # by purpose, the first first
    habits: Habits | None = None  # None where it wasn't asked


def lying(
    case: CaseId,
    *,
    reader: PersonId,
    clinic: ClinicId,
    at: datetime,
    purposes: Collection[str] = (),
) -> Lying:
    """Return what lies before somebody who may open a case; others are in the order of their names.

    :param at: aware
    :param clinic: where the reader works, of whose views are asked
    :param purposes: for which files may have been chosen
    """
    sql = _DESKS + _HABITS
    since = connection.ops.adapt_datetimefield_value(at - STAYS)
    particulars: list[int | str | datetime | None] = [reader, case, reader, since]
    particulars += [reader, reader, clinic]
    if purposes:
        sql += _FILES.format(purposes=", ".join(["%s"] * len(purposes)))
        particulars += [reader, *purposes]
    found: dict[str, list[_Row]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, particulars)
        for what, *row in cursor.fetchall():
            found.setdefault(what, []).append(tuple(row))
    desks = found.get("desk", [])
    return Lying(
        draft=_draft(row for row in desks if row[0] == reader),
        others=_others((row for row in desks if row[0] != reader), at),
        files=_files(found.get("file", [])),
        habits=habits_from(found.get("habits", []), found.get("view", [])),
    )


def _draft(rows: Iterable[_Row]) -> Draft | None:
    for *_, saved, words in rows:
        saved_at = moment_or_none(saved)
        return Draft(json.loads(words), saved_at) if saved_at else None
    return None


def _others(rows: Iterable[_Row], at: datetime) -> tuple[Present, ...]:
    there = (present(row[:-1], at) for row in rows)
    return tuple(sorted(there, key=lambda each: (each.who.given_name, each.who.family_name)))


def _files(rows: Iterable[_Row]) -> dict[str, list[File]]:
    found: dict[str, list[File]] = {}
    for size, pk, purpose, name, media, sha256, _, rest in sorted(
        rows, key=lambda row: (row[6], row[3], row[1])
    ):
        verdict, readable, preview = rest.split("/")
        found.setdefault(purpose, []).append(
            File(
                id=UUID(pk),
                name=name,
                media=Media(media),
                size=size,
                sha256=sha256,
                verdict=Verdict(verdict),
                is_readable=bool(readable),
                has_preview=bool(preview),
            )
        )
    return found
