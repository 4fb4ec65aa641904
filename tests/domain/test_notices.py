"""Who is told: the family of every message, colleagues of what they are given; nobody of an own act."""

import pytest

from tests.build import (
    CERTIFICATE_HANDLERS,
    DAN,
    GUNILLA,
    KLAS,
    MONDAY,
    OLLE,
    RUT,
    SARA,
    TO_CERTIFICATE_HANDLERS,
    TO_MEDICAL,
    TUESDAY,
    WORDS,
    YNGVE,
    YRSA,
    a_case,
    a_certificate_at_the_medical_clinic,
    a_closed_certificate,
    then,
    to,
    under,
)
from vardag.domain.case import acts
from vardag.domain.case.decide import answer, decide
from vardag.domain.case.events import Entry
from vardag.domain.case.evolve import evolve
from vardag.domain.case.notices import notices, told_instead
from vardag.domain.case.state import Case, Status
from vardag.domain.clock.calendar import SWEDEN
from vardag.domain.clock.deadline import local_date
from vardag.domain.notices.kinds import Notice, NoticeKind
from vardag.domain.people.identity import GroupId, PersonId, Resident, Staff

MEMBERS = {CERTIFICATE_HANDLERS: [SARA.id, DAN.id]}


def members(group: GroupId) -> list[PersonId]:
    return MEMBERS[group]


def told_of(case: Case, act: acts.Act, by: Staff = RUT) -> list[tuple[PersonId, str]]:
    told: list[Notice] = []
    for event in decide(case, act, under(by)):
        case = evolve(case, Entry(event, by=by.id, at=MONDAY, date=local_date(MONDAY)))
        told += notices(event, case, by=by.id, members=members)
    return [(notice.to, notice.kind.value) for notice in told]


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (acts.SendInterimReply(WORDS), "interim-reply"),
        (acts.AskCounterQuestion(WORDS), "counter-question"),
        (acts.ReplyAndClose(WORDS), "closed"),
    ],
)
def test_the_one_who_sent_the_case_is_told_of_every_message(act, kind):
    assert told_of(a_case(by=GUNILLA), act) == [(GUNILLA.id, kind)]
    assert told_of(a_case(by=OLLE), act) == [(OLLE.id, kind)]


def test_the_one_who_sent_the_case_is_told_that_it_was_closed_without_a_reply():
    case = then(a_certificate_at_the_medical_clinic(), acts.Print(), by=SARA)

    assert told_of(case, acts.CloseWithoutReply(), by=SARA) == [(GUNILLA.id, "closed")]


def test_who_is_given_a_case_is_told():
    assert told_of(a_case(), acts.Assign(to(KLAS))) == [(KLAS.id, "assigned")]


def test_each_of_a_group_is_told_in_its_order():
    assert told_of(a_case(), acts.Assign(TO_CERTIFICATE_HANDLERS)) == [
        (SARA.id, "assigned"),
        (DAN.id, "assigned"),
    ]


def test_nobody_is_told_of_an_act_of_ones_own():
    assert told_of(a_case(), acts.Claim()) == []
    assert told_of(a_case(), acts.Assign(to(RUT))) == []
    held = then(a_case(), acts.Assign(TO_CERTIFICATE_HANDLERS))
    assert told_of(held, acts.Assign(TO_CERTIFICATE_HANDLERS), by=SARA) == [(DAN.id, "assigned")]


def test_an_assignment_with_words_tells_the_colleague_first():
    assert told_of(a_case(), acts.Assign(to(KLAS), interim_reply=WORDS)) == [
        (KLAS.id, "assigned"),
        (GUNILLA.id, "interim-reply"),
    ]


def test_a_clinic_is_not_told():
    assert told_of(a_case(), acts.Assign(TO_MEDICAL)) == []
    assert told_of(a_case(), acts.Assign(TO_MEDICAL, interim_reply=WORDS)) == [
        (GUNILLA.id, "interim-reply")
    ]


@pytest.mark.parametrize(
    "act",
    [
        acts.AddNote("Hej"),
        acts.Print(),
        acts.ReturnToInbox(),
        acts.CompleteStep("update-journal"),
        acts.SkipStep("update-journal", "Gjort"),
    ],
)
def test_what_concerns_nobody_else_tells_nobody(act):
    assert told_of(a_case("contact-details"), act) == []


def test_work_after_the_case_tells_nobody():
    case = a_closed_certificate()

    assert told_of(case, acts.CompleteWork("type-dictation"), by=SARA) == []


def told_of_answer(case: Case, *, asker_may_act: bool, by: Resident) -> list[PersonId]:
    event = answer(
        case,
        text="Torsdag.",
        at=TUESDAY,
        asker_may_act=asker_may_act,
        calendar=SWEDEN,
        working_days=2,
    )
    after = evolve(case, Entry(event, by=by.id, at=TUESDAY, date=local_date(TUESDAY)))
    told = notices(event, after, by=by.id, members=members)
    assert {notice.kind for notice in told} <= {NoticeKind.ANSWERED}
    return [notice.to for notice in told]


def test_an_answer_is_told_to_whoever_then_holds_the_case():
    waiting = a_case(status=Status.AWAITING_RESIDENT)
    given = then(waiting, acts.Assign(to(KLAS)))
    with_group = then(waiting, acts.Assign(TO_CERTIFICATE_HANDLERS))
    in_inbox = then(waiting, acts.ReturnToInbox())

    assert told_of_answer(given, asker_may_act=True, by=GUNILLA) == [RUT.id]
    assert told_of_answer(given, asker_may_act=False, by=OLLE) == [KLAS.id]
    assert told_of_answer(with_group, asker_may_act=False, by=GUNILLA) == [SARA.id, DAN.id]
    assert told_of_answer(in_inbox, asker_may_act=False, by=GUNILLA) == []


def test_a_guardian_who_asked_in_the_own_name_is_told_and_the_youth_is_not():
    case = a_case("care-allowance-certificate", by=YNGVE, about=YRSA)

    assert told_of(case, acts.SendInterimReply(WORDS)) == [(YNGVE.id, "interim-reply")]


POSTED = [
    ("send", "home", ["posted"]),
    ("send", "both", ["posted"]),
    ("send", "authority", []),
]


@pytest.mark.parametrize(("work", "outcome", "told"), POSTED)
def test_the_family_is_told_of_what_is_posted_home_and_of_nothing_else(work, outcome, told):
    case = a_closed_certificate()
    for each in ("type-dictation", "announce-in-worklist", "electronic-signature"):
        case = then(case, acts.CompleteWork(each), by=SARA)
    case = then(case, acts.CompleteWork("print-and-sign"), by=SARA)

    found = told_of(case, acts.CompleteWork(work, outcome), by=SARA)

    assert found == [(GUNILLA.id, kind) for kind in told]


def test_the_patient_is_told_in_place_of_who_may_not_read_it_and_nobody_in_the_patients():
    case = a_case(by=GUNILLA)

    assert told_instead(case, lost=GUNILLA.id) == case.patient
    assert told_instead(case, lost=case.patient) is None
