"""Writing rows of registers by hand. A correction is a version beside the old; nothing is removed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from vardag.domain import access
from vardag.domain.case.form import storable
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.clinic import refuse
from vardag.domain.people.identity import ClinicId, Staff
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, OutOfReach, Problem
from vardag.domain.registers.cells import Cell, NotReadable
from vardag.domain.registers.entry import CLOSED, CellProblem, Entry, completed, entry_of
from vardag.domain.routine.document import Field, Form, Register
from vardag.domain.words import Sentence, say, visible
from vardag.rooms.registers.models import EntryRow, VersionRow
from vardag.rooms.registers.stored import columns_of, entry_said, said

WROTE, CORRECTED, COMPLETED, STRUCK = "wrote", "corrected", "completed", "struck"
LONGEST_REASON = 500

_FILL_IN = say("Fill in “%(field)s”.")

type Typed = Mapping[str, str]
"""What somebody typed, by the register's columns, nothing of it judged."""


@transaction.atomic
def add(
    *, register: Register, form: Form, clinic: ClinicId, typed: Typed, by: Staff, at: datetime
) -> int:
    """Write a row that no case brought, such as of a telephone call, and return its id.

    :param form: the questions of the register's service; what it requires is required here
    :param at: aware
    :raises OutOfReach: if the clinic's rows aren't this person's to write
    :raises InvalidForm: if something is missing or can't be read; problems name columns
    """
    access.permit_keeping_register(by, clinic, register.key)
    required = [each for each in form.fields if each.required]
    entry = _judged(typed, required, at=at)
    row = EntryRow.objects.create(register=register.key, clinic_id=clinic, **columns_of(entry))
    _note(row, entry, WROTE, by=by, at=at)
    return int(row.pk)


@transaction.atomic
def correct(
    *,
    entry: int,
    register: Register,
    clinic: ClinicId,
    typed: Typed,
    seen: int,
    by: Staff,
    at: datetime,
) -> None:
    """Write a row anew; what it said before stays among its versions.

    :param seen: the version that was read
    :raises OutOfReach: if the clinic has no such row, or it isn't this person's to write
    :raises InvalidForm: if something is missing or can't be read; problems name columns
    :raises ChangedMeanwhile: if it was changed or struck out meanwhile
    """
    row = _locked(entry, register, clinic, seen=seen, by=by)
    _rewrite(row, _judged(typed, at=at), CORRECTED, by=by, at=at)


@transaction.atomic
def complete(
    *,
    entry: int,
    register: Register,
    clinic: ClinicId,
    done: str,
    done_by: str,
    seen: int,
    by: Staff,
    at: datetime,
) -> None:
    """Complete a row: on which day, and by whom.

    :raises OutOfReach: if the clinic has no such row, or it isn't this person's to write
    :raises InvalidForm: if the day can't be read, hasn't come or is before the row came in
    :raises ChangedMeanwhile: if it was changed or struck out meanwhile
    """
    row = _locked(entry, register, clinic, seen=seen, by=by)
    try:
        after = completed(entry_said(row.said), done=done, by=done_by, on=local_date(at))
    except NotReadable as wrong:
        raise _invalid(CellProblem(CLOSED, wrong.problem, wrong.remedy)) from None
    _rewrite(row, after, COMPLETED, by=by, at=at)


@transaction.atomic
def strike(
    *,
    entry: int,
    register: Register,
    clinic: ClinicId,
    reason: str,
    seen: int,
    by: Staff,
    at: datetime,
) -> None:
    """Strike a row out, with the reason; it stays, and is shown among those that are struck out.

    :raises OutOfReach: if the clinic has no such row, or it isn't this person's to write
    :raises InvalidForm: if no reason can be read, or it is too long
    :raises ChangedMeanwhile: if it was changed or struck out meanwhile
    """
    row = _locked(entry, register, clinic, seen=seen, by=by)
    why = storable(reason).strip()
    if not visible(why):
        refuse("reason", say("Write why the row is struck out."))
    if len(why) > LONGEST_REASON:
        refuse("reason", say("Write at most %(most)s characters."), most=LONGEST_REASON)
    row.is_struck = True
    _rewrite(row, entry_said(row.said), STRUCK, by=by, at=at, reason=why)


def _judged(typed: Typed, required: Iterable[Field] = (), *, at: datetime) -> Entry:
    cells: dict[str, Cell] = dict(typed)
    entry, problems = entry_of(cells, on=local_date(at))
    missing = [
        Problem(f"field:{each.key}", Sentence(_FILL_IN, {"field": each.label}))
        for each in required
        if not visible(typed.get(f"field:{each.key}", ""))
    ]
    if entry is None or missing:
        raise _invalid(*problems, also=missing)
    return entry


def _locked(entry: int, register: Register, clinic: ClinicId, *, seen: int, by: Staff) -> EntryRow:
    access.permit_keeping_register(by, clinic, register.key)
    rows = EntryRow.objects.select_for_update().filter(clinic_id=clinic, register=register.key)
    row = rows.filter(pk=entry).first()
    if row is None:
        raise OutOfReach(say("There is no such row, or it isn't yours to see."))
    if row.version != seen or row.is_struck:
        raise ChangedMeanwhile(
            say("Somebody else has changed the row meanwhile. Compare with what it says now.")
        )
    return row


def _rewrite(
    row: EntryRow, entry: Entry, act: str, *, by: Staff, at: datetime, reason: str = ""
) -> None:
    for name, value in columns_of(entry).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _note(row, entry, act, by=by, at=at, reason=reason)


def _note(
    row: EntryRow, entry: Entry, act: str, *, by: Staff, at: datetime, reason: str = ""
) -> None:
    VersionRow.objects.create(
        entry=row, number=row.version, act=act, said=said(entry), reason=reason, by_id=by.id, at=at
    )


def _invalid(*wrong: CellProblem, also: Iterable[Problem] = ()) -> InvalidForm:
    """Return the refusal of what was typed: what is wrong, column by column."""
    told = [Problem(each.column, each.problem) for each in wrong] + [*also]
    return InvalidForm(told[0].sentence.text, problems=tuple(told), **told[0].sentence.particulars)
