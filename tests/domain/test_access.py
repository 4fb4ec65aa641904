"""Who may open, act, send and see. The tables here are written by hand, apart from the code."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date

import pytest

from tests.build import (
    AGES,
    CERTIFICATE_HANDLERS,
    DAN,
    ELSEWHERE,
    GUNILLA,
    KLAS,
    MEDICAL,
    MIRA,
    NORA,
    OLLE,
    OTTO,
    OUTPATIENT,
    PIM,
    RUT,
    SARA,
    STAFF,
    STINA,
    TO_CERTIFICATE_HANDLERS,
    TO_MEDICAL,
    TO_OUTPATIENT,
    WORDS,
    YNGVE,
    YRSA,
    a_case,
    a_certificate_at_the_medical_clinic,
    a_closed_certificate,
    routine,
    somebody,
    then,
    to,
)
from vardag.domain.access import may_act, may_open, permit, permit_review
from vardag.domain.case import acts
from vardag.domain.case.state import Case, Status
from vardag.domain.kinship import may_see, permit_submission
from vardag.domain.people.identity import Child, PersonId, Profession, Resident, Role, Staff
from vardag.domain.refusals import NotPermitted, OutOfReach
from vardag.domain.routine.document import Stage, Step
from vardag.domain.words import Text

# --- Which cases a person reaches ---------------------------------------------------------------


def in_the_inbox() -> Case:
    return a_case("message")


def held_by_klas() -> Case:
    return then(a_case("message"), acts.Assign(to(KLAS)))


def held_by_rut() -> Case:
    return a_case("message", Status.ASSIGNED)


def held_by_the_group() -> Case:
    return then(a_case("message"), acts.Assign(TO_CERTIFICATE_HANDLERS))


def held_by_sara() -> Case:
    return then(held_by_the_group(), acts.Claim(), by=SARA)


def in_the_medical_inbox() -> Case:
    return then(a_case("message"), acts.Assign(TO_MEDICAL))


def returned_from_the_medical_clinic() -> Case:
    return then(held_by_the_group(), acts.Assign(TO_OUTPATIENT), by=DAN)


def closed_by_rut() -> Case:
    return a_case("message", Status.CLOSED)


ACT, READ, NOTHING = "act", "read", "nothing"
REACH = {
    in_the_inbox: {"Rut": ACT, "Nora": ACT},
    held_by_rut: {"Rut": ACT, "Nora": ACT},
    held_by_klas: {"Rut": ACT, "Nora": ACT, "Klas": ACT},
    held_by_the_group: {"Rut": READ, "Nora": READ, "Sara": ACT, "Dan": ACT, "Mira": ACT},
    held_by_sara: {"Rut": READ, "Nora": READ, "Sara": ACT, "Mira": ACT},
    in_the_medical_inbox: {"Rut": READ, "Nora": READ, "Mira": ACT},
    returned_from_the_medical_clinic: {"Rut": ACT, "Nora": ACT, "Mira": READ},
    closed_by_rut: {"Rut": ACT, "Nora": ACT},
}


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("made", REACH, ids=lambda made: made.__name__)
def test_each_of_the_staff_reaches_what_the_table_says_and_nothing_else(made, name):
    case, person = made(), STAFF[name]
    reach = REACH[made].get(name, NOTHING)

    assert may_act(person, case) == (reach == ACT)
    assert may_open(person, case) == (reach in (ACT, READ))


# --- Which acts a person may try -----------------------------------------------------------------

MESSAGES: dict[str, acts.Act] = {
    "claim": acts.Claim(),
    "assign": acts.Assign(to(KLAS)),
    "assign with words": acts.Assign(to(KLAS), interim_reply=WORDS),
    "return": acts.ReturnToInbox(),
    "interim reply": acts.SendInterimReply(WORDS),
    "counter-question": acts.AskCounterQuestion(WORDS),
    "note": acts.AddNote("Hej"),
    "print": acts.Print(),
}
CLOSINGS: dict[str, acts.Act] = {
    "reply": acts.ReplyAndClose(WORDS),
    "close": acts.CloseWithoutReply(),
}
ALL = set(MESSAGES) | set(CLOSINGS)

NURSES_CASE, DOCTORS_CASE, OTHER_CASE = (
    "renew-prescription",
    "care-allowance-certificate",
    "message",
)
STEPS: dict[str, dict[str, acts.Act]] = {
    NURSES_CASE: {
        "tick document-request": acts.CompleteStep("document-request"),
        "skip document-request": acts.SkipStep("document-request", "därför"),
    },
    DOCTORS_CASE: {
        "tick document-request": acts.CompleteStep("document-request"),
        "skip document-request": acts.SkipStep("document-request", "därför"),
        "skip assign": acts.SkipStep("assign", "därför"),
        "skip interim-reply": acts.SkipStep("interim-reply", "därför"),
        "tick print-for-doctor": acts.CompleteStep("print-for-doctor"),
        "skip print-for-doctor": acts.SkipStep("print-for-doctor", "därför"),
    },
    OTHER_CASE: {},
}
RECEIVERS_STEPS = {"tick document-request", "skip document-request", "skip assign"}
ANYBODYS_STEPS = {  # of those who may act: to tick is refused later, since the act does it
    "skip interim-reply",
    "tick print-for-doctor",
    "skip print-for-doctor",
}

# Where the case is, and who of those who may act may do what. Whoever isn't named may do nothing.
MAY: dict[tuple[str, str], dict[str, set[str]]] = {
    (OTHER_CASE, "inbox"): {"Rut": ALL, "Nora": ALL},
    (OTHER_CASE, "Klas"): {"Rut": ALL, "Nora": ALL, "Klas": ALL},
    (OTHER_CASE, "group"): {"Sara": ALL, "Dan": ALL, "Mira": ALL},
    (OTHER_CASE, "medical"): {"Mira": ALL},
    (NURSES_CASE, "inbox"): {"Rut": set(MESSAGES), "Nora": ALL | set(STEPS[NURSES_CASE])},
    (NURSES_CASE, "Klas"): {
        "Rut": set(MESSAGES),
        "Nora": ALL | set(STEPS[NURSES_CASE]),
        "Klas": set(MESSAGES),
    },
    (NURSES_CASE, "group"): {
        "Sara": set(MESSAGES),
        "Dan": set(MESSAGES),
        "Mira": set(MESSAGES),
    },
    (NURSES_CASE, "medical"): {"Mira": set(MESSAGES)},
    (DOCTORS_CASE, "inbox"): {
        "Rut": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS,
        "Nora": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS,
    },
    (DOCTORS_CASE, "Klas"): {
        "Rut": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS,
        "Nora": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS,
        "Klas": ALL | ANYBODYS_STEPS,
    },
    (DOCTORS_CASE, "group"): {
        "Sara": ALL | ANYBODYS_STEPS,
        "Dan": ALL | ANYBODYS_STEPS,
        "Mira": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS,
    },
    (DOCTORS_CASE, "medical"): {"Mira": ALL | RECEIVERS_STEPS | ANYBODYS_STEPS},
}
PLACES: dict[str, tuple[acts.Act, ...]] = {
    "inbox": (),
    "Klas": (acts.Assign(to(KLAS)),),
    "group": (acts.Assign(TO_CERTIFICATE_HANDLERS),),
    "medical": (acts.Assign(TO_MEDICAL),),
}


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize(("service", "place"), MAY)
def test_each_of_the_staff_may_do_what_the_table_says_and_nothing_else(service, place, name):
    case = then(a_case(service), *PLACES[place])
    allowed = MAY[service, place].get(name, set())

    for key, act in (MESSAGES | CLOSINGS | STEPS[service]).items():
        with permitted_only_if(key in allowed):
            permit(STAFF[name], act, case)


def permitted_only_if(allowed: bool) -> AbstractContextManager[object]:
    return nullcontext() if allowed else pytest.raises(NotPermitted)


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("made", REACH, ids=lambda made: made.__name__)
def test_who_may_not_even_see_a_case_is_told_that_there_is_none(made, name):
    case = made()
    reach = REACH[made].get(name, NOTHING)
    if reach == ACT:
        return

    with pytest.raises(NotPermitted) as refused:
        permit(STAFF[name], acts.AddNote("Hej"), case)

    assert isinstance(refused.value, OutOfReach) == (reach == NOTHING)


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize(
    ("case", "may"),
    [
        (a_closed_certificate(), {"Sara", "Dan", "Mira"}),
        (a_certificate_at_the_medical_clinic(), {"Sara", "Dan", "Mira"}),
        (a_case("care-allowance-certificate"), {"Rut", "Nora"}),
        (a_case("message", Status.CLOSED), {"Rut", "Nora"}),
        (held_by_klas(), {"Rut", "Nora"}),
    ],
    ids=["closed", "open at the medical clinic", "open at outpatient", "no work", "handler's"],
)
def test_work_is_the_groups_and_the_receivers_of_the_clinic_that_has_the_case(case, may, name):
    with permitted_only_if(name in may):
        permit(STAFF[name], acts.CompleteWork("type-dictation"), case)


def test_who_can_read_a_case_is_told_whose_the_work_is_and_others_that_there_is_no_case():
    case = a_closed_certificate()

    for person, can_read in ((RUT, True), (OTTO, False)):
        with pytest.raises(NotPermitted) as refused:
            permit(person, acts.CompleteWork("type-dictation"), case)
        assert isinstance(refused.value, OutOfReach) != can_read


@pytest.mark.parametrize(
    ("service", "person", "words"),
    [
        (NURSES_CASE, RUT, "Only a nurse can do"),
        (DOCTORS_CASE, KLAS, "Only a receiver of the clinic that has the case can do"),
    ],
)
def test_who_may_not_do_a_step_is_told_whose_it_is(service, person, words):
    case = then(a_case(service), acts.Assign(to(KLAS)))

    with pytest.raises(NotPermitted, match=words):
        permit(person, acts.CompleteStep("document-request"), case)


def test_a_step_that_names_a_group_is_for_that_group_only():
    case = held_by_the_group()
    step = Step("sign", Text("Skriv under", "Sign"), by="certificate-handlers")
    case = replace(case, process=replace(case.process, stages=(Stage((step,)),)))

    for act in (acts.CompleteStep("sign"), acts.SkipStep("sign", "Redan gjort")):
        permit(SARA, act, case)
        with pytest.raises(NotPermitted, match="for the group"):
            permit(MIRA, act, case)


def test_roles_add_up_and_count_only_at_their_own_clinic():
    both = Staff(
        PersonId(50),
        profession=Profession.NURSE,
        roles={
            OUTPATIENT: frozenset({Role.MANAGER, Role.RECEIVER}),
            MEDICAL: frozenset({Role.MANAGER}),
        },
    )

    assert may_act(both, a_case("message"))
    assert not may_act(both, in_the_medical_inbox())
    assert may_open(both, in_the_medical_inbox())


def test_who_has_left_keeps_nothing_not_even_what_is_held():
    gone = replace(KLAS, roles={})

    assert not may_act(gone, held_by_klas())
    assert not may_open(gone, held_by_klas())


def test_membership_of_a_group_counts_for_nothing_without_a_role_where_the_group_is():
    gone = replace(SARA, roles={OUTPATIENT: frozenset({Role.HANDLER})})

    assert not may_act(gone, held_by_the_group())
    assert not gone.belongs_to("certificate-handlers", at=MEDICAL)


def test_a_group_of_the_same_name_at_another_clinic_is_another_group():
    theirs = somebody(
        51,
        ELSEWHERE,
        Role.HANDLER,
        groups={CERTIFICATE_HANDLERS: ("certificate-handlers", ELSEWHERE)},
    )

    assert not may_act(theirs, held_by_the_group())
    with pytest.raises(NotPermitted):
        permit(theirs, acts.CompleteWork("type-dictation"), a_closed_certificate())


def test_a_manager_in_the_group_handles_no_cases():
    manager = replace(SARA, roles={MEDICAL: frozenset({Role.MANAGER})})

    assert not may_act(manager, held_by_the_group())


# --- Residents ------------------------------------------------------------------------------------

AT_TEN, AT_THIRTEEN, AT_EIGHTEEN = date(2026, 9, 7), date(2028, 9, 15), date(2033, 9, 15)
DAY_BEFORE_THIRTEEN = date(2028, 9, 14)
CERTIFICATE = "care-allowance-certificate"  # may be asked for in a guardian's own name

SEES = {  # (service, who sent it) -> who sees it, on the last day as a child, then as a youth
    ("message", "Gunilla"): ({"Gunilla", "Olle"}, {"Pim"}),
    ("message", "Olle"): ({"Gunilla", "Olle"}, {"Pim"}),
    ("message", "Pim"): ({"Gunilla", "Olle", "Pim"}, {"Pim"}),
    (CERTIFICATE, "Gunilla"): ({"Gunilla", "Olle"}, {"Gunilla"}),
    (CERTIFICATE, "Olle"): ({"Gunilla", "Olle"}, {"Olle"}),
    (CERTIFICATE, "Pim"): ({"Gunilla", "Olle", "Pim"}, {"Pim"}),
}
FAMILY = {
    "Gunilla": GUNILLA,
    "Olle": OLLE,
    "Pim": PIM,
    "Yrsa": YRSA,
    "Yngve": YNGVE,
    "Stina": STINA,
}


@pytest.mark.parametrize(("service", "sender"), SEES)
def test_a_case_is_seen_by_those_in_the_table_before_and_from_the_thirteenth_birthday(
    service, sender
):
    case = a_case(service, by=FAMILY[sender])

    def seen_by(day: date) -> set[str]:
        return {name for name, who in FAMILY.items() if may_see(who, case, on=day, ages=AGES)}

    as_a_child, as_a_youth = SEES[service, sender]
    assert seen_by(AT_TEN) == seen_by(DAY_BEFORE_THIRTEEN) == as_a_child
    assert seen_by(AT_THIRTEEN) == seen_by(AT_EIGHTEEN) == seen_by(date(2050, 1, 1)) == as_a_youth


def test_a_guardian_alone_sees_what_was_asked_for_in_the_guardians_own_name():
    case = a_case(CERTIFICATE, by=YNGVE, about=YRSA)
    also_a_guardian = Resident(PersonId(90), date(1980, 1, 1), children=YNGVE.children)

    seeing = [
        who
        for who in (*FAMILY.values(), also_a_guardian)
        if may_see(who, case, on=AT_TEN, ages=AGES)
    ]

    assert seeing == [YNGVE]


def test_a_guardian_who_is_one_no_more_sees_none_of_the_childs_cases():
    case = a_case("message", by=GUNILLA)
    lost = replace(GUNILLA, children=())

    assert may_see(GUNILLA, case, on=AT_TEN, ages=AGES)
    assert not may_see(lost, case, on=AT_TEN, ages=AGES)


def test_ages_are_data():
    case = a_case("message", by=GUNILLA)
    from_sixteen = replace(AGES, acts_alone_from=16)

    assert may_see(GUNILLA, case, on=AT_THIRTEEN, ages=from_sixteen)
    assert not may_see(PIM, case, on=AT_THIRTEEN, ages=from_sixteen)


def child_of_age(age: int) -> Child:
    return Child(PersonId(60), date(AT_TEN.year - age, AT_TEN.month, AT_TEN.day))


OWN_NAME_SERVICES = {
    "care-allowance-certificate",
    "care-of-child-12-16-certificate",
    "seriously-ill-child-certificate",
}


@pytest.mark.parametrize("service", [each.key for each in routine().services])
@pytest.mark.parametrize("age", [0, 5, 12, 13, 15, 17, 18, 40])
def test_a_guardian_sends_for_a_child_under_13_and_in_the_own_name_to_18(age, service):
    child = child_of_age(age)
    guardian = Resident(PersonId(61), date(1980, 1, 1), children=(child,))
    may = age < 13 or (age < 18 and service in OWN_NAME_SERVICES)

    with permitted_only_if(may):
        permit_submission(
            guardian, patient=child.id, service=routine().service(service), on=AT_TEN, ages=AGES
        )


@pytest.mark.parametrize("service", [each.key for each in routine().services])
@pytest.mark.parametrize("age", [5, 12, 13, 17, 18, 40])
def test_anybody_under_18_may_send_for_oneself_and_an_adult_may_not(age, service):
    sender = Resident(PersonId(60), child_of_age(age).born)

    with permitted_only_if(age < 18):
        permit_submission(
            sender, patient=sender.id, service=routine().service(service), on=AT_TEN, ages=AGES
        )


@pytest.mark.parametrize("sender", [STINA, YNGVE, YRSA, OLLE], ids=lambda who: str(who.id))
def test_nobody_sends_for_somebody_elses_child(sender):
    somebody_elses = PIM.id if sender in (STINA, YNGVE, YRSA) else YRSA.id

    with pytest.raises(NotPermitted):
        permit_submission(
            sender,
            patient=somebody_elses,
            service=routine().service("message"),
            on=AT_TEN,
            ages=AGES,
        )


def test_a_service_that_does_not_exist_is_nobodys_to_send_in_the_own_name():
    with pytest.raises(NotPermitted):
        permit_submission(YNGVE, patient=YRSA.id, service=None, on=AT_TEN, ages=AGES)
    permit_submission(GUNILLA, patient=PIM.id, service=None, on=AT_TEN, ages=AGES)


def test_the_refusals_say_where_to_turn():
    for sender, patient, words in (
        (STINA, STINA.id, "1177"),
        (YNGVE, YRSA.id, "call the clinic"),
        (STINA, PIM.id, "child of yours"),
    ):
        with pytest.raises(NotPermitted, match=words):
            permit_submission(
                sender,
                patient=patient,
                service=routine().service("message"),
                on=AT_TEN,
                ages=AGES,
            )


@pytest.mark.parametrize("person", [RUT, NORA, MIRA, OTTO], ids=lambda who: str(who.id))
def test_receivers_receive_at_one_clinic(person):
    clinics = [clinic for clinic in (OUTPATIENT, MEDICAL, ELSEWHERE) if person.receives_at(clinic)]

    assert len(clinics) == 1


# --- Reading by way of exception ------------------------------------------------------------------


BY_EXCEPTION = [
    (Role.HANDLER, OUTPATIENT, True),
    (Role.MANAGER, OUTPATIENT, True),
    (Role.RECEIVER, OUTPATIENT, True),  # who needs no exception
    (Role.TEAM_LEADER, OUTPATIENT, False),
    (Role.ADMINISTRATOR, OUTPATIENT, False),
    (Role.LOG_REVIEWER, OUTPATIENT, False),
    (Role.HANDLER, ELSEWHERE, False),
    (Role.MANAGER, MEDICAL, False),
]


@pytest.mark.parametrize(("role", "clinic", "reads"), BY_EXCEPTION)
def test_by_exception_one_reads_what_ones_own_clinic_has(role, clinic, reads):
    who = Staff(PersonId(777), Profession.CLINICIAN, roles={clinic: frozenset({role})})

    assert may_open(who, in_the_inbox(), by_exception=True) == reads


def test_what_is_read_by_exception_is_not_changed_and_the_sentence_says_why():
    who = Staff(PersonId(777), Profession.CLINICIAN, roles={OUTPATIENT: frozenset({Role.HANDLER})})

    with pytest.raises(NotPermitted, match="by way of exception"):
        permit(who, acts.AddNote("Hej"), in_the_inbox(), by_exception=True)
    with pytest.raises(OutOfReach):
        permit(who, acts.AddNote("Hej"), in_the_inbox())


def test_who_holds_the_case_acts_whatever_was_chosen():
    permit(KLAS, acts.AddNote("Hej"), held_by_klas(), by_exception=True)


def test_nobody_reviews_oneself():
    permit_review(KLAS, of=PersonId(KLAS.id + 1))

    with pytest.raises(NotPermitted):
        permit_review(KLAS, of=KLAS.id)
