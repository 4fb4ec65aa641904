"""Messages over a line: laid in a folder, or told to a FHIR server that may be anything."""

import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.adapters.serving import a_server, drips, hangs_up, is_silent, says
from vardag.adapters.lines import system
from vardag.adapters.lines.fhir import FhirServer
from vardag.adapters.lines.folder import Folder
from vardag.adapters.lines.resources import KEY_SYSTEM, resource
from vardag.domain.messages.delivery import Trouble
from vardag.domain.messages.lines import Line
from vardag.domain.routine.document import MessageKind
from vardag.doors.ops.stand_in import Behavior, Shelf, stand_in
from vardag.rooms.deliveries.port import NotThrough

KEY = "5f0c9a52-4ab0-4d5a-9d1e-0f7f7f0a6b11"


def told(kind: MessageKind = MessageKind.BOOKING_CANCEL, **changed: Any) -> dict[str, Any]:
    """Return a message about an invented patient."""
    actions = {"booking-cancel": "cancel", "booking-change": "change"}
    said: dict[str, Any] = {
        "format": "vardag-message",
        "version": 1,
        "key": KEY,
        "kind": kind.value,
        "system": "elvis",
        "sent": "2026-09-07T08:00:00+02:00",
        "clinic": {"key": "aviken", "name": "BUP Åviken"},
        "case": {
            "number": "26-0107",
            "service": "cancel-or-rebook",
            "step": "cancel-booking",
            "received": "2026-09-07",
        },
        "patient": {
            "identifier": {
                "system": "http://electronichealth.se/identifier/personnummer",
                "value": "201509152384",
            },
            "name": "Pim Ek",
        },
        "author": {
            "identifier": {"system": "urn:oid:1.2.752.29.4.19", "value": "SE0000000000-RUT"},
            "name": "Rut Ek",
        },
        "text": "Avbokas: besöket tors 17 september. “Åska” & <regn>",
    }
    if kind.value.startswith("booking") or kind is MessageKind.VIDEO_MEETING:
        said["booking"] = {"action": actions.get(kind.value, "book"), "appointment": "2026-09-17"}
    return {**said, **changed}


# As FHIR


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_is_a_resource_that_hl7_would_take(kind):
    made = resource(told(kind))

    checked = get_fhir_model_class(made["resourceType"]).model_validate(made)

    assert json.loads(checked.model_dump_json()) is not None
    assert {"system": KEY_SYSTEM, "value": KEY} in made["identifier"]


def test_what_is_booked_has_its_time_and_what_is_protected_its_label_and_no_name():
    booking = {"action": "book", "how": "video", "starts": "2026-09-10T08:30:00+02:00"}
    patient = {"security": ["sekretessmarkering"]}

    made = resource(told(MessageKind.VIDEO_MEETING, booking=booking, patient=patient))

    get_fhir_model_class("Appointment").model_validate(made)
    assert made["requestedPeriod"] == [{"start": "2026-09-10T08:30:00+02:00"}]
    assert made["meta"]["security"][0]["code"] == "sekretessmarkering"
    assert made["participant"][0]["actor"] == {"type": "Patient"}


def test_a_change_of_an_unknown_visit_has_no_time():
    made = resource(told(MessageKind.BOOKING_CHANGE, booking={"action": "change"}))

    assert "requestedPeriod" not in made
    assert "cancelationReason" not in made


def test_a_message_that_comes_twice_is_one_resource_and_the_same_receipt():
    shelf = Shelf()
    with stand_in(shelf) as address:
        server = system(Line("aviken", "elvis", fhir=address))

        receipts = {server.send(told()) for _ in range(3)}

    assert receipts == {"Appointment/1"}
    assert len(shelf.resources) == 1


def test_what_is_taken_now_and_done_later_is_asked_about():
    shelf = Shelf(Behavior.LATER)
    with stand_in(shelf) as address:
        server = FhirServer(address)

        assert server.receipt(told()) is None
        assert server.send(told()) is None
        assert server.receipt(told()) == "Appointment/1"


def test_a_signature_is_done_when_somebody_there_has_signed():
    message = told(MessageKind.SIGNATURE, follow_up="2026-09-14", certificate={"name": "Intyg"})
    shelf = Shelf()
    with stand_in(shelf) as address:
        server = FhirServer(address)
        taken = server.send(message), server.receipt(message)
        page = urlopen(address).read().decode()
        urlopen(address, data=b"as=sign").close()

        assert taken == (None, None)
        assert "1 to sign" in page
        assert server.receipt(message) == "Task/1"
    assert shelf.resources[0]["restriction"] == {"period": {"end": "2026-09-14"}}
    assert shelf.resources[0]["reasonCode"] == {"text": "Intyg"}


def test_a_signature_of_which_a_server_knows_nothing_any_more_is_told_again():
    shelf = Shelf()
    with stand_in(shelf) as address:
        server = FhirServer(address)
        server.send(told(MessageKind.SIGNATURE))
        shelf.resources.clear()

        assert server.receipt(told(MessageKind.SIGNATURE)) is None
    assert [each["resourceType"] for each in shelf.resources] == ["Task"]


@pytest.mark.parametrize("status", ["rejected", "cancelled", "failed", "entered-in-error"])
def test_a_signature_that_nobody_there_will_give_is_refused(status):
    shelf = Shelf()
    with stand_in(shelf) as address:
        server = FhirServer(address)
        server.send(told(MessageKind.SIGNATURE))
        shelf.resources[0]["status"] = status

        with pytest.raises(NotThrough) as wrong:
            server.receipt(told(MessageKind.SIGNATURE))
    assert wrong.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    ("behavior", "trouble"),
    [
        (Behavior.DOWN, Trouble.AWAY),
        (Behavior.REFUSING, Trouble.REFUSED),
        (Behavior.LYING, Trouble.UNSURE),
        (Behavior.SLOW, Trouble.AWAY),
    ],
)
def test_a_server_that_behaves_badly_confirms_nothing(behavior, trouble):
    shelf = Shelf(behavior, seconds=0.6)
    with stand_in(shelf) as address, pytest.raises(NotThrough) as wrong:
        FhirServer(address, seconds=0.2).send(told())

    assert wrong.value.trouble is trouble
    assert "Pim" not in str(wrong.value)


def test_a_slow_server_that_did_it_all_the_same_has_done_it_once():
    shelf = Shelf(Behavior.SLOW, seconds=0.5)
    with stand_in(shelf) as address:
        with pytest.raises(NotThrough):
            FhirServer(address, seconds=0.1).send(told())
        shelf.behavior = Behavior.GOOD

        assert FhirServer(address).send(told()) == "Appointment/1"
    assert len(shelf.resources) == 1


def test_a_server_that_has_two_of_one_message_is_not_believed():
    shelf = Shelf(Behavior.TWICE)
    with stand_in(shelf) as address:
        server = FhirServer(address)
        for _ in range(2):
            server.send(told())

        with pytest.raises(NotThrough) as wrong:
            server.receipt(told())

    assert wrong.value.trouble is Trouble.UNSURE


GOOD = {**resource(told()), "id": "7"}
BUNDLE = {"resourceType": "Bundle", "entry": [{"resource": GOOD}]}


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (says(201, json.dumps({**GOOD, "resourceType": "Task"}).encode()), Trouble.UNSURE),
        (says(201, json.dumps({**GOOD, "identifier": "?"}).encode()), Trouble.UNSURE),
        (says(201, json.dumps({**GOOD, "id": ""}).encode()), Trouble.UNSURE),
        (says(201, b"[1]"), Trouble.UNSURE),
        (says(201, b"<html>"), Trouble.AWAY),
        (says(302, b"", Location="http://127.0.0.1:1/"), Trouble.AWAY),
        (says(401, b"{}"), Trouble.AWAY),
        (says(400, b'{"text": "Pim"}'), Trouble.REFUSED),
        (says(429, b"{}"), Trouble.AWAY),
        (says(500, b"oj"), Trouble.AWAY),
        (says(200, b"x" * 70_000), Trouble.AWAY),
        (hangs_up, Trouble.AWAY),
        (is_silent, Trouble.AWAY),
        (drips, Trouble.AWAY),
    ],
)
def test_no_answer_but_the_right_one_is_a_receipt(answer, trouble):
    with a_server(answer) as address, pytest.raises(NotThrough) as wrong:
        FhirServer(address, seconds=0.3).send(told())

    assert wrong.value.trouble is trouble
    assert "Pim" not in str(wrong.value)


@pytest.mark.parametrize(
    ("bundle", "expected"),
    [
        (BUNDLE, "Appointment/7"),
        ({"resourceType": "Bundle"}, None),
        ({"resourceType": "Patient"}, Trouble.UNSURE),
        ({"resourceType": "Bundle", "entry": [7]}, Trouble.UNSURE),
        ({"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Appointment"}}]}, "?"),
    ],
)
def test_a_search_finds_the_receipt_or_says_that_there_is_none(bundle, expected):
    with a_server(says(200, json.dumps(bundle).encode())) as address:
        server = FhirServer(address)
        if expected in (None, "Appointment/7"):
            assert server.receipt(told()) == expected
            return
        with pytest.raises(NotThrough) as wrong:
            server.receipt(told())
    assert wrong.value.trouble is Trouble.UNSURE


def test_a_server_that_shows_nothing_is_asked_for_it():
    asked: list[str] = []

    def answer(handler: Any) -> None:
        asked.append(handler.command)
        outcome = {"resourceType": "OperationOutcome"}
        body = BUNDLE if handler.command == "GET" else outcome
        says(200 if handler.command == "GET" else 201, json.dumps(body).encode())(handler)

    with a_server(answer) as address:
        assert FhirServer(address, token="hemlig").send(told()) == "Appointment/7"
    assert asked == ["POST", "GET"]


# A folder


def test_a_message_lies_in_the_folder_whole_and_once_until_its_receipt_has_come(tmp_path: Path):
    folder = system(Line("aviken", "elvis", folder=tmp_path))

    for _ in range(2):
        assert folder.send(told()) is None

    assert [each.name for each in tmp_path.glob("*.json")] == [f"{KEY}.json"]
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]
    assert json.loads((tmp_path / f"{KEY}.json").read_text()) == told()
    assert folder.receipt(told()) is None
    _receipt(tmp_path, key=KEY, status="done", receipt="E-1")
    assert folder.receipt(told()) == "E-1"
    (tmp_path / f"{KEY}.json").unlink()
    assert folder.send(told()) == "E-1"
    assert not list(tmp_path.glob("*.json"))  # what is done is not laid there again


def _receipt(folder: Path, **said: object) -> None:
    (folder / "receipts").mkdir(exist_ok=True)
    (folder / "receipts" / f"{KEY}.json").write_text(json.dumps(said))


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({"key": "another", "status": "done", "receipt": "1"}, Trouble.UNSURE),
        ({"key": KEY, "status": "done"}, Trouble.UNSURE),
        ({"key": KEY, "status": "maybe", "receipt": "1"}, Trouble.UNSURE),
        ({"key": KEY, "status": "refused"}, Trouble.REFUSED),
    ],
)
def test_a_receipt_that_doesnt_say_done_of_this_message_is_none(tmp_path, said, trouble):
    _receipt(tmp_path, **said)

    with pytest.raises(NotThrough) as wrong:
        Folder(tmp_path).receipt(told())

    assert wrong.value.trouble is trouble


@pytest.mark.parametrize("text", ["[1]", "hej", "[" * 10_000])
def test_a_receipt_that_cant_be_read_is_none(tmp_path, text):
    _receipt(tmp_path)
    (tmp_path / "receipts" / f"{KEY}.json").write_text(text)

    with pytest.raises(NotThrough):
        Folder(tmp_path).receipt(told())


def test_a_folder_that_is_gone_is_away(tmp_path):
    with pytest.raises(NotThrough) as wrong:
        Folder(tmp_path / "gone").send(told())

    assert wrong.value.trouble is Trouble.AWAY


def test_a_receipt_that_is_no_file_is_away(tmp_path):
    (tmp_path / "receipts" / f"{KEY}.json").mkdir(parents=True)

    with pytest.raises(NotThrough):
        Folder(tmp_path).receipt(told())


# The stand-in


def test_the_stand_in_shows_what_has_come_and_changes_how_it_behaves():
    shelf = Shelf()
    with stand_in(shelf) as address:
        FhirServer(address).send(told())
        with urlopen(address) as page:
            shown = page.read().decode()
        with urlopen(address, data=b"as=down") as page:
            page.read()

    assert "&lt;regn&gt;" in shown
    assert shelf.behavior is Behavior.DOWN
