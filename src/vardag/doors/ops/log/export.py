"""``vardag audit export``: entries of the log for others to read, as AuditEvent resources, one a line.

That they are given out is an entry itself, written before the first of them is.
"""

import json
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from vardag.domain.people.identity import ClinicId, PersonId
from vardag.doors.ops.log.disposal import day_of, person_of
from vardag.doors.ops.starting import CannotStart, check_that_all_is_there, or_say_why, set_up

if TYPE_CHECKING:
    from vardag.doors.ops.log.event import Identity, Json, Names
    from vardag.rooms.audit.exporting import Exported
    from vardag.rooms.audit.queries import Period
    from vardag.rooms.people.models import PersonRow

DONE = 0


@or_say_why("audit export")
def export(*, first: str, last: str, clinic: str | None, patient: bool, by: str) -> int:
    """Write the entries of some days to standard output; how many they were is said beside it.

    :param first: the first local date, ISO; ``last``: the last, included
    :param clinic: the key of the only clinic from which they were made, if one is given
    :param patient: only those about one patient, whose number is read from standard input
    :param by: the HSA-id of who asks for it: a log reviewer, at that clinic if one is given
    :raises CannotStart: if that can't be: nothing is written
    """
    set_up()
    check_that_all_is_there()
    from vardag.rooms.audit.actions import LogUnwritable
    from vardag.rooms.audit.queries import Period

    period = Period(day_of(first, "--from"), day_of(last, "--to"))
    if period.last < period.first:
        raise CannotStart("--to is before --from")
    where, whom = _clinic(clinic), _patient(sys.stdin) if patient else None
    try:
        own = _note(period, where, whom, _reviewer(by, where))
    except LogUnwritable as why:
        raise CannotStart(f"nothing is exported: {why}") from why
    entries, resources = _written(period, where, whom, own)
    print(f"{entries} entries, {resources} resources", file=sys.stderr)
    return DONE


def _clinic(key: str | None) -> ClinicId | None:
    from vardag.rooms.clinics.queries import clinic_by_key

    if key is None:
        return None
    row = clinic_by_key(key)
    if row is None:
        raise CannotStart(f"--clinic {key}: there is no such clinic")
    return ClinicId(row.pk)


def _reviewer(given: str, clinic: ClinicId | None) -> PersonId:
    """Return who asks, if that person reviews the log today: at the clinic, or at any if none is given.

    Who runs the command can read the database anyhow; this keeps the entry of the export honest, so
    that somebody stands in it whose task it is.

    :raises CannotStart: if not
    """
    from vardag.domain.access import may_at
    from vardag.domain.rights import Deed
    from vardag.doors.shared.moments import today
    from vardag.rooms.people.queries import staff

    person = person_of(given)
    found = staff(person, on=today())
    clinics = () if found is None else found.roles if clinic is None else (clinic,)
    if found is None or not any(may_at(found, Deed.REVIEW_LOG, each) for each in clinics):
        there = "at that clinic" if clinic else "at any clinic"
        raise CannotStart(
            f"--by {given}: this person reviews no log {there} today. Let a log reviewer there ask "
            "for it, or give somebody that role on the page Staff"
        )
    return person


def _patient(typed: TextIO) -> PersonId:
    """Return whose number stands on a line, so that it stands in no history of commands."""
    from vardag.rooms.people.queries import with_number

    row = with_number(typed.readline().strip().replace("-", ""))
    if row is None or row.is_staff:
        raise CannotStart("--patient: write the number of somebody we know on standard input")
    return PersonId(row.pk)


def _note(period: "Period", clinic: ClinicId | None, patient: PersonId | None, by: PersonId) -> int:
    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.actions import note_access
    from vardag.rooms.audit.words import About, What, Where, Who

    return note_access(
        who=Who(by, clinic),
        what=What.EXPORTED,
        at=now(),
        about=About(patient=patient),
        where=Where(page="audit export", reason=f"{period.first} – {period.last}"),
    )


def _written(
    period: "Period", clinic: ClinicId | None, patient: PersonId | None, own: int
) -> tuple[int, int]:
    """Write the resources, and return how many entries and resources they are."""
    from vardag.doors.ops.log.event import events
    from vardag.rooms.audit.exporting import exported

    entries = resources = 0
    for some in exported(period, clinic=clinic, patient=patient, upto=own):
        names = _names(some, named=patient)
        for entry in some:
            entries += 1
            resources += _lines(events(entry, names, only=patient))
    return entries, resources


def _lines(found: Iterable["Json"]) -> int:
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in found]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return len(lines)


def _names(some: "tuple[Exported, ...]", *, named: PersonId | None) -> "Names":
    """Return what ids mean in some entries.

    :param named: the one whom the command names, and so whose number is given though it be protected
    """
    from django.conf import settings

    from vardag.doors.ops.log.event import Names
    from vardag.rooms.cases.protected import hidden_in_lists
    from vardag.rooms.cases.queries import numbers_of
    from vardag.rooms.clinics.queries import clinics
    from vardag.rooms.disposal.queries import disposed_numbers
    from vardag.rooms.people.queries import people

    accesses = [each.access for each in some]
    pairs = [pair for each in accesses for pair in each.named]
    ids = {patient for _, patient in pairs}
    ids |= {pk for each in accesses for pk in (each.person, each.patient) if pk is not None}
    cases = [case for case, _ in pairs] + [each.case for each in accesses if each.case is not None]
    return Names(
        people=dict(_identities(people(ids).values(), hidden=hidden_in_lists(ids) - {named})),
        cases=numbers_of(cases) | disposed_numbers(cases),
        clinics={ClinicId(row.pk): (row.key, row.name) for row in clinics()},
        server=settings.ALLOWED_HOSTS[0],
    )


def _identities(
    rows: "Iterable[PersonRow]", *, hidden: "Collection[PersonId]"
) -> "Iterator[tuple[PersonId, Identity]]":
    """Yield staff by HSA-id and name, residents by their number alone, and the hidden by our own id."""
    from vardag.domain.people.personal_number import personal_number
    from vardag.doors.ops.log.event import HSA_ID, NUMBERS, OUR_PERSON, Identity
    from vardag.doors.shared.moments import today

    for row in rows:
        if row.hsa_id:
            yield PersonId(row.pk), Identity(HSA_ID, row.hsa_id, row.name)
        elif PersonId(row.pk) in hidden:
            yield PersonId(row.pk), Identity(OUR_PERSON, str(row.pk))
        elif row.personal_number:
            kind = personal_number(row.personal_number, on=today()).kind
            yield PersonId(row.pk), Identity(NUMBERS[kind], row.personal_number)
