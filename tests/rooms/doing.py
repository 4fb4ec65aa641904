"""Short ways to the one door, for people of the scenarios' world."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tests.build import MONDAY, a_form
from vardag.domain.case import acts
from vardag.domain.case.state import Case
from vardag.domain.clock.deadline import local_date
from vardag.domain.people.identity import CaseId
from vardag.doors.ops.scenario.world import World
from vardag.rooms.cases import actions


def sent(
    world: World,
    service: str = "message",
    *,
    by: str = "guardian",
    about: str = "child",
    form: Mapping[str, object] | None = None,
    at: datetime = MONDAY,
    form_key: UUID | None = None,
) -> CaseId:
    """Send a case to the outpatient clinic."""
    return actions.submit(
        service=service,
        patient=world.residents[about],
        clinic=world.clinics["outpatient"],
        answers=a_form(service) if form is None else form,
        by=world.resident(by, on=local_date(at)),
        at=at,
        form_key=form_key,
    )


def did(
    world: World,
    case: CaseId,
    act: acts.Act,
    *,
    by: str = "receiver",
    at: datetime = MONDAY,
    seen: int | None = None,
) -> Case:
    """Do an act of a member of staff."""
    return actions.perform(
        case_id=case, act=act, by=world.staff_member(by, on=local_date(at)), at=at, seen=seen
    )


def answered(
    world: World,
    case: CaseId,
    text: str = "Torsdag.",
    *,
    by: str = "guardian",
    at: datetime = MONDAY,
) -> Case:
    """Answer a counter-question."""
    return actions.answer(case_id=case, text=text, by=world.resident(by, on=local_date(at)), at=at)


def to_group(world: World) -> acts.Group:
    key = "certificate-handlers"
    return acts.Group(world.groups[key], key, world.group_clinics[key])


def a_closed_certificate(world: World, at: datetime = MONDAY) -> CaseId:
    """Take a doctor's certificate to its closing, at the medical clinic."""
    case = sent(world, "care-allowance-certificate", at=at)
    did(world, case, acts.CompleteStep("document-request"), at=at)
    words = acts.Message(standard_reply="handed-to-doctor")
    did(world, case, acts.Assign(to_group(world), interim_reply=words), at=at)
    did(world, case, acts.Print(), by="doctor", at=at)
    did(world, case, acts.CloseWithoutReply(), by="doctor", at=at)
    return case
