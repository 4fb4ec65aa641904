"""Messages as resources of HL7 FHIR R4: which is which, and why, is in docs/reference/messages.md.

People and places are named by their identifiers, as the Swedish base profile has them: the other system
knows its own patients, and needs no copies of ours.
"""

import base64
from collections.abc import Callable

from vardag.domain.messages.message import Json

KEY_SYSTEM = "urn:vardag:message"
_CASE_SYSTEM = "urn:vardag:case"
_KIND_SYSTEM = "urn:vardag:message-kind"
_CERTIFICATES = "urn:vardag:certificate"
_LABELS = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"
_STATUS = {
    "cancel": "cancelled",
    "change": "proposed",
    "book": "proposed",
}


def resource(message: Json) -> Json:
    """Return the resource that says what a message says."""
    made = _RESOURCES[message["kind"]](message)
    labels = message["patient"].get("security", [])
    if labels:
        made["meta"] = {"security": [{"system": _LABELS, "code": each} for each in labels]}
    return made


def _document(message: Json) -> Json:
    """A note, or a certificate's covering words: a document about the patient, with its text inside."""
    text = base64.b64encode(message["text"].encode()).decode()
    return {
        "resourceType": "DocumentReference",
        "identifier": [_key(message)],
        "status": "current",
        "docStatus": "final",
        "type": {**_kind(message), "text": message.get("template", message["kind"])},
        "subject": _patient(message),
        "date": message["sent"],
        "author": [_author(message)],
        "custodian": _clinic(message),
        "description": _case_words(message),
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "language": "sv",
                    "data": text,
                    "title": message.get("template", message["case"]["number"]),
                }
            }
        ],
        "context": {"related": [{"identifier": _case(message)}]},
    }


def _appointment(message: Json) -> Json:
    """A wish about a visit: proposed or cancelled, since the booking system alone books."""
    booking = message["booking"]
    made: Json = {
        "resourceType": "Appointment",
        "identifier": [_key(message), _case(message)],
        "status": _STATUS[booking["action"]],
        "appointmentType": _kind(message),
        "created": message["sent"],
        "comment": message["text"],
        "participant": [
            {"actor": _patient(message), "status": "needs-action"},
            {"actor": _clinic(message), "status": "needs-action"},
        ],
    }
    if booking["action"] == "cancel":
        made["cancelationReason"] = {"text": message["text"]}
    if period := _period(booking):
        made["requestedPeriod"] = [period]
    if "how" in booking:
        made["serviceType"] = [{"text": booking["how"]}]
    return made


def _period(booking: Json) -> Json:
    if "starts" in booking:
        return {"start": booking["starts"]}
    if "appointment" in booking:
        return {"start": booking["appointment"], "end": booking["appointment"]}
    return {}


def _task(message: Json) -> Json:
    """Something to do about a patient: a line on somebody's worklist, or a certificate to sign."""
    made: Json = {
        "resourceType": "Task",
        "identifier": [_key(message)],
        "status": "requested",
        "intent": "order",
        "code": _kind(message),
        "description": message["text"],
        "for": _patient(message),
        "authoredOn": message["sent"],
        "requester": _author(message),
        "owner": _clinic(message),
        "groupIdentifier": _case(message),
    }
    if "follow_up" in message:
        made["restriction"] = {"period": {"end": message["follow_up"]}}
    if "certificate" in message:
        made["reasonCode"] = _certificate(message["certificate"])
    return made


def _certificate(told: Json) -> Json:
    coded = [{"system": _CERTIFICATES, "code": told["code"]}] if "code" in told else []
    return {**({"coding": coded} if coded else {}), "text": told["name"]}


_RESOURCES: dict[str, Callable[[Json], Json]] = {
    "journal-note": _document,
    "certificate": _document,
    "booking-cancel": _appointment,
    "booking-change": _appointment,
    "booking-new": _appointment,
    "video-meeting": _appointment,
    "worklist": _task,
    "signature": _task,
}


def _key(message: Json) -> Json:
    return {"system": KEY_SYSTEM, "value": message["key"]}


def _case(message: Json) -> Json:
    return {"system": _CASE_SYSTEM, "value": message["case"]["number"]}


def _case_words(message: Json) -> str:
    return f"{message['case']['number']} {message['case']['step']}"


def _kind(message: Json) -> Json:
    return {"coding": [{"system": _KIND_SYSTEM, "code": message["kind"]}]}


def _patient(message: Json) -> Json:
    return _reference("Patient", message["patient"])


def _author(message: Json) -> Json:
    return _reference("Practitioner", message["author"])


def _clinic(message: Json) -> Json:
    return _reference("Organization", message["clinic"])


def _reference(kind: str, named: Json) -> Json:
    """Return a reference by identifier, or by name alone where there is no number."""
    made: Json = {"type": kind}
    if "identifier" in named:
        made["identifier"] = named["identifier"]
    if "name" in named:
        made["display"] = named["name"]
    return made
