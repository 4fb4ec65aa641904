"""Two at once: the later is told what the other did, keeps the words, and can go on."""

import re

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import field, opened, read, sent, text
from vardag.domain.case import acts
from vardag.domain.case.events import Claimed, CounterQuestionAsked, InterimReplySent, ReplySent
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases import actions

pytestmark = pytest.mark.django_db

MINE = {"interim-text": "Mitt eget delsvar.", "note-text": "Och en anteckning"}


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def kinds(desk: Desk, case: CaseId) -> list[str]:
    return [entry.event.kind for entry in desk.case(case).entries]


@pytest.mark.parametrize("by_script", [True, False])
def test_the_later_of_two_sees_theirs_beside_ones_own(desk, by_script):
    case = desk.send("message")
    desk.do(case, "nurse", acts.SendInterimReply(acts.Message(text="Jag ser på det.")), at=TUESDAY)

    page = read(sent(desk, case, "interim-reply", MINE, seen=1, by_script=by_script), 409)

    assert "nurse hann före 10.00" in text(page)
    assert "Jag ser på det." in text(page.split('class="beside"')[1].split("</section>")[0])
    assert "Mitt eget delsvar." in text(page.split('class="beside"')[1].split("</section>")[0])
    assert 'href="#interim-text"' in page
    assert field(page, "interim-text") == "Mitt eget delsvar."
    assert field(page, "note-text") == "Och en anteckning"
    assert kinds(desk, case) == ["submitted", "interim-reply"]


def test_the_page_has_the_new_version_so_that_the_next_sending_holds(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.Claim())
    late = read(sent(desk, case, "interim-reply", MINE, seen=1), 409)

    again = sent(desk, case, "interim-reply", MINE, seen=int(field(late, "seen")))

    assert again.status_code in (200, 302)
    assert kinds(desk, case) == ["submitted", "claimed", "interim-reply"]


def test_a_message_from_the_resident_stands_first_on_the_page(desk):
    case = desk.send("message")
    desk.do(case, "receiver", acts.AskCounterQuestion(acts.Message(text="När?")))
    guardian = desk.world.resident("guardian", on=TUESDAY.date())
    actions.answer(case_id=case, text="På torsdag i stället.", by=guardian, at=TUESDAY)

    page = read(sent(desk, case, "reply", {"reply-text": "Då avslutar vi."}, seen=2), 409)

    assert page.index("På torsdag i stället.") < page.index('class="case-grid"')
    assert field(page, "reply-text") == "Då avslutar vi."
    assert "reply" not in kinds(desk, case)


def test_words_for_a_case_that_was_closed_meanwhile_are_kept_to_be_copied(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.ReplyAndClose(acts.Message(text="Klart.")))

    page = read(sent(desk, case, "interim-reply", MINE, seen=1), 409)

    assert "Ärendet är avslutat." in page
    assert field(page, "interim-text") == "Mitt eget delsvar."
    assert 'href="#interim-text"' not in page
    assert kinds(desk, case)[-1] == "reply"


def test_words_for_a_case_that_another_clinic_has_now_are_kept(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.Assign(acts.Clinic(desk.world.clinics["medical"])))

    page = read(sent(desk, case, "interim-reply", MINE, seen=1), 403)

    assert "En annan mottagning har ärendet nu." in page
    assert field(page, "interim-text") == "Mitt eget delsvar."
    assert field(page, "note-text") == "Och en anteckning"


@pytest.mark.parametrize("by_script", [True, False])
def test_words_for_a_case_that_one_may_not_see_any_more_are_given_back(desk, by_script):
    case = desk.send("message")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    desk.do(case, "receiver", acts.Assign(clinician))
    seen = desk.case(case).case.version
    desk.do(case, "receiver", acts.ReturnToInbox())

    page = read(
        sent(desk, case, "interim-reply", MINE, who="clinician", seen=seen, by_script=by_script),
        404,
    )

    assert "Mitt eget delsvar." in page
    assert "Det du skrev är inte sparat någonstans." in page
    assert ("<html" in page) is not by_script


def test_hidden_and_absent_give_the_same_answer(desk):
    case = desk.send("message")
    client = desk.sits("outsider")

    def answer(case: int) -> str:
        response = client.post(f"/staff/cases/{case}/reply/", {"seen": 1, "reply-text": "Hej"})
        return re.sub(r"\w{64}", "", read(response, 404)).replace(f"/cases/{case}/", "")

    assert answer(case) == answer(98_765)


def test_words_are_given_back_to_who_was_signed_out(desk):
    case = desk.send("message")
    client = desk.sits("receiver")
    client.cookies.clear()

    response = client.post(f"/staff/cases/{case}/reply/", {"seen": 1, "reply-text": "Mina ord"})

    assert "Mina ord" in read(response, 403)
    assert "Du är utloggad." in read(response, 403)
    assert kinds(desk, case) == ["submitted"]


def test_a_double_click_sends_once(desk):
    case = desk.send("message")
    fields = {"question-text": "När passar det?\r\n"}

    for _ in range(3):
        assert sent(desk, case, "counter-question", fields, seen=1).status_code == 302

    assert kinds(desk, case) == ["submitted", "counter-question"]


def test_a_double_click_on_closing_closes_once(desk):
    case = desk.send("message")

    for _ in range(2):
        assert sent(desk, case, "reply", {"reply-text": "Klart."}, seen=1).status_code == 302

    assert kinds(desk, case) == ["submitted", "reply"]


def test_what_oneself_did_in_another_window_stops_nothing(desk):
    case = desk.send("message")
    sent(desk, case, "claim", seen=1)
    sent(desk, case, "interim-reply", {"interim-text": "Ett"}, seen=1)

    sent(desk, case, "interim-reply", {"interim-text": "Två"}, seen=1)

    events = [entry.event for entry in desk.case(case).entries]
    assert [type(event) for event in events[1:]] == [Claimed, InterimReplySent, InterimReplySent]


def test_of_two_who_take_a_case_the_second_is_told(desk):
    case = desk.send("message")
    opened(desk, case)
    assert sent(desk, case, "claim", who="nurse", seen=1).status_code == 302

    page = read(sent(desk, case, "claim", seen=1), 409)

    assert "nurse tog ärendet" in text(page)
    assert desk.case(case).case.holder == desk.person("nurse")


@pytest.mark.parametrize("seen", ["", "x", "-1", "1.0", "9" * 40, "\x00", "²"])
def test_a_page_that_does_not_say_what_it_showed_does_nothing(desk, seen):
    case = desk.send("message")
    response = desk.sits("receiver").post(
        f"/staff/cases/{case}/counter-question/", {"seen": seen, "question-text": "Hej?"}
    )

    assert field(read(response, 422), "question-text") == "Hej?"
    assert CounterQuestionAsked.kind not in kinds(desk, case)


@pytest.mark.parametrize("seen", ["0", "7", "999999999999999999"])
def test_a_version_that_never_was_does_nothing(desk, seen):
    case = desk.send("message")
    response = desk.sits("receiver").post(
        f"/staff/cases/{case}/reply/", {"seen": seen, "reply-text": "Hej"}
    )

    assert response.status_code == 409
    assert not any(isinstance(entry.event, ReplySent) for entry in desk.case(case).entries)
