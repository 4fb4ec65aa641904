"""What other systems are told of a case: the message that goes with an act, and what settles it.

Only ``actions`` calls the writing half of this module.
"""

from datetime import date, datetime
from uuid import uuid4

from vardag.domain.case import acts
from vardag.domain.case.events import Event
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted, StepSent, StepSkipped
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.message import Author, Particulars, Patient, Unit, message
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.personal_number import Kind, personal_number
from vardag.domain.people.protection import Protection, is_protected
from vardag.domain.refusals import InvalidForm, NotPermitted
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import for_staff
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.deliveries import actions as deliveries
from vardag.rooms.deliveries.port import line_of
from vardag.rooms.deliveries.queries import in_vain, systems_at
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import people


def permit_sending(act: acts.Act, case: CaseId, *, by: Staff, at: datetime) -> None:
    """Refuse to tell a system of a family whom the sender may not see, or hasn't chosen to.

    The ready text would say dots instead of names, and be sent so.

    :raises NotPermitted: then
    """
    if isinstance(act, acts.SendStep) and for_staff(case, by=by, at=at).is_masked:
        raise NotPermitted(
            say("See first whom the case is about: what is sent says it. Or do the step by hand.")
        )


def lines_of(act: acts.Act, case: CaseId, clinic: ClinicId) -> dict[str, frozenset[str]]:
    """Return to which systems the clinic has lines, and what went in vain, if an act needs to know."""
    if not isinstance(act, acts.SendStep):
        return {}
    return {"systems": systems_at(clinic), "in_vain": in_vain(case)}


def record_delivery(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    """Put on its way what a system is told, or say that it needs no more telling.

    :param case: the case as it is after the event
    """
    match event:
        case StepSent(step=step) if step in in_vain(CaseId(row.pk)):
            deliveries.send_again(case=CaseId(row.pk), step=step, at=at)
        case StepSent(step=step):
            _enqueue(row, step, case, by=by, at=at)
        case StepCompleted(step=step, receipt=receipt) if step in case.sent:
            deliveries.settle(case=CaseId(row.pk), step=step, at=at, receipt=receipt)
        case StepSkipped(step=step) if step in case.sent:
            deliveries.settle(case=CaseId(row.pk), step=step, at=at, receipt=None)


def _enqueue(row: CaseRow, key: str, case: Case, *, by: PersonId, at: datetime) -> None:
    step = step_on_way(case.process, case.facts, key)
    if step is None:
        raise ValueError(f"case {row.pk} was sent a step that isn't on its way: {key}")
    told = message(
        case, step, case.sent[key], _particulars(row, case, key, by=by, on=local_date(at))
    )
    deliveries.enqueue(case=CaseId(row.pk), step=key, clinic=case.clinic, message=told, at=at)


def _particulars(row: CaseRow, case: Case, step: str, *, by: PersonId, on: date) -> Particulars:
    known = people((case.patient, case.author, by))
    patient, author = known[case.patient], known[by]
    return Particulars(
        key=str(uuid4()),
        number=row.number,
        patient=_patient(patient, on=on),
        author=Author(author.hsa_id or "", author.name, author.title),
        unit=_unit(case.clinic, case.sent[step].system),
        is_protected=is_protected(patient.protection, known[case.author].protection),
    )


def _patient(row: PersonRow, *, on: date) -> Patient:
    number = row.personal_number or ""
    return Patient(
        number=number,
        kind=_kind_of(number, on=on),
        name=row.name,
        protection=Protection(row.protection) if row.protection else None,
    )


def _kind_of(number: str, *, on: date) -> Kind | None:
    """Return what kind of number it is; None of one that is no number, which nobody should be told."""
    try:
        return personal_number(number, on=on).kind
    except InvalidForm:
        return None


def _unit(clinic: ClinicId, system: str) -> Unit:
    found = ClinicRow.objects.get(pk=clinic)
    line = line_of(found.key, system)
    return Unit(found.key, found.name, hsa_id=line.unit if line else "")
