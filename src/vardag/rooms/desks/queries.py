"""Reading desks: one's own drafts, and who else is at a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.by_hand import as_one, moment_or_none, one_of
from vardag.rooms.people.models import PersonRow

STAYS = timedelta(seconds=45)
"""How long somebody counts as being at a case after the page last said so."""

type Fields = Mapping[str, str]
type Words = Mapping[str, Fields]
"""What is written and not sent: by part of the page, each field with what stands in it."""


@dataclass(frozen=True)
class Draft:
    """What a person has written on a case's page and not sent."""

    words: Words
    saved_at: datetime

    @property
    def fields(self) -> dict[str, str]:
        """Return what stands in each field."""
        return {name: text for part in self.words.values() for name, text in part.items()}


@dataclass(frozen=True)
class Present:
    """Somebody who is at a case now; ``writes`` tells that they write there."""

    who: PersonRow
    writes: bool


@dataclass(frozen=True)
class AtCase:
    """What desks say of a case in a list: who else is at it, and whether one has a draft there."""

    others: tuple[Present, ...] = ()
    has_draft: bool = False


def at_cases(cases: Collection[CaseId], *, reader: PersonId, at: datetime) -> dict[CaseId, AtCase]:
    """Return what desks say of these cases to a reader; those of which they say nothing are left out.

    Who is at a case could open it when the page last said so, not longer ago than ``STAYS``.

    :param at: aware
    """
    if not cases:
        return {}
    since = connection.ops.adapt_datetimefield_value(at - STAYS)
    sql = _AT_CASES.format(one_of_these=one_of("d.case_id"))
    with connection.cursor() as cursor:
        cursor.execute(sql, (reader, reader, since, as_one(cases)))
        rows = cursor.fetchall()
    found: dict[CaseId, AtCase] = {}
    for case, *row in rows:
        known = found.get(case, AtCase())
        if row[0] == reader:
            found[case] = AtCase(known.others, has_draft=True)
        else:
            found[case] = AtCase((*known.others, present(row, at)), known.has_draft)
    return found


# By hand, for the reason that ``lists.morning`` gives.
_WHO = """
SELECT d.case_id, d.person_id, p.given_name, p.family_name, p.hsa_id, p.profession, p.protection,
  d.saved_at
FROM desk AS d JOIN person AS p ON p.id = d.person_id"""
_AT_CASES = f"""{_WHO}
WHERE ((d.person_id = %s AND d.saved_at IS NOT NULL) OR (d.person_id <> %s AND d.seen_at > %s))
  AND {{one_of_these}}
ORDER BY p.given_name, p.family_name, d.id
"""
_AT_CLINIC = f"""{_WHO} JOIN "case" AS c ON c.id = d.case_id
WHERE d.seen_at > %s AND d.person_id <> %s AND c.clinic_id = %s
ORDER BY d.case_id, p.given_name, p.family_name, d.id
"""


def at_clinic(clinic: ClinicId, *, reader: PersonId, at: datetime) -> dict[CaseId, list[Present]]:
    """Return who else than the reader is at a clinic's cases now, by case.

    :param at: aware
    """
    since = connection.ops.adapt_datetimefield_value(at - STAYS)
    with connection.cursor() as cursor:
        cursor.execute(_AT_CLINIC, (since, reader, clinic))
        rows = cursor.fetchall()
    found: dict[CaseId, list[Present]] = {}
    for case, *row in rows:
        found.setdefault(CaseId(case), []).append(present(row, at))
    return found


def present(row: Sequence[Any], at: datetime) -> Present:
    """Return who is at a case, from a desk's row.

    :param row: of the person: id, given and family name, HSA-id, profession, protection; and when
        the words were saved
    """
    pk, given, family, hsa_id, profession, protection, saved = row
    who = PersonRow(
        pk=pk,
        given_name=given,
        family_name=family,
        hsa_id=hsa_id,
        profession=profession,
        protection=protection,
    )
    saved_at = moment_or_none(saved)
    return Present(who, writes=saved_at is not None and saved_at > at - STAYS)
