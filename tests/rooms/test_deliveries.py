"""Messages to other systems: written with the act, sent by the worker, settled by whoever says done."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from tests.build import MONDAY
from tests.rooms.at_once import at_once
from tests.rooms.doing import did, sent
from vardag.domain.case import acts
from vardag.domain.case.step_events import StepCompleted, StepSent
from vardag.domain.messages.delivery import State, Trouble
from vardag.domain.messages.lines import Line
from vardag.domain.people.identity import CaseId
from vardag.domain.people.personal_number import check_digit
from vardag.domain.people.protection import Protection
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach, StepNotOpen
from vardag.doors.ops import delivering
from vardag.doors.ops.scenario.world import World
from vardag.doors.ops.stand_in import Behavior, Shelf, stand_in
from vardag.rooms.cases import actions
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.queries import full_case
from vardag.rooms.deliveries import actions as deliveries
from vardag.rooms.deliveries.models import DeliveryRow
from vardag.rooms.deliveries.queries import (
    count_failed,
    due,
    failed_at,
    has_lines,
    of_case,
    systems_at,
)
from vardag.rooms.people.actions import protect
from vardag.rooms.people.models import PersonRow

STEP = "cancel-booking"
SEND = acts.SendStep(STEP, "Avbokas: besöket tors 17 september.")
type Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Set the clock that the doors read."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    set_to(MONDAY)
    return set_to


@pytest.fixture
def shelf(settings):
    """A stand-in at the end of the outpatient clinic's line to ELVIS."""
    shelf = Shelf()
    with stand_in(shelf) as address:
        settings.LINES = (Line("outpatient", "elvis", fhir=address, unit="SE0000000000-UNIT"),)
        yield shelf


def cancelled(world: World) -> CaseId:
    """Return a case in which ELVIS is told to cancel a visit."""
    case = sent(world, "cancel-or-rebook", form={"wish": "cancel", "appointment": "2026-09-17"})
    did(world, case, SEND)
    return case


def one(case: CaseId, step: str = STEP):
    return of_case(case)[step]


def delivered() -> int:
    return delivering.deliver_due(lambda _: False)


def test_what_is_sent_is_a_row_with_the_act_and_the_step_is_done_when_the_receipt_comes(
    world: World, shelf: Shelf, clock: Clock
):
    case = cancelled(world)
    before = one(case)

    confirmed = delivered()

    assert (before.state, before.system, before.attempts) == (State.WAITING, "elvis", 0)
    assert confirmed == 1
    assert [each["identifier"][0]["value"] for each in shelf.resources] == [str(before.key)]
    full = full_case(case)
    assert [type(each.event) for each in full.entries[1:]] == [StepSent, StepCompleted]
    assert full.entries[-1].event == StepCompleted(STEP, receipt="Appointment/1")
    assert full.entries[-1].by == world.staff["receiver"]
    assert one(case).state is State.CONFIRMED
    assert DeliveryRow.objects.get().payload == {}  # nobody needs it any more
    assert not list(disagreements([case]))
    assert delivered() == 0


def test_a_message_tells_the_patients_number_and_the_clinics(world, shelf, clock):
    number = f"20150915238{check_digit('150915238')}"
    PersonRow.objects.filter(pk=world.people["child"]).update(personal_number=number)
    PersonRow.objects.filter(pk=world.staff["receiver"]).update(hsa_id="SE0000000000-RUT")

    cancelled(world)

    told = DeliveryRow.objects.get().payload
    assert told["patient"]["identifier"]["value"] == number
    assert told["author"]["identifier"]["value"] == "SE0000000000-RUT"
    assert told["clinic"]["identifier"]["value"] == "SE0000000000-UNIT"
    assert told["booking"] == {"action": "cancel", "appointment": "2026-09-17"}


def test_an_act_that_is_refused_leaves_nothing_to_send(world, settings):
    case = sent(world, "cancel-or-rebook", form={"wish": "cancel"})

    with pytest.raises(InvalidForm):
        did(world, case, SEND)

    settings.LINES = (Line("medical", "elvis", fhir="http://127.0.0.1:1"),)
    with pytest.raises(InvalidForm):  # another clinic's line
        did(world, case, SEND)
    assert not DeliveryRow.objects.exists()


def test_a_system_that_is_down_is_tried_again_after_growing_pauses_with_the_same_key(
    world, shelf, clock
):
    case = cancelled(world)
    shelf.behavior = Behavior.DOWN
    delivered()
    first = one(case)
    delivered()  # not yet its turn

    clock(first.due_at)
    delivered()
    second = one(case)
    shelf.behavior = Behavior.GOOD
    clock(second.due_at)

    assert delivered() == 1
    assert (first.state, first.trouble, first.attempts) == (State.WAITING, Trouble.AWAY, 1)
    assert (second.attempts, second.key) == (2, first.key)
    assert "503" in first.complaint
    assert [each["identifier"][0]["value"] for each in shelf.resources] == [str(first.key)]


def test_after_three_days_it_has_failed_and_a_person_sends_it_again(world, shelf, clock):
    case = cancelled(world)
    shelf.behavior = Behavior.DOWN
    key = one(case).key
    while one(case).state is State.WAITING:
        clock(one(case).due_at)
        delivered()
    clinic = world.clinics["outpatient"]
    failed, counted = failed_at(clinic), count_failed(clinic)

    shelf.behavior = Behavior.GOOD
    later = MONDAY + timedelta(days=4)
    clock(later)
    did(world, case, SEND, at=later)

    assert [each.key for each in failed] == [key]
    assert counted == 1
    assert delivered() == 1
    assert [each["identifier"][0]["value"] for each in shelf.resources] == [str(key)]
    assert (failed_at(clinic), count_failed(clinic)) == ([], 0)


def test_what_is_refused_has_failed_at_once_and_is_done_by_hand(world, shelf, clock):
    case = cancelled(world)
    shelf.behavior = Behavior.REFUSING
    delivered()
    failed = one(case)

    did(world, case, acts.CompleteStep(STEP))

    assert (failed.state, failed.trouble) == (State.FAILED, Trouble.REFUSED)
    assert one(case).state is State.BY_HAND
    assert full_case(case).entries[-1].event == StepCompleted(STEP)


def test_a_lying_system_confirms_nothing(world, shelf, clock):
    case = cancelled(world)
    shelf.behavior = Behavior.LYING

    assert delivered() == 0

    assert one(case).trouble is Trouble.UNSURE
    assert STEP in {each.key for each in full_case(case).case.open_steps}


def test_a_receipt_that_comes_later_is_asked_for_and_one_that_never_comes_has_failed(
    world, shelf, clock
):
    case, other = cancelled(world), cancelled(world)
    shelf.behavior = Behavior.LATER
    delivered()
    waits = one(case)
    clock(waits.due_at)
    confirmed = delivered()

    assert waits.state is State.SENT
    assert confirmed == 2
    assert one(other).state is State.CONFIRMED

    lost = cancelled(world)
    delivered()
    shelf.resources.clear()
    clock(MONDAY + timedelta(days=3, minutes=6))
    delivered()
    assert (one(lost).state, one(lost).trouble) == (State.FAILED, Trouble.NO_RECEIPT)


def test_a_step_that_a_person_ticks_or_leaves_out_is_sent_no_more(world, shelf, clock):
    ticked, left_out = cancelled(world), cancelled(world)

    did(world, ticked, acts.CompleteStep(STEP))
    did(world, left_out, acts.SkipStep(STEP, "Var redan avbokad"))

    assert delivered() == 0
    assert shelf.resources == []
    assert {one(ticked).state, one(left_out).state} == {State.BY_HAND}


def test_a_receipt_that_comes_after_a_persons_tick_changes_nothing(world, shelf, clock):
    case = cancelled(world)
    key = one(case).key
    did(world, case, acts.CompleteStep(STEP))
    version = full_case(case).case.version

    actions.confirm(delivery=key, receipt="E-1", at=MONDAY)

    assert full_case(case).case.version == version
    assert one(case).state is State.BY_HAND


def test_a_receipt_of_nothing_is_out_of_reach(world):
    with pytest.raises(OutOfReach):
        actions.confirm(delivery=uuid4(), receipt="E-1", at=MONDAY)


def test_a_line_that_is_taken_away_leaves_the_message_with_a_remedy(world, shelf, clock, settings):
    case = cancelled(world)
    settings.LINES = ()

    delivered()

    assert (one(case).state, one(case).trouble) == (State.WAITING, Trouble.NO_LINE)


def test_the_log_names_no_patient_and_no_words(world, shelf, clock, caplog):
    cancelled(world)
    shelf.behavior = Behavior.REFUSING

    with caplog.at_level(logging.DEBUG):
        delivered()

    assert "elvis: the server answers 422" in caplog.text
    for word in ("Avbokas", "september", "child", "Appointment"):
        assert word not in caplog.text


def test_what_is_on_its_way_is_not_sent_twice(world, shelf):
    case = cancelled(world)

    with pytest.raises(StepNotOpen):
        did(world, case, SEND)


def test_of_a_protected_family_nothing_is_sent_by_who_may_not_see_whom_it_is_about(world, shelf):
    case = sent(world, "cancel-or-rebook", form={"wish": "cancel"})
    protect(person=world.people["child"], protection=Protection.MARKED)

    with pytest.raises(NotPermitted, match="See first"):
        did(world, case, SEND)


def test_a_try_that_took_too_long_says_nothing_any_more(world, shelf, clock):
    case = cancelled(world)
    key = one(case).key
    slow = deliveries.try_now(key, at=MONDAY)
    meanwhile = deliveries.try_now(key, at=MONDAY + timedelta(seconds=30))
    later = MONDAY + timedelta(minutes=3)
    second = deliveries.try_now(key, at=later)
    assert slow is not None
    assert second is not None

    deliveries.note_trouble(slow, Trouble.REFUSED, complaint="too late", at=later)

    assert meanwhile is None
    assert one(case).state is State.WAITING


def test_many_workers_try_a_message_once(real_world: World, settings):
    settings.LINES = (Line("outpatient", "elvis", fhir="http://127.0.0.1:1"),)
    case = cancelled(real_world)
    key = one(case).key

    tries = at_once([partial(deliveries.try_now, key, at=MONDAY)] * 4)

    assert [isinstance(each, deliveries.Try) for each in tries].count(True) == 1
    assert not [each for each in tries if isinstance(each, BaseException)]


def test_a_folders_message_waits_for_the_receipt_that_comes_back(world, clock, settings, tmp_path):
    settings.LINES = (Line("outpatient", "elvis", folder=tmp_path),)
    case = cancelled(world)
    delivered()
    laid = json.loads((tmp_path / f"{one(case).key}.json").read_text())
    receipt = {"key": laid["key"], "status": "done", "receipt": "  E-1\n" + "x" * 300}
    (tmp_path / "receipts" / f"{laid['key']}.json").write_text(json.dumps(receipt))
    clock(one(case).due_at)

    assert delivered() == 1

    event = full_case(case).entries[-1].event
    assert isinstance(event, StepCompleted)
    assert event.receipt is not None
    assert event.receipt.startswith("E-1 xxx")
    assert len(event.receipt) == 120


def test_which_systems_a_clinic_has_lines_to(world, settings):
    clinic = world.clinics["outpatient"]
    none = systems_at(clinic)
    settings.LINES = (
        Line("outpatient", "elvis", fhir="http://127.0.0.1:1"),
        Line("medical", "melior", fhir="http://127.0.0.1:1"),
    )

    assert none == frozenset()
    assert systems_at(clinic) == {"elvis"}
    assert has_lines(["medical"])
    assert not has_lines(["elsewhere"])
    assert due(at=MONDAY, most=5) == []
