"""One message to another system, in the one documented format: from what is to be done to what is sent.

What is to be done is a step of a case, or a piece of the work after closing.

Pure: all that must be known comes as particulars, and the same particulars make the same message. The
format has a version; what is added to it is optional, and what would change its meaning gets the next
version. See docs/reference/messages.md, which is made from here.

Sources: the Swedish base profile for FHIR R4 (hl7se.fhir.base 1.1.0) for the systems of identifiers and
the security labels; ADR-0028 for what is not told of the protected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vardag.domain.case.state import Case, Sent
from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.people.personal_number import Kind
from vardag.domain.people.protection import Protection
from vardag.domain.routine.document import MessageKind, Step, Work

FORMAT, VERSION = "vardag-message", 1
HSA = "urn:oid:1.2.752.29.4.19"
_SE = "http://electronichealth.se/identifier"
NUMBERS = {
    Kind.PERSONAL: f"{_SE}/personnummer",
    Kind.COORDINATION: f"{_SE}/samordningsnummer",
    Kind.NATIONAL_RESERVE: f"{_SE}/nationelltReservnummer",
    Kind.REGIONAL_RESERVE: "urn:oid:1.2.752.113.11.0.2.1.1.1",
}
"""What each kind of number is a number in; a regional one has no address but its OID."""
LABELS = {
    Protection.MARKED: "sekretessmarkering",
    Protection.REGISTERED_ELSEWHERE: "skyddadFolkbokforing",
}
"""What the profile's security labels are called."""
BY_PHONE, BY_VIDEO, VISIT = "phone", "video", "visit"
_HOW = {
    MessageKind.BOOKING_CHANGE: BY_PHONE,
    MessageKind.BOOKING_NEW: VISIT,
    MessageKind.VIDEO_MEETING: BY_VIDEO,
}
_ACTIONS = {
    MessageKind.BOOKING_CANCEL: "cancel",
    MessageKind.BOOKING_CHANGE: "change",
    MessageKind.BOOKING_NEW: "book",
    MessageKind.VIDEO_MEETING: "book",
}
type Json = dict[str, Any]


@dataclass(frozen=True)
class Patient:
    """Whom a message is about; ``protections`` as the population register says."""

    number: str  # twelve characters; empty where no number is known
    kind: Kind | None
    name: str
    protection: Protection | None = None


@dataclass(frozen=True)
class Author:
    """Who of the staff sends it."""

    hsa_id: str
    name: str
    title: str


@dataclass(frozen=True)
class Unit:
    """The clinic that has the case; ``hsa_id`` is empty where nobody has said it."""

    key: str
    name: str
    hsa_id: str = ""


@dataclass(frozen=True)
class Particulars:
    """What a message says beside what the case and the step say themselves."""

    key: str
    number: str  # the case's
    patient: Patient
    author: Author
    unit: Unit
    is_protected: bool = False  # somebody whom the case is about or from


def message(case: Case, part: Step | Work, sent: Sent, particulars: Particulars) -> Json:
    """Return what a system is told of a step or a piece of work, as JSON says it.

    Of a protected family no name is told: the number is enough to find the patient by, and the labels
    say how the number is to be handled.

    :raises ValueError: if it tells no system anything
    """
    if part.message is None:
        raise ValueError(f"{part.key} tells no system anything")
    told: Json = {
        "format": FORMAT,
        "version": VERSION,
        "key": particulars.key,
        "kind": part.message.value,
        "system": sent.system,
        "sent": sent.at.astimezone(STOCKHOLM).isoformat(timespec="seconds"),
        "clinic": _clinic(particulars.unit),
        "case": _case(case, part, particulars.number),
        "patient": _patient(particulars.patient, is_protected=particulars.is_protected),
        "author": _author(particulars.author),
        "text": sent.note,
    }
    if part.template:
        told["template"] = part.template
    if booking := _booking(case.form, part.message, sent.starts):
        told["booking"] = booking
    if isinstance(part, Work):
        told |= _of_work(case)
    return told


def waits_for_a_person(told: Json) -> bool:
    """Tell whether a message is done when somebody there has done it, see ``MessageKind``."""
    return MessageKind(told["kind"]).waits_for_a_person


def _of_work(case: Case) -> Json:
    """Return what is told of work after closing: by when somebody looks again, and what it is about."""
    told: Json = {}
    if case.open_work is not None:
        told["follow_up"] = case.open_work.follow_up.isoformat()
    if (certificate := case.service.certificate) is not None:
        told["certificate"] = {"name": certificate.name.sv}
        if certificate.code:
            told["certificate"]["code"] = certificate.code
    return told


def _case(case: Case, part: Step | Work, number: str) -> Json:
    received = local_date(case.received_at).isoformat()
    return {
        "number": number,
        "service": case.service.key,
        "step": part.key,
        "received": received,
    }


def _clinic(unit: Unit) -> Json:
    told: Json = {"key": unit.key, "name": unit.name}
    return {**told, "identifier": _identifier(HSA, unit.hsa_id)} if unit.hsa_id else told


def _patient(patient: Patient, *, is_protected: bool) -> Json:
    told: Json = {}
    if patient.kind is not None:
        told["identifier"] = _identifier(NUMBERS[patient.kind], patient.number)
    if not is_protected:
        told["name"] = patient.name
    if patient.protection is not None:
        told["security"] = [LABELS[patient.protection]]
    return told


def _author(author: Author) -> Json:
    told: Json = {"name": author.name}
    if author.hsa_id:
        told["identifier"] = _identifier(HSA, author.hsa_id)
    return {**told, "title": author.title} if author.title else told


def _identifier(system: str, value: str) -> Json:
    return {"system": system, "value": value}


def _booking(form: Mapping[str, str], kind: MessageKind, starts: str | None) -> Json:
    """Return what is booked, changed or cancelled; nothing for what is no booking."""
    if kind not in _ACTIONS:
        return {}
    told: Json = {"action": _ACTIONS[kind]}
    if day := _day(form.get("appointment", "")):
        told["appointment"] = day
    if kind in _HOW:
        told["how"] = _HOW[kind]
    if starts is not None:
        told["starts"] = datetime.fromisoformat(starts).replace(tzinfo=STOCKHOLM).isoformat()
    return told


def _day(answer: str) -> str:
    """Return the day of the visit that the family wrote of; a masked answer is no day."""
    try:
        return date.fromisoformat(answer).isoformat()
    except ValueError:
        return ""
