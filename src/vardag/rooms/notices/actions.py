"""Writing notices: with what causes them, once where they remind.

``cases`` calls it in an act's own transaction, so that there is no act without its notices and no
notice without its act. ``mailing`` writes what becomes of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.rooms.notices.models import NoticeRow, WishRow
from vardag.rooms.people.models import PersonRow
from vardag.rooms.prepared import insert

BETWEEN_TRIALS = timedelta(minutes=1)


@dataclass(frozen=True)
class Reminder:
    """A notice that follows from a stored date and not from an act.

    :param once: what it is about, in letters; a second one of the same is none
    :param day: which day it is about; local
    """

    to: PersonId
    kind: NoticeKind
    once: str
    case: CaseId | None = None
    clinic: ClinicId | None = None
    day: date | None = None


def record(told: Iterable[Notice], *, case: CaseId, at: datetime) -> None:
    """Record whom an act is to be told to, in its transaction.

    :param at: the act's moment; aware
    :raises IntegrityError: if there is no such person; nothing of the act is kept then
    """
    insert(*(NoticeRow(case=case, to_id=each.to, kind=each.kind, at=at) for each in told))


def remind(reminders: Iterable[Reminder], *, at: datetime) -> int:
    """Record reminders, each once, however many workers say so; return how many were new.

    :param at: aware
    """
    rows = [
        NoticeRow(
            to_id=each.to,
            kind=each.kind,
            case=each.case,
            clinic_id=each.clinic,
            day=each.day,
            at=at,
            once=each.once,
        )
        for each in reminders
    ]
    known = set(
        NoticeRow.objects.filter(once__in=[row.once for row in rows]).values_list("once", flat=True)
    )
    fresh = [row for row in rows if row.once not in known]
    NoticeRow.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def try_address(*, person: PersonId, at: datetime) -> bool:
    """Have a notice sent to somebody by which one's own address is tried; tell whether it will be.

    Not twice in a minute. An address that was refused is tried anew: who tries it has mended it.

    :param at: aware
    """
    PersonRow.objects.select_for_update(no_key=True).get(pk=person)
    tried = NoticeRow.objects.filter(to=person, kind=NoticeKind.TRIAL, at__gt=at - BETWEEN_TRIALS)
    if tried.exists():
        return False
    WishRow.objects.filter(pk=person).update(refused_address="", refused_at=None)
    NoticeRow.objects.create(to_id=person, kind=NoticeKind.TRIAL, at=at)
    return True
