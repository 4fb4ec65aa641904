"""Entries of the access log as AuditEvent resources of FHIR R4.

In the shape of IHE's Basic Audit Log Patterns: what one did with one patient's case is a read, and what
lists showed of a patient is a query; a list of several patients is one resource for each, so that none
of them says anything of another. Codes are those of DICOM (PS3.15) and of FHIR. Pure: no database.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.people.personal_number import Kind
from vardag.rooms.audit.exporting import Exported
from vardag.rooms.audit.queries import Access
from vardag.rooms.audit.words import Result, What

type Json = dict[str, Any]

HSA_ID = "urn:oid:1.2.752.29.4.19"
NUMBERS = {
    Kind.PERSONAL: "http://electronichealth.se/identifier/personnummer",
    Kind.COORDINATION: "http://electronichealth.se/identifier/samordningsnummer",
    Kind.NATIONAL_RESERVE: "http://electronichealth.se/identifier/nationelltReservnummer",
    Kind.REGIONAL_RESERVE: "urn:vardag:regional-reserve-number",
}
EVENTS = "http://terminology.hl7.org/CodeSystem/audit-event-type"
INTERACTIONS = "http://hl7.org/fhir/restful-interaction"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
ENTITIES = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
ROLES = "http://terminology.hl7.org/CodeSystem/object-role"
SOURCES = "http://terminology.hl7.org/CodeSystem/security-source-type"
OUR_WHAT, OUR_ROLE, OUR_CLINIC = "urn:vardag:what", "urn:vardag:role", "urn:vardag:clinic"
OUR_PERSON = "urn:vardag:person"  # by our own id, where a number would give a protected family away
OUR_CASE, OUR_ENTRY = "urn:vardag:case", "urn:vardag:access-log"
REQUEST = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"

_LISTS = (
    *(What.LISTED, What.WORKLIST, What.INQUIRY, What.REGISTER, What.TAKEN_OUT),
    *(What.ADDRESSED, What.SEARCHED, What.SOUGHT),
)
_CHOICES = (What.BY_EXCEPTION, What.TO_SEE_PROTECTED)
_OF_THE_LOG = (What.REVIEWED, What.FOLLOWED_UP, What.EXTRACT, What.EXPORTED, What.DISPOSED)
_SIGN_INS = {What.SIGN_IN: "110122", What.SIGN_OUT: "110123", What.ENDED: "110123"}
_MEANS = {
    "110101": "Audit Log Used",
    "110113": "Security Alert",
    "110114": "User Authentication",
    "110122": "Login",
    "110123": "Logout",
    "110127": "Emergency Override Started",
    "110152": "Destination Role ID",
    "110153": "Source Role ID",
}


@dataclass(frozen=True)
class Identity:
    """A number and the system that it is of, with a name for people to read; patients have none."""

    system: str
    value: str
    name: str = ""


@dataclass(frozen=True)
class Names:
    """What ids mean: people, cases and clinics."""

    people: Mapping[PersonId, Identity]
    cases: Mapping[CaseId, str]
    clinics: Mapping[ClinicId, tuple[str, str]]  # key and name
    server: str  # the host by which the product is known


def events(entry: Exported, names: Names, *, only: PersonId | None = None) -> Iterator[Json]:
    """Yield an entry's resources: one, or one for each patient whom a list names.

    :param only: of lists, no other patient than this
    """
    access = entry.access
    if (access.named or access.rows) and access.patient is None:
        for patient in dict.fromkeys(who for _, who in (*access.named, *access.rows)):
            if only in (None, patient):
                cases = tuple(case for case, whose in access.named if whose == patient)
                yield _event(entry, names, patient, cases)
        return
    own = (access.case,) if access.case is not None else ()
    named = tuple(case for case, whose in access.named if whose == access.patient)
    yield _event(entry, names, access.patient, tuple(dict.fromkeys(own + named)))


def _event(
    entry: Exported, names: Names, patient: PersonId | None, cases: tuple[CaseId, ...]
) -> Json:
    access = entry.access
    why = {"outcomeDesc": access.reason} if access.reason and not _is_purpose(access) else {}
    several = f"-{patient}" if access.named or access.rows else ""
    return {
        "resourceType": "AuditEvent",
        "id": f"{access.id}{several}",
        **_kind(access),
        "recorded": access.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "outcome": "4" if access.result is Result.REFUSED else "0",
        **why,
        "agent": list(_agents(entry, names)),
        "source": {
            "observer": {"display": "Vardag", "identifier": {"value": names.server}},
            "type": [_coding(SOURCES, "4", "Application Server")],
        },
        "entity": list(_entities(entry, names, patient, cases)),
    }


def _is_purpose(access: Access) -> bool:
    """Tell whether an entry's reason is why somebody looked, and not what came of it."""
    if access.what in _CHOICES:
        return True
    return access.result is Result.SHOWN and access.what is not What.EXPORTED


def _kind(access: Access) -> Json:
    """Return type, subtypes and action: what happened in general, and what exactly in our own words."""
    own = _coding(OUR_WHAT, access.what.value)
    if access.what in _OF_THE_LOG:
        action = "D" if access.what is What.DISPOSED else "R"
        return {"type": _dicom("110101"), "subtype": [own], "action": action}
    if access.what is What.CASE_DISPOSED:
        removed = _coding(INTERACTIONS, "delete", "delete")
        return {
            "type": _coding(EVENTS, "rest", "RESTful Operation"),
            "subtype": [removed, own],
            "action": "D",
        }
    if access.what in _SIGN_INS or access.what is What.CLINIC:
        exactly = [_dicom(_SIGN_INS[access.what])] if access.what in _SIGN_INS else []
        return {"type": _dicom("110114"), "subtype": [*exactly, own], "action": "E"}
    if access.what in _CHOICES:
        return {"type": _dicom("110113"), "subtype": [_dicom("110127"), own], "action": "E"}
    rest, does = _coding(EVENTS, "rest", "RESTful Operation"), "read"
    if access.what in _LISTS:
        does = "search"
    subtype = [_coding(INTERACTIONS, does, does), own]
    return {"type": rest, "subtype": subtype, "action": "E" if does == "search" else "R"}


def _agents(entry: Exported, names: Names) -> Iterator[Json]:
    access = entry.access
    who = names.people.get(access.person) if access.person is not None else None
    if who is not None:
        named = {"name": who.name} if who.name else {}
        yield {
            "type": _concept(PARTICIPATION, "IRCP", "information recipient"),
            "who": {"identifier": {"system": who.system, "value": who.value}},
            **named,
            "requestor": True,
            **_roles(entry),
            **_purpose(access),
        }
    # Parameters flow to the server of a query, data from that of a read: so DICOM names its role.
    role = "110152" if access.what in _LISTS else "110153"
    yield {
        "type": {"coding": [_dicom(role)]},
        "who": {"display": "Vardag", "identifier": {"value": names.server}},
        "requestor": False,
        "network": {"address": names.server, "type": "1"},
    }


def _roles(entry: Exported) -> Json:
    held = [each for each in entry.roles.split(",") if each]
    return {"role": [_concept(OUR_ROLE, each) for each in held]} if held else {}


def _purpose(access: Access) -> Json:
    given = access.reason and _is_purpose(access)
    return {"purposeOfUse": [{"text": access.reason}]} if given else {}


def _entities(
    entry: Exported, names: Names, patient: PersonId | None, cases: tuple[CaseId, ...]
) -> Iterator[Json]:
    access = entry.access
    if entry.request_id:
        yield _entity(_coding(REQUEST, "XrequestId"), {"identifier": {"value": entry.request_id}})
    whom = names.people.get(patient) if patient is not None else None
    if whom is not None:
        what = {"type": "Patient", "identifier": {"system": whom.system, "value": whom.value}}
        yield _entity(_coding(ENTITIES, "1", "Person"), what, role=("1", "Patient"))
    if access.what in _LISTS and entry.page:
        query = base64.b64encode(entry.page.encode()).decode("ascii")
        system = _coding(ENTITIES, "2", "System Object")
        yield {"type": system, "role": _coding(ROLES, "24", "Query"), "query": query}
    for case in cases:
        what = {"identifier": {"system": OUR_CASE, "value": names.cases.get(case, str(case))}}
        system = _coding(ENTITIES, "2", "System Object")
        yield _entity(system, what, role=("4", "Domain Resource"))
    if access.clinic is not None and access.clinic in names.clinics:
        key, name = names.clinics[access.clinic]
        what = {"identifier": {"system": OUR_CLINIC, "value": key}, "display": name}
        yield _entity(_coding(ENTITIES, "3", "Organization"), what, role=("2", "Location"))
    yield _of_the_chain(entry)


def _of_the_chain(entry: Exported) -> Json:
    """Return the entry itself, with what shows that it belongs to the sealed chain."""
    what = {"identifier": {"system": OUR_ENTRY, "value": str(entry.access.id)}}
    said = {
        "signature": entry.mac,
        "seal-number": str(entry.number) if entry.number else "",
        "seal": entry.seal,
        "page": entry.page,
        "provider": entry.access.vouched.provider,
        "level": entry.access.vouched.level,
    }
    detail = [{"type": name, "valueString": value} for name, value in said.items() if value]
    found = _entity(_coding(ENTITIES, "4", "Other"), what, role=("13", "Security Resource"))
    return {**found, "detail": detail}


def _entity(kind: Json, what: Json, *, role: tuple[str, str] | None = None) -> Json:
    found = {"what": what, "type": kind}
    return {**found, "role": _coding(ROLES, *role)} if role else found


def _dicom(code: str) -> Json:
    return _coding(DICOM, code, _MEANS[code])


def _concept(system: str, code: str, display: str = "") -> Json:
    return {"coding": [_coding(system, code, display)]}


def _coding(system: str, code: str, display: str = "") -> Json:
    found = {"system": system, "code": code}
    return {**found, "display": display} if display else found
