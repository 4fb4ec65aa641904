"""An open inbox hears what happens meanwhile: without moving a row, and without telling of anybody."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import INBOX, look, sent
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.domain.people.sign_in import Side
from vardag.doors.inbox.lists.news import in_words
from vardag.doors.shared.signed_in import SignIn, begin
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases import actions
from vardag.rooms.lists import news as room
from vardag.rooms.people.models import GrantRow

NEWS = "/staff/news/"
LATER = TUESDAY + timedelta(minutes=10)
WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def since(html: str) -> str:
    """Return from when a page asks for news."""
    return html.partition('data-since="')[2].partition('"')[0]


def asks(desk: Desk, html: str, who: str = "receiver", tag: str = "") -> Any:
    headers = {"If-None-Match": tag} if tag else {}
    return desk.sits(who).get(NEWS, {"since": since(html)}, headers=headers)


def later(desk: Desk, case: CaseId, *done: acts.Act, who: str = "nurse") -> None:
    desk.do(case, who, *done, at=LATER)


def test_nothing_new_is_said_with_the_time_and_nothing_else(desk):
    desk.send("message")
    html = look(desk)
    desk.it_is(LATER)

    response = asks(desk, html)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Vardag-Clock"] == "10.10"


def test_what_has_come_and_what_colleagues_did_is_told_by_number_and_never_by_name(desk):
    taken, closed, asked = (desk.send("message") for _ in range(3))
    html = look(desk)
    new = desk.send("message", at=LATER, form={"subject": "Hemligt", "text": "Hemligt"})
    later(desk, taken, acts.Claim())
    later(desk, closed, acts.ReplyAndClose(WORDS))
    later(desk, asked, acts.AskCounterQuestion(WORDS))
    desk.it_is(LATER)

    response = asks(desk, html)

    told = response.json()
    assert told["arrived"] == [new]
    assert told["gone"] == [closed]
    assert told["changed"] == {
        str(new): "Familjen har skrivit",
        str(taken): "Nu hos nurse",
        str(closed): "Avslutat av nurse",
        str(asked): "Motfråga av nurse",
    }
    assert told["title"].startswith("(1) Inkorg")
    assert told["counts"] == ["0", "1", "1", "1"]
    assert not told["isBehind"]
    for word in ("Hemligt", "child", "guardian"):
        assert word not in response.content.decode()


def test_what_was_told_already_is_not_told_again(desk):
    html = look(desk)
    desk.send("message", at=LATER)
    desk.it_is(LATER)

    first = asks(desk, html)
    again = asks(desk, html, tag=first.headers["ETag"])
    weak = asks(desk, html, tag=f"W/{first.headers['ETag']}")
    desk.send("message", at=LATER)

    assert (again.status_code, weak.status_code) == (304, 304)
    assert len(asks(desk, html, tag=first.headers["ETag"]).json()["arrived"]) == 2


def test_an_answer_is_news_and_a_note_is_none(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AskCounterQuestion(WORDS))
    html = look(desk)

    later(desk, case, acts.AddNote("Ringde."))
    assert asks(desk, html).status_code == 204
    guardian = desk.world.resident("guardian", on=LATER.date())
    actions.answer(case_id=case, text="På torsdag.", by=guardian, at=LATER)

    assert asks(desk, html).json()["arrived"] == [case]


def test_other_clinics_cases_are_nothing_to_tell(desk):
    outsiders = look(desk, "outsider")
    html = look(desk)
    sent_on = desk.certificate_to_print(at=LATER)

    assert asks(desk, outsiders, "outsider").status_code == 204
    told = asks(desk, html).json()
    assert told["gone"] == [sent_on]
    assert told["arrived"] == []
    assert asks(desk, html, "medical_receiver").json()["arrived"] == [sent_on]


@pytest.mark.parametrize(
    ("kind", "is_here", "words"),
    [
        ("reply", True, "Avslutat av Mona"),
        ("closed-without-reply", True, "Avslutat av Mona"),
        ("sent-to-clinic", False, "Skickat vidare av Mona"),
        ("sent-to-clinic", True, "Återlämnat av Mona"),
        ("returned-to-inbox", True, "Återlämnat av Mona"),
        ("interim-reply", True, "Delsvar av Mona"),
        ("counter-question", True, "Motfråga av Mona"),
        ("answered", True, "Familjen har skrivit"),
        ("assigned", True, "Nu hos Jonas"),
    ],
)
def test_a_row_has_few_words_for_what_happened(kind, is_here, words):
    told = room.Happening(1, CaseId(1), kind, is_here, is_closed=False, by="Mona", holder="Jonas")

    assert in_words(told) == words


def test_a_list_from_yesterday_is_old_even_if_nothing_has_happened(desk):
    html = look(desk)
    desk.it_is(TUESDAY + timedelta(days=1))

    assert asks(desk, html).json()["isBehind"]


def test_a_list_that_is_far_behind_is_old(desk, monkeypatch):
    monkeypatch.setattr("vardag.rooms.lists.news.MOST", 2)
    monkeypatch.setattr("vardag.doors.inbox.lists.news.MOST", 2)
    html = look(desk)
    for _ in range(3):
        desk.send("message", at=LATER)

    told = asks(desk, html).json()

    assert told["isBehind"]
    assert len(told["arrived"]) == 2


@pytest.mark.parametrize("wrong", ["", "x", "1", "-1-1", "1-x", "9" * 19 + "-1", "²-1", "1-1\x00"])
def test_an_unclear_moment_is_no_question(desk, wrong):
    assert desk.sits("receiver").get(NEWS, {"since": wrong}).status_code == 400


def test_the_largest_moment_is_only_old(desk):
    assert desk.sits("receiver").get(NEWS, {"since": "9" * 18 + "-" + "9" * 10}).status_code == 200


WHO = {
    **dict.fromkeys(("receiver", "nurse", "medical_receiver", "outsider"), 204),
    **dict.fromkeys(("clinician", "certificate_secretary", "doctor", "manager"), 403),
    "administrator": 403,
    **dict.fromkeys(("guardian", "child", "youth", "stranger"), 302),
}


@pytest.mark.parametrize("who", WHO)
def test_it_is_for_those_who_receive_there_now(desk, who):
    html = look(desk)

    assert asks(desk, html, who).status_code == WHO[who]


def test_who_loses_the_role_hears_no_more_from_then_on(desk):
    html = look(desk)
    GrantRow.objects.filter(person_id=desk.person("receiver")).delete()

    assert asks(desk, html).status_code in (302, 403)


def test_asking_for_news_is_no_look_at_anybody_and_so_no_entry(desk):
    html = look(desk)
    desk.send("message", at=LATER)
    before = AccessRow.objects.count()

    asks(desk, html)

    assert AccessRow.objects.count() == before


def test_asking_for_news_keeps_nobody_signed_in(desk, rf):
    html, client = look(desk), desk.sits("receiver")
    request = rf.get("/")
    request.session = client.session
    begin(request, desk.person("receiver"), SignIn(Side.STAFF, "siths"))
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    for minutes in range(0, 60, 5):
        desk.it_is(TUESDAY + timedelta(minutes=minutes))
        last = client.get(NEWS, {"since": since(html)})

    assert last.status_code == 302


def test_who_is_at_a_case_now_is_told_by_first_name_and_as_soon_that_nobody_is(desk):
    case, _ = desk.send("message"), desk.send("message")
    html = look(desk)

    sent(desk, case, "here", who="nurse")
    there = asks(desk, html)
    again = asks(desk, html, tag=there.headers["ETag"])
    own = asks(desk, html, "nurse")
    desk.it_is(TUESDAY + timedelta(minutes=2))

    assert there.json() == {"others": {str(case): "nurse"}}
    assert again.status_code == 304
    assert own.status_code == 204
    assert asks(desk, html, tag=there.headers["ETag"]).status_code == 204


def test_who_is_at_another_clinics_case_is_not_told(desk):
    case = desk.certificate_to_print()
    sent(desk, case, "here", who="doctor")

    assert asks(desk, look(desk)).status_code == 204


def test_four_questions_answer_when_nothing_is_new(desk, django_assert_max_num_queries):
    for _ in range(5):
        desk.do(desk.send("message"), "nurse", acts.Claim())
    html, client = look(desk), desk.sits("receiver")
    client.get(INBOX)

    with django_assert_max_num_queries(4):
        client.get(NEWS, {"since": since(html)})


# ---- In a browser --------------------------------------------------------------------------------


class Server:
    """Answers an open page's questions as the test says."""

    def __init__(self, page: Page, html: bytes) -> None:
        shown(page, html.replace(b'data-seconds="30"', b'data-seconds="0.05"'))
        self.response: Any = None  # None: there is no contact
        self.tags: list[str] = []
        page.route(f"**{NEWS}*", self._answer)

    def _answer(self, route: Route) -> None:
        self.tags.append(route.request.headers.get("if-none-match", ""))
        if self.response is None:
            route.abort()
            return
        route.fulfill(
            status=self.response.status_code,
            headers=dict(self.response.headers),
            body=self.response.content,
        )


@pytest.mark.one_database
def test_new_ones_are_told_over_the_list_and_no_row_moves(desk, page):
    kept, closed = desk.send("message"), desk.send("message")
    response = desk.sits("receiver").get(INBOX)
    server = Server(page, response.content)
    rows = page.locator("tr.case")
    before = [each.bounding_box() for each in rows.all()]
    for _ in range(2):
        desk.send("message", at=LATER)
    later(desk, closed, acts.ReplyAndClose(WORDS))
    desk.it_is(LATER)
    server.response = asks(desk, response.content.decode())

    line = page.locator("#news")
    expect(line).to_have_text("2 nya, 1 ändrat – visa")
    expect(page.locator(f'tr[data-case="{closed}"] .holder')).to_have_text("Avslutat av nurse")
    expect(page.locator(f'tr[data-case="{kept}"] .holder')).to_have_text("Ingen")
    expect(page).to_have_title("(1) Inkorg – outpatient")
    assert [each.bounding_box() for each in rows.all()] == before
    assert line.get_by_role("link").get_attribute("href") == "/"


@pytest.mark.one_database
@pytest.mark.parametrize("width", [1280, 390])
def test_who_is_at_a_case_comes_and_goes_in_the_row_and_no_row_moves(desk, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    case, _ = desk.send("message"), desk.send("message")
    response = desk.sits("receiver").get(INBOX)
    server = Server(page, response.content)
    before = [each.bounding_box() for each in page.locator("tr.case").all()]
    sent(desk, case, "here", who="nurse")
    server.response = asks(desk, response.content.decode())

    there = page.locator(f'tr[data-case="{case}"] .number [data-at]')
    expect(there).to_have_text("Öppet hos nurse")
    assert [each.bounding_box() for each in page.locator("tr.case").all()] == before
    expect(page.locator("#news")).to_have_text("")
    desk.it_is(LATER)
    server.response = asks(desk, response.content.decode())

    expect(there).to_have_count(0)
    expect(page.locator("#updated")).to_have_text("10.10")


@pytest.mark.one_database
def test_lost_contact_is_said_and_what_was_told_comes_back(desk, page):
    desk.send("message")
    response = desk.sits("receiver").get(INBOX)
    server = Server(page, response.content)
    line = page.locator("#news")

    expect(line).to_have_text("Ingen kontakt – listan är från 10.00")
    desk.it_is(LATER)
    server.response = asks(desk, response.content.decode())
    expect(line).to_have_text("")
    expect(page.locator("#updated")).to_have_text("10.10")


@pytest.mark.one_database
def test_a_page_whose_reader_is_signed_out_says_so_and_asks_no_more(desk, page):
    response = desk.sits("receiver").get(INBOX)
    server = Server(page, response.content)
    server.response = desk.sits("clinician").get(NEWS)
    line = page.locator("#news")

    expect(line).to_have_text("Du är inte längre inloggad här – logga in")
    asked = len(server.tags)
    page.wait_for_timeout(300)

    assert len(server.tags) == asked
