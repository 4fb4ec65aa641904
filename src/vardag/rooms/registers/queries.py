"""Reading registers: cases' rows and those by hand as one table, to those who may see them.

A case's row is shown to who may open the case; a row by hand to the receivers and nurses of the clinic
that wrote it. Of somebody whom the population register protects, neither says the name, the number or
what was asked; such a row is found by no word.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, PersonId, Staff
from vardag.domain.people.protection import is_protected
from vardag.domain.refusals import OutOfReach
from vardag.domain.registers import post
from vardag.domain.registers.entry import Entry
from vardag.domain.rights import Deed
from vardag.domain.routine.document import Form, Register, Routine
from vardag.domain.words import say
from vardag.rooms.lists.registers import Registered, Show, registered
from vardag.rooms.lists.search.of_register import Asked, dates, rows_of_cases
from vardag.rooms.lists.search.sought import Sought, Word
from vardag.rooms.lists.search.statements import Part
from vardag.rooms.people.models import PersonRow
from vardag.rooms.registers.models import EntryRow, VersionRow
from vardag.rooms.registers.stored import entry_said
from vardag.rooms.routines.queries import routine_on

PAGE = 50
_AT_ONCE = 500


@dataclass(frozen=True)
class ByHand:
    """A row that somebody wrote, with whom it is about, if the product knows that person."""

    id: int
    entry: Entry
    is_struck: bool
    is_protected: bool
    person: PersonId | None
    version: int


type Line = Registered | ByHand


@dataclass(frozen=True)
class InForce:
    """A register as the routine in force has it; ``form`` is that of the first of its services."""

    register: Register
    form: Form


@dataclass(frozen=True)
class RegisterPage:
    """Fifty rows at most, the number of this page (from 1), and whether more follow."""

    rows: tuple[Line, ...]
    number: int
    has_more: bool


@dataclass(frozen=True)
class Version:
    """What a row said from a moment on, by whom, and what was done; and why, of one struck out."""

    number: int
    act: str
    entry: Entry
    reason: str
    by: str
    at: datetime


def in_force(key: str | None, *, by: Staff, clinic: ClinicId, on: date) -> InForce:
    """Return a register of the routine in force.

    :param key: None for the first register of the routine; mostly there is one
    :raises OutOfReach: if there is no such register, or the person handles no cases at the clinic
    """
    document = routine_on(on)
    register = document.register(key) if key else next(iter(document.registers), None)
    if register is None or not access.may_at(by, Deed.READ_REGISTER, clinic):
        raise OutOfReach(say("There is no such register, or it isn't yours to see."))
    return InForce(register, _questions(document, register))


def kept_by_hand(key: str, *, by: Staff, clinic: ClinicId, on: date) -> InForce:
    """Return a register into which rows are written by hand: one of the routine, or what was sent.

    :raises OutOfReach: if there is no such register, or its rows by hand aren't this person's
    """
    if key != post.POST:
        return in_force(key, by=by, clinic=clinic, on=on)
    access.permit_keeping_register(by, clinic, key)
    return InForce(post.REGISTER, post.FORM)


def _questions(document: Routine, register: Register) -> Form:
    forms = (each.form for each in document.services if each.register == register.key)
    return document.form(next(forms, "")) or Form(register.key)


def register_page(
    register: Register, asked: Asked, *, by: Staff, clinic: ClinicId, page: int
) -> RegisterPage:
    """Return a page of a register's rows that somebody may see, as asked for.

    Newest first; the open ones alone are shown with the longest wait first.
    """
    start = (page - 1) * PAGE
    found = _found(register, asked, by=by, clinic=clinic, most=PAGE + 1, start=start)
    return RegisterPage(tuple(_lines(found[:PAGE])), page, has_more=len(found) > PAGE)


def every_row(
    register: Register, asked: Asked, *, by: Staff, clinic: ClinicId, most: int
) -> list[Line]:
    """Return a register's rows that somebody may see, as asked for: not a page of them, but so many."""
    return list(_lines(_found(register, asked, by=by, clinic=clinic, most=most, start=0)))


type RowId = tuple[bool, int]
"""Whether a row is by hand, and its id."""


def _found(
    register: Register, asked: Asked, *, by: Staff, clinic: ClinicId, most: int, start: int
) -> list[RowId]:
    arms = list(_arms(register, asked, by=by, clinic=clinic))
    return united(arms, oldest_first=asked.show is Show.OPEN, most=most, start=start)


def united(arms: list[Part], *, oldest_first: bool, most: int, start: int) -> list[RowId]:
    """Return the rows of several statements as one list, by the date on which they came."""
    if not arms:
        return []
    united = " UNION ALL ".join(arm for arm, _ in arms)
    way = "ASC" if oldest_first else "DESC"
    values = [value for _, each in arms for value in each]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT by_hand, id FROM ({united}) AS found"  # noqa: S608 - our own words
            f" ORDER BY came {way}, by_hand {way}, id {way} LIMIT %s OFFSET %s",
            (*values, most, start),
        )
        return [(bool(by_hand), pk) for by_hand, pk in cursor.fetchall()]


def _arms(register: Register, asked: Asked, *, by: Staff, clinic: ClinicId) -> Iterator[Part]:
    if asked.by_hand is not True and asked.show is not Show.STRUCK:
        yield rows_of_cases(register, asked, by=by, clinic=clinic)
    if asked.by_hand is not False and access.may_keep_register(by, clinic, register.key):
        yield rows_by_hand(register, asked, clinic)


def rows_by_hand(register: Register, asked: Asked, clinic: ClinicId) -> Part:
    """Return the statement of a clinic's rows by hand; who may read them is asked before."""
    parts: list[Part] = [
        ("e.clinic_id = %s AND e.register = %s", (clinic, register.key)),
        ("e.is_struck = %s", (asked.show is Show.STRUCK,)),
        *dates(asked, "e.received_date"),
        *_sought(asked.sought),
    ]
    if asked.show in (Show.OPEN, Show.COMPLETED):
        parts.append(("e.is_done = %s", (asked.show is Show.COMPLETED,)))
    found = (
        "SELECT 1 AS by_hand, e.id AS id, e.received_date AS came FROM register_entry AS e"  # noqa: S608
        f" WHERE {' AND '.join(each for each, _ in parts)}"
    )
    return found, tuple(value for _, values in parts for value in values)


_IS_PROTECTED = (
    "EXISTS (SELECT 1 FROM person AS p WHERE p.personal_number = e.personal_number"
    " AND e.personal_number <> '' AND p.protection <> '')"
)


def _sought(wanted: Sought | None) -> Iterator[Part]:
    if wanted is None:
        return
    yield f"NOT {_IS_PROTECTED}", ()
    if wanted.person:
        yield "e.personal_number = %s", (wanted.person,)
        return
    if not wanted.words:
        yield "1 = 0", ()  # a case's number, which no row by hand is found by
    for word in wanted.words:
        yield "e.sought LIKE %s", (f"%{_beginning(word)}%",)


def _beginning(word: Word) -> str:
    """Return as much of a word as any of its forms has."""
    return word.stem if word.typed.startswith(word.stem) else word.typed


def _lines(found: list[RowId]) -> Iterator[Line]:
    cases = by_id(found, False, registered)  # noqa: FBT003
    by_hand = by_id(found, True, lines_by_hand)  # noqa: FBT003
    for is_by_hand, pk in found:
        line = by_hand.get(pk) if is_by_hand else cases.get(pk)
        if line is not None:  # gone since it was found
            yield line


def by_id(found: list[RowId], kind: bool, read: Any) -> dict[int, Any]:  # noqa: FBT001
    """Return rows of one kind by their ids, read so many at once."""
    ids = [pk for is_by_hand, pk in found if is_by_hand == kind]
    lines: dict[int, Any] = {}
    for start in range(0, len(ids), _AT_ONCE):
        lines |= read(ids[start : start + _AT_ONCE])
    return lines


def lines_by_hand(ids: Iterable[int]) -> dict[int, ByHand]:
    """Return rows by hand by their ids. Whose they are to see has been asked."""
    rows = list(EntryRow.objects.filter(pk__in=list(ids)))
    known = _known(row.personal_number for row in rows)
    return {row.pk: _line(row, known) for row in rows}


def _known(numbers: Iterable[str]) -> Mapping[str, tuple[int, str]]:
    wanted = {each for each in numbers if each}
    if not wanted:
        return {}
    rows = PersonRow.objects.filter(personal_number__in=wanted)
    found = rows.values_list("personal_number", "pk", "protection")
    return {number: (pk, protection) for number, pk, protection in found if number}


def _line(row: EntryRow, known: Mapping[str, tuple[int, str]]) -> ByHand:
    pk, protection = known.get(row.personal_number, (None, ""))
    return ByHand(
        id=row.pk,
        entry=entry_said(row.said),
        is_struck=row.is_struck,
        is_protected=is_protected(protection),
        person=None if pk is None else PersonId(pk),
        version=row.version,
    )


def row_by_hand(entry: int, register: Register, *, by: Staff, clinic: ClinicId) -> ByHand:
    """Return a row by hand.

    :raises OutOfReach: if the clinic has none of that id, or it isn't this person's to see
    """
    access.permit_keeping_register(by, clinic, register.key)
    rows = EntryRow.objects.filter(clinic=clinic, register=register.key, pk=entry)
    row = rows.first()
    if row is None:
        raise OutOfReach(say("There is no such row, or it isn't yours to see."))
    return _line(row, _known([row.personal_number]))


def first_row_about(person: PersonId) -> tuple[date, ...]:
    """Return the local date on which the first row by hand about somebody came; nothing if none has.

    It says no more, so that it may be told to the person, or to whoever acts for the person.
    """
    number = PersonRow.objects.filter(pk=person).values("personal_number")
    rows = EntryRow.objects.filter(personal_number__in=number).exclude(personal_number="")
    return tuple(rows.order_by("received_date").values_list("received_date", flat=True)[:1])


def versions(entry: int) -> list[Version]:
    """Return all that a row has said, the latest first. Whose it is to see has been asked."""
    rows = VersionRow.objects.filter(entry=entry).select_related("by").order_by("-number")
    return [
        Version(row.number, row.act, entry_said(row.said), row.reason, row.by.name, row.at)
        for row in rows
    ]
