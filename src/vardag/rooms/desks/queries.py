"""Reading desks: one's own drafts, and who else is at a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from vardag.domain.people.identity import CaseId, PersonId
from vardag.rooms.desks.models import DeskRow
from vardag.rooms.people.models import PersonRow

STAYS = timedelta(seconds=45)
"""How long somebody counts as being at a case after the page last said so."""

_BY_NAME = ("person__given_name", "person__family_name", "pk")

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
    own = Q(person=reader, saved_at__isnull=False)
    rows = _there(at).exclude(person=reader) | DeskRow.objects.filter(own)
    found: dict[CaseId, AtCase] = {}
    rows = rows.filter(case__in=cases).select_related("person").defer("words", "spent")
    for row in rows.order_by(*_BY_NAME):
        case = CaseId(row.case_id)
        known = found.get(case, AtCase())
        if row.person_id == reader:
            found[case] = AtCase(known.others, has_draft=True)
        else:
            found[case] = AtCase((*known.others, _present(row, at)), known.has_draft)
    return found


def _there(at: datetime) -> QuerySet[DeskRow]:
    return DeskRow.objects.filter(seen_at__gt=at - STAYS)


def _present(row: DeskRow, at: datetime) -> Present:
    return Present(row.person, writes=row.saved_at is not None and row.saved_at > at - STAYS)
