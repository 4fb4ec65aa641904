"""Disposing of the log's oldest entries by a decision, which stands where they stood.

Nothing else removes an entry. What goes is the beginning of the chain, up to the last entry that is
older than a day: an old entry that was sealed after a younger one stays until that one goes.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max, Min

from vardag.domain.clock.deadline import local_date, local_midnight
from vardag.domain.people.identity import PersonId
from vardag.rooms.audit.actions import entry_id, note_access
from vardag.rooms.audit.aside import standing_rows_aside
from vardag.rooms.audit.models import AccessRow, DisposalRow, SealRow
from vardag.rooms.audit.signing import disposal_mac, moment
from vardag.rooms.audit.words import About, Result, What, Where, Who

KEPT_YEARS = 5  # at least: HSLF-FS 2016:40, chapter 4, section 9
LONGEST_DECISION = 500  # characters
_TABLES = ("audit_access", "audit_seal")
_DELETE = (
    "DELETE FROM audit_access WHERE id IN (SELECT access_id FROM audit_seal WHERE number <= %s)",
    "DELETE FROM audit_seal WHERE number <= %s",
)


class TooYoung(Exception):
    """Entries of the last five years are kept."""


class NothingThatOld(Exception):
    """There is no entry before that day that could go."""


@dataclass(frozen=True)
class Oldest:
    """The entries that would go: from which to which in the chain, how many, of which moments."""

    number: int  # which disposal it is
    first: int
    last: int
    entries: int
    from_at: datetime
    until_at: datetime
    seal: str

    def __str__(self) -> str:
        days = f"{local_date(self.from_at)} to {local_date(self.until_at)}"
        which = f"entries {self.first} to {self.last} ({self.entries})"
        return f"{which}, of {days}, up to the seal {self.seal}"


def oldest(*, before: date, at: datetime) -> Oldest:
    """Return the entries before a local date with which the chain begins.

    The last entry of all stays, since the chain is carried on from it.

    :param at: now, aware
    :raises TooYoung: if the date is less than five years ago
    :raises NothingThatOld: if there is none
    """
    if before > _years_ago(local_date(at)):
        raise TooYoung(f"entries are kept for at least {KEPT_YEARS} years")
    decided = DisposalRow.objects.order_by("-number").first()
    first, last = (decided.last if decided else 0) + 1, _last(before)
    seal = SealRow.objects.filter(number=last).first()
    if seal is None or last < first:
        raise NothingThatOld(f"the log has no entry before {before} that could go")
    sealed = SealRow.objects.filter(number__lte=last).values("access_id")
    found = AccessRow.objects.filter(pk__in=sealed).aggregate(from_at=Min("at"), until_at=Max("at"))
    number = (decided.number if decided else 0) + 1
    return Oldest(number, first, last, last - first + 1, seal=seal.mac, **found)


def _years_ago(today: date) -> date:
    year = today.year - KEPT_YEARS
    is_leap_day = (today.month, today.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day else today.replace(year=year)


def _last(before: date) -> int:
    """Return the number of the last entry that may go; 0 if none may."""
    seals = SealRow.objects.all()
    young = seals.filter(access_id__gte=entry_id(local_midnight(before)))
    first_young = young.aggregate(number=Min("number"))["number"]
    last_of_all = seals.aggregate(number=Max("number"))["number"] or 0
    return min(first_young or last_of_all, last_of_all) - 1


@transaction.atomic
def dispose(*, before: date, decision: str, by: PersonId, at: datetime, key: bytes) -> Oldest:
    """Dispose of the entries before a local date, and record by whose decision.

    :raises TooYoung, NothingThatOld: see ``oldest``
    :raises LogUnwritable: if the disposal can't be an entry itself
    """
    gone = oldest(before=before, at=at)
    row = DisposalRow(
        number=gone.number,
        at=at,
        by_id=by,
        decision=decision,
        before_date=before,
        first=gone.first,
        last=gone.last,
        entries=gone.entries,
        from_at=gone.from_at,
        until_at=gone.until_at,
        seal=gone.seal,
    )
    row.mac = disposal_mac(key, _signed_values(row))
    row.save(force_insert=True)
    with standing_rows_aside(*_TABLES), connection.cursor() as cursor:
        for sql in _DELETE:
            cursor.execute(sql, (gone.last,))
    where = Where(reason=f"disposal {gone.number}")
    note_access(
        who=Who(by), what=What.DISPOSED, at=at, about=About(), where=where, result=Result.DONE
    )
    return gone


def _signed_values(row: DisposalRow) -> list[object]:
    when = (moment(row.from_at), moment(row.until_at))
    which = (row.first, row.last, row.entries)
    decided = (row.number, moment(row.at), row.by_id, row.decision, row.before_date.isoformat())
    return [*decided, *which, *when, row.seal]
