"""Answering the clinic's question: once, the one that was read, and never losing a word."""

import re
from html import unescape

import pytest

from tests.doors.home import Home, Visitor, build_home, words
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.models import CaseRow, EventRow


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


def question_on(html: str) -> str:
    found = re.search(r'name="question" value="(\d+)"', html)
    assert found
    return found.group(1)


def unsent(html: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert found
    return unescape(found.group(1))


@pytest.fixture
def asked(home: Home) -> CaseId:
    case = home.send()
    home.ask(case)
    return case


def test_an_answer_goes_back_into_the_case_to_who_asked(home: Home, guardian, asked: CaseId):
    said = guardian.read(f"/cases/{asked}/")
    sent = guardian.post(f"/cases/{asked}/answer/", {"text": "På torsdag."}, follow=True)

    assert "Din tur att svara gärna senast fredag 17 april" in said
    assert "Vi svarar inom två arbetsdagar efter ditt svar." in said
    assert "Ditt svar är skickat." in words(sent)
    assert "På torsdag." in words(sent)
    assert "Du hör från oss senast tisdag 7 april. Svaret kom onsdag 1 april." in words(sent)
    row = CaseRow.objects.get()
    assert (row.status, row.holder_id) == ("assigned", home.id("nurse"))


def test_the_other_guardian_can_answer_too(home: Home, asked: CaseId):
    sent = home.sign_in("other_guardian").post(f"/cases/{asked}/answer/", {"text": "Fredag."})

    assert sent.status_code == 302
    assert not CaseRow.objects.get().question_open


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u2060", "Bra\x00", "x" * 10_001])
def test_an_answer_that_can_not_be_sent_comes_back(guardian: Visitor, asked: CaseId, text: str):
    page = guardian.post(f"/cases/{asked}/answer/", {"text": text})

    html = page.content.decode()
    assert page.status_code == 422
    assert unsent(html) == text
    assert 'aria-describedby="answer_error"' in html
    assert CaseRow.objects.get().question_open


def test_an_answer_sent_twice_is_one_answer(guardian: Visitor, asked: CaseId):
    for _ in range(2):
        assert guardian.post(f"/cases/{asked}/answer/", {"text": "Torsdag."}).status_code == 302

    assert EventRow.objects.filter(kind="answered").count() == 1


def test_a_second_and_other_answer_is_refused_and_kept(guardian: Visitor, asked: CaseId):
    guardian.post(f"/cases/{asked}/answer/", {"text": "Torsdag."})

    page = guardian.post(f"/cases/{asked}/answer/", {"text": "Nej, fredag."})

    assert page.status_code == 422
    assert "Det finns ingen fråga att svara på i ärendet nu." in words(page)
    assert unsent(page.content.decode()) == "Nej, fredag."


def test_an_answer_to_a_closed_case_is_refused_and_kept(home: Home, guardian, asked: CaseId):
    home.close(asked)

    page = guardian.post(f"/cases/{asked}/answer/", {"text": "Torsdag."})

    assert page.status_code == 422
    assert "Din text skickades inte" in words(page)
    assert "Börja ett nytt ärende" in words(page)
    assert unsent(page.content.decode()) == "Torsdag."


def test_a_question_that_came_meanwhile_is_read_before_it_is_answered(
    home: Home, guardian, asked: CaseId
):
    read = question_on(guardian.get(f"/cases/{asked}/").content.decode())
    home.ask(asked, "Förmiddag eller eftermiddag?")

    page = guardian.post(f"/cases/{asked}/answer/", {"text": "Torsdag.", "question": read})

    html = page.content.decode()
    assert page.status_code == 409
    assert "Mottagningen har frågat något mer." in words(page)
    assert "Förmiddag eller eftermiddag?" in words(page)
    assert unsent(html) == "Torsdag."
    again = {"text": "Torsdag förmiddag.", "question": question_on(html)}
    assert guardian.post(f"/cases/{asked}/answer/", again).status_code == 302


def test_a_question_can_be_answered_after_the_case_went_back_to_the_inbox(
    home: Home, guardian: Visitor, asked: CaseId
):
    home.do(asked, acts.ReturnToInbox())

    said = guardian.read(f"/cases/{asked}/")
    sent = guardian.post(f"/cases/{asked}/answer/", {"text": "Torsdag."})

    assert "Din tur att svara" in said
    assert sent.status_code == 302


def test_the_answer_can_be_sent_with_the_token_that_stands_in_its_form(guardian, asked: CaseId):
    guardian.handler.enforce_csrf_checks = True
    html = guardian.get(f"/cases/{asked}/").content.decode()
    form = html[html.index('action="/cases/') :]
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token

    sent = guardian.post(
        f"/cases/{asked}/answer/", {"text": "Torsdag.", "csrfmiddlewaretoken": token.group(1)}
    )

    assert sent.status_code == 302


def test_an_answer_can_not_be_fetched(guardian: Visitor, asked: CaseId):
    assert guardian.get(f"/cases/{asked}/answer/").status_code == 405
