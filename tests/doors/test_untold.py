"""What reached nobody stands before who sees to it: at the clinic, on the person, and in the case."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, read
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.notices.mailing import State
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.lists.untold import KEPT
from vardag.rooms.notices.models import MailingRow, NoticeRow
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
PAGE = "/staff/office/notices/"
ADDRESS = "lena@vardag.example"
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


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def mailing(
    desk: Desk, to: str, *, case: CaseId | None = None, kind: str = "closed", **columns
) -> UUID:
    """Write a mailing that came back this morning, or what is said instead."""
    at = TUESDAY - timedelta(hours=1)
    told = {"channel": "email", "state": "failed", "trouble": "bounced", "address": ADDRESS}
    when = {"since": at, "due_at": at, "settled_at": at}
    row = MailingRow.objects.create(key=uuid4(), to_id=desk.person(to), **(told | when | columns))
    NoticeRow.objects.create(to_id=desk.person(to), kind=kind, case=case, at=at, mailing=row)
    return row.key


def state_of(key: UUID) -> str:
    return MailingRow.objects.get(pk=key).state


@pytest.mark.parametrize("who", EVERYBODY)
def test_managers_and_administrators_see_what_reached_nobody(desk, who):
    assert desk.sits(who).get(PAGE).status_code == EVERYBODY[who]


def test_a_colleague_is_named_with_why_and_what_helps_and_never_the_address(desk):
    mailing(desk, "nurse", kind="assigned")

    page = read(desk.sits("administrator").get(PAGE))

    assert PersonRow.objects.get(pk=desk.person("nurse")).name in page
    assert "E-postadressen tar inte emot post" in page
    assert "egna inställningar" in page
    assert ADDRESS not in page


def test_a_family_is_told_of_by_the_cases_number_and_by_no_name(desk):
    case = desk.send("message")
    mailing(desk, "guardian", case=case)
    PersonRow.objects.filter(profession="").update(given_name="Maria", family_name="Wik")

    page = read(desk.sits("administrator").get(PAGE))

    assert desk.case(case).number in page
    assert "Maria" not in page
    assert "Wik" not in page
    assert ADDRESS not in page


def test_what_is_of_another_clinic_is_not_seen_and_not_sent_again(desk):
    case = desk.send("message")
    key = mailing(desk, "guardian", case=case)
    CaseRow.objects.filter(pk=case).update(clinic=desk.world.clinics["medical"])

    client = desk.sits("administrator")

    assert str(key) not in read(client.get(PAGE))
    assert client.post(f"{PAGE}{key}/again/").status_code == 404
    assert state_of(key) == State.FAILED


def test_it_is_sent_again_once_and_says_so(desk):
    key = mailing(desk, "nurse", kind="assigned")
    client = desk.sits("manager")

    page = read(client.post(f"{PAGE}{key}/again/", follow=True))

    assert state_of(key) == State.WAITING
    assert "på väg igen" in page
    assert str(key) not in page
    assert client.post(f"{PAGE}{key}/again/").status_code == 404


@pytest.mark.parametrize("who", [each for each, status in EVERYBODY.items() if status != 200])
def test_nobody_else_sends_it_again(desk, who):
    key = mailing(desk, "nurse", kind="assigned")

    response = desk.sits(who).post(f"{PAGE}{key}/again/")

    assert response.status_code == EVERYBODY[who]
    assert state_of(key) == State.FAILED


def test_what_reached_the_person_later_takes_its_place(desk):
    key = mailing(desk, "nurse", kind="assigned")
    mailing(desk, "nurse", kind="assigned", state="sent", trouble="", settled_at=TUESDAY)

    assert str(key) not in read(desk.sits("manager").get(PAGE))


def test_what_is_older_than_ninety_days_stands_there_no_more(desk):
    key = mailing(desk, "nurse", kind="assigned")
    at = TUESDAY - timedelta(hours=1)

    desk.it_is(at + KEPT - timedelta(minutes=1))
    assert str(key) in read(desk.sits("manager").get(PAGE))
    desk.it_is(at + KEPT)
    assert str(key) not in read(desk.sits("manager").get(PAGE))


def test_every_page_of_a_managers_leads_there_while_there_is_something(desk):
    client = desk.sits("manager")
    assert PAGE not in read(client.get("/staff/office/roster/"))

    mailing(desk, "nurse", kind="assigned")

    assert PAGE in read(client.get("/staff/office/roster/"))
    assert PAGE not in read(desk.sits("receiver").get("/staff/"))


def test_the_page_takes_so_many_questions_however_many_there_are(
    desk, django_assert_max_num_queries
):
    for _ in range(3):
        mailing(desk, "nurse", kind="assigned")
        mailing(desk, "guardian", case=desk.send("message"))
    client = desk.sits("administrator")
    client.get(PAGE)

    with django_assert_max_num_queries(9):
        client.get(PAGE)


@pytest.mark.one_database
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_has_no_stumbling_blocks(desk, page: Page, width):
    mailing(desk, "nurse", kind="assigned")
    mailing(desk, "guardian", case=desk.send("message"))
    page.set_viewport_size({"width": width, "height": 800})
    shown(page, desk.sits("administrator").get(PAGE).content)

    assert stumbling_blocks(page) == []
    assert not overflows(page)


# ---- In the case ---------------------------------------------------------------------------------

CAME_BACK = "Aviseringen till familjen kom inte fram."
NO_ADDRESS = "de har inte lämnat någon adress"
NOBODY = "Ingen i familjen gick att nå"


def case_page(desk: Desk, case: CaseId, who: str = "nurse") -> str:
    return read(desk.sits(who).get(address_of(case)))


def left_out(desk: Desk, case: CaseId, why: str) -> None:
    NoticeRow.objects.create(
        to_id=desk.person("guardian"), kind="closed", case=case, at=TUESDAY, left_out=why
    )


def test_the_case_says_that_the_family_was_not_told_and_never_the_address(desk):
    case = desk.send("message")
    assert CAME_BACK not in case_page(desk, case)

    mailing(desk, "guardian", case=case)

    assert CAME_BACK in case_page(desk, case)
    assert ADDRESS not in case_page(desk, case)


@pytest.mark.parametrize(
    ("why", "says"),
    [("no-address", NO_ADDRESS), ("no-right", NOBODY), ("unwanted", ""), ("over", "")],
)
def test_the_case_says_why_nothing_was_sent_unless_the_family_chose_so(desk, why, says):
    case = desk.send("message")
    left_out(desk, case, why)

    page = case_page(desk, case)

    found = [words for words in (CAME_BACK, NO_ADDRESS, NOBODY) if words in page]
    assert found == ([says] if says else [])


def test_the_case_says_it_no_more_when_the_family_has_read_it_or_was_told_later(desk):
    case, other = desk.send("message"), desk.send("contact-details")
    for each in (case, other):
        desk.do(each, "receiver", acts.SendInterimReply(acts.Message(text="Hej.")))
        NoticeRow.objects.filter(case=each).delete()
        mailing(desk, "guardian", case=each)
    desk.sits("guardian").get(f"/cases/{case}/")

    assert CAME_BACK not in case_page(desk, case)
    assert CAME_BACK in case_page(desk, other)
    mailing(desk, "guardian", case=None, state="sent", trouble="", settled_at=TUESDAY)
    assert CAME_BACK not in case_page(desk, other)


@pytest.mark.one_database
def test_the_case_has_no_stumbling_blocks_then(desk, page: Page):
    case = desk.send("message")
    mailing(desk, "guardian", case=case)
    shown(page, desk.sits("nurse").get(address_of(case)).content)

    assert stumbling_blocks(page) == []
