"""Small builders: a standing cast, and cases that reach a state only by steps that the rules allow.

Nothing here touches a database. **R**ut receives, **N**ora is a nurse who receives, **K**las handles;
**S**ara and **D**an are the certificate handlers of the medical clinic, **M**ira receives there;
**U**ma manages, **A**da administers, **O**tto works elsewhere. **G**unilla and **O**lle are the
guardians of **P**im, who is ten; **Y**rsa is fifteen, and **Y**ngve is her guardian.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from vardag.domain import access
from vardag.domain.case import acts
from vardag.domain.case.circumstances import Circumstances
from vardag.domain.case.decide import answer as decide_answer
from vardag.domain.case.decide import decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import begin, evolve
from vardag.domain.case.state import Case, Status
from vardag.domain.case.submission import submit
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import STOCKHOLM, local_date
from vardag.domain.people.identity import (
    AgeRules,
    Child,
    ClinicId,
    GroupId,
    PersonId,
    Profession,
    Resident,
    Role,
    Staff,
)
from vardag.domain.routine.document import Routine
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import read_routine

OUTPATIENT, MEDICAL, ELSEWHERE = ClinicId(1), ClinicId(2), ClinicId(3)
CERTIFICATE_HANDLERS = GroupId(7)
AGES = AgeRules(date(2016, 1, 1), acts_alone_from=13, child_until=18, source="today's rules")


def on(text: str) -> datetime:
    """Return a moment by the clocks in Sweden, such as ``2026-09-07T08:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


MONDAY = on("2026-09-07T08:00")
TUESDAY = on("2026-09-08T08:00")
WEDNESDAY = on("2026-09-09T08:00")


def somebody(
    number: int,
    clinic: ClinicId,
    *roles: Role,
    profession: Profession = Profession.OTHER,
    groups: Mapping[GroupId, tuple[str, ClinicId]] | None = None,
) -> Staff:
    return Staff(
        PersonId(number),
        profession=profession,
        roles={clinic: frozenset(roles)},
        groups=groups or {},
    )


_HANDLES_CERTIFICATES = {CERTIFICATE_HANDLERS: ("certificate-handlers", MEDICAL)}

RUT = somebody(11, OUTPATIENT, Role.RECEIVER, profession=Profession.MEDICAL_SECRETARY)
NORA = somebody(12, OUTPATIENT, Role.RECEIVER, profession=Profession.NURSE)
KLAS = somebody(13, OUTPATIENT, Role.HANDLER, profession=Profession.CLINICIAN)
SARA = somebody(
    14,
    MEDICAL,
    Role.HANDLER,
    profession=Profession.MEDICAL_SECRETARY,
    groups=_HANDLES_CERTIFICATES,
)
DAN = somebody(
    15, MEDICAL, Role.HANDLER, profession=Profession.DOCTOR, groups=_HANDLES_CERTIFICATES
)
MIRA = somebody(16, MEDICAL, Role.RECEIVER, profession=Profession.MEDICAL_SECRETARY)
UMA = somebody(17, OUTPATIENT, Role.MANAGER)
ADA = somebody(18, OUTPATIENT, Role.ADMINISTRATOR)
OTTO = somebody(19, ELSEWHERE, Role.RECEIVER, profession=Profession.MEDICAL_SECRETARY)
STAFF = {
    "Rut": RUT,
    "Nora": NORA,
    "Klas": KLAS,
    "Sara": SARA,
    "Dan": DAN,
    "Mira": MIRA,
    "Uma": UMA,
    "Ada": ADA,
    "Otto": OTTO,
}

PIM_BORN, YRSA_BORN = date(2015, 9, 15), date(2010, 9, 15)
PIM = Resident(PersonId(31), born=PIM_BORN)
YRSA = Resident(PersonId(32), born=YRSA_BORN)
GUNILLA = Resident(PersonId(33), born=date(1986, 2, 14), children=(Child(PIM.id, PIM_BORN),))
OLLE = Resident(PersonId(34), born=date(1985, 11, 3), children=(Child(PIM.id, PIM_BORN),))
YNGVE = Resident(PersonId(35), born=date(1979, 6, 30), children=(Child(YRSA.id, YRSA_BORN),))
STINA = Resident(PersonId(36), born=date(1990, 1, 20))

TO_CERTIFICATE_HANDLERS = acts.Group(CERTIFICATE_HANDLERS, "certificate-handlers", MEDICAL)
TO_MEDICAL = acts.Clinic(MEDICAL)
TO_OUTPATIENT = acts.Clinic(OUTPATIENT)
WORDS = acts.Message(text="Vi hör av oss.")

FORMS: dict[str, Mapping[str, object]] = {
    "message": {"text": "Hej"},
    "contact-details": {"phone": "070-000 00 00"},
    "renew-prescription": {"medicine": "Melatonin 3 mg"},
    "care-of-child-under-12-certificate": {"reason": "Sjukt barn"},
    "cancel-or-rebook": {"wish": "cancel"},
    "narcotics-travel-certificate": {
        "reason": "Resa",
        "send_to": "home",
        "destination": "Thailand",
        "departure": "2026-10-01",
        "return": "2026-10-14",
        "medicine": "Concerta 36 mg",
    },
}
_CERTIFICATE_FORM = {"reason": "Intyg", "send_to": "home"}


def to(person: Staff) -> acts.Person:
    """Return a person as somebody to assign to, at that person's clinic."""
    return acts.Person(person.id, clinic=next(iter(person.roles)))


@cache
def routine() -> Routine:
    """Return the packaged routine."""
    name, text = packaged_routine()
    return read_routine(text, name=name)


def a_form(service: str) -> Mapping[str, object]:
    """Return answers with which a service can be sent."""
    wants_certificate = service.endswith("certificate")
    return FORMS.get(service, _CERTIFICATE_FORM if wants_certificate else {})


def an_entry(
    service: str = "message",
    *,
    by: Resident = GUNILLA,
    about: Resident = PIM,
    at: datetime = MONDAY,
    form: Mapping[str, object] | None = None,
    document: Routine | None = None,
) -> Entry:
    """Return the first line of a ledger: what a resident sent, to the outpatient clinic."""
    document = document or routine()
    event = submit(
        routine=document,
        service=document.service(service),
        is_offered=True,
        answers=a_form(service) if form is None else form,
        patient=about.id,
        clinic=OUTPATIENT,
        at=at,
        calendar=SWEDEN,
    )
    return Entry(event, by=by.id, at=at, date=local_date(at))


def a_case(
    service: str = "message",
    status: Status = Status.RECEIVED,
    *,
    by: Resident = GUNILLA,
    about: Resident = PIM,
    at: datetime = MONDAY,
    form: Mapping[str, object] | None = None,
) -> Case:
    """Return a case in a status, with Rut where somebody has to have acted."""
    document = routine()
    found = document.service(service)
    assert found is not None
    process = document.process(found.process)
    assert process is not None
    received = begin(
        an_entry(service, by=by, about=about, at=at, form=form), service=found, process=process
    )
    return then(received, *_WAY_TO[status], at=at)


_WAY_TO: dict[Status, tuple[acts.Act, ...]] = {
    Status.RECEIVED: (),
    Status.ASSIGNED: (acts.Claim(),),
    Status.AWAITING_RESIDENT: (acts.AskCounterQuestion(WORDS),),
    Status.CLOSED: (acts.ReplyAndClose(WORDS),),
}


def under(by: Staff, at: datetime = MONDAY) -> Circumstances:
    """Return the circumstances of an act: by whom, when, among the cast, by the packaged routine."""
    cast = {each.id: each for each in STAFF.values()}
    return Circumstances(by=by, at=at, routine=routine(), calendar=SWEDEN, colleagues=cast)


def then(case: Case, *done: acts.Act, by: Staff = RUT, at: datetime = MONDAY) -> Case:
    """Return the case after acts that this person may do and the rules allow.

    :raises Refusal: if one of them isn't allowed
    """
    for act in done:
        access.permit(by, act, case)
        for event in decide(case, act, under(by, at)):
            case = evolve(case, Entry(event, by=by.id, at=at, date=local_date(at)))
    return case


def answered(
    case: Case,
    text: str = "Torsdag.",
    *,
    by: Resident = GUNILLA,
    at: datetime = TUESDAY,
    asker: Staff | None = RUT,
) -> Case:
    """Return the case after a resident's answer; ``asker`` is who asked, if still employed."""
    event = decide_answer(
        case,
        text=text,
        at=at,
        asker_may_act=asker is not None and access.may_act(asker, case),
        calendar=SWEDEN,
        working_days=routine().dates.response,
    )
    return evolve(case, Entry(event, by=by.id, at=at, date=local_date(at)))


def a_certificate_at_the_medical_clinic(*, at: datetime = MONDAY) -> Case:
    """Return a doctor's certificate that the certificate handlers have, with the family told."""
    return then(
        a_case("care-allowance-certificate", at=at),
        acts.CompleteStep("document-request"),
        acts.Assign(TO_CERTIFICATE_HANDLERS, interim_reply=WORDS),
        at=at,
    )


def a_closed_certificate(*, at: datetime = MONDAY) -> Case:
    """Return a doctor's certificate that was printed and closed without a reply."""
    case = a_certificate_at_the_medical_clinic(at=at)
    return then(case, acts.Print(), acts.CloseWithoutReply(), by=SARA, at=at)
