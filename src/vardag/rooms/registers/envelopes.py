"""Whom an envelope is for: a name and the lines below it, as far as anybody knows.

An authority's address is the routine's in force. A home is asked of the population register when it
is needed, else it is what the family wrote in the case, else who sends writes it; it is kept nowhere.
Of a family under any protection no home address is asked for, told or taken: its post goes to who
forwards it, and only who is cleared and has chosen to see reads whom the inner envelope is for.
Source: ADR-0028, ADR-0047.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from vardag.domain import access
from vardag.domain.case.posting import to_send
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId, PersonId, Staff
from vardag.domain.refusals import OutOfReach
from vardag.domain.registers.post import EXEMPLAR, TO_WHOM, WHAT
from vardag.domain.routine.dispatch import Exemplar, To
from vardag.domain.routine.document import Recipient, Routine
from vardag.domain.words import Text
from vardag.rooms.cases.family import Family
from vardag.rooms.cases.protected import hidden_in_lists
from vardag.rooms.cases.queries import FullCase, for_staff, full_case
from vardag.rooms.people.families.addresses import Home, home_of
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import kin_of, people
from vardag.rooms.registers.post import Letter, Posted
from vardag.rooms.routines.queries import routine_on


@dataclass(frozen=True)
class Envelope:
    """Something to send. ``key`` tells it from the others; ``to`` and ``lines`` are what is known.

    ``forwarded_by`` gets it where nobody is told the address; ``inner`` is whom it is for then, told to
    who may know. ``unread`` is who asked for it and doesn't read the case any more.
    """

    key: str
    case: CaseId | None
    row: int | None  # by hand
    patient: PersonId | None
    number: str
    what: Text | str
    exemplar: Exemplar
    to: Text | str
    lines: tuple[str, ...] = ()
    is_home: bool = False
    is_protected: bool = False
    forwarded_by: Recipient | None = None
    inner: str = ""
    unread: str = ""
    is_away: bool = False  # the population register could not be asked
    about: str = ""  # the patient, for an authority; nothing of the protected


@dataclass(frozen=True)
class _Of:
    """A case, and what is asked of it once, however many envelopes it fills."""

    full: FullCase
    at: datetime
    addresses: Routine
    is_hidden: bool  # whether anybody of the family lives under protection

    @property
    def on(self) -> date:
        return local_date(self.at)


def of_case(case: CaseId, *, by: Staff, at: datetime) -> tuple[Envelope, ...]:
    """Return the envelopes that a case's next step, or its work, fills; none where nothing is sent.

    :param at: aware
    :raises OutOfReach: if there is no such case, or it isn't this person's to send from
    """
    found = _of(case, by=by, at=at)
    sends = to_send(found.full.case)
    return tuple(_envelope(found, each.to, each.as_, f"c{case}-{each.to}") for each in sends)


def of_rows(rows: Iterable[Posted], *, by: Staff, at: datetime) -> tuple[Envelope, ...]:
    """Return the envelopes of rows of the post register, whose they are to see has been asked.

    :param at: aware
    """
    return tuple(_of_row(row, by=by, at=at) for row in rows)


def _of_row(row: Posted, *, by: Staff, at: datetime) -> Envelope:
    if isinstance(row, Letter):
        return _of_letter(row, routine_on(local_date(at)))
    return _envelope(_of(row.case, by=by, at=at), row.to, row.exemplar, key_of(row))


def key_of(row: Posted) -> str:
    """Return what tells a row of the post register from the others in an address."""
    return f"h{row.row.id}" if isinstance(row, Letter) else f"d{row.id}"


def _of(case: CaseId, *, by: Staff, at: datetime) -> _Of:
    """Return a case, masked as its reader is told of it."""
    full = _full(case, by=by, at=at)
    return _Of(full, at, routine_on(local_date(at)), _is_hidden(full))


def _is_hidden(full: FullCase) -> bool:
    """Tell whether anybody of the family lives under protection, also who has not written."""
    return full.is_protected or bool(hidden_in_lists({full.case.patient, full.case.author}))


def _full(case: CaseId, *, by: Staff, at: datetime) -> FullCase:
    try:
        return for_staff(case, by=by, at=at)
    except OutOfReach:
        full = full_case(case)
        if access.may_send_post(by, full.case):  # who does the work, and reads no more of it here
            return full
        raise


def _envelope(of: _Of, to: To, exemplar: Exemplar, key: str) -> Envelope:
    return _to_authority(of, exemplar, key) if to is To.AUTHORITY else _home(of, exemplar, key)


def _to_authority(of: _Of, exemplar: Exemplar, key: str) -> Envelope:
    service = of.addresses.service(of.full.case.service.key)
    goes_to = service.certificate.goes_to if service and service.certificate else None
    found = of.addresses.recipient(goes_to)
    return Envelope(
        key=key,
        case=of.full.id,
        row=None,
        patient=of.full.case.patient,
        number=of.full.number,
        what=_what(of.full),
        exemplar=exemplar,
        to=found.name if found else "",
        lines=found.address if found else (),
        is_protected=of.is_hidden,
        about="" if of.is_hidden else _about(of.full),
    )


def _home(of: _Of, exemplar: Exemplar, key: str) -> Envelope:
    full = of.full
    row, unread = _receiver(full, of.on)
    hidden = of.is_hidden
    home = Home(is_protected=True) if hidden or row is None else home_of(_id(row), at=of.at)
    mediated = hidden or (row is not None and home.is_protected)
    via = of.addresses.mediator if mediated else None
    name = _name(full, row)
    return Envelope(
        key=key,
        case=full.id,
        row=None,
        patient=full.case.patient,
        number=full.number,
        what=_what(full),
        exemplar=exemplar,
        to=via.name if via else "" if mediated else name,
        lines=via.address if via else () if mediated else home.lines or _written(full),
        is_home=True,
        is_protected=mediated,
        forwarded_by=via,
        inner=(name or _name(full, unread)) if full.unmasked else "",
        unread="" if mediated else _name(full, unread),
        is_away=home.is_away,
    )


def _name(full: FullCase, row: PersonRow | None) -> str:
    return full.as_told(row).name.strip() if row is not None else ""


def _of_letter(letter: Letter, document: Routine) -> Envelope:
    row, texts = letter.row, letter.row.entry.texts
    via = document.mediator if row.is_protected else None
    exemplar = texts.get(EXEMPLAR, "")
    return Envelope(
        key=key_of(letter),
        case=None,
        row=row.id,
        patient=row.person,
        number="",
        what="" if row.is_protected else texts.get(WHAT, ""),
        exemplar=Exemplar(exemplar) if exemplar in set(Exemplar) else Exemplar.ORIGINAL,
        to=via.name if via else "" if row.is_protected else texts.get(TO_WHOM, ""),
        lines=via.address if via else (),
        is_home=row.is_protected,
        is_protected=row.is_protected,
        forwarded_by=via,
    )


def _receiver(full: FullCase, on: date) -> tuple[PersonRow | None, PersonRow | None]:
    """Return who of the family gets it: who asked, if that person reads the case today; else who does.

    Beside it, who asked and reads it no more: a block, a lost custody or a birthday may be why.
    """
    rows = people({full.case.patient, full.case.author})
    author, patient = rows[full.case.author], rows[full.case.patient]
    guardians, blocked = kin_of(full.case.patient, on=on)
    family = Family(patient, author, guardians, blocked)
    may = [each.who for each in family.stances(full.case, on=on) if each.reads()]
    if any(row.pk == author.pk for row in may):
        return author, None
    return next(iter(may), None), author


def _what(full: FullCase) -> Text:
    """Return what is in the envelope: the certificate's form by its code and name, or the service."""
    found = full.case.service.certificate
    if found is None or not found.code:
        return full.case.service.name
    return Text(f"{found.code} {found.name.sv}", f"{found.code} {found.name.en}")


def _about(full: FullCase) -> str:
    """Return whom a certificate is about, for the authority that gets it."""
    row = people({full.case.patient})[full.case.patient]
    number = row.personal_number or ""
    return f"{row.name.strip()}, {number[:8]}-{number[8:]}" if number else row.name.strip()


def _written(full: FullCase) -> tuple[str, ...]:
    """Return the address that the family wrote in the case, if its form asks for one."""
    fields = (each.key for each in full.form.fields if each.autocomplete == "street-address")
    text = next((full.case.form[key] for key in fields if full.case.form.get(key)), "")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _id(row: PersonRow) -> PersonId:
    return PersonId(row.pk)
