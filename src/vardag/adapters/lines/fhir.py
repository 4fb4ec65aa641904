"""A server that speaks HL7 FHIR R4: each message is created there, on the condition that it isn't yet.

The message's key is the resource's identifier, and goes along as the condition (``If-None-Exist``): a
server that has it answers with the one it has. What is answered is believed only if it carries that very
identifier. What a person there is to do is a Task, and done when the server says that it is completed:
until then it is taken. See docs/reference/messages.md for which message is which resource, and why.
"""

from http import HTTPStatus
from typing import Any

from vardag.adapters.asking import NoAnswer, Reply, Service
from vardag.adapters.lines.resources import KEY_SYSTEM, resource
from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.message import Json, waits_for_a_person
from vardag.rooms.deliveries.port import NotThrough

SECONDS = 10.0  # nobody sits and waits
_MEDIA = "application/fhir+json"
_COME_BACK = {408, 409, 412, 423, 425, 429}  # it can't now, or somebody else is at it
_WILL_NOT = ("rejected", "cancelled", "failed", "entered-in-error")  # of a task
_OURS = {401, 403, 404}  # the line is set up wrongly: operations mend it while the message waits


class FhirServer:
    """A FHIR server at its base address."""

    def __init__(self, address: str, *, token: str = "", seconds: float = SECONDS) -> None:
        self._service = Service(address, token=token, seconds=seconds)

    def send(self, message: Json) -> str | None:
        """Create the resource unless it is there; return what the server calls it. See ``System``."""
        reply = self._created(message)
        if reply.status == HTTPStatus.ACCEPTED:
            return None
        if reply.body is None or _is_outcome(reply.body):  # it was asked to show it, and needn't
            return self.receipt(message)
        return _receipt(reply.body, message)

    def receipt(self, message: Json) -> str | None:
        """Ask for the resource by its key; return what the server calls it. See ``System``.

        What waits for a person there is told again where the server knows nothing of it any more.
        """
        found = self._found(message)
        if found:
            return _receipt(found[0], message)
        if waits_for_a_person(message):
            self._created(message)
        return None

    def _created(self, message: Json) -> Reply:
        made = resource(message)
        headers = {
            "If-None-Exist": f"identifier={KEY_SYSTEM}|{message['key']}",
            "Prefer": "return=representation",
        }
        reply = self._asked(f"/{made['resourceType']}", body=made, headers=headers)
        if reply.status not in (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED):
            raise _complaint(reply)
        return reply

    def _found(self, message: Json) -> list[Any]:
        kind, key = resource(message)["resourceType"], message["key"]
        reply = self._asked(f"/{kind}?identifier={KEY_SYSTEM}%7C{key}")
        if reply.status != HTTPStatus.OK:
            raise _complaint(reply)
        found = _entries(reply.body)
        if len(found) > 1:
            raise NotThrough(Trouble.UNSURE, f"the server has {len(found)} of one message")
        return found

    def _asked(
        self, path: str, *, body: Json | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        try:
            return self._service.exchange(path, body=body, headers=headers, media=_MEDIA)
        except NoAnswer as wrong:
            raise NotThrough(Trouble.AWAY, _without_query(str(wrong))) from None


def _without_query(words: str) -> str:
    return words.partition("?")[0]


def _complaint(reply: Reply) -> NotThrough:
    """Return what an answer that isn't one of success comes to; its own words may name a patient."""
    away = reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR or reply.status in _COME_BACK | _OURS
    trouble = Trouble.AWAY if away or reply.status < HTTPStatus.BAD_REQUEST else Trouble.REFUSED
    return NotThrough(trouble, f"the server answers {reply.status}")


def _is_outcome(body: Any) -> bool:
    return isinstance(body, dict) and body.get("resourceType") == "OperationOutcome"


def _entries(body: Any) -> list[Any]:
    """Return the resources of a search's answer.

    :raises NotThrough: if it is none
    """
    if not isinstance(body, dict) or body.get("resourceType") != "Bundle":
        raise NotThrough(Trouble.UNSURE, "the server answers a search with no Bundle")
    entries = body.get("entry", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise NotThrough(Trouble.UNSURE, "the server answers a search with no whole Bundle")
    return [each.get("resource") for each in entries]


def _receipt(found: Any, message: Json) -> str | None:
    """Return what the server calls the resource; None while a person there hasn't done what it asks for.

    :raises NotThrough: if it isn't this message's and no other, or nobody there will do it
    """
    _check_ours(found, message)
    if waits_for_a_person(message) and found.get("status") != "completed":
        if found.get("status") in _WILL_NOT:
            raise NotThrough(Trouble.REFUSED, f"the server says that the task is {found['status']}")
        return None
    return f"{found['resourceType']}/{found['id']}"


def _check_ours(found: Any, message: Json) -> None:
    made = resource(message)
    if not isinstance(found, dict) or found.get("resourceType") != made["resourceType"]:
        raise NotThrough(Trouble.UNSURE, "the server answers with another kind of resource")
    ours = {"system": KEY_SYSTEM, "value": message["key"]}
    given = found.get("identifier")
    identifiers = given if isinstance(given, list) else [given]
    if not any(isinstance(each, dict) and ours.items() <= each.items() for each in identifiers):
        raise NotThrough(Trouble.UNSURE, "the server answers with another message's resource")
    if not isinstance(found.get("id"), str) or not found["id"]:
        raise NotThrough(Trouble.UNSURE, "the server gives the resource no id")
