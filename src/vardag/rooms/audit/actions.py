"""Writing the access log, and recording its review. An entry is one statement and takes no lock.

Entries are signed one by one as they are written; what puts them in a chain comes after, by a worker
(``sealing``), so that nobody who reads waits for somebody else who reads.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from django.db import DatabaseError, connection

from vardag.domain.case.form import clean_text
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, Problem
from vardag.domain.words import Sentence, say
from vardag.rooms.audit.key import NoKey, log_key
from vardag.rooms.audit.models import FindingRow, ReviewRow
from vardag.rooms.audit.queries import Period, looked, looked_at
from vardag.rooms.audit.signing import VERSION, entry_mac, moment
from vardag.rooms.audit.words import (
    About,
    Finding,
    Kind,
    Of,
    Result,
    Vouched,
    What,
    Where,
    Who,
    as_text,
)

_YEAR_0 = datetime(2020, 1, 1, tzinfo=UTC)  # of the ids, which last into 2089
_CHANCE_BITS = 22
_INSERT = """
INSERT INTO audit_access (id, at, what, result, person_id, clinic_id, roles, patient_id, case_id,
    named, page, reason, request_id, provider, level, version, mac)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING
"""
_NOBODY = Vouched()
SHORTEST_REASON = 10  # characters, from the person
MOST_DRAWN = 20


type _Values = tuple[str | int | None, ...]


class LogUnwritable(Exception):
    """The access log can't be written; then nothing may be shown."""


def note_access(
    *,
    who: Who,
    what: What,
    at: datetime,
    about: About,
    where: Where,
    result: Result = Result.SHOWN,
    vouched: Vouched = _NOBODY,
    chance: Callable[[int], int] = secrets.randbits,
) -> int:
    """Write down that somebody takes part of something; called before its content leaves.

    Outside a transaction the entry is committed when this returns.

    :param at: aware
    :raises LogUnwritable: if it can't be written; then nothing may be shown
    :returns: the entry's id
    """
    values: _Values = (
        what.value,
        result.value,
        who.person,
        who.clinic,
        ",".join(sorted(who.roles)),
        about.patient,
        about.case,
        as_text(about.named, about.rows),
        where.page,
        where.reason,
        where.request_id,
        vouched.provider,
        vouched.level,
    )
    try:
        key = log_key()
        while True:  # until the id is nobody else's; ids of one millisecond differ by chance
            pk = entry_id(at) | chance(_CHANCE_BITS)
            if _written(pk, at, values, entry_mac(key, (pk, moment(at), *values))):
                return pk
    except (DatabaseError, NoKey) as wrong:
        raise LogUnwritable("the access log can't be written") from wrong


def entry_id(at: datetime) -> int:
    """Return the least id that an entry of a moment can have."""
    milliseconds = int((at - _YEAR_0).total_seconds() * 1000)
    return milliseconds << _CHANCE_BITS


def _written(pk: int, at: datetime, values: _Values, mac: str) -> bool:
    with connection.cursor() as cursor:
        stored = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_INSERT, (pk, stored, *values, VERSION, mac))
        return bool(cursor.rowcount == 1)


def draw_sample(
    *,
    of: Of,
    many: int,
    period: Period,
    by: PersonId,
    clinic: ClinicId,
    at: datetime,
    seed: str | None = None,
) -> int:
    """Draw staff who took part of something, or patients of whom somebody did, and record the draw.

    Nobody draws oneself. Whoever has the seed and the log can draw again, and gets the same.

    :param seed: by chance if left out
    :raises InvalidForm: if there is nobody to draw of, or the period or number can't be
    :returns: the review's id
    """
    _check(period, at)
    if not 1 <= many <= MOST_DRAWN:
        raise _wrong("many", say("Draw between 1 and %(most)s."), most=MOST_DRAWN)
    there = looked(clinic, period) if of is Of.STAFF else looked_at(clinic, period)
    pool = sorted(there - {by})
    if not pool:
        raise _wrong("from_date", say("Nobody took part of anything on those days."))
    seed = secrets.token_hex(8) if seed is None else seed
    row = ReviewRow.objects.create(
        kind=Kind.SAMPLE,
        of=of,
        clinic_id=clinic,
        by_id=by,
        at=at,
        from_date=period.first,
        until_date=period.last,
        subjects=drawn(pool, many=many, seed=seed),
        drawn_of=len(pool),
        seed=seed,
    )
    return int(row.pk)


def drawn(pool: list[PersonId], *, many: int, seed: str) -> list[PersonId]:
    """Return those of a pool that a seed draws: the first by the SHA-256 of seed, colon and id."""
    return sorted(pool, key=lambda each: sha256(f"{seed}:{each}".encode()).digest())[:many]


def suspect(
    *,
    of: Of,
    person: PersonId,
    reason: str,
    period: Period,
    by: PersonId,
    clinic: ClinicId,
    at: datetime,
) -> int:
    """Begin a review of one member of staff, or of what was seen of one patient, and return its id.

    :raises NotPermitted: if it is about oneself
    :raises InvalidForm: if the reason is too short, or the period can't be
    """
    if person == by:
        raise NotPermitted(say("Somebody else reviews what you have looked at."))
    _check(period, at)
    words = _clean(reason, "reason")
    if not SHORTEST_REASON <= len(words) <= 500:
        raise _wrong("reason", say("Write why, in 10 to 500 characters."))
    row = ReviewRow.objects.create(
        kind=Kind.SUSPICION,
        of=of,
        clinic_id=clinic,
        by_id=by,
        at=at,
        from_date=period.first,
        until_date=period.last,
        subjects=[person],
        drawn_of=1,
        reason=words,
    )
    return int(row.pk)


def conclude(
    *,
    review: int,
    finding: Finding,
    measure: str,
    by: PersonId,
    clinic: ClinicId,
    at: datetime,
) -> None:
    """Document what a review came to, and what was done about it.

    :raises OutOfReach: if the clinic has no such review
    :raises NotPermitted: if it is about oneself
    :raises InvalidForm: if something isn't in order, and no measure is written
    """
    row = ReviewRow.objects.filter(pk=review, clinic_id=clinic).first()
    if row is None:
        raise OutOfReach(say("There is no such review, or it isn't yours to see."))
    if by in row.subjects:
        raise NotPermitted(say("Somebody else reviews what you have looked at."))
    words = _clean(measure, "measure")
    if not words and finding is not Finding.IN_ORDER:
        raise _wrong("measure", say("Write what you have done, or will do."))
    if len(words) > 1000:
        raise _wrong("measure", say("Write at most 1,000 characters."))
    FindingRow.objects.create(review=row, by_id=by, at=at, finding=finding, measure=words)


def _check(period: Period, at: datetime) -> None:
    first, last, today = period.first, period.last, Period.day_of(at)
    if last < first or first > today:
        raise _wrong("from_date", say("The first day is after the last, or yet to come."))
    if (last - first).days > Period.LONGEST:
        raise _wrong("until_date", say("Choose at most a year at a time."))


def _clean(text: str, field: str) -> str:
    try:
        return clean_text(text)
    except ValueError:
        raise _wrong(field, say("Something in the text can't be stored.")) from None


def _wrong(field: str, text: str, **particulars: object) -> InvalidForm:
    problem = Problem(field, Sentence(text, particulars))
    return InvalidForm(text, problems=(problem,), **particulars)
