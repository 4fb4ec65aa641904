"""Bringing staff up to date with the staff directory: the only writer of what it says of them.

The directory is asked first, and outside of any transaction, since it may take its time; what it said
is then written in one. Away it changes nothing. Whom it doesn't know any more keeps every role: that is
shown to those who answer for the clinic's staff, and they end what is to be ended (ADR-0031).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Count, Min, Q

from vardag.domain import access
from vardag.domain.clock.deadline import local_date
from vardag.domain.health.work import Queue
from vardag.domain.people.hsa import HsaId
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.rights import Deed
from vardag.domain.words import say
from vardag.rooms.people.in_force import not_over
from vardag.rooms.people.models import DirectoryEventRow, GrantRow, PersonRow
from vardag.rooms.people.staff.directory import Entry, current


class Fact(StrEnum):
    """What the directory says of somebody."""

    NAME = "name"
    TITLE = "title"
    PROFESSION = "profession"
    GONE = "gone"  # it knows the person no more
    BACK = "back"


@dataclass(frozen=True)
class Change:
    """Something that the directory says in another way than before."""

    fact: Fact
    before: str = ""
    after: str = ""


def refresh_at(clinic: ClinicId, person: PersonId, *, by: Staff, at: datetime) -> list[Change]:
    """Ask the directory about one of a clinic's staff, for a colleague; return what changed.

    :raises NotPermitted: if managing staff isn't this person's
    :raises OutOfReach: if the person never had a role at the clinic
    :raises DirectoryAway: if it can't be asked; nothing is changed
    """
    access.permit_at(by, Deed.MANAGE_STAFF, clinic)
    if not GrantRow.objects.filter(clinic_id=clinic, person_id=person).exists():
        raise OutOfReach(say("There is no such person here."))
    return refresh(person, by=by.id, at=at)


def refresh(person: PersonId, *, by: PersonId | None = None, at: datetime) -> list[Change]:
    """Ask the directory about a member of staff, and return what changed.

    :param by: who asked for it; None if nobody did
    :raises DirectoryAway: if it can't be asked; nothing is changed
    """
    hsa_id = PersonRow.objects.values_list("hsa_id", flat=True).get(pk=person)
    found = current().look_up(HsaId(hsa_id or ""))
    with transaction.atomic():
        row = PersonRow.objects.select_for_update().get(pk=person)
        changes = list(_gone(row) if found is None else _told(row, found))
        _save(row, found, changes, by=by, at=at)
    return changes


@transaction.atomic
def take_in(entry: Entry, *, by: PersonId | None, at: datetime) -> PersonId:
    """Return the member of staff of an entry, added if new, and as the directory has it."""
    row, is_new = PersonRow.objects.select_for_update().get_or_create(
        hsa_id=entry.hsa_id, defaults=_as_told(entry)
    )
    _save(row, entry, [] if is_new else list(_told(row, entry)), by=by, at=at)
    return PersonId(row.pk)


def _as_told(entry: Entry) -> dict[str, str]:
    return {
        "given_name": entry.given_name,
        "family_name": entry.family_name,
        "title": entry.title,
        "profession": entry.profession,
    }


def _gone(row: PersonRow) -> Iterator[Change]:
    if row.missing_since is None:
        yield Change(Fact.GONE)


def _told(row: PersonRow, entry: Entry) -> Iterator[Change]:
    if row.missing_since is not None:
        yield Change(Fact.BACK)
    for fact, before, after in (
        (Fact.NAME, row.name, f"{entry.given_name} {entry.family_name}"),
        (Fact.TITLE, row.title, entry.title),
        (Fact.PROFESSION, row.profession, entry.profession.value),
    ):
        if before != after:
            yield Change(fact, before, after)


def _save(
    row: PersonRow,
    found: Entry | None,
    changes: list[Change],
    *,
    by: PersonId | None,
    at: datetime,
) -> None:
    if found is None:
        row.missing_since = row.missing_since or at
    else:
        row.missing_since = None
        for name, value in _as_told(found).items():
            setattr(row, name, value)
    row.directory_answered_at = at
    row.save()
    DirectoryEventRow.objects.bulk_create(
        DirectoryEventRow(
            person=row, what=each.fact, before=each.before, after=each.after, by_id=by, at=at
        )
        for each in changes
    )


def due(*, at: datetime, after: timedelta) -> list[PersonId]:
    """Return the staff with a role that isn't over, of whom the directory was asked long ago.

    :param after: how long ago
    """
    asked_long_ago = Q(directory_answered_at=None) | Q(directory_answered_at__lte=at - after)
    here = GrantRow.objects.filter(not_over(local_date(at))).values("person")
    rows = PersonRow.objects.filter(asked_long_ago, hsa_id__isnull=False, pk__in=here)
    return [PersonId(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]


def unanswered(*, at: datetime, after: timedelta) -> Queue:
    """Return how many staff with a role the directory answered about long ago, and since when.

    :param after: how long ago
    """
    here = GrantRow.objects.filter(not_over(local_date(at))).values("person")
    rows = PersonRow.objects.filter(directory_answered_at__lte=at - after, pk__in=here)
    return Queue(**rows.aggregate(many=Count("pk"), since=Min("directory_answered_at")))
