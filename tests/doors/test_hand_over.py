"""Handing over: what somebody holds who is away or has left is given to others in one go."""

import re
from datetime import date

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import read, text
from tests.rooms.leaving import leaves
from vardag.domain.case import acts
from vardag.domain.case.events import Assigned, NoteAdded, SentToClinic
from vardag.domain.people.identity import CaseId, Role
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.people.actions import grant, mark_absent
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
OWN = "/staff/hand-over/"
WEDNESDAY = date(2026, 4, 8)


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def held(desk: Desk, by: str = "nurse", service: str = "message") -> CaseId:
    case = desk.send(service)
    desk.do(case, by, acts.Claim())
    return case


def of(desk: Desk, name: str) -> str:
    return f"{OWN}{desk.person(name)}/"


def to(desk: Desk, name: str) -> str:
    return f"person:{desk.person(name)}:{desk.world.clinics['outpatient']}"


def hand(desk: Desk, who: str, address: str, cases: dict[CaseId, str], **more: str):
    fields: dict[str, object] = {"case": list(cases), "go": "rows", **more}
    for case, taker in cases.items():
        fields[f"to-{case}"] = taker
        fields.setdefault(f"seen-{case}", desk.case(case).case.version)
    return desk.sits(who).post(address, fields)


def holder(desk: Desk, case: CaseId) -> int | None:
    return desk.case(case).case.holder


def chosen(html: str, case: CaseId) -> str:
    select = re.search(rf'name="to-{case}".*?</select>', html, re.DOTALL)
    assert select
    found = re.search(r'value="([^"]*)" selected', select[0])
    return found[1] if found else ""


def test_one_sees_what_one_holds_and_when_one_is_away(desk):
    mine, others = held(desk), held(desk, "receiver")
    mark_absent(person=desk.person("nurse"), from_date=WEDNESDAY, until=date(2026, 4, 17))

    html = read(desk.sits("nurse").get(OWN))

    assert "Du är borta ons 8 april till fre 17 april." in text(html)
    assert desk.case(mine).number in html
    assert desk.case(others).number not in html


def test_a_taker_is_suggested_for_each_and_a_nurses_case_goes_to_a_nurse(desk):
    plain, nurses = held(desk), held(desk, service="renew-prescription")

    html = read(desk.sits("nurse").get(OWN))

    assert chosen(html, plain) == to(desk, "receiver")
    assert chosen(html, nurses) == ""  # there is no other nurse


def test_all_is_handed_over_in_one_go_each_to_its_own_with_a_note(desk):
    first, second = held(desk), held(desk)
    clinic = f"clinic:{desk.world.clinics['outpatient']}"

    response = hand(
        desk,
        "nurse",
        OWN,
        {first: to(desk, "clinician"), second: clinic},
        note="Jag är borta i en vecka.",
    )

    assert response.headers["Location"] == OWN
    said, given = (entry.event for entry in desk.case(first).entries[-2:])
    assert said == NoteAdded("Jag är borta i en vecka.")
    assert isinstance(given, Assigned)
    assert holder(desk, first) == desk.person("clinician")
    assert isinstance(desk.case(second).entries[-1].event, SentToClinic)


def test_all_can_go_to_one_whatever_the_rows_say(desk):
    first, second = held(desk), held(desk)

    hand(
        desk,
        "nurse",
        OWN,
        {first: "", second: to(desk, "clinician")},
        go="all",
        **{"for-all": to(desk, "receiver")},
    )

    assert {holder(desk, first), holder(desk, second)} == {desk.person("receiver")}


def test_a_receiver_hands_over_what_a_colleague_holds_who_is_away_or_has_left(desk):
    case = held(desk)
    leaves(desk.world, "nurse", on=TUESDAY.date())

    html = read(desk.sits("receiver").get(of(desk, "nurse")))
    hand(desk, "receiver", of(desk, "nurse"), {case: to(desk, "receiver")})

    assert "Har ingen roll här längre" in text(html)
    assert holder(desk, case) == desk.person("receiver")


def test_the_inbox_leads_there_when_a_holder_is_away(desk):
    held(desk)
    mark_absent(person=desk.person("nurse"), from_date=TUESDAY.date())

    html = read(desk.sits("receiver").get("/staff/"))

    assert "nurse är borta och har 1 ärende här. Lämna över" in text(html)
    assert f'href="{of(desk, "nurse")}"' in html


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("receiver", 200),
        ("nurse", 200),
        ("clinician", 403),
        ("doctor", 403),
        ("manager", 403),
        ("administrator", 403),
        ("outsider", 404),
        ("medical_receiver", 404),
    ],
)
def test_only_receivers_of_the_clinic_hand_over_for_somebody_else(desk, who, status):
    case = held(desk)

    found = desk.sits(who).get(of(desk, "nurse"))
    tried = hand(desk, who, of(desk, "nurse"), {case: to(desk, "receiver")})

    assert found.status_code == status
    if status != 200:
        assert tried.status_code in (403, 404, 409)
        assert holder(desk, case) == desk.person("nurse")


@pytest.mark.parametrize(
    ("who", "status"), [("nurse", 200), ("clinician", 200), ("manager", 403), ("guardian", 302)]
)
def test_who_can_hold_cases_hands_over_the_own(desk, who, status):
    assert desk.sits(who).get(OWN).status_code == status


def test_nobody_hands_over_what_is_not_theirs_to_assign(desk):
    case = held(desk, "receiver")
    before = desk.case(case).case.version

    response = hand(desk, "clinician", OWN, {case: to(desk, "clinician")})

    assert response.status_code == 409
    assert desk.case(case).case.version == before
    assert AccessRow.objects.filter(what="tried", case_id=case).exists()


def test_what_could_not_be_handed_over_stays_with_why_and_the_rest_is_done(desk):
    done, changed, nobody = held(desk), held(desk), held(desk)
    seen = desk.case(changed).case.version
    desk.do(changed, "receiver", acts.AddNote("Ringt."))

    response = hand(
        desk,
        "nurse",
        OWN,
        {done: to(desk, "receiver"), changed: to(desk, "receiver"), nobody: ""},
        note="Ta över, tack.",
        **{f"seen-{changed}": str(seen)},
    )

    html = read(response, 409)
    assert "1 ärende är överlämnat. 2 ärenden lämnades inte över." in text(html)
    assert f"Överlämnade: {desk.case(done).number}" in text(html)
    assert "Någon annan hann före" in text(html)
    assert "Ta över, tack." in html
    assert holder(desk, changed) == holder(desk, nobody) == desk.person("nurse")
    kinds = [type(entry.event) for entry in desk.case(nobody).entries]
    assert NoteAdded not in kinds  # a note without its case handed over says what isn't so


def test_nothing_ticked_is_said(desk):
    held(desk)

    response = desk.sits("nurse").post(OWN, {"note": "Hej", "go": "rows"})

    assert "Välj vilka ärenden du lämnar över." in text(read(response, 422))


def owned(desk: Desk, who: str) -> CaseId:
    case = desk.certificate_to_write()
    desk.do(case, who, acts.AssignWork("type-dictation", to=desk.person(who)))
    return case


def hand_work(desk: Desk, who: str, address: str, case: CaseId, to_whom: str):
    fields = {
        "case": case,
        f"to-{case}": to_whom,
        f"work-{case}": "type-dictation",
        f"seen-{case}": desk.case(case).case.version,
    }
    return desk.sits(who).post(address, {**fields, "go": "work"})


def test_work_that_one_owns_after_a_case_is_closed_is_handed_over_too(desk):
    case = owned(desk, "doctor")
    desk.certificate_to_write()  # the group's: it stays there

    html = read(desk.sits("doctor").get(OWN))
    assert "Skriv diktat" in html
    assert text(html).count("Omvårdnadsbidrag") == 1

    given = hand_work(desk, "doctor", OWN, case, str(desk.person("certificate_secretary")))
    assert given.status_code == 302
    assert desk.case(case).case.open_work.owner == desk.person("certificate_secretary")
    assert "Det finns inget att lämna över." in read(desk.sits("doctor").get(OWN))


def test_a_receiver_hands_over_the_work_of_who_has_left(desk):
    case = owned(desk, "doctor")
    leaves(desk.world, "doctor", on=TUESDAY.date())

    hand_work(desk, "medical_receiver", of(desk, "doctor"), case, "group")

    assert desk.case(case).case.open_work.owner is None


def test_work_that_cannot_be_given_is_told_of_and_stays(desk):
    case = owned(desk, "doctor")

    refused = hand_work(desk, "doctor", OWN, case, str(desk.person("clinician")))

    assert "Välj någon som gör det här arbetet" in read(refused, 422)
    assert desk.case(case).case.open_work.owner == desk.person("doctor")


def test_a_protected_case_has_no_name_here(desk):
    case = held(desk)
    PersonRow.objects.filter(pk=desk.person("child")).update(protection="secrecy-mark")

    html = text(read(desk.sits("nurse").get(OWN)))

    assert "Skyddade personuppgifter" in html
    assert "child" not in html
    assert desk.case(case).number in html


def test_who_has_cases_at_two_clinics_hands_over_at_both(desk):
    here = held(desk)
    medical = desk.world.clinics["medical"]
    grant(
        person=desk.person("nurse"),
        clinic=medical,
        role=Role.HANDLER,
        from_date=date(2026, 1, 1),
    )
    there = desk.certificate_to_print()
    given = acts.Person(desk.person("nurse"), medical)
    desk.do(there, "medical_receiver", acts.Assign(given))

    html = read(desk.sits("nurse").get(OWN))

    assert {desk.case(here).number, desk.case(there).number} <= set(re.findall(r"26-\d{4}", html))


def test_the_page_takes_as_many_questions_however_much_there_is(
    desk, django_assert_max_num_queries
):
    for _ in range(6):
        held(desk)
    client = desk.sits("nurse")
    client.get(OWN)

    with django_assert_max_num_queries(15):
        client.get(OWN)
