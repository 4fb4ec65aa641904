"""What a clinic offers: every exception has a reason, somebody who made it, and a day (R1)."""

from datetime import timedelta

import pytest

from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import ClinicId, Role
from vardag.domain.refusals import ChangedMeanwhile, NotOffered, NotPermitted
from vardag.rooms.cases.queries import full_case
from vardag.rooms.offering import actions
from vardag.rooms.offering.models import ExceptionRow
from vardag.rooms.offering.queries import is_offered
from vardag.rooms.people.actions import grant

pytestmark = pytest.mark.django_db
PAGE = "/staff/office/e-services/"
EXCEPT, OFFER = f"{PAGE}message/except/", f"{PAGE}message/offer/"
WHY = {"reason": "Ingen läser meddelanden under flytten."}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def here(desk: Desk) -> ClinicId:
    return desk.world.clinics["outpatient"]


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- Who ----------------------------------------------------------------------------------------

EVERYBODY = {
    "receiver": 403,
    "nurse": 403,
    "clinician": 403,
    "doctor": 403,
    "manager": 200,
    "administrator": 200,
    "guardian": 302,
    "youth": 302,
}


@pytest.mark.parametrize("person", EVERYBODY)
def test_managers_and_administrators_see_what_clinics_offer(desk: Desk, person: str):
    assert desk.sits(person).get(PAGE).status_code == EVERYBODY[person]


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("address", [EXCEPT, OFFER])
def test_only_an_administrator_changes_it(desk: Desk, person: str, address: str):
    if address == OFFER:
        actions.except_at_installation(clinic=here(desk), service="message", reason="Flytt")
    before = ExceptionRow.objects.filter(ended_at=None).count()

    response = desk.sits(person).post(address, WHY)

    changed = ExceptionRow.objects.filter(ended_at=None).count() != before
    assert changed == (person == "administrator")
    is_staff = EVERYBODY[person] != 302
    assert response.status_code == (302 if changed or not is_staff else 403)


def test_an_administrator_of_another_clinic_changes_that_one(desk: Desk):
    elsewhere, person = desk.world.clinics["elsewhere"], desk.world.people["outsider"]
    grant(person=person, clinic=elsewhere, role=Role.ADMINISTRATOR, from_date=WEDNESDAY.date())

    desk.sits("outsider").post(EXCEPT, WHY)

    assert ExceptionRow.objects.get().clinic_id == elsewhere
    with pytest.raises(NotPermitted):
        actions.except_services(
            clinic=here(desk),
            services=("message",),
            reason="Nej",
            by=desk.world.staff_member("outsider", on=TUESDAY.date()),
            at=TUESDAY,
        )


# --- What ---------------------------------------------------------------------------------------


def test_an_exception_is_shown_with_its_reason_who_made_it_and_when(desk: Desk):
    client = desk.sits("administrator")

    response = client.post(EXCEPT, WHY, follow=True)

    assert "erbjuds inte längre" in text(response)
    assert f"{WHY['reason']}</bdi> (administrator" in text(response)
    assert "tis 7 april" in text(response)
    assert "13 av 14" in text(response)
    assert not is_offered(clinic=here(desk), service="message")


def test_no_family_can_send_what_is_not_offered(desk: Desk):
    desk.sits("administrator").post(EXCEPT, WHY)

    with pytest.raises(NotOffered):
        desk.send("message", at=TUESDAY)


def test_an_open_case_goes_on_to_its_reply_when_the_service_is_closed(desk: Desk):
    case = desk.send("message")
    client = desk.sits("administrator")
    client.post(EXCEPT, WHY)

    assert "1 öppet ärende går vidare" in text(client.get(PAGE))
    desk.do(case, "receiver", acts.ReplyAndClose(acts.Message(text="Svar.")), at=TUESDAY)
    assert full_case(case).case.is_closed


def test_what_is_offered_again_leaves_its_trace(desk: Desk):
    desk.sits("administrator").post(EXCEPT, WHY)
    desk.it_is(TUESDAY + timedelta(days=2))
    client = desk.sits("administrator")

    response = client.post(OFFER, follow=True)

    assert is_offered(clinic=here(desk), service="message")
    assert "Gjordes: administrator , tis 7 april. Upphörde: administrator , " in text(response)
    desk.send("message", at=TUESDAY)
    client.post(EXCEPT, WHY)
    assert ExceptionRow.objects.count() == 2


def test_a_clinic_that_takes_no_new_cases_says_so_to_families_and_goes_on_with_the_old(desk: Desk):
    case = desk.send("message")
    client = desk.sits("administrator")

    said = text(client.post(f"{PAGE}except/", WHY, follow=True))

    assert "Mottagningen tar inte emot nya ärenden från invånare." in said
    assert "0 av 14" in said
    family = text(desk.sits("guardian").get("/"))
    assert (
        "Det går inte att skriva till outpatient här just nu. Ring mottagningen eller 1177."
        in family
    )
    assert "/new/" not in family
    desk.do(case, "receiver", acts.ReplyAndClose(acts.Message(text="Svar.")), at=TUESDAY)
    assert "14 av 14" in text(client.post(f"{PAGE}offer/", follow=True))
    assert ExceptionRow.objects.filter(ended_at=None).count() == 0


@pytest.mark.parametrize("person", ["receiver", "manager", "outsider", "guardian"])
def test_nobody_else_closes_or_opens_a_clinic(desk: Desk, person: str):
    actions.except_at_installation(clinic=here(desk), service="message", reason="Flytt")
    client = desk.sits(person)

    for address in (f"{PAGE}except/", f"{PAGE}offer/"):
        client.post(address, WHY)

    assert [row.service for row in ExceptionRow.objects.filter(ended_at=None)] == ["message"]


def test_a_clinic_is_not_closed_without_a_reason(desk: Desk):
    response = desk.sits("administrator").post(f"{PAGE}except/", {"reason": " "})

    assert response.status_code == 422
    assert not ExceptionRow.objects.exists()


# --- What goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\u00a0"])
def test_an_exception_without_a_reason_is_not_made(desk: Desk, reason: str):
    response = desk.sits("administrator").post(EXCEPT, {"reason": reason})

    assert response.status_code == 422
    assert "Skriv varför mottagningen inte erbjuder det här." in text(response)
    assert not ExceptionRow.objects.exists()


def test_of_two_who_make_the_same_exception_one_is_told(desk: Desk):
    client = desk.sits("administrator")
    client.post(EXCEPT, {"reason": "Först."})

    response = client.post(EXCEPT, {"reason": "Sedan."})

    assert response.status_code == 409
    assert "Någon har redan gjort ett undantag" in text(response)
    assert [row.reason for row in ExceptionRow.objects.all()] == ["Först."]


def test_what_is_offered_already_cannot_be_offered_again(desk: Desk):
    response = desk.sits("administrator").post(OFFER)

    assert response.status_code == 409
    with pytest.raises(ChangedMeanwhile):
        actions.offer_again(
            clinic=here(desk),
            services=("message",),
            by=desk.world.staff_member("administrator", on=TUESDAY.date()),
            at=TUESDAY,
        )


@pytest.mark.parametrize("key", ["no-such-service", "message'--", "0"])
def test_there_is_no_such_service(desk: Desk, key: str):
    assert desk.sits("administrator").post(f"{PAGE}{key}/except/", WHY).status_code == 404


def test_the_page_takes_eight_queries(desk: Desk, django_assert_max_num_queries):
    for service in ("message", "contact-details", "record-copy"):
        actions.except_at_installation(clinic=here(desk), service=service, reason="Flytt")
    client = desk.sits("administrator")
    client.get(PAGE)

    with django_assert_max_num_queries(8):
        client.get(PAGE)


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_stumbles_on_the_page(desk: Desk, page, width: int):
    client = desk.sits("administrator")
    client.post(EXCEPT, WHY)
    page.set_viewport_size({"width": width, "height": 900})

    shown(page, client.post(f"{PAGE}contact-details/except/", {"reason": ""}).content)

    assert not stumbling_blocks(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
