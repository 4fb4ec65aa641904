"""The start page: whose turn it is, whom it is about, which clinic, and what can be done there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId
from vardag.domain.routine.document import Routine
from vardag.domain.words import Sentence
from vardag.doors.portal.begun import Begun, all_begun
from vardag.doors.portal.menu import Entry, entries, services_in, start_url
from vardag.doors.portal.plain import promise_to_all
from vardag.doors.portal.turns import Turn, turns
from vardag.doors.portal.whom import Someone, everyone, years
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import listed
from vardag.doors.shared.sentences import in_words, said
from vardag.rooms.cases.family import cases_of
from vardag.rooms.cases.family_case import FamilyCase
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.clinics.queries import clinics_for_residents
from vardag.rooms.offering.queries import excepted_at
from vardag.rooms.people.ages import ages_on


@dataclass(frozen=True)
class Choice:
    """One of several to choose from, by following its address."""

    id: str
    name: str
    help: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class StartPage:
    """What the start page shows. Of ``people`` and ``clinics``, one alone is no choice."""

    turns: tuple[Turn, ...]
    begun: tuple[Begun, ...]
    is_young: bool  # whether the reader could write for oneself
    privacy: str  # what is said to the young of who reads what they write
    people: tuple[Choice, ...]
    about: str
    clinics: tuple[Choice, ...]
    clinic: str
    limits: str  # why only some of the services are open for the one who was chosen
    entries: tuple[Entry, ...]
    nothing: str  # that the clinic takes no cases now
    asks: bool  # whether something must be chosen before there is anything to do
    nobody: str  # why nothing can be sent at all
    grown_up: int  # from which age one is no child here, to who has nobody to write for; else 0
    phones: tuple[ClinicRow, ...]
    has_cases: bool


@dataclass(frozen=True)
class WelcomePage:
    """What somebody who isn't signed in is told."""

    promise: str
    age: int  # from which the young write alone


def welcome_page(*, routine: Routine, on: date) -> WelcomePage:
    """Return what is told before signing in."""
    return WelcomePage(promise_to_all(routine.dates.response), ages_on(on).acts_alone_from)


@dataclass(frozen=True)
class _Chosen:
    people: tuple[Someone, ...]
    someone: Someone | None
    clinics: tuple[ClinicRow, ...]
    clinic: ClinicRow | None


def start_page(actor: Actor, wanted: Mapping[str, str], *, routine: Routine, on: date) -> StartPage:
    """Return the start page of a resident.

    :param wanted: the address's ``for`` and ``clinic``; what can't be chosen counts as not chosen
    """
    assert actor.resident is not None
    cases = cases_of(actor.resident, on=on)
    family = everyone(actor, actor.resident, services=routine.services, on=on)
    chosen = _chosen(family, cases, wanted)
    open_ = _entries(chosen, routine)
    return StartPage(
        turns=turns(cases, reader=actor.id, on=on),
        begun=all_begun(actor.resident, routine=routine, on=on),
        is_young=any(each.is_self and each.services for each in family),
        privacy=_privacy(family, on),
        people=_people(chosen, routine),
        about=_about(chosen),
        clinics=_clinics(chosen),
        clinic=chosen.clinic.name if chosen.clinic else "",
        limits=_limits(chosen.someone),
        entries=open_,
        nothing=_nothing(chosen, open_),
        asks=chosen.someone is None or chosen.clinic is None,
        nobody=_nobody(family, chosen, on),
        grown_up=_grown_up(family, chosen, on),
        phones=tuple(clinic for clinic in chosen.clinics if clinic.phone),
        has_cases=bool(cases),
    )


def _privacy(family: tuple[Someone, ...], on: date) -> str:
    """Return in plain words what the parents of somebody who writes for oneself can read."""
    oneself = next((each for each in family if each.is_self and each.services), None)
    if oneself is None:
        return ""
    if oneself.age >= ages_on(on).acts_alone_from:
        return gettext(
            "Your parents can't read what you write here, nor what we answer. Only you and the staff at "
            "the clinic can. Your parents can't see that you have written, either."
        )
    return gettext(
        "Your guardians can read what you write here. Is it something that they shouldn't read? Call "
        "the clinic instead."
    )


def _chosen(
    family: tuple[Someone, ...], cases: tuple[FamilyCase, ...], wanted: Mapping[str, str]
) -> _Chosen:
    people = tuple(each for each in family if each.services)
    clinics = tuple(clinics_for_residents())
    someone = next((each for each in people if str(each.id) == wanted.get("for")), None)
    someone = someone or (people[0] if len(people) == 1 else None)
    clinic = next((each for each in clinics if each.key == wanted.get("clinic")), None)
    clinic = clinic or (clinics[0] if len(clinics) == 1 else None)
    return _Chosen(people, someone, clinics, clinic or _usual_clinic(someone, clinics, cases))


def _usual_clinic(
    someone: Someone | None, clinics: tuple[ClinicRow, ...], cases: tuple[FamilyCase, ...]
) -> ClinicRow | None:
    """Return the clinic that had the family's latest case about this person, if one can write there."""
    by_id = {each.pk: each for each in clinics}
    about = (case for case in cases if someone is not None and case.patient == someone.id)
    return next((by_id[case.clinic] for case in about if case.clinic in by_id), None)


def _people(chosen: _Chosen, routine: Routine) -> tuple[Choice, ...]:
    clinic = chosen.clinic.key if chosen.clinic else None
    return tuple(
        Choice(
            id=f"for-{each.id}",
            name=each.name,
            help=_what_is_open(each, routine),
            url=start_url(patient=each.id, clinic=clinic),
            chosen=chosen.someone is not None and each.id == chosen.someone.id,
        )
        for each in chosen.people
    )


def _what_is_open(someone: Someone, routine: Routine) -> str:
    """Return the age and, for whom only some services are open, which: ``15 år, bara intyg``."""
    age = years(someone.age)
    if not someone.is_limited:
        return age
    rows = [row for row in routine.menu if services_in(row, someone)]
    names = [in_words(row.short or row.name, oneself=someone.is_self) for row in rows]
    return gettext("%(age)s, only %(what)s") % {"age": age, "what": listed(names)}


def _about(chosen: _Chosen) -> str:
    someone = chosen.someone
    if someone is None:
        return ""
    if someone.is_self:
        return gettext("You write for yourself.")
    about = {"name": someone.row.given_name, "age": years(someone.age)}
    return gettext("It is about %(name)s, %(age)s.") % about


def _clinics(chosen: _Chosen) -> tuple[Choice, ...]:
    patient = chosen.someone.id if chosen.someone else None
    return tuple(
        Choice(
            id=f"at-{each.key}",
            name=each.name,
            help="",
            url=start_url(patient=patient, clinic=each.key),
            chosen=each == chosen.clinic,
        )
        for each in chosen.clinics
    )


def _limits(someone: Someone | None) -> str:
    if someone is None or someone.why_not is None:
        return ""
    return said(someone.why_not)


def _nothing(chosen: _Chosen, open_: tuple[Entry, ...]) -> str:
    if chosen.someone is None or chosen.clinic is None or open_:
        return ""
    words = gettext("You can't write to %(clinic)s here just now. Call the clinic, or 1177.")
    return words % {"clinic": chosen.clinic.name}


def _entries(chosen: _Chosen, routine: Routine) -> tuple[Entry, ...]:
    if chosen.someone is None or chosen.clinic is None:
        return ()
    excepted = excepted_at(ClinicId(chosen.clinic.pk))
    return entries(routine, someone=chosen.someone, clinic=chosen.clinic, excepted=excepted)


def _grown_up(family: tuple[Someone, ...], chosen: _Chosen, on: date) -> int:
    until = ages_on(on).child_until
    is_adult = any(each.is_self and each.age >= until for each in family)
    return until if is_adult and not chosen.people else 0


def _nobody(family: tuple[Someone, ...], chosen: _Chosen, on: date) -> str:
    if chosen.people:
        return ""
    if until := _grown_up(family, chosen, on):
        words = gettext("Here one writes about children and young people under %(age)s.")
        return words % {"age": until}
    why: Sentence | None = next((each.why_not for each in family if each.why_not), None)
    return said(why) if why else gettext("There is nothing to send here now.")
