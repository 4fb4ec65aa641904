"""Before something is sent: it is seen as it will be read, by whom, and what happens then."""

import re
import time
from contextlib import suppress

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, field, opened, read, sent, signed, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.case.events import Assigned, ClosedWithoutReply, InterimReplySent, ReplySent
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases import actions

pytestmark = pytest.mark.django_db

WORDS = {"interim-text": "Vi ser på det.", "note-text": "Ring skolan"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def previewed(desk: Desk, case: CaseId, key: str, fields=WORDS, status: int = 200, **more) -> str:
    return read(sent(desk, case, "preview", {**fields, "send": key}, **more), status)


def shown_in(page: str) -> str:
    """Return what can be read in the panel that shows what is about to be sent."""
    found = re.search(r'<section class="composer sending".*?</section>', page, re.DOTALL)
    assert found, "nothing is about to be sent"
    return text(found[0])


def kinds(desk: Desk, case: CaseId) -> list[str]:
    return [entry.event.kind for entry in desk.case(case).entries]


def test_what_is_about_to_be_sent_is_shown_as_it_will_be_read_and_by_whom(desk):
    case = desk.send("message")

    panel = shown_in(previewed(desk, case, "interim-reply"))

    assert "Vi ser på det. Med vänlig hälsning receiver outpatient" in panel
    assert "Kommer att läsas av guardian och other_guardian" in panel
    assert f"ärende {desk.case(case).number}" in panel
    assert "Ärendet blir ditt." in panel
    assert kinds(desk, case) == ["submitted"]


@pytest.mark.parametrize("by_script", [True, False])
def test_what_was_shown_is_what_is_sent_byte_for_byte(desk, by_script):
    case = desk.send("message")
    page = previewed(desk, case, "interim-reply", by_script=by_script)
    rest = {name: field(page, name) for name in ("interim-text", "note-text", "seen")}

    sent(desk, case, "interim-reply", {**rest, "with": "reply"}, by_script=by_script)

    event = desk.case(case).entries[-1].event
    assert isinstance(event, InterimReplySent)
    assert event.text == signed("Vi ser på det.")
    assert text(event.text) in shown_in(page)


def test_words_that_arent_for_guardians_are_shown_with_those_who_read_them(desk):
    case = desk.send("message", by="youth", about="youth")

    panel = shown_in(
        previewed(desk, case, "reply", {"reply-text": "Hej", "reply-past-guardians": "on"})
    )

    assert "Kommer att läsas av youth (patienten)" in panel
    assert "guardian" not in panel


def test_closing_without_a_reply_shows_what_happens(desk):
    case = desk.certificate_to_print()
    desk.do(case, "certificate_secretary", acts.Print(desk.world.staff["doctor"]))

    page = previewed(desk, case, "close", {}, who="certificate_secretary")
    sent(desk, case, "close", who="certificate_secretary")

    assert "Ärendet stängs för alla." in shown_in(page)
    assert isinstance(desk.case(case).entries[-2].event, ClosedWithoutReply)


def test_assigning_with_a_reply_shows_the_reply_and_who_gets_the_case(desk):
    case = desk.send("message")
    nurse = f"person:{desk.person('nurse')}:{desk.world.clinics['outpatient']}"
    fields = {"assign-to": nurse, "assign-text": "Vi ser på det."}

    page = previewed(desk, case, "assign", fields)
    sent(desk, case, "assign", {**fields, "with": "reply"})

    assert "Ärendet fördelas till nurse" in shown_in(page)
    told = [entry.event for entry in desk.case(case).entries[1:]]
    assert {type(each) for each in told} == {Assigned, InterimReplySent}


@pytest.mark.parametrize(
    ("key", "fields", "sentence"),
    [
        ("reply", {"reply-text": " "}, "Skriv något först. Texten är tom."),
        ("assign", {"assign-text": "Hej"}, "Välj vem"),
        ("close", {}, "Svar"),
    ],
)
def test_what_the_act_would_refuse_is_refused_before_it_waits(desk, key, fields, sentence):
    case = desk.send("message")

    page = previewed(desk, case, key, fields, status=422)

    assert 'id="sending"' not in page
    assert sentence in page or key != "reply"
    assert kinds(desk, case) == ["submitted"]


def test_what_somebody_else_did_meanwhile_is_shown_before_it_waits(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AskCounterQuestion(acts.Message(text="När?")))
    guardian = desk.world.resident("guardian", on=TUESDAY.date())
    actions.answer(case_id=case, text="På torsdag.", by=guardian, at=TUESDAY)

    page = previewed(desk, case, "interim-reply", seen=2, status=409)

    assert page.index("På torsdag.") < page.index('id="case-form"')
    assert field(page, "interim-text") == "Vi ser på det."
    assert 'id="sending"' not in page


def test_what_one_did_oneself_in_another_window_stops_nothing(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AddNote("Ja"), at=TUESDAY)

    assert "Vi ser på det." in shown_in(previewed(desk, case, "interim-reply", seen=1))


def test_who_may_not_act_is_refused_as_by_the_act(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.Assign(acts.Clinic(desk.world.clinics["medical"])))

    assert "En annan mottagning har ärendet nu." in previewed(
        desk, case, "interim-reply", status=403
    )


def test_an_unknown_act_shows_the_page_and_sends_nothing(desk):
    case = desk.send("message")

    page = previewed(desk, case, "note")

    assert 'id="sending"' not in page
    assert field(page, "note-text") == "Ring skolan"
    assert kinds(desk, case) == ["submitted"]


def test_a_page_that_is_left_sends_and_the_next_page_says_so(desk):
    case = desk.send("message")
    client = desk.sits("receiver")

    answer = client.post(address_of(case, "interim-reply"), {"seen": "1", "left": "1", **WORDS})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "Delsvaret är skickat." in read(client.get("/staff/"))
    assert kinds(desk, case) == ["submitted", "interim-reply"]


def test_sent_by_the_page_and_by_its_leaving_it_is_sent_once(desk):
    case = desk.send("message")

    for fields in (WORDS, {**WORDS, "left": "1"}, {**WORDS, "left": "1"}):
        assert sent(desk, case, "interim-reply", fields, seen=1).status_code in (200, 204, 302)

    assert kinds(desk, case) == ["submitted", "interim-reply"]


def test_what_could_not_be_sent_when_the_page_was_left_is_said_on_the_next_and_kept(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    client.post(address_of(case, "preview"), {"seen": "1", "send": "interim-reply", **WORDS})
    desk.do(case, "nurse", acts.Claim(), at=TUESDAY)

    client.post(address_of(case, "interim-reply"), {"seen": "1", "left": "1", **WORDS})

    said = text(read(client.get("/staff/")))
    assert f"Det skickades inte i ärende {desk.case(case).number}." in said
    assert "Din text är kvar som utkast." in said
    assert field(opened(desk, case), "interim-text") == "Vi ser på det."
    assert kinds(desk, case) == ["submitted", "claimed"]


@pytest.mark.parametrize("fields", [{**WORDS, "seen": "1"}, {}])
def test_of_a_case_that_is_hidden_the_next_page_says_what_it_says_of_none(desk, fields):
    case = desk.send("message")
    said = []

    for each in (case, CaseId(87_654)):
        client = desk.sits("outsider")
        for act in ("interim-reply", "claim"):
            client.post(address_of(each, act), {"left": "1", **fields})
        said.append(text(read(client.get("/staff/"))))

    assert said[0] == said[1]
    assert "Det skickades inte." in said[0]
    assert desk.case(case).number not in said[0]


# --- With the script ------------------------------------------------------------------------------


@pytest.fixture
def case(desk) -> CaseId:
    return desk.send("message")


@pytest.fixture
def at_work(desk, case, live_server, page) -> Page:
    """Sit as the receiver before a case, with words written."""
    client = desk.sits("receiver")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.clock.install(time=TUESDAY)
    page.goto(f"{live_server.url}{address_of(case)}")
    page.get_by_role("radio", name=re.compile("^Delsvar")).check()
    page.locator("#interim-text").fill("Vi ser på det.")
    return page


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Skicka delsvar").click()
    expect(page.locator("#sending")).to_be_focused()


@pytest.mark.one_database
def test_it_waits_ten_seconds_and_is_sent(desk, case, at_work):
    press_send(at_work)
    waits = at_work.locator("[data-waits]")
    expect(waits).to_have_text(re.compile("Delsvaret till guardian skickas om +[0-9]+ sekunder"))
    expect(at_work.locator(".case-head > .button-row")).to_have_attribute("inert", "")
    assert kinds(desk, case) == ["submitted"]

    at_work.clock.run_for(11_000)

    expect(at_work.get_by_text("Delsvaret är skickat.")).to_be_visible()
    assert kinds(desk, case) == ["submitted", "interim-reply"]


@pytest.mark.one_database
def test_nobody_stumbles_over_what_waits(desk, case, page):
    shown(page, previewed(desk, case, "interim-reply").encode())

    assert not stumbling_blocks(page)


@pytest.mark.one_database
@pytest.mark.parametrize("by", ["key", "button"])
def test_undone_it_is_as_it_was_and_never_sent(desk, case, at_work, by):
    press_send(at_work)

    if by == "key":
        at_work.keyboard.press("z")
    else:
        at_work.get_by_role("button", name=re.compile("^Ångra")).click()

    expect(at_work.locator("#interim-text")).to_be_focused()
    expect(at_work.locator("#interim-text")).to_have_value("Vi ser på det.")
    at_work.clock.run_for(20_000)
    expect(at_work.locator("#sending")).to_have_count(0)
    assert kinds(desk, case) == ["submitted"]


@pytest.mark.one_database
def test_leaving_the_page_sends(desk, case, at_work, live_server):
    press_send(at_work)

    at_work.goto(f"{live_server.url}/staff/")
    for _ in range(200):  # the page is gone before the answer, whose cookie has the words, has come
        if any(each["name"] == settings.NOTE_COOKIE_NAME for each in at_work.context.cookies()):
            break
        time.sleep(0.1)

    assert kinds(desk, case) == ["submitted", "interim-reply"]
    at_work.goto(f"{live_server.url}/staff/")
    expect(at_work.get_by_text("Delsvaret är skickat.")).to_be_visible()


@pytest.mark.one_database
def test_signing_out_sends_first(desk, case, at_work):
    press_send(at_work)

    at_work.locator("form[action$='/sign-in/out/']").first.evaluate("form => form.requestSubmit()")
    at_work.wait_for_url("**/sign-in/**")

    assert kinds(desk, case) == ["submitted", "interim-reply"]


@pytest.mark.one_database
def test_without_a_network_it_is_not_sent_and_can_be_tried_again(desk, case, at_work):
    press_send(at_work)
    at_work.route("**/interim-reply/", lambda route: route.abort())

    with suppress(AssertionError):
        at_work.get_by_role("button", name="Skicka nu").click()
    expect(at_work.locator("[data-failed]").first).to_contain_text("Det gick inte att skicka.")
    at_work.unroute("**/interim-reply/")
    at_work.get_by_role("button", name="Skicka nu").click()

    expect(at_work.get_by_text("Delsvaret är skickat.")).to_be_visible()
    event = desk.case(case).entries[-1].event
    assert not isinstance(event, ReplySent)


@pytest.mark.one_database
def test_what_is_written_is_saved_by_itself(desk, case, at_work):
    at_work.locator("#interim-text").press("End")
    at_work.keyboard.type(" Hej då.")
    at_work.clock.run_for(1_500)

    expect(at_work.locator("[data-saved]")).to_contain_text("Utkast sparat")
    expect(at_work.get_by_role("button", name="Släng")).to_be_visible()
    at_work.reload()

    expect(at_work.locator("#interim-text")).to_have_value("Vi ser på det. Hej då.")


@pytest.mark.one_database
def test_what_others_do_meanwhile_is_said_over_the_page_and_moves_nothing(desk, case, at_work):
    field_ = at_work.locator("#interim-text")
    before = field_.bounding_box()
    desk.do(case, "nurse", acts.Claim(), at=TUESDAY)

    at_work.clock.run_for(16_000)

    line = at_work.locator("[data-meanwhile]")
    expect(line).to_contain_text("nurse tog ärendet 10.00")
    assert field_.bounding_box() == before
    assert not stumbling_blocks(at_work)
    at_work.set_viewport_size({"width": 1280, "height": 900})
    line.get_by_role("button", name="Visa").click()

    expect(at_work.locator(".event").last).to_contain_text("nurse tog ärendet")
    expect(field_).to_have_value("Vi ser på det.")
    expect(line).to_be_hidden()
