"""What a resident is about to send: which service, for whom, to which clinic, and whether that goes."""

import re
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from vardag.domain.case.submission import offered
from vardag.domain.kinship import permit_submission
from vardag.domain.people.identity import CaseId, ClinicId, PersonId, Resident, age_on
from vardag.domain.routine.document import Form, Routine, Service
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.ids import as_id
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import clinic_by_key, clinics_for_residents
from vardag.rooms.offering.queries import is_offered
from vardag.rooms.people import queries as people
from vardag.rooms.people.ages import ages_on
from vardag.rooms.people.models import PersonRow
from vardag.rooms.unsent.actions import Place

_KEY = re.compile(r"[-\w]+", re.ASCII)  # what can't be a key isn't asked of a database


@dataclass(frozen=True)
class Errand:
    """What is to be sent. ``patient`` has a row and an age only if it is of the resident's family."""

    key: str
    patient: PersonId
    patient_row: PersonRow | None
    age: int | None
    clinic: ClinicRow
    service: Service | None
    form: Form | None
    routine: Routine
    writer: PersonId
    follows: CaseId | None = None  # the case of which one writes again

    @property
    def place(self) -> Place:
        """What is kept with the answers while they are written."""
        return Place(self.key, self.patient, self.clinic_id, self.follows)

    @property
    def is_own(self) -> bool:
        """Tell whether one writes for oneself."""
        return self.writer == self.patient

    @property
    def clinic_id(self) -> ClinicId:
        return ClinicId(self.clinic.pk)


class NotChosen(Exception):
    """It can't be told for whom or to which clinic; the start page asks."""

    def __init__(self, *, patient: PersonId | None = None) -> None:
        super().__init__()
        self.patient = patient


def errand_of(
    actor: Actor, wanted: QueryDict, *, service_key: str, routine: Routine, on: date
) -> Errand:
    """Return what the address asks for, whether or not it may be sent.

    :param wanted: the address's ``for`` and ``clinic``, of which the second may be left out if there
        is one, and ``follows`` if one writes again
    :raises NotChosen: if it doesn't say enough
    """
    assert actor.resident is not None
    patient = _patient(wanted.get("for", ""))
    clinic = _clinic(wanted.get("clinic"), patient)
    service = routine.service(service_key)
    born = actor.resident.born_of(patient)
    return Errand(
        key=service_key,
        patient=patient,
        patient_row=None if born is None else _row(actor, patient),
        age=None if born is None else age_on(on, born=born),
        clinic=clinic,
        service=service,
        form=routine.form(service.form) if service else None,
        routine=routine,
        writer=actor.id,
        follows=_follows(wanted.get("follows", "")),
    )


def _follows(text: str) -> CaseId | None:
    number = as_id(text)
    return None if number is None else CaseId(number)


def _patient(text: str) -> PersonId:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NotChosen
    return PersonId(int(text))


def _clinic(key: str | None, patient: PersonId) -> ClinicRow:
    if key is not None:
        found = clinic_by_key(key) if _KEY.fullmatch(key) else None
    else:
        clinics = clinics_for_residents()
        found = clinics[0] if len(clinics) == 1 else None
    if found is None:
        raise NotChosen(patient=patient)
    return found


def _row(actor: Actor, patient: PersonId) -> PersonRow | None:
    return actor.row if patient == actor.id else people.person(patient)


def permit(errand: Errand, *, by: Resident, on: date) -> Service:
    """Return the service, if this resident may send it for that person to that clinic today.

    Asked before the questions are; sending asks again.

    :raises NotPermitted, NotOffered: as when it is sent
    """
    permit_submission(by, patient=errand.patient, service=errand.service, on=on, ages=ages_on(on))
    return offered(
        errand.service, is_offered=is_offered(clinic=errand.clinic_id, service=errand.key)
    )
