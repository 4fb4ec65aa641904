"""Side by side: contact details before and now, other cases, and what the register says of guardians."""

from datetime import date

import pytest

from tests.build import WORDS, on
from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import opened, text
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.people.models import GuardianRow, PersonRow

pytestmark = pytest.mark.django_db
EARLIER = on("2026-03-20T10:00")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def told(desk: Desk, *, at=None, **details: str) -> CaseId:
    moment = {"at": at} if at else {}
    return desk.send("contact-details", form=details, **moment)


def compared(html: str) -> str:
    start = html.index('id="compared-title"')
    return text(html[start : html.index("</section>", start)])


def test_old_and_new_stand_beside_each_other_and_what_differs_is_said(desk):
    old = told(desk, at=EARLIER, phone="070-1", email="a@example.com", address="Sjögatan 4")
    case = told(desk, phone="070-2", address=" sjögatan  4 ")

    said = compared(opened(desk, case))

    assert "070-1 skrivet av guardian fre 20 mars 070-2 ändrat" in said
    assert "sjögatan 4 samma" in said
    assert "a@example.com skrivet av guardian fre 20 mars ändras inte här" in said
    assert f"/staff/cases/{old}/?from={case}" in opened(desk, case)


def test_what_no_earlier_case_told_is_not_known_here(desk):
    assert "inte känt här 070-2 nytt här" in compared(opened(desk, told(desk, phone="070-2")))


def test_what_a_later_case_told_is_not_the_old(desk):
    case = told(desk, at=EARLIER, phone="070-1")
    told(desk, phone="070-2")

    assert "070-2" not in compared(opened(desk, case))


def test_the_old_is_only_from_cases_that_one_may_open(desk):
    told(desk, at=EARLIER, phone="070-1")
    case = told(desk, phone="070-2")
    to = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(to))

    html = opened(desk, case, "clinician")

    assert "070-1" not in html
    assert "Inga som du kan öppna." in html


def test_the_patients_other_cases_stand_there_with_how_they_ended(desk):
    answered = desk.send("message", at=EARLIER)
    desk.do(answered, "receiver", acts.ReplyAndClose(WORDS), at=EARLIER)
    waiting = desk.send("renew-prescription")
    somebody_elses = desk.send("message", by="youth", about="youth")
    case = desk.send("message")

    html = opened(desk, case)
    said = text(html)

    assert "Meddelande fre 20 mars · besvarat fre 20 mars" in said
    assert "Förnya recept ons 1 april · pågår" in said
    assert desk.case(waiting).number in html
    assert desk.case(somebody_elses).number not in html


def test_a_closed_certificate_says_that_it_was_closed_without_a_reply(desk):
    desk.certificate_to_write()
    case = desk.certificate_to_print()

    assert "avslutat utan svar ons 1 april" in text(opened(desk, case, "medical_receiver"))


def test_the_link_to_another_case_leads_back(desk):
    other, case = desk.send("message"), desk.send("message")

    html = opened(desk, other, **{"from": str(case)})

    assert f'href="/staff/cases/{case}/"' in html
    assert "Tillbaka till ärendet du kom från" in html
    assert "Tillbaka till ärendet" not in opened(desk, other, **{"from": "x"})


@pytest.mark.parametrize("who", ["child", "guardian"])
def test_of_a_protected_family_nothing_stands_beside(desk, who):
    told(desk, at=EARLIER, phone="070-1")
    case = told(desk, phone="070-2")
    PersonRow.objects.filter(pk=desk.person(who)).update(protection="secrecy-mark")

    html = opened(desk, case)

    assert "compared-title" not in html
    assert "070-1" not in html
    assert "Visas inte för den som har skyddade personuppgifter." in html
    assert "folkbokföringen" not in html


def test_what_the_register_says_of_each_guardian_stands_with_whether_that_one_reads(desk):
    ties = GuardianRow.objects.filter(child=desk.person("child"))
    ties.filter(guardian=desk.person("guardian")).update(
        from_date=date(2019, 5, 3), confirmed_date=TUESDAY.date()
    )
    ties.filter(guardian=desk.person("other_guardian")).update(until_date=date(2026, 3, 1))

    said = text(opened(desk, desk.send("message")))

    assert "Vårdnadshavare enligt folkbokföringen sedan fre 3 maj 2019." in said
    assert "Agerar inte här i dag. Var vårdnadshavare till och med sön 1 mars" in said


def test_a_guardian_to_be_and_one_until_a_day_are_told_of(desk):
    ties = GuardianRow.objects.filter(child=desk.person("child"))
    ties.filter(guardian=desk.person("guardian")).update(until_date=date(2026, 5, 1))
    ties.filter(guardian=desk.person("other_guardian")).update(from_date=date(2026, 5, 1))

    said = text(opened(desk, desk.send("message")))

    assert "Vårdnadshavare enligt folkbokföringen, till och med fre 1 maj." in said
    assert "Blir vårdnadshavare fre 1 maj" in said


def test_the_log_names_the_other_cases_that_stand_beside_and_the_family_is_told(desk):
    before, case = desk.send("message", at=EARLIER), desk.send("message")

    opened(desk, case)

    (row,) = AccessRow.objects.filter(page="inbox:case")
    assert row.case_id == case
    assert as_named(row.named) == ((before, desk.person("child")),)
    told_to_family = text(desk.sits("guardian").get("/cases/looks/").content.decode())
    assert f"läste ärende {desk.case(case).number}" in told_to_family
    assert "såg bredvid vilka andra ärenden som finns" in told_to_family


def test_where_no_others_stand_beside_the_log_names_none(desk):
    case = desk.send("message")

    opened(desk, case)

    assert not AccessRow.objects.get(page="inbox:case").named
    assert "bredvid" not in text(desk.sits("guardian").get("/cases/looks/").content.decode())
