"""The review of the log: samples by chance, drawn anew by their seed; suspicions with a reason."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, read, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.people.identity import CaseId, PersonId, Profession, Role
from vardag.rooms.audit.actions import drawn
from vardag.rooms.audit.models import AccessRow, FindingRow, ReviewRow
from vardag.rooms.people import actions as people
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db

LOG = "/staff/office/log/"
DAYS = {"from_date": "2026-03-20", "until_date": "2026-04-07"}
SAMPLE = {**DAYS, "of": "staff", "many": "2"}
WHY = "En förälder har frågat vem som läst."


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    add_reviewer(built, "reviewer", "outpatient", 1)
    return built


def add_reviewer(desk: Desk, name: str, clinic: str, nth: int) -> None:
    person = people.add_staff(
        given_name=name,
        family_name="",
        hsa_id=f"SE0000000000-900{nth}",
        profession=Profession.OTHER,
        title="",
    )
    desk.world.staff[name] = person
    at = desk.world.clinics[clinic]
    people.grant(person=person, clinic=at, role=Role.LOG_REVIEWER, from_date=date(2026, 1, 1))


@pytest.fixture
def case(desk: Desk) -> CaseId:
    """A case that the receiver, the nurse and, in vain, an outsider have opened."""
    found = desk.send("message", form={"subject": "hemligt", "text": "hemligt"})
    for name in ("receiver", "nurse", "outsider"):
        desk.sits(name).get(address_of(found))
    return found


@pytest.fixture
def reviewer(desk: Desk) -> Client:
    return desk.sits("reviewer")


def draw(reviewer: Client, **more: str) -> str:
    """Draw a sample, and return the address of its page."""
    response = reviewer.post(f"{LOG}sample/", {**SAMPLE, **more})
    assert response.status_code == 302, text(response.content.decode())
    return response.headers["Location"]


def suspect(reviewer: Client, number: str, more: Mapping[str, str] | None = None):
    fields = {**DAYS, "number": number, "reason": WHY, **(more or {})}
    return reviewer.post(f"{LOG}suspicion/", fields)


def number_of(desk: Desk, name: str) -> str:
    row = PersonRow.objects.get(pk=desk.person(name))
    return row.hsa_id or row.personal_number or ""


@pytest.mark.parametrize(
    "person", ["receiver", "nurse", "clinician", "manager", "administrator", "outsider", "doctor"]
)
def test_only_the_log_reviewer_reviews_the_log(desk, reviewer, case, person):
    review = draw(reviewer)
    other = desk.sits(person)

    for address in (LOG, review):
        assert other.get(address).status_code == 403
    for address in (f"{LOG}sample/", f"{LOG}suspicion/", f"{review}conclude/"):
        assert other.post(address, SAMPLE).status_code == 403
    assert ReviewRow.objects.count() == 1


@pytest.mark.parametrize("person", ["guardian", "youth", None])
def test_residents_and_nobody_are_sent_to_sign_in(desk, reviewer, case, person):
    review = draw(reviewer)
    other = desk.sits(person) if person else Client()

    assert {other.get(address).status_code for address in (LOG, review)} == {302}


def test_the_office_leads_the_log_reviewer_to_the_log(desk, reviewer):
    assert f'href="{LOG}"' in read(reviewer.get("/staff/", follow=True))


def test_a_reviewer_of_another_clinic_sees_nothing_of_this_one(desk, reviewer, case):
    review = draw(reviewer)
    add_reviewer(desk, "elsewhere_reviewer", "elsewhere", 2)
    other = desk.sits("elsewhere_reviewer")

    assert other.get(review).status_code == 404
    assert other.post(f"{review}conclude/", {"finding": "in-order"}).status_code == 404
    assert "Inget är granskat här än." in read(other.get(LOG))


def test_a_sample_is_drawn_by_a_seed_that_is_kept_so_that_it_can_be_drawn_again(
    desk, reviewer, case
):
    page = text(read(reviewer.get(draw(reviewer))))

    row = ReviewRow.objects.get()
    pool = sorted([desk.person("receiver"), desk.person("nurse")])
    assert (row.kind, row.of, row.by_id) == ("sample", "staff", desk.person("reviewer"))
    assert row.subjects == drawn(pool, many=2, seed=row.seed)
    assert row.drawn_of == 2
    assert f"Dragna ur 2, med fröet {row.seed}" in page


def test_a_draw_depends_on_nothing_but_its_seed():
    pool = [PersonId(n) for n in range(1, 8)]

    assert drawn(pool, many=3, seed="a") == drawn(list(reversed(pool)), many=3, seed="a")
    assert len({tuple(drawn(pool, many=3, seed=str(n))) for n in range(40)}) > 20


def test_a_review_says_who_looked_at_what_when_and_nothing_of_what_stood_there(
    desk, reviewer, case
):
    nurse = desk.person("nurse")

    html = read(reviewer.get(f"{draw(reviewer)}?who={nurse}"))

    page = text(html)
    number = desk.case(case).number
    assert f"tis 7 april 10.00 nurse Öppnade ärendet {number} child" in page
    assert "hemligt" not in html
    assert address_of(case) not in html


def test_a_sample_of_patients_shows_who_was_in_their_cases(desk, reviewer, case):
    page = text(read(reviewer.get(draw(reviewer, of="patients"))))

    number = desk.case(case).number
    for name in ("receiver", "nurse"):
        assert f"10.00 {name} Öppnade ärendet {number} child" in page
    assert "outsider" not in page  # who tried from another clinic, whose reviewers see it


def test_a_refused_try_stands_in_the_review_of_ones_own_clinic(desk, reviewer, case):
    clinician = desk.sits("clinician")
    clinician.get(address_of(case))
    clinician.get("/staff/mine/")

    review = suspect(reviewer, number_of(desk, "clinician")).headers["Location"]

    assert "clinician Försökte och nekades" in text(read(reviewer.get(review)))


def test_lists_are_shown_when_asked_for(desk, reviewer, case):
    desk.sits("nurse").get("/staff/")
    review = f"{draw(reviewer)}?who={desk.person('nurse')}"

    assert "Såg det i en lista" not in text(read(reviewer.get(review)))
    assert "Såg det i en lista" in text(read(reviewer.get(f"{review}&lists=1")))


def test_a_list_stands_among_what_was_seen_of_a_patient(desk, reviewer, case):
    desk.sits("nurse").get("/staff/")
    review = suspect(reviewer, number_of(desk, "child")).headers["Location"]

    page = text(read(reviewer.get(f"{review}?lists=1")))

    assert f"nurse Såg det i en lista {desk.case(case).number}" in page


@pytest.mark.parametrize("name", ["nurse", "child"])
def test_a_suspicion_is_about_one_person_for_a_reason_that_stays(desk, reviewer, case, name):
    review = suspect(reviewer, number_of(desk, name)).headers["Location"]

    row = ReviewRow.objects.get()
    assert (row.kind, row.subjects, row.reason) == ("suspicion", [desk.person(name)], WHY)
    assert WHY in text(read(reviewer.get(review)))
    (looked,) = AccessRow.objects.filter(page="office:log_review")
    assert (looked.what, looked.reason, looked.person_id) == (
        "reviewed",
        WHY,
        desk.person("reviewer"),
    )
    assert f" {case}:{desk.person('child')} " in looked.named


@pytest.mark.parametrize("typed", ["19810829M071", "19810829-m071", " 19810829 M071 "])
def test_a_reserve_number_may_be_written_with_its_letter_small(desk, reviewer, case, typed):
    PersonRow.objects.filter(pk=desk.person("child")).update(personal_number="19810829M071")

    assert suspect(reviewer, typed).status_code == 302


def test_a_personal_number_may_be_written_with_a_dash(desk, reviewer, case):
    number = number_of(desk, "child")

    assert suspect(reviewer, f"{number[:8]}-{number[8:]}").status_code == 302


@pytest.mark.parametrize("name", ["youth", "stranger", "doctor", "administrator", "nobody"])
def test_who_is_not_in_the_clinics_log_is_as_unknown_as_nobody(desk, reviewer, case, name):
    number = "SE0000000000-7777" if name == "nobody" else number_of(desk, name)

    response = suspect(reviewer, number)

    assert "Det numret finns inte i mottagningens logg de dagarna." in text(read(response, 422))
    assert not ReviewRow.objects.exists()


@pytest.mark.parametrize("who", ["child", "guardian"])
def test_a_protected_patients_number_is_as_unknown_as_nobodys(desk, reviewer, case, who):
    PersonRow.objects.filter(pk=desk.person(who)).update(protection="marked")

    protected = suspect(reviewer, number_of(desk, "child"))
    nobody = suspect(reviewer, "SE0000000000-7777")

    assert not ReviewRow.objects.exists()
    assert text(read(protected, 422)) == text(read(nobody, 422))


def test_a_protected_colleague_is_reviewed_as_anybody(desk, reviewer, case):
    PersonRow.objects.filter(pk=desk.person("nurse")).update(protection="marked")

    assert suspect(reviewer, number_of(desk, "nurse")).status_code == 302


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": "kort"}, "Skriv varför, med 10 till 500 tecken."),
        ({"reason": ""}, "måste fyllas i"),
        ({"from_date": "2026-04-08", "until_date": "2026-04-09"}, "finns inte i mottagningens"),
        ({"from_date": "igår"}, "Fyll i ett giltigt datum."),
        ({"number": ""}, "måste fyllas i"),
        ({"from_date": "2024-01-01"}, "Välj högst ett år i taget."),
    ],
)
def test_a_suspicion_that_lacks_something_says_what_and_keeps_the_rest(
    desk, reviewer, case, fields, says
):
    response = suspect(reviewer, number_of(desk, "nurse"), fields)

    html = read(response, 422)
    assert says in text(html)
    assert "<details" in html
    assert not ReviewRow.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"many": "0"}, "Dra mellan 1 och 20."),
        ({"many": "21"}, "Dra mellan 1 och 20."),
        ({"many": "x"}, "Fyll i ett heltal."),
        ({"from_date": "2026-04-07", "until_date": "2026-04-06"}, "Den första dagen är efter"),
        ({"from_date": "2026-04-08", "until_date": "2026-04-09"}, "har inte varit än"),
        ({"from_date": "2026-03-01", "until_date": "2026-03-02"}, "Ingen har läst något"),
        ({"of": "cats"}, "cats"),
    ],
)
def test_a_sample_that_can_not_be_drawn_says_why(desk, reviewer, case, fields, says):
    response = reviewer.post(f"{LOG}sample/", {**SAMPLE, **fields})

    assert says in text(read(response, 422))
    assert not ReviewRow.objects.exists()


def test_what_a_review_came_to_is_documented_by_name_and_stays(desk, reviewer, case):
    review = draw(reviewer)
    asked = {"finding": "asked", "measure": "Frågat enhetschefen."}

    response = reviewer.post(f"{review}conclude/", asked, follow=True)

    page = text(read(response))
    assert "Väntar på svar Frågat enhetschefen. reviewer, tis 7 april 10.00" in page
    assert "Väntar på svar" in text(read(reviewer.get(LOG)))
    reviewer.post(f"{review}conclude/", {"finding": "in-order", "measure": ""})
    assert [row.finding for row in FindingRow.objects.order_by("pk")] == ["asked", "in-order"]
    assert "Inget att anmärka" in text(read(reviewer.get(LOG)))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"finding": "breach", "measure": " "}, "Skriv vad du har gjort eller ska göra."),
        ({"measure": "Ja."}, "måste fyllas i"),
        ({"finding": "fine"}, "fine"),
        ({"finding": "breach", "measure": "a" * 1001}, "1000"),
    ],
)
def test_a_finding_that_lacks_something_says_what(desk, reviewer, case, fields, says):
    response = reviewer.post(f"{draw(reviewer)}conclude/", fields)

    assert says in text(read(response, 422))
    assert not FindingRow.objects.exists()


def test_nobody_reviews_oneself(desk, reviewer, case):
    at = desk.world.clinics["outpatient"]
    people.grant(
        person=desk.person("nurse"), clinic=at, role=Role.LOG_REVIEWER, from_date=date(2026, 1, 1)
    )
    nurse = desk.sits("nurse")

    draw(nurse, many="20")
    assert desk.person("nurse") not in ReviewRow.objects.get().subjects
    assert suspect(nurse, number_of(desk, "nurse")).status_code == 403
    about = suspect(reviewer, number_of(desk, "nurse")).headers["Location"]
    assert "Någon annan dokumenterar det." in text(read(nurse.get(about)))
    assert nurse.post(f"{about}conclude/", {"finding": "in-order"}).status_code == 403
    assert not FindingRow.objects.exists()


def test_one_reviewer_sees_what_another_has_looked_at(desk, reviewer, case):
    reviewer.get(draw(reviewer))
    add_reviewer(desk, "second_reviewer", "outpatient", 2)
    second = desk.sits("second_reviewer")

    review = suspect(second, number_of(desk, "reviewer")).headers["Location"]

    assert "reviewer Granskade loggen" in text(read(second.get(f"{review}?lists=1")))


def test_the_page_says_when_the_next_sample_is_due(desk, reviewer, case):
    assert "Inget stickprov är draget här än." in text(read(reviewer.get(LOG)))
    draw(reviewer)
    assert "Dra nästa stickprov senast torsdag 7 maj." in text(read(reviewer.get(LOG)))

    desk.it_is(TUESDAY + timedelta(days=31))

    reviewer = desk.sits("reviewer")
    assert "Nästa stickprov skulle ha dragits senast torsdag 7 maj." in text(
        read(reviewer.get(LOG))
    )


def test_the_list_of_reviews_names_nobody_whom_they_are_about(desk, reviewer, case):
    suspect(reviewer, number_of(desk, "child"))

    page = text(read(reviewer.get(LOG)))

    assert "Vid misstanke: en patient" in page
    assert "child" not in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "99999", "²"])
def test_any_page_of_a_review_is_a_page(desk, reviewer, case, page):
    read(reviewer.get(draw(reviewer), {"page": page, "who": "x", "lists": "x"}))


def test_a_hundred_entries_stand_on_a_page(desk, reviewer, case):
    nurse = desk.sits("nurse")
    for n in range(100):
        desk.it_is(WEDNESDAY + timedelta(minutes=n))
        nurse.get(address_of(case))
    desk.it_is(TUESDAY)
    reviewer = desk.sits("reviewer")
    review = f"{draw(reviewer)}?who={desk.person('nurse')}"

    first, second = reviewer.get(review), reviewer.get(f"{review}&page=2")

    assert read(first).count("Öppnade ärendet") == 100
    assert read(second).count("Öppnade ärendet") == 1
    assert 'rel="next"' in read(first)


def test_the_pages_ask_the_database_as_often_however_much_there_is(
    desk, reviewer, case, django_assert_max_num_queries
):
    review = draw(reviewer)
    for _ in range(3):
        draw(reviewer)
        desk.sits("nurse").get(address_of(desk.send("message")))

    with django_assert_max_num_queries(8):
        read(reviewer.get(LOG))
    with django_assert_max_num_queries(8):
        read(reviewer.get(review))


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_on_the_pages_makes_anybody_stumble(desk, reviewer, case, page, width):
    review = draw(reviewer)
    page.set_viewport_size({"width": width, "height": 900})
    wrong = reviewer.post(f"{LOG}suspicion/", {**DAYS, "number": "x", "reason": ""})

    for html in (reviewer.get(LOG).content, reviewer.get(review).content, wrong.content):
        shown(page, html)
        assert not stumbling_blocks(page)
