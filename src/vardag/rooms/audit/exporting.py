"""Entries of the log as they are given to others: each with its place in the sealed chain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from vardag.domain.clock.deadline import local_midnight
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.rooms.audit.actions import entry_id
from vardag.rooms.audit.models import AccessRow, SealRow
from vardag.rooms.audit.queries import Access, Period, access_of, of_patient

AT_ONCE = 1_000


@dataclass(frozen=True)
class Exported:
    """An entry, its signature, and its seal; number 0 and no seal where it isn't sealed yet."""

    access: Access
    roles: str
    page: str
    request_id: str
    mac: str
    number: int
    seal: str


def exported(
    period: Period, *, clinic: ClinicId | None, patient: PersonId | None, upto: int
) -> Iterator[tuple[Exported, ...]]:
    """Yield the entries of a period, the oldest first, some at a time.

    :param clinic: only those from this clinic, if one is given
    :param patient: only those about this patient; of lists also what names others
    :param upto: the last entry by its id; later ones are left out, as that of the export itself
    """
    rows = AccessRow.objects.filter(period.condition).order_by("pk")
    if clinic is not None:
        rows = rows.filter(clinic_id=clinic)
    if patient is not None:
        rows = rows.filter(of_patient(patient))
    last = entry_id(local_midnight(period.first)) - 1
    while batch := list(rows.filter(pk__gt=last, pk__lt=upto)[:AT_ONCE]):
        yield tuple(_with_seals(batch))
        last = batch[-1].pk


def _with_seals(rows: list[AccessRow]) -> Iterator[Exported]:
    most = connection.features.max_query_params or AT_ONCE
    ids = [row.pk for row in rows]
    seals: dict[int, SealRow] = {}
    for start in range(0, len(ids), most):
        found = SealRow.objects.filter(access_id__in=ids[start : start + most])
        seals |= {seal.access_id: seal for seal in found}
    for row in rows:
        seal = seals.get(row.pk)
        yield Exported(
            access=access_of(row),
            roles=row.roles,
            page=row.page,
            request_id=row.request_id,
            mac=row.mac,
            number=seal.number if seal else 0,
            seal=seal.mac if seal else "",
        )
