"""The form of a service and the way out of a shortcut: what is asked, what it isn't for, who reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext

from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Refusal
from vardag.doors.portal.errand import Errand
from vardag.doors.portal.linking import is_web_address
from vardag.doors.portal.menu import service_url, start_url
from vardag.doors.portal.questions import Questions, questions
from vardag.doors.portal.readers import who_reads
from vardag.doors.portal.whom import name_and_age
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.cases.family import SentForm, Thread, readership, sent_with
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import calendar_and_links


@dataclass(frozen=True)
class About:
    """What stands first on a page about a service: which, for whom, to whom, and what to mind."""

    service: str
    help: str
    whom: str
    clinic: ClinicRow
    advice: tuple[str, ...]
    not_for: str
    start_url: str
    form_url: str
    leads_out: bool


@dataclass(frozen=True)
class FormPage:
    """A service's form. ``refusal`` is why it was not sent although nothing in it is wrong."""

    about: About
    questions: Questions | None
    form_key: UUID
    readers: str = ""
    at_least_one: bool = False
    refusal: str = ""
    sent_before: SentForm | None = None  # set if this form was used already
    unplaced: tuple[tuple[str, str], ...] = ()  # what was written where no question is any more

    @property
    def can_send(self) -> bool:
        return not self.refusal or self.sent_before is not None

    @property
    def has_errors(self) -> bool:
        return bool(self.refusal) or (self.questions is not None and bool(self.questions.errors))


@dataclass(frozen=True)
class WayOut:
    """Where a shortcut leads."""

    about: About
    name: str
    address: str


def about(errand: Errand, actor: Actor, *, on: date) -> About:
    """Return what stands first, as far as the reader may know it."""
    service = errand.service
    advice = service.advice if service and errand.age is not None else ()
    return About(
        service=in_words(service.name) if service else "",
        help=in_words(service.help) if service else "",
        whom=_whom(errand, actor),
        clinic=errand.clinic,
        advice=tuple(in_words(each.words) for each in advice if each.concerns(errand.age or 0)),
        not_for=in_words(service.not_for) if service else "",
        start_url=start_url(patient=errand.patient, clinic=errand.clinic.key),
        form_url=_url("new", errand),
        leads_out=bool(service and service.leads_to),
    )


def _url(name: str, errand: Errand) -> str:
    return service_url(name, errand.key, patient=errand.patient, clinic=errand.clinic.key)


def _whom(errand: Errand, actor: Actor) -> str:
    if errand.patient_row is None or errand.age is None:
        return ""
    if errand.patient == actor.id:
        return gettext("for yourself")
    return gettext("for %(whom)s") % {"whom": name_and_age(errand.patient_row, errand.age)}


def _readers(errand: Errand, actor: Actor, on: date) -> str:
    if errand.patient_row is None or errand.service is None:
        return ""
    thread = Thread(service=errand.service, patient=errand.patient, author=actor.id)
    readers = readership(thread, patient=errand.patient_row, author=actor.row, on=on)
    clinic = errand.clinic.name
    return who_reads(readers, viewer=actor.id, patient=errand.patient, clinic=clinic)


def form_page(
    errand: Errand,
    actor: Actor,
    *,
    on: date,
    form_key: UUID,
    answers: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> FormPage:
    """Return the page of a form, with what was answered and why it was refused, if it was.

    A form that was sent before gets a new key: what is in it now can go as a case of its own.
    """
    asked = questions(errand.form, answers=answers) if errand.form else None
    if asked is not None and isinstance(refusal, InvalidForm):
        asked.refuse(refusal)
    assert actor.resident is not None
    is_twin = isinstance(refusal, ChangedMeanwhile)
    return FormPage(
        about=about(errand, actor, on=on),
        questions=asked,
        form_key=uuid4() if is_twin else form_key,
        readers=_readers(errand, actor, on),
        at_least_one=bool(errand.form and errand.form.at_least_one_of),
        refusal=why_refused(refusal) if refusal and not isinstance(refusal, InvalidForm) else "",
        sent_before=sent_with(form_key, by=actor.resident, patient=errand.patient, on=on)
        if is_twin
        else None,
        unplaced=tuple((answers or {}).items()) if asked is None else (),
    )


def way_out(errand: Errand, actor: Actor, *, on: date) -> WayOut | None:
    """Return where a shortcut leads from this clinic; None if the service is none, or leads nowhere."""
    link = errand.routine.link(errand.service.leads_to) if errand.service else None
    if link is None:
        return None
    _, links = calendar_and_links(errand.clinic_id)
    address = links.get(link.key, link.address)
    if not is_web_address(address):
        return None
    return WayOut(about=about(errand, actor, on=on), name=in_words(link.name), address=address)
