"""The form of a service and the way out of a shortcut: what is asked, what it isn't for, who reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.refusals import ChangedMeanwhile, InvalidForm, Refusal
from vardag.domain.routine.paging import as_form, pages_of
from vardag.doors.portal.errand import Errand
from vardag.doors.portal.linking import is_web_address
from vardag.doors.portal.menu import service_url, start_url
from vardag.doors.portal.plain import at_time
from vardag.doors.portal.questions import Questions, questions
from vardag.doors.portal.readers import who_reads
from vardag.doors.portal.whom import name_and_age
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import clock_time
from vardag.doors.shared.sentences import in_words, why_refused
from vardag.rooms.cases.family import SentForm, readership, sent_with
from vardag.rooms.cases.family_case import Thread
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import calendar_and_links

REVIEW = "review"


@dataclass(frozen=True)
class About:
    """What stands first on a page about a service: which, for whom, to whom, and what to mind."""

    service: str
    short: str  # the service's name where room is short
    help: str
    whom: str
    clinic: ClinicRow
    advice: tuple[str, ...]
    not_for: str
    start_url: str
    form_url: str
    leads_out: bool
    is_own: bool  # whether one writes for oneself
    follows: bool  # whether one writes again about an earlier case


@dataclass(frozen=True)
class Filled:
    """What is in a form: its key, what was answered, on which page, and why it was refused, if it was.

    ``page`` is None where all questions stand together.
    """

    key: UUID
    answers: Mapping[str, str] = field(default_factory=dict)
    page: int | None = None
    refusal: Refusal | None = None
    saved_at: datetime | None = None
    is_typed: bool = False  # whether the answers came with this request


@dataclass(frozen=True)
class FormPage:
    """A service's form. ``refusal`` is why it was not sent although nothing in it is wrong."""

    about: About
    questions: Questions | None
    form_key: UUID
    number: int  # of the page; there are ``of``
    of: int
    back_url: str
    saved: str  # when what is in it was saved
    readers: str = ""
    at_least_one: bool = False
    refusal: str = ""
    sent_before: SentForm | None = None  # set if this form was used already
    unplaced: tuple[tuple[str, str], ...] = ()  # what was written where no question is any more

    @property
    def can_send(self) -> bool:
        return not self.refusal or self.sent_before is not None

    @property
    def is_stepwise(self) -> bool:
        return self.of > 1

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def alone(self) -> bool:
        """Whether one question has the page for itself, so that it is the page's heading."""
        asked = self.questions
        return self.is_stepwise and self.asks and asked is not None and len(asked.fields) == 1

    @property
    def asks(self) -> bool:
        """Whether the questions are shown: also when refused, if something was written in them."""
        return self.questions is not None and (self.questions.is_bound or not self.refusal)

    @property
    def has_errors(self) -> bool:
        return bool(self.refusal) or (self.questions is not None and bool(self.questions.errors))


@dataclass(frozen=True)
class WayOut:
    """Where a shortcut leads. ``url`` is our own address, which counts and then leads there."""

    about: About
    name: str
    address: str
    url: str


def about(errand: Errand, actor: Actor, *, on: date) -> About:
    """Return what stands first, as far as the reader may know it."""
    service, own = errand.service, errand.is_own
    advice = service.advice if service and errand.age is not None else ()
    concerning = (each for each in advice if each.concerns(errand.age or 0))
    return About(
        service=in_words(service.name, oneself=own) if service else "",
        short=in_words(service.list_name, oneself=own) if service else "",
        help=in_words(service.help, oneself=own) if service else "",
        whom=_whom(errand),
        clinic=errand.clinic,
        advice=tuple(in_words(each.words, oneself=own) for each in concerning),
        not_for=in_words(service.not_for, oneself=own) if service else "",
        start_url=start_url(patient=errand.patient, clinic=errand.clinic.key),
        form_url=address(errand),
        leads_out=bool(service and service.leads_to),
        is_own=own,
        follows=errand.follows is not None,
    )


def address(
    errand: Errand, *, key: UUID | None = None, page: object = None, back: object = None
) -> str:
    """Return the address of a form, and of a page of it.

    :param back: anything if the page is changed from the summary, and leads back there
    """
    more = {"follows": errand.follows, "key": key, "page": page, "back": back}
    return service_url("new", errand.key, patient=errand.patient, clinic=errand.clinic.key, **more)


def _whom(errand: Errand) -> str:
    if errand.patient_row is None or errand.age is None:
        return ""
    if errand.is_own:
        return gettext("for yourself")
    return gettext("for %(whom)s") % {"whom": name_and_age(errand.patient_row, errand.age)}


def readers_of(errand: Errand, actor: Actor, *, on: date) -> str:
    """Return who will be able to read what is sent; nothing of somebody else's family."""
    if errand.patient_row is None or errand.service is None:
        return ""
    thread = Thread(service=errand.service, patient=errand.patient, author=actor.id)
    readers = readership(thread, patient=errand.patient_row, author=actor.row, on=on)
    clinic = errand.clinic.name
    return who_reads(readers, viewer=actor.id, patient=errand.patient, clinic=clinic)


def form_page(errand: Errand, actor: Actor, filled: Filled, *, on: date) -> FormPage:
    """Return a page of a form, with what was answered and why it was refused, if it was.

    A form that was sent before gets a new key: what is in it now can go as a case of its own.
    """
    refusal = filled.refusal
    asked = _asked(errand, filled)
    assert actor.resident is not None
    is_twin = isinstance(refusal, ChangedMeanwhile)
    pages = pages_of(errand.form) if errand.form and filled.page else ()
    return FormPage(
        about=about(errand, actor, on=on),
        questions=asked,
        form_key=uuid4() if is_twin else filled.key,
        number=filled.page or 1,
        of=max(1, len(pages)),
        back_url=_back(errand, filled),
        saved=_when(filled.saved_at, on) if filled.saved_at else "",
        readers=readers_of(errand, actor, on=on),
        at_least_one=bool(errand.form and errand.form.at_least_one_of),
        refusal=why_refused(refusal) if refusal and not isinstance(refusal, InvalidForm) else "",
        sent_before=sent_with(filled.key, by=actor.resident, patient=errand.patient, on=on)
        if is_twin
        else None,
        unplaced=tuple(_unplaced(errand, filled, asked)),
    )


def _unplaced(errand: Errand, filled: Filled, asked: Questions | None) -> Iterator[tuple[str, str]]:
    """Yield what was written where no question is: none is asked, or another version asks others."""
    known = {each.key for each in errand.form.fields} if errand.form and asked else set()
    for name, text in filled.answers.items():
        if name not in known and (asked is None or text.strip()):
            yield name, text


def _when(at: datetime, on: date) -> str:
    """Return when something was saved: of today, the time says enough."""
    if local_date(at) == on:
        return gettext("at %(time)s") % {"time": clock_time(at)}
    return at_time(at, on=on)


def _asked(errand: Errand, filled: Filled) -> Questions | None:
    if errand.form is None:
        return None
    form = errand.form
    if filled.page is not None:
        form = as_form(form, pages_of(form)[filled.page - 1])
    known = filled.answers if filled.is_typed or filled.answers else None
    asked = questions(form, answers=known, oneself=errand.is_own)
    if isinstance(filled.refusal, InvalidForm):
        asked.refuse(filled.refusal)
    return asked


def _back(errand: Errand, filled: Filled) -> str:
    return before(errand, key=filled.key, to=(filled.page or 1) - 1)


def before(errand: Errand, *, key: UUID, to: int | str) -> str:
    """Return the address that "Back" leads to.

    :param to: a page of the form; before the first is the start page
    """
    if to == 0:
        return start_url(patient=errand.patient, clinic=errand.clinic.key)
    return address(errand, key=key, page=to)


def way_out(errand: Errand, actor: Actor, *, on: date) -> WayOut | None:
    """Return where a shortcut leads from this clinic; None if the service is none, or leads nowhere."""
    found = link_of(errand, errand.service.leads_to if errand.service else None)
    if found is None:
        return None
    url = service_url("follow", errand.key, patient=errand.patient, clinic=errand.clinic.key)
    return WayOut(about(errand, actor, on=on), *found, url)


def link_of(errand: Errand, key: str | None) -> tuple[str, str] | None:
    """Return a link's name and address as the clinic has it; None if nobody could follow it."""
    link = errand.routine.link(key)
    if link is None:
        return None
    _, links = calendar_and_links(errand.clinic_id)
    found = links.get(link.key, link.address)
    return (in_words(link.name), found) if is_web_address(found) else None
