"""Work after closing that is told to a system: who may, what a receipt does, and what the list says."""

import pytest

from tests.build import MONDAY
from tests.rooms.doing import a_closed_certificate, did, sent, to_group
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.case.events import WorkCompleted
from vardag.domain.messages.delivery import State
from vardag.domain.messages.lines import Line
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.people.protection import Protection
from vardag.domain.refusals import NotPermitted
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions
from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.cases.delivering import may_tell
from vardag.rooms.cases.protected import see_protected
from vardag.rooms.cases.queries import full_case
from vardag.rooms.deliveries.models import DeliveryRow
from vardag.rooms.deliveries.queries import of_case, of_parts
from vardag.rooms.lists.worklist import worklist
from vardag.rooms.people.actions import grant, protect

TODAY = MONDAY.date()
SECRETARY, ANNOUNCE = "certificate_secretary", "announce-in-worklist"
NOTE = "Intyget ligger i Intygsmodulen."


def lines(*, ticks: bool = True) -> tuple[Line, ...]:
    keys = (("medical", "worklist"), ("medical", "intygsmodulen"), ("outpatient", "melior"))
    return tuple(Line(clinic, key, fhir="http://127.0.0.1:1", ticks=ticks) for clinic, key in keys)


@pytest.fixture(autouse=True)
def _lines(settings) -> None:
    settings.LINES = lines()


def told(world: World) -> CaseId:
    """Return a closed case of which the worklist is told."""
    case = a_closed_certificate(world)
    did(world, case, acts.CompleteWork("type-dictation"), by=SECRETARY)
    did(world, case, acts.SendWork(ANNOUNCE, NOTE), by=SECRETARY)
    return case


def test_what_is_sent_is_a_row_with_the_act_and_the_receipt_does_it(world: World):
    case = told(world)
    row = DeliveryRow.objects.get()

    actions.confirm(delivery=row.key, receipt="Task/1", at=MONDAY)

    assert (row.part, row.system, row.kind, row.clinic_id) == (
        ANNOUNCE,
        "worklist",
        "worklist",
        world.clinics["medical"],
    )
    assert row.payload["text"] == NOTE
    done = full_case(case).entries[-2]
    assert done.event == WorkCompleted(ANNOUNCE, receipt="Task/1")
    assert done.by == world.staff[SECRETARY]
    assert of_case(case)[ANNOUNCE].state is State.CONFIRMED
    assert not list(disagreements([case]))


def test_who_sent_it_may_have_left_when_the_receipt_comes(world: World):
    case = told(world)
    leaves(world, SECRETARY, on=TODAY)

    actions.confirm(delivery=DeliveryRow.objects.get().key, receipt="Task/1", at=MONDAY)

    assert full_case(case).entries[-2].by == world.staff[SECRETARY]


def test_a_line_whose_receipts_do_not_tick_keeps_the_receipt_for_who_looks(world: World, settings):
    case = told(world)
    settings.LINES = lines(ticks=False)
    version = full_case(case).case.version

    actions.confirm(delivery=DeliveryRow.objects.get().key, receipt="Task/1", at=MONDAY)

    assert full_case(case).case.version == version
    found = of_case(case)[ANNOUNCE]
    assert (found.state, found.receipt) == (State.CONFIRMED, "Task/1")


def test_the_list_knows_how_it_stands_with_what_is_open_and_asks_only_where_there_are_lines(
    world: World, settings
):
    case, clinic = told(world), world.clinics["medical"]
    secretary = world.staff_member(SECRETARY, on=TODAY)

    found = worklist(secretary, clinic, on=TODAY)

    assert found.systems == {"worklist", "intygsmodulen"}
    assert found.deliveries[case].part == ANNOUNCE
    assert of_parts([(case, "type-dictation")]) == {}
    settings.LINES = ()
    assert worklist(secretary, clinic, on=TODAY).deliveries == {}


def test_a_step_that_is_only_sent_is_not_done_in_the_list_of_work(world: World):
    case = sent(world, "care-allowance-certificate")
    did(world, case, acts.SendStep("document-request", "Intyg."))
    words = acts.Message(standard_reply="handed-to-doctor")
    did(world, case, acts.Assign(to_group(world), interim_reply=words))
    did(world, case, acts.Print(), by="doctor")

    found = worklist(world.staff_member("doctor", on=TODAY), world.clinics["medical"], on=TODAY)

    assert [each.key for each in full_case(case).case.remaining_steps] == ["document-request"]
    assert found.to_close == ()


def test_of_a_protected_family_only_who_has_chosen_to_see_it_tells(world: World):
    case, clinic = a_closed_certificate(world), world.clinics["medical"]
    did(world, case, acts.CompleteWork("type-dictation"), by=SECRETARY)
    protect(person=world.people["child"], protection=Protection.MARKED)
    grant(
        person=world.staff["doctor"],
        clinic=clinic,
        role=Role.CLEARED,
        from_date=TODAY.replace(day=1),
    )
    doctor = world.staff_member("doctor", on=TODAY)

    with pytest.raises(NotPermitted, match="See first"):
        did(world, case, acts.SendWork(ANNOUNCE, NOTE), by=SECRETARY)
    nobody = world.staff_member("outsider", on=TODAY)
    assert not may_tell(case, by=nobody, at=MONDAY)
    assert not may_tell(case, by=doctor, at=MONDAY)
    see_protected(case=case, reason="Ska skicka intyget", by=doctor, at=MONDAY)
    did(world, case, acts.SendWork(ANNOUNCE, NOTE), by="doctor")
    assert "name" not in DeliveryRow.objects.get().payload["patient"]
