"""A new case: what a resident sends, and by when it is owed a response."""

from datetime import datetime

from vardag.domain.case.events import Submitted
from vardag.domain.case.files import FileRef, permitted
from vardag.domain.case.form import Answers, valid_answers
from vardag.domain.clock.calendar import WorkingCalendar
from vardag.domain.clock.deadline import deadline, local_date
from vardag.domain.people.identity import CaseId, ClinicId, PersonId
from vardag.domain.refusals import NotOffered
from vardag.domain.routine.document import Form, Routine, Service
from vardag.domain.words import say


def submit(
    *,
    routine: Routine,
    service: Service | None,
    is_offered: bool,
    answers: Answers,
    patient: PersonId,
    clinic: ClinicId,
    at: datetime,
    calendar: WorkingCalendar,
    follows: CaseId | None = None,
    files: tuple[FileRef, ...] = (),
) -> Submitted:
    """Return the submission that begins a case; who may send it is asked before.

    :param follows: an earlier case of the same patient that the sender may read; asked before, too

    The response date is the second working day after the local date of ``at`` (R9).

    :raises NotOffered: if the clinic doesn't offer the service, or there is none of that key
    :raises InvalidForm: with every problem in the answers
    """
    wanted = offered(service, is_offered=is_offered)
    form = routine.form(wanted.form) or Form(key=wanted.form)
    return Submitted(
        patient=patient,
        clinic=clinic,
        service=wanted.key,
        form=valid_answers(form, answers),
        response_due=deadline(
            local_date(at), working_days=routine.dates.response, calendar=calendar
        ),
        follows=follows,
        files=permitted(files),
    )


def offered(service: Service | None, *, is_offered: bool) -> Service:
    """Return the service that a resident wants to send, if the clinic offers it.

    :raises NotOffered: if it doesn't, or there is none of that key
    """
    if service is None or not is_offered:
        raise NotOffered(say("The clinic doesn't have this service. Choose another, or call us."))
    return service
