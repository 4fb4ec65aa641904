"""What FHIR R4 says an AuditEvent is, written out by hand from its definition (4.0.1).

Elements and how many of each; the codes of those that are bound to a required set, and the codes of
the other sets that we use. ``wrong`` names what isn't so.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import Any

type Json = dict[str, Any]
type Check = Callable[[object], bool]

HL7 = "http://terminology.hl7.org/CodeSystem"
CODES = {
    f"{HL7}/audit-event-type": {"rest"},
    "http://hl7.org/fhir/restful-interaction": {"read", "search", "delete"},
    "http://dicom.nema.org/resources/ontology/DCM": {
        *("110101", "110113", "110114", "110122", "110123", "110127"),
        *("110152", "110153"),
    },
    f"{HL7}/v3-ParticipationType": {"IRCP"},
    f"{HL7}/audit-entity-type": {"1", "2", "3", "4"},
    f"{HL7}/object-role": {"1", "2", "4", "13", "24"},
    f"{HL7}/security-source-type": {"4"},
    "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType": {"XrequestId"},
}
OURS = "urn:vardag:"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _one_of(*codes: str) -> Check:
    return lambda value: value in codes


def _is_base64(value: object) -> bool:
    try:
        return bool(base64.b64decode(str(value), validate=True))
    except binascii.Error:
        return False


# Of each element: what it must be, the least number of it, and whether it may repeat.
CODING: Json = {
    "system": (_text, 1, False),
    "code": (_text, 1, False),
    "display": (_text, 0, False),
}
CONCEPT: Json = {"coding": (CODING, 0, True), "text": (_text, 0, False)}
IDENTIFIER: Json = {"system": (_text, 0, False), "value": (_text, 1, False)}
REFERENCE: Json = {
    "type": (_one_of("Patient"), 0, False),
    "identifier": (IDENTIFIER, 0, False),
    "display": (_text, 0, False),
}
NETWORK: Json = {
    "address": (_text, 0, False),
    "type": (_one_of("1", "2", "3", "4", "5"), 0, False),
}
AGENT: Json = {
    "type": (CONCEPT, 0, False),
    "role": (CONCEPT, 0, True),
    "who": (REFERENCE, 0, False),
    "name": (_text, 0, False),
    "requestor": (lambda value: isinstance(value, bool), 1, False),
    "network": (NETWORK, 0, False),
    "purposeOfUse": (CONCEPT, 0, True),
}
ENTITY: Json = {
    "what": (REFERENCE, 0, False),
    "type": (CODING, 0, False),
    "role": (CODING, 0, False),
    "name": (_text, 0, False),
    "query": (_is_base64, 0, False),
    "detail": ({"type": (_text, 1, False), "valueString": (_text, 1, False)}, 0, True),
}
AUDIT_EVENT: Json = {
    "resourceType": (_one_of("AuditEvent"), 1, False),
    "id": (lambda value: bool(ID.fullmatch(str(value))), 1, False),
    "type": (CODING, 1, False),
    "subtype": (CODING, 0, True),
    "action": (_one_of("C", "R", "U", "D", "E"), 0, False),
    "recorded": (lambda value: bool(INSTANT.fullmatch(str(value))), 1, False),
    "outcome": (_one_of("0", "4", "8", "12"), 0, False),
    "outcomeDesc": (_text, 0, False),
    "agent": (AGENT, 1, True),
    "source": ({"observer": (REFERENCE, 1, False), "type": (CODING, 0, True)}, 1, False),
    "entity": (ENTITY, 0, True),
}


def wrong(resource: Json) -> list[str]:
    """Return what isn't as FHIR R4 says, each with its place; nothing if all is well."""
    return [*_wrong(resource, AUDIT_EVENT, "AuditEvent"), *_together(resource)]


def _wrong(given: object, wanted: Any, place: str) -> Iterator[str]:
    if callable(wanted):
        if not wanted(given):
            yield f"{place}: {given!r}"
        return
    if not isinstance(given, dict) or not given:
        yield f"{place}: {given!r} is no element"
        return
    yield from (
        f"{place}.{name}: there is no such element" for name in given.keys() - wanted.keys()
    )
    for name, (inner, least, repeats) in wanted.items():
        if name in given or least:
            yield from _each(given.get(name), inner, f"{place}.{name}", repeats=repeats)
    if wanted is CODING:
        yield from _unknown(given, place)


def _each(given: object, wanted: Any, place: str, *, repeats: bool) -> Iterator[str]:
    several = given if repeats else [given]
    if not isinstance(several, list) or not several:
        yield f"{place}: {given!r}"
        return
    for each in several:
        yield from _wrong(each, wanted, place)


def _unknown(coding: Json, place: str) -> Iterator[str]:
    system, code = coding.get("system", ""), coding.get("code")
    if not system.startswith(OURS) and code not in CODES.get(system, set()):
        yield f"{place}: {system} has no {code}"


def _together(resource: Json) -> Iterator[str]:
    for entity in resource.get("entity", []):
        if "name" in entity and "query" in entity:  # invariant sev-1
            yield "AuditEvent.entity: a name or a query, not both"
