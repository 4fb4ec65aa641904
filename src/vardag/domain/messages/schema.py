"""The format of messages as a JSON Schema (draft 2020-12), for whoever builds the other end."""

from typing import Any

from vardag.domain.messages.message import FORMAT, HSA, LABELS, NUMBERS, VERSION
from vardag.domain.routine.document import MessageKind

type Json = dict[str, Any]


def _object(required: dict[str, Json], optional: dict[str, Json] | None = None) -> Json:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _text(what: str, **more: object) -> Json:
    return {"type": "string", "minLength": 1, "description": what, **more}


def _identifier(what: str, systems: list[str]) -> Json:
    return {
        **_object(
            {"system": _text("What it is a number in", enum=systems), "value": _text("The number")}
        ),
        "description": what,
    }


_DAY = {"format": "date"}
_MOMENT = {"format": "date-time"}
_STAFF = "HSA-id of the member of staff"
SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:vardag:message:{VERSION}",
    "title": "A message from Vardag to another system",
    **_object(
        {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "key": _text(
                "The same each time this message comes; do what it says once", format="uuid"
            ),
            "kind": {"enum": [each.value for each in MessageKind]},
            "system": _text("The system's key in the routine, such as elvis"),
            "sent": _text("When it was sent, with its zone", **_MOMENT),
            "clinic": _object(
                {"key": _text("The clinic's key"), "name": _text("Its name")},
                {"identifier": _identifier("HSA-id of the unit", [HSA])},
            ),
            "case": _object(
                {
                    "number": _text("The case's number, such as 26-0107"),
                    "service": _text("The key of the e-service"),
                    "step": _text("The key of the step, or of the work after closing"),
                    "received": _text("The day when it was received", **_DAY),
                }
            ),
            "patient": _object(
                {},
                {
                    "identifier": _identifier("The patient's number", list(NUMBERS.values())),
                    "name": _text("Left out of a protected family"),
                    "security": {
                        "type": "array",
                        "items": {"enum": list(LABELS.values())},
                        "description": "Security labels of the Swedish base profile",
                    },
                },
            ),
            "author": _object(
                {"name": _text("Name")},
                {"identifier": _identifier(_STAFF, [HSA]), "title": _text("Title")},
            ),
            "text": _text("The ready text, as who sent it read it"),
        },
        {
            "template": _text("The system's template, such as Återbud"),
            "follow_up": _text("The day by which somebody looks at the work again", **_DAY),
            "certificate": _object(
                {"name": _text("What the certificate is called nationally")},
                {"code": _text("Its national code, such as FK7427")},
            ),
            "booking": _object(
                {"action": {"enum": ["cancel", "change", "book"]}},
                {
                    "appointment": _text("The day of the visit that the family wrote of", **_DAY),
                    "how": {"enum": ["phone", "video", "visit"]},
                    "starts": _text("When what is booked begins, with its zone", **_MOMENT),
                },
            ),
        },
    ),
}
