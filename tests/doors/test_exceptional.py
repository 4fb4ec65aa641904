"""Reading a case by way of exception: chosen, with a reason, for half an hour, and followed up."""

from datetime import timedelta

import pytest

from tests.doors import matrix
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.refusals import ChangedMeanwhile, NotPermitted
from vardag.rooms.cases import exceptional
from vardag.rooms.cases.models import OpeningReviewRow, OpeningRow
from vardag.rooms.cases.queries import full_case
from vardag.rooms.people.actions import grant

pytestmark = pytest.mark.django_db
PAGE, LIST = "/staff/exceptional/", "/staff/office/exceptions/"
SECRET = "Det som bara den som behöver får läsa"
WHY = "Kollegan är sjuk och familjen ringer."


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def a_case(desk: Desk) -> CaseId:
    return desk.send("message", form={"text": SECRET})


def number(case: CaseId) -> str:
    return full_case(case).number


def asks(desk: Desk, who: str, case: CaseId, why: str = WHY):
    return desk.sits(who).post(PAGE, {"number": number(case), "reason": why})


def reviewer(desk: Desk, who: str = "administrator"):
    """Make somebody a log reviewer as well, and return that person's browser."""
    outpatient = desk.world.clinics["outpatient"]
    person = desk.world.people[who]
    grant(person=person, clinic=outpatient, role=Role.LOG_REVIEWER, from_date=WEDNESDAY.date())
    return desk.sits(who)


# --- Who ----------------------------------------------------------------------------------------

MAY = {"clinician", "manager"}


@pytest.mark.parametrize("who", matrix.STAFF)
def test_handlers_and_managers_of_the_clinic_may_read_by_exception_and_nobody_else(
    desk: Desk, who: str
):
    case = a_case(desk)

    asks(desk, who, case)

    assert OpeningRow.objects.exists() == (who in MAY)
    reads = SECRET in desk.sits(who).get(address_of(case)).content.decode()
    assert reads == (who in MAY | matrix.OUTPATIENT)


@pytest.mark.parametrize("who", ["guardian", "youth", "stranger"])
def test_no_resident_finds_the_page(desk: Desk, who: str):
    assert desk.sits(who).get(PAGE).status_code == 302
    assert desk.sits(who).get(LIST).status_code == 302


def test_a_case_elsewhere_and_no_case_at_all_are_the_same(desk: Desk):
    case = a_case(desk)
    desk.do(case, "receiver", acts.Assign(acts.Clinic(desk.world.clinics["elsewhere"])))

    def said(number: str) -> str:
        response = desk.sits("clinician").post(PAGE, {"number": number, "reason": WHY})
        assert response.status_code == 404
        return text(response.content.decode())

    assert said(number(case)) == said("26-98765") == said("x") == said("")
    assert not OpeningRow.objects.exists()


# --- What ---------------------------------------------------------------------------------------


def test_the_case_is_read_for_half_an_hour_and_then_no_more(desk: Desk):
    case = a_case(desk)
    assert asks(desk, "clinician", case).headers["Location"] == address_of(case)

    for minutes, status in ((0, 200), (29, 200), (30, 404), (60, 404)):
        desk.it_is(TUESDAY + timedelta(minutes=minutes))
        assert desk.sits("clinician").get(address_of(case)).status_code == status, minutes


def test_the_page_says_until_when_and_offers_nothing_to_do(desk: Desk):
    case = a_case(desk)
    asks(desk, "clinician", case)

    html = desk.sits("clinician").get(address_of(case)).content.decode()

    assert "Du kan läsa det till 10.30. Det följs upp." in text(html)
    assert "Du läser ärendet i undantagsfall och kan inte ändra det." in text(html)
    assert SECRET in html
    assert "/claim/" not in html
    assert "/reply/" not in html


def test_only_that_one_case_is_opened(desk: Desk):
    case, other = a_case(desk), a_case(desk)

    asks(desk, "clinician", case)

    assert desk.sits("clinician").get(address_of(other)).status_code == 404


@pytest.mark.parametrize("act", ["claim", "note", "reply", "interim-reply", "assign", "print"])
def test_who_reads_by_exception_changes_nothing(desk: Desk, act: str):
    case = a_case(desk)
    asks(desk, "clinician", case)
    before = full_case(case).case.version

    response = desk.sits("clinician").post(
        address_of(case, act), {"seen": "1", "note-text": "X", "reply-text": "X"}
    )

    assert response.status_code in (404, 302)
    assert full_case(case).case.version == before


def test_when_the_case_leaves_the_clinic_the_exception_ends(desk: Desk):
    case = a_case(desk)
    asks(desk, "clinician", case)

    desk.do(case, "receiver", acts.Assign(acts.Clinic(desk.world.clinics["elsewhere"])))

    assert desk.sits("clinician").get(address_of(case)).status_code == 404


@pytest.mark.parametrize("why", ["", "   ", "Kort", "\u200b" * 20])
def test_without_a_reason_nothing_is_opened_and_what_was_written_comes_back(desk: Desk, why: str):
    case = a_case(desk)

    response = asks(desk, "clinician", case, why)

    assert response.status_code == 422
    assert "Skriv varför, med minst 10 tecken." in text(response.content.decode())
    assert number(case) in response.content.decode()
    assert not OpeningRow.objects.exists()


# --- Followed up --------------------------------------------------------------------------------


def test_it_stands_on_the_reviewers_list_until_it_is_reviewed(desk: Desk):
    case = a_case(desk)
    asks(desk, "clinician", case)
    client = reviewer(desk)
    opening = OpeningRow.objects.get()

    html = client.get(LIST).content.decode()
    assert f"Ärende {number(case)}" in text(html)
    assert WHY in html
    assert SECRET not in html
    client.post(f"{LIST}{opening.pk}/review/", {"finding": "Rimligt: kollegan var sjuk."})

    assert "Granskat av administrator" in text(client.get(LIST).content.decode())
    assert OpeningReviewRow.objects.get().finding == "Rimligt: kollegan var sjuk."


def test_what_is_not_reviewed_stands_first(desk: Desk):
    first, second = a_case(desk), a_case(desk)
    asks(desk, "clinician", first)
    client = reviewer(desk)
    client.post(f"{LIST}{OpeningRow.objects.get().pk}/review/", {"finding": "Rimligt."})
    asks(desk, "manager", second)

    html = text(client.get(LIST).content.decode())

    assert html.index(number(second)) < html.index(number(first))


@pytest.mark.parametrize("who", ["receiver", "clinician", "manager", "administrator", "outsider"])
def test_the_list_is_for_log_reviewers(desk: Desk, who: str):
    asks(desk, "clinician", a_case(desk))
    opening = OpeningRow.objects.get()

    assert desk.sits(who).get(LIST).status_code == 403
    response = desk.sits(who).post(f"{LIST}{opening.pk}/review/", {"finding": "Rimligt."})

    assert response.status_code in (403, 404)
    assert not OpeningReviewRow.objects.exists()


def test_nobody_reviews_oneself(desk: Desk):
    client = reviewer(desk, "manager")
    asks(desk, "manager", a_case(desk))

    response = client.post(f"{LIST}{OpeningRow.objects.get().pk}/review/", {"finding": "Bra."})

    assert response.status_code == 403
    assert not OpeningReviewRow.objects.exists()


def test_a_review_says_what_was_found_and_is_made_once(desk: Desk):
    asks(desk, "clinician", a_case(desk))
    client, opening = reviewer(desk), OpeningRow.objects.get()
    address = f"{LIST}{opening.pk}/review/"

    assert client.post(address, {"finding": " "}).status_code == 422
    assert client.post(address, {"finding": "Rimligt."}).status_code == 302
    assert client.post(address, {"finding": "Orimligt."}).status_code == 409
    assert client.post(f"{LIST}98765/review/", {"finding": "X"}).status_code == 404
    assert OpeningReviewRow.objects.get().finding == "Rimligt."


def test_the_room_itself_asks_for_the_right(desk: Desk):
    case, outpatient = a_case(desk), desk.world.clinics["outpatient"]
    asks(desk, "clinician", case)
    by = desk.world.staff_member("receiver", on=TUESDAY.date())

    with pytest.raises(NotPermitted):
        exceptional.open_by_exception(
            number=number(case), clinic=outpatient, reason=WHY, by=by, at=TUESDAY
        )
    with pytest.raises(NotPermitted):
        exceptional.review(
            opening=OpeningRow.objects.get().pk,
            clinic=outpatient,
            finding="X",
            by=by,
            at=TUESDAY,
        )
    assert issubclass(ChangedMeanwhile, Exception)


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_stumbles_on_the_pages(desk: Desk, page, width: int):
    case = a_case(desk)
    page.set_viewport_size({"width": width, "height": 900})
    refused = asks(desk, "clinician", case, "")
    asks(desk, "clinician", case)
    client = reviewer(desk)
    opening = OpeningRow.objects.get()

    for html in (
        refused.content,
        desk.sits("clinician").get(address_of(case)).content,
        client.post(f"{LIST}{opening.pk}/review/", {"finding": ""}).content,
    ):
        shown(page, html)
        assert not stumbling_blocks(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
