"""Writing on desks: drafts kept and used up, who is at a case. The only writer of its table.

Each asks first whether the person may open the case now, but for leaving it.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from vardag.domain.case import acts
from vardag.domain.case.draft import check_draft
from vardag.domain.case.state import Case
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.rooms.by_hand import moment_or_none
from vardag.rooms.cases import actions as cases
from vardag.rooms.cases.queries import FullCase, for_staff
from vardag.rooms.desks.models import DeskRow
from vardag.rooms.desks.queries import Fields, Words
from vardag.rooms.prepared import update

KEPT = timedelta(days=30)
"""How long a draft lies untouched before it is thrown away."""


@transaction.atomic
def keep(*, case: CaseId, words: Words, seen: int, by: Staff, at: datetime) -> datetime | None:
    """Keep what somebody writes, and return when what is kept was saved; None if nothing is.

    The parts of the page that are given stand instead of those kept before; one without words is
    kept no more. Parts that aren't given stay. Nobody's words are judged but by their size.

    :param seen: the version of the case that the person reads
    :param at: aware
    :raises OutOfReach: if there is no such case, or the person may not open it
    :raises InvalidForm: if it is too much, or has characters that can't be saved; nothing changes
    """
    for_staff(case, by=by)
    check_draft(words)
    row = _locked(case, by, at)
    fresh = {
        part: fields for part, fields in words.items() if not _is_spent(row, part, fields, seen)
    }
    kept = {part: dict(fields) for part, fields in {**row.words, **fresh}.items() if fields}
    if kept != row.words:
        row.words, row.saved_at = kept, (at if kept else None)
    row.seen_at = at
    _save(row)
    return row.saved_at


@transaction.atomic
def perform(
    *,
    case: CaseId,
    act: acts.Act,
    uses: Words,
    by: Staff,
    at: datetime,
    seen: int | None = None,
    files: Sequence[UUID] = (),
) -> Case:
    """Do an act, and use up the parts of the draft that it said: both, or neither.

    :param at: aware
    :raises Refusal: see ``cases.actions.perform``
    """
    after = cases.perform_within(case_id=case, act=act, by=by, at=at, seen=seen, files=files)
    if any(uses.values()):
        row = _locked(case, by, at)
        row.words = {part: fields for part, fields in row.words.items() if part not in uses}
        row.spent |= {part: [after.version, _digest(fields)] for part, fields in uses.items()}
        row.saved_at = row.saved_at if row.words else None
        _save(row)
    return after


def rehearse(
    *,
    case: CaseId,
    act: acts.Act,
    by: Staff,
    at: datetime,
    seen: int | None,
    files: Sequence[UUID] = (),
) -> None:
    """Find out whether an act would be done, by doing it and taking all of it back.

    :param at: aware
    :raises Refusal: the same that the act would raise
    """
    with transaction.atomic():
        cases.perform_within(case_id=case, act=act, by=by, at=at, seen=seen, files=files)
        transaction.set_rollback(True)


@transaction.atomic
def throw_away(*, case: CaseId, parts: Collection[str], by: Staff) -> None:
    """Throw away these parts of one's own draft; there may be none.

    :raises OutOfReach: if there is no such case, or the person may not open it
    """
    for_staff(case, by=by)
    row = DeskRow.objects.select_for_update().filter(case=case, person=by.id).first()
    if row is not None:
        row.words = {part: fields for part, fields in row.words.items() if part not in parts}
        row.saved_at = row.saved_at if row.words else None
        row.save()


def be_there(*, case: CaseId, by: Staff, at: datetime) -> FullCase:
    """Say that somebody is at a case now, and return the case: one write, which nobody waits for.

    :param at: aware
    :raises OutOfReach: if there is no such case, or the person may not open it
    """
    full = for_staff(case, by=by)
    DeskRow.objects.bulk_create(
        [DeskRow(case_id=case, person_id=by.id, seen_at=at)],
        update_conflicts=True,
        unique_fields=["case", "person"],
        update_fields=["seen_at"],
    )
    return full


def go(*, case: CaseId, by: PersonId) -> None:
    """Say that somebody has left a case; nothing stays there but what is kept."""
    mine = DeskRow.objects.filter(case=case, person=by)
    mine.filter(_NOTHING).delete()
    mine.update(seen_at=None)


def forget(*, at: datetime) -> int:
    """Throw away what nobody has touched for long, and return how many desks that were.

    :param at: aware
    """
    untouched = Q(saved_at=None) | Q(saved_at__lt=at - KEPT)
    left = Q(seen_at=None) | Q(seen_at__lt=at - timedelta(days=1))
    return DeskRow.objects.filter(untouched, left).delete()[0]


_NOTHING = Q(saved_at=None, spent={})
# A desk that is there stays as it is; to change nothing of it is how a conflict gives it back, locked.
_MINE = """
INSERT INTO desk (case_id, person_id, words, spent, seen_at) VALUES (%s, %s, '{}', '{}', %s)
ON CONFLICT (case_id, person_id) DO UPDATE SET case_id = desk.case_id
RETURNING id, words, spent, saved_at, seen_at
"""


def _locked(case: CaseId, by: Staff, at: datetime) -> DeskRow:
    """Return somebody's desk for a case, made if there is none, for this transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE, (case, by.id, connection.ops.adapt_datetimefield_value(at)))
        pk, words, spent, saved_at, seen_at = cursor.fetchone()
    return DeskRow(
        pk=pk,
        case_id=case,
        person_id=by.id,
        words=json.loads(words),
        spent=json.loads(spent),
        saved_at=moment_or_none(saved_at),
        seen_at=moment_or_none(seen_at),
    )


def _save(row: DeskRow) -> None:
    changed = {name: getattr(row, name) for name in ("words", "spent", "saved_at", "seen_at")}
    update(DeskRow, changed, where={"pk": row.pk})


def _is_spent(row: DeskRow, part: str, fields: Fields, seen: int) -> bool:
    """Tell whether these words have been sent, from a page that didn't know it yet."""
    version, digest = row.spent.get(part, (0, ""))
    return bool(seen < version and digest == _digest(fields))


def _digest(fields: Fields) -> str:
    """Return what tells the words of a part from others, and says nothing of what they are."""
    return sha256(repr(sorted(fields.items())).encode()).hexdigest()


def let_go(cases: Collection[CaseId]) -> None:
    """Clear every desk of cases that are disposed of, in the disposal's transaction."""
    DeskRow.objects.filter(case__in=cases).delete()
