"""What other systems are told of a case: the message that goes with an act, and what settles it.

Only ``actions`` calls the writing half of this module.
"""

from datetime import date, datetime
from uuid import uuid4

from vardag.domain.case import acts
from vardag.domain.case.events import Event, WorkCompleted, WorkSent
from vardag.domain.case.state import Case
from vardag.domain.case.step_events import StepCompleted, StepSent, StepSkipped
from vardag.domain.clock.deadline import local_date
from vardag.domain.messages.message import Author, Particulars, Patient, Unit, message
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Staff
from vardag.domain.people.personal_number import Kind, personal_number
from vardag.domain.people.protection import Protection, is_protected
from vardag.domain.refusals import InvalidForm, NotPermitted, OutOfReach
from vardag.domain.routine.document import Step, Work
from vardag.domain.routine.way import step_on_way
from vardag.domain.words import say
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.cases.queries import for_staff, full_case
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.deliveries import actions as deliveries
from vardag.rooms.deliveries.port import line_of
from vardag.rooms.deliveries.queries import in_vain, systems_at
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import people

_SENDING = acts.SendStep | acts.SendWork


def permit_sending(act: acts.Act, case: CaseId, *, by: Staff, at: datetime) -> None:
    """Refuse to tell a system of a family whom the sender may not see, or hasn't chosen to.

    The ready text would say dots instead of names, and be sent so.

    :raises NotPermitted: then
    """
    if isinstance(act, _SENDING) and not may_tell(case, by=by, at=at):
        raise NotPermitted(
            say("See first whom the case is about: what is sent says it. Or do the step by hand.")
        )


def may_tell(case: CaseId, *, by: Staff, at: datetime) -> bool:
    """Tell whether somebody may tell systems of this family: anybody, unless it is protected.

    Work after closing is done by more people than may open the case; of a protected family only who has
    chosen to see whom it is about may tell of it.
    """
    if not full_case(case).is_protected:
        return True
    try:
        return not for_staff(case, by=by, at=at).is_masked
    except OutOfReach:
        return False


def lines_of(act: acts.Act, case: CaseId, clinic: ClinicId) -> dict[str, frozenset[str]]:
    """Return to which systems the clinic has lines, and what went in vain, if an act needs to know."""
    if not isinstance(act, _SENDING):
        return {}
    return {"systems": systems_at(clinic), "in_vain": in_vain(case)}


def ticks_by_itself(row: CaseRow, case: Case, part: str) -> bool:
    """Tell whether a receipt does what was sent; not where the line says that a person is to look."""
    sent = case.sent.get(part)
    line = line_of(ClinicRow.objects.get(pk=row.clinic_id).key, sent.system) if sent else None
    return line is None or line.ticks


def record_delivery(row: CaseRow, event: Event, case: Case, *, by: PersonId, at: datetime) -> None:
    """Put on its way what a system is told, or say that it needs no more telling.

    :param case: the case as it is after the event
    """
    match event:
        case StepSent(step=part) | WorkSent(work=part):
            _send(row, part, case, by=by, at=at)
        case StepCompleted(step=part, receipt=receipt) | WorkCompleted(work=part, receipt=receipt):
            _settle(row, part, case, at=at, receipt=receipt)
        case StepSkipped(step=part):
            _settle(row, part, case, at=at, receipt=None)


def _send(row: CaseRow, key: str, case: Case, *, by: PersonId, at: datetime) -> None:
    if key in in_vain(CaseId(row.pk)):
        deliveries.send_again(case=CaseId(row.pk), part=key, at=at)
        return
    part = _part(case, key)
    told = message(
        case, part, case.sent[key], _particulars(row, case, key, by=by, on=local_date(at))
    )
    deliveries.enqueue(case=CaseId(row.pk), part=key, clinic=case.clinic, message=told, at=at)


def _part(case: Case, key: str) -> Step | Work:
    """Return the step, or the piece of work, of which a system was told.

    :raises ValueError: if it is neither
    """
    if case.open_work is not None and case.open_work.key == key:
        return next(piece for piece in case.process.work if piece.key == key)
    step = step_on_way(case.process, case.facts, key)
    if step is None:
        raise ValueError(f"a system was told of a step that isn't on the case's way: {key}")
    return step


def _settle(row: CaseRow, key: str, case: Case, *, at: datetime, receipt: str | None) -> None:
    if key in case.sent:
        deliveries.settle(case=CaseId(row.pk), part=key, at=at, receipt=receipt)


def _particulars(row: CaseRow, case: Case, part: str, *, by: PersonId, on: date) -> Particulars:
    known = people((case.patient, case.author, by))
    patient, author = known[case.patient], known[by]
    return Particulars(
        key=str(uuid4()),
        number=row.number,
        patient=_patient(patient, on=on),
        author=Author(author.hsa_id or "", author.name, author.title),
        unit=_unit(case.clinic, case.sent[part].system),
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
