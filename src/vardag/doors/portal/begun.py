"""What somebody has begun and not sent, as the start page offers it: what may still be sent today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from vardag.domain.kinship import permit_submission
from vardag.domain.people.identity import Resident
from vardag.domain.refusals import NotPermitted
from vardag.domain.routine.document import Routine, Service
from vardag.doors.portal.menu import service_url
from vardag.doors.portal.plain import at_time
from vardag.doors.shared.sentences import in_words
from vardag.rooms.people.ages import ages_on
from vardag.rooms.unsent.queries import Unsent, all_of


@dataclass(frozen=True)
class Begun:
    """A form to go on with, or to throw."""

    words: str
    when: str
    url: str
    throw_url: str
    form_key: UUID


def all_begun(resident: Resident, *, routine: Routine, on: date) -> tuple[Begun, ...]:
    """Return what a resident has begun, the latest first; not what is no longer theirs to send.

    The right is asked anew, as it is when the form is opened: a child has turned thirteen, somebody is
    no guardian any more, a unit manager has blocked somebody.
    """
    return tuple(_all(resident, routine, on))


def _all(resident: Resident, routine: Routine, on: date) -> Iterator[Begun]:
    for each in all_of(resident.id):
        service = routine.service(each.service)
        if service is not None and _may(resident, each, service, on):
            yield _begun(each, service, is_own=each.patient == resident.id, on=on)


def _may(resident: Resident, each: Unsent, service: Service, on: date) -> bool:
    try:
        permit_submission(resident, patient=each.patient, service=service, on=on, ages=ages_on(on))
    except NotPermitted:
        return False
    return True


def _begun(each: Unsent, service: Service, *, is_own: bool, on: date) -> Begun:
    where = {"patient": each.patient, "clinic": each.clinic_key, "follows": each.follows}
    name = in_words(service.list_name, oneself=is_own)
    about = {"service": name, "name": each.patient_given_name}
    return Begun(
        words=name if is_own else gettext("%(service)s, for %(name)s") % about,
        when=at_time(each.changed_at, on=on),
        url=service_url("new", each.service, **where, key=each.form_key, page=each.page),  # type: ignore[arg-type]
        throw_url=service_url("new", each.service, **where),  # type: ignore[arg-type]
        form_key=each.form_key,
    )
