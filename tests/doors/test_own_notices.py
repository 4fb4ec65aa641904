"""Everybody sets how to be told, for oneself alone, and tries it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from vardag.domain.notices.kinds import NoticeKind
from vardag.domain.notices.mailing import State, Trouble
from vardag.domain.notices.wishes import NIGHT, Channel
from vardag.rooms.notices.mailing import refuse
from vardag.rooms.notices.models import MailingRow, NoticeRow, WishRow
from vardag.rooms.notices.queries import refused, wishes_of
from vardag.rooms.people.actions import set_email
from vardag.rooms.people.models import PersonRow

pytestmark = pytest.mark.django_db
PAGES = {
    "nurse": ("/staff/office/mine/", "/staff/office/mine/email/", "/staff/office/mine/try/"),
    "guardian": ("/notices/", "/notices/", "/notices/try/"),
    "youth": ("/notices/", "/notices/", "/notices/try/"),
}
BY_TEXT = {"channel": "sms", "phone": "070-174 06 05", "language": "en"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("who", PAGES)
def test_what_is_chosen_holds_for_oneself_alone(desk, who):
    page, saving, _ = PAGES[who]
    client = desk.sits(who)

    response = client.post(saving, BY_TEXT | {"email": "me@vardag.example"})

    assert response.status_code == 302
    wishes = wishes_of(desk.person(who))
    assert (wishes.channel, wishes.phone, wishes.language) == (Channel.SMS, "+46701740605", "en")
    assert wishes.quiet == NIGHT
    assert [row.pk for row in PersonRow.objects.exclude(email="")] == [desk.person(who)]
    assert [row.pk for row in WishRow.objects.all()] == [desk.person(who)]
    assert "+46701740605" in text(client.get(page))


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize(
    "typed",
    [
        {"channel": "sms"},
        {"channel": "sms", "phone": "08-123 45 67"},
        {"channel": "email"},
        {"channel": "email", "email": "nej"},
        {"channel": "email", "email": "a@localhost"},
        {"channel": "email", "quiet_from": "21:00"},
        {"channel": "email", "quiet_from": "21:00", "quiet_to": "21:00"},
        {"channel": "email", "quiet_from": "25:00", "quiet_to": "07:00"},
        {"channel": "pigeon"},
        {"channel": "none", "language": "xx"},
    ],
)
def test_what_is_wrong_comes_back_and_nothing_is_saved(desk, who, typed):
    response = desk.sits(who).post(PAGES[who][1], typed)

    assert response.status_code == 422
    assert "field-error" in text(response)
    assert typed.get("phone", "") in text(response)
    assert not WishRow.objects.exists()


@pytest.mark.parametrize("who", PAGES)
def test_one_tries_ones_address_at_most_once_a_minute(desk, who):
    page, _, trial = PAGES[who]
    set_email(person=desk.person(who), email="me@vardag.example")
    client = desk.sits(who)

    for _ in range(2):
        assert client.post(trial).headers["Location"] == page
    assert [(row.to_id, row.kind) for row in NoticeRow.objects.all()] == [
        (desk.person(who), NoticeKind.TRIAL)
    ]
    desk.it_is(TUESDAY + timedelta(minutes=2))
    client.post(trial)

    assert NoticeRow.objects.count() == 2


def test_nothing_is_tried_where_there_is_no_address(desk):
    page = desk.sits("guardian").post("/notices/try/", follow=True)

    assert not NoticeRow.objects.exists()
    assert "/notices/try/" not in text(page)


def test_an_address_that_came_back_is_said_until_it_is_another_or_is_tried_again(desk):
    guardian = desk.person("guardian")
    set_email(person=guardian, email="old@vardag.example")
    refuse(guardian, address="old@vardag.example", at=TUESDAY)
    client = desk.sits("guardian")

    assert "skickade till old@vardag.example kom tillbaka" in text(client.get("/notices/"))
    client.post("/notices/try/")
    assert refused([guardian]) == {}


def test_who_has_no_address_is_offered_to_add_one_when_a_case_is_sent(desk):
    case = desk.send("message")
    client, offer = desk.sits("guardian"), 'class="card stack no-print"'

    assert offer in text(client.get(f"/cases/{case}/sent/"))
    client.post("/notices/", {"channel": "none"})

    assert offer not in text(client.get(f"/cases/{case}/sent/"))


def test_who_manages_staff_sees_that_a_colleague_is_not_reached_and_not_the_address(desk):
    nurse = desk.person("nurse")
    set_email(person=nurse, email="old@vardag.example")
    MailingRow.objects.create(
        key=uuid4(),
        to_id=nurse,
        channel=Channel.EMAIL,
        state=State.FAILED,
        trouble=Trouble.BOUNCED,
        since=TUESDAY,
        due_at=TUESDAY,
        settled_at=TUESDAY,
    )

    page = text(desk.sits("manager").get(f"/staff/office/staff/{nurse}/"))

    assert "Den senaste aviseringen kom inte fram." in page
    assert "old@vardag.example" not in page


def test_nobody_comes_to_anothers_settings(desk, client):
    for address in ("/notices/", "/staff/office/mine/"):
        assert client.get(address).headers["Location"].startswith("/sign-in/")
    assert desk.sits("nurse").get("/notices/").status_code == 302
    assert desk.sits("guardian").get("/staff/office/mine/").status_code == 302


@pytest.mark.parametrize("who", ["nurse", "guardian"])
def test_the_page_asks_the_database_seldom(desk, who, django_assert_max_num_queries):
    client = desk.sits(who)
    client.get(PAGES[who][0])
    with django_assert_max_num_queries(10):
        client.get(PAGES[who][0])


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.asvs("2.2.3")
def test_e_mail_without_an_address_is_refused_with_what_was_typed(desk, who):
    typed = {"channel": "email", "phone": "070-174 06 05", "quiet_from": "20:00"}
    page = text(desk.sits(who).post(PAGES[who][1], typed | {"quiet_to": "06:30"}))

    assert "Skriv adressen som vi ska skicka till" in page
    assert "070-174 06 05" in page
    assert "06:30" in page


@pytest.mark.parametrize("who", PAGES)
def test_nothing_on_the_form_is_said_to_be_optional(desk, who):
    assert "(frivilligt)" not in text(desk.sits(who).get(PAGES[who][0]))


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["nurse", "guardian"])
def test_the_number_shows_when_text_messages_are_chosen_and_the_hours_always(desk, page: Page, who):
    shown(page, desk.sits(who).get(PAGES[who][0]).content)
    number, hours = page.get_by_label("Mobilnummer"), page.get_by_label("Tyst från")

    assert hours.is_visible()
    assert not number.is_visible()
    page.get_by_label("Sms", exact=True).check()
    assert number.is_visible()
    page.get_by_label("E-post", exact=True).check()
    assert not number.is_visible()


def test_the_staff_list_misses_no_address_of_who_chose_text_messages(desk):
    desk.sits("nurse").post("/staff/office/mine/email/", BY_TEXT)
    name = PersonRow.objects.get(pk=desk.person("nurse")).name

    lacking = text(desk.sits("manager").get("/staff/office/staff/?show=no-email"))

    assert f">{name}</a>" not in lacking
    assert f">{name}</a>" in text(desk.sits("manager").get("/staff/office/staff/"))
