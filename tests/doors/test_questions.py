"""Asking a colleague from the case's page, and the page of who is asked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from tests.doors.inboxes import field, look, opened, read, rows, sent, signed, text
from vardag.domain.case import acts
from vardag.domain.case.step_events import ColleagueAsked, InquiryWithdrawn, StepCompleted
from vardag.domain.people.identity import CaseId, Role
from vardag.domain.people.protection import Protection
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.audit.words import as_named
from vardag.rooms.people.actions import grant
from vardag.rooms.people.models import GrantRow, PersonRow

pytestmark = pytest.mark.django_db
QUESTIONS, ASKS = "/staff/questions/", "ask-clinician"
BOOKS, LINK = "book-video-meeting", "https://video.vardag.example/mote/1"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def case(desk: Desk) -> CaseId:
    form = {"wish": "remote-video", "appointment": "2026-04-16", "reason": "Det är långt att åka."}
    return desk.send("cancel-or-rebook", form=form)


def ask(desk: Desk, case: CaseId, whom: str = "therapist", text: str = "Går det i video?") -> Any:
    fields = {
        "step": ASKS,
        f"step:{ASKS}:ask-to": str(desk.world.people.get(whom, "")),
        f"step:{ASKS}:ask-text": text,
    }
    return sent(desk, case, "ask", fields)


def answer(desk: Desk, case: CaseId, who: str = "therapist", **fields: str) -> Any:
    asked: Mapping[str, str] = {"step": ASKS, "outcome": "possible", **fields}
    return desk.sits(who).post(f"{QUESTIONS}{case}/", asked)


# --- The receiver asks ------------------------------------------------------------------------------


def test_the_case_says_what_is_known_of_the_visit_in_one_place(desk, case):
    html = opened(desk, case)

    card = html.split('id="visit-title"')[1].split("</section>")[0]
    said = text(f"<i {card}")
    assert "Byta till video" in said
    assert "tors 16 april" in said
    assert "Det är långt att åka." in said


def test_a_colleague_is_chosen_among_those_who_work_there(desk, case):
    html = opened(desk, case)

    chosen = html.split(f'name="step:{ASKS}:ask-to"')[1].split("</select>")[0]
    for name in ("therapist", "nurse", "manager", "administrator", "clinician"):
        assert name in chosen
    assert "receiver" not in chosen  # who looks
    assert "outsider" not in chosen


def test_who_is_asked_stands_on_the_case_and_in_the_inbox(desk, case):
    answered = ask(desk, case)

    assert answered.status_code == 302
    event = desk.case(case).entries[-1].event
    assert isinstance(event, ColleagueAsked)
    assert event.to == desk.person("therapist")
    said = text(opened(desk, case))
    assert "therapist fick frågan tis 7 april 10.00 av receiver och har inte svarat än." in said
    assert "Svar väntas senast tors 9 april." in said
    assert "receiver frågade therapist: Fråga behandlaren om det går" in said
    assert "Går det i video?" in said
    (row,) = rows(look(desk))
    assert "väntar på therapist" in row


def test_an_answer_that_should_have_come_is_marked(desk, case):
    ask(desk, case)
    desk.it_is(TUESDAY + timedelta(days=3))

    assert "Svaret skulle ha kommit senast tors 9 april." in text(opened(desk, case))
    html = look(desk)
    assert 'class="awaits late"' in html
    assert "väntar på therapist sedan tors 9 april" in text(html)


@pytest.mark.parametrize("whom", ["", "outsider", "guardian", "receiver"])
def test_somebody_else_is_refused_beside_the_field_and_the_words_stay(desk, case, whom):
    html = read(ask(desk, case, whom, "Går det <nu>?"), 422)

    assert f'id="step-{ASKS}-ask-to-error"' in html
    assert field(html, f"step:{ASKS}:ask-text") == "Går det <nu>?"
    assert desk.case(case).case.inquiry is None


def test_the_question_is_taken_back_and_asked_of_another(desk, case):
    ask(desk, case)
    ask(desk, case, "manager")
    assert desk.case(case).case.inquiry.to == desk.person("manager")

    assert sent(desk, case, "withdraw", {"step": ASKS}).status_code == 302

    assert isinstance(desk.case(case).entries[-1].event, InquiryWithdrawn)
    assert "receiver tog tillbaka frågan" in text(opened(desk, case))
    assert "Fråga en kollega" in text(opened(desk, case))


def test_the_step_is_ticked_by_hand_as_before(desk, case):
    ask(desk, case)
    fields = {"step": ASKS, f"step:{ASKS}:outcome": "possible", f"step:{ASKS}:text": "I telefon."}

    assert sent(desk, case, "step", fields).status_code == 302

    assert desk.case(case).entries[-1].event == StepCompleted(ASKS, "possible", "I telefon.")
    assert "Du har inga frågor just nu." in text(look(desk, "therapist", QUESTIONS))


# --- The colleague answers --------------------------------------------------------------------------


def test_who_has_no_other_page_comes_to_the_questions(desk, case):
    ask(desk, case)

    html = read(desk.sits("therapist").get("/staff/", follow=True))

    said = text(html)
    assert "child, 10 år" in said
    assert "tors 16 april" in said
    assert "Byta till video" in said
    assert "Det är långt att åka." in said
    assert "Går det i video?" in said
    assert "Svara senast tors 9 april." in said
    assert 'value="possible"' in html
    assert 'value="not-possible"' in html
    assert "Frågor till mig 1 att svara på" in said  # in the menu


def test_nothing_else_of_the_case_is_shown(desk, case):
    desk.do(case, "receiver", acts.AddNote("Hemligt om familjen"), at=WEDNESDAY)
    desk.do(case, "receiver", acts.AskCounterQuestion(acts.Message(text="En motfråga")))
    ask(desk, case)

    html = look(desk, "therapist", QUESTIONS)

    for secret in ("Hemligt", "motfråga", "guardian", f"/staff/cases/{case}/"):
        assert secret not in html
    assert desk.sits("therapist").get(f"/staff/cases/{case}/").status_code == 404


def test_the_answer_goes_back_to_the_case_and_to_who_asked(desk, case):
    ask(desk, case)

    fields = {"step": ASKS, "outcome": "possible", "text": "Klockan tio passar."}
    response = desk.sits("therapist").post(f"{QUESTIONS}{case}/", fields, follow=True)

    assert response.redirect_chain == [(QUESTIONS, 302)]
    assert "Ditt svar är skickat." in text(read(response))
    event = desk.case(case).entries[-1].event
    assert event == StepCompleted(
        ASKS, "possible", "Klockan tio passar.", asked_by=desk.person("receiver")
    )
    assert "therapist svarade dig tis 7 april 10.00" in text(look(desk, address="/staff/mine/"))
    said = text(opened(desk, case))
    assert "therapist svarade tis 7 april 10.00 på fråga från receiver" in said
    assert "Det går (therapist). Klockan tio passar." in said
    assert "therapist svarade: Fråga behandlaren om det går – Det går" in said


def test_an_answer_without_a_button_is_refused_and_the_words_stay(desk, case):
    ask(desk, case)

    html = read(answer(desk, case, outcome="perhaps", text="Kanske <i>"), 422)

    assert "Välj ett svar: Det går och Det går inte." in text(html)
    assert "Kanske &lt;i&gt;" in html
    assert desk.case(case).case.inquiry is not None


def test_the_first_of_two_answers_stands_and_the_later_is_told(desk, case):
    ask(desk, case)
    answer(desk, case)

    html = read(answer(desk, case, outcome="not-possible", text="Nej, vänta"), 409)

    assert "Frågan är redan besvarad eller tillbakatagen. Inget av ditt skickades." in text(html)
    assert "Nej, vänta" in html
    assert desk.case(case).case.steps[ASKS].outcome == "possible"


def test_an_answer_to_words_that_were_changed_meanwhile_is_not_sent(desk, case):
    ask(desk, case)
    before = desk.case(case).case.inquiry.number
    sent(desk, case, "withdraw", {"step": ASKS})
    ask(desk, case, text="Och på fredag?")

    html = read(answer(desk, case, number=str(before), text="Ja"), 409)

    assert "Frågan till dig är en annan nu." in text(html)
    assert "Och på fredag?" in html
    assert desk.case(case).case.inquiry is not None


@pytest.mark.parametrize("who", ["receiver", "nurse", "manager", "clinician", "outsider"])
def test_nobody_else_can_answer_and_a_hidden_question_is_as_an_absent_one(desk, case, who):
    ask(desk, case)

    hidden, absent = answer(desk, case, who), answer(desk, CaseId(10**6), who)

    assert hidden.status_code == absent.status_code == 404
    assert text(hidden.content.decode()) == text(absent.content.decode())
    assert "Du har inga frågor just nu." in text(look(desk, who, QUESTIONS))
    assert desk.case(case).case.inquiry is not None


def loses_the_role(desk: Desk, case: CaseId) -> None:
    """Lose the clinic of the case, and work on at another."""
    therapist = desk.person("therapist")
    GrantRow.objects.filter(person=therapist).update(until_date=WEDNESDAY.date())
    elsewhere = desk.world.clinics["elsewhere"]
    grant(person=therapist, clinic=elsewhere, role=Role.COLLEAGUE, from_date=TUESDAY.date())


def is_sent_on(desk: Desk, case: CaseId) -> None:
    desk.do(case, "receiver", acts.Assign(acts.Clinic(desk.world.clinics["medical"])), at=TUESDAY)


def is_skipped(desk: Desk, case: CaseId) -> None:
    desk.do(case, "receiver", acts.SkipStep(ASKS, "Behövs inte."), at=TUESDAY)


@pytest.mark.parametrize("happens", [loses_the_role, is_sent_on, is_skipped])
def test_who_lost_the_right_with_the_page_open_is_told_and_changes_nothing(desk, case, happens):
    ask(desk, case)
    happens(desk, case)
    version = desk.case(case).case.version

    html = read(answer(desk, case, text="Mina ord"), 409)

    assert "Inget av ditt skickades." in text(html)
    assert "Mina ord" in html
    assert "Det är långt att åka." not in html
    assert desk.case(case).case.version == version


def test_who_works_nowhere_any_more_comes_to_sign_in(desk, case):
    ask(desk, case)
    GrantRow.objects.filter(person=desk.person("therapist")).update(until_date=WEDNESDAY.date())

    assert answer(desk, case).status_code == 302
    assert "/sign-in/" in desk.sits("therapist").get(QUESTIONS).url
    assert desk.case(case).case.inquiry is not None


def test_of_a_protected_family_the_page_says_whom_to_talk_to_instead(desk, case):
    PersonRow.objects.filter(pk=desk.person("child")).update(protection=Protection.MARKED)
    ask(desk, case)

    html = look(desk, "therapist", QUESTIONS)

    assert "child" not in html.replace("children", "")
    assert "10 år" not in html
    assert "Vem det gäller visas inte här. Prata med receiver." in text(html)


def test_reading_is_written_down_with_whom_it_is_about(desk, case):
    ask(desk, case)

    look(desk, "therapist", QUESTIONS)

    entry = AccessRow.objects.filter(what="inquiry").latest("pk")
    assert entry.person_id == desk.person("therapist")
    assert as_named(entry.named) == ((case, desk.person("child")),)


def test_a_page_without_questions_names_nobody_in_the_log(desk):
    look(desk, "therapist", QUESTIONS)

    assert not AccessRow.objects.filter(what="inquiry").exists()


def test_a_receiver_who_is_asked_has_the_page_in_the_menu_as_long_as_that_is_so(desk, case):
    assert QUESTIONS not in look(desk, "nurse")

    ask(desk, case, "nurse")

    assert QUESTIONS in look(desk, "nurse")
    assert answer(desk, case, "nurse").status_code == 302
    assert QUESTIONS not in look(desk, "nurse")


def test_more_questions_cost_three_more_each(desk, case, django_assert_max_num_queries):
    form = {"wish": "remote-phone"}
    ask(desk, case)
    browser = desk.sits("therapist")
    read(browser.get(QUESTIONS))
    with django_assert_max_num_queries(11):
        read(browser.get(QUESTIONS))
    for _ in range(3):
        ask(desk, desk.send("cancel-or-rebook", form=form))
    with django_assert_max_num_queries(17):
        read(browser.get(QUESTIONS))


# --- The video meeting ------------------------------------------------------------------------------


def to_book(desk: Desk, case: CaseId) -> None:
    ask(desk, case)
    answer(desk, case)


def book(desk: Desk, case: CaseId, **fields: str) -> Any:
    said = {f"step:{BOOKS}:{name}": value for name, value in fields.items()}
    return sent(desk, case, "step", {"step": BOOKS, **said})


def test_the_link_is_told_with_the_step_and_stands_in_the_suggested_reply(desk, case):
    to_book(desk, case)
    assert f'name="step:{BOOKS}:link"' in opened(desk, case)

    assert book(desk, case, link=LINK, starts="2026-04-16T10:00").status_code == 302

    html = opened(desk, case)
    assert LINK in field(html, "reply-text")
    assert f'<a href="{LINK}"' in html
    assert "Bokad tid tors 16 april 10.00" in text(html)
    sent(desk, case, "reply", {"reply-text": field(html, "reply-text")})
    last = desk.case(case).entries[-1].event
    assert LINK in last.text
    assert last.text == signed(field(html, "reply-text"))
    assert LINK in text(read(desk.sits("guardian").get(f"/cases/{case}/")))
    assert desk.sits("stranger").get(f"/cases/{case}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("link", "javascript:alert(1)"), ("link", "video <b>"), ("starts", "2020-01-01T10:00")],
)
def test_a_link_or_a_time_that_cannot_be_is_told_beside_its_field(desk, case, name, value):
    to_book(desk, case)

    html = read(book(desk, case, **{name: value}), 422)

    assert f'id="step-{BOOKS}-{name}-error"' in html
    assert field(html, f"step:{BOOKS}:{name}") == value
    assert BOOKS not in desk.case(case).case.steps


def test_a_reply_without_the_link_is_refused_and_says_what_is_missing(desk, case):
    to_book(desk, case)
    book(desk, case)

    html = opened(desk, case)
    assert "{videolänk}" in field(html, "reply-text")
    answered = read(sent(desk, case, "reply", {"reply-text": field(html, "reply-text")}), 422)

    assert "videolänk" in text(answered)
    assert not desk.case(case).case.is_closed
