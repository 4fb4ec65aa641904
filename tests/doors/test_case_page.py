"""The page of a case: what was asked, by when, what remains, and what can't be done and why."""

import re
from datetime import date

import pytest

from tests.build import on
from tests.doors.desk import TUESDAY, WEDNESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, opened, read, text
from tests.rooms.logged import log
from vardag.domain.case import acts
from vardag.rooms.audit.actions import LogUnwritable
from vardag.rooms.cases import actions
from vardag.rooms.people.actions import mark_absent

pytestmark = pytest.mark.django_db

WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def test_the_answers_stand_with_their_questions_and_choices_in_words(desk):
    form = {"wish": "remote-phone", "appointment": "2026-04-17", "reason": "Vi <b>reser</b> bort."}
    case = desk.send("cancel-or-rebook", form=form)

    html = opened(desk, case)

    assert "Vilken dag är tiden? fre 17 april" in text(html)
    assert "Hur vill du ändra tiden? Byta till telefon" in text(html)
    assert "Vi &lt;b&gt;reser&lt;/b&gt; bort." in html
    assert "Ändra tid för child, 10 år" in text(html)


def test_the_date_has_its_days_and_its_reason(desk):
    html = opened(desk, desk.send("message"))

    assert "Svara senast i dag, tis 7 april" in html
    assert re.findall(r'data-day="(\w+)">(\w+)<span>(\d+)', html) == [
        ("received", "ons", "1"),
        ("counted", "tors", "2"),
        ("off", "fre", "3"),
        ("off", "lör", "4"),
        ("off", "sön", "5"),
        ("off", "mån", "6"),
        ("last", "tis", "7"),
    ]
    assert "Inkom ons 1 april; tors räknas; fre–mån är påsk; tis räknas." in html
    assert '<section class="card due" data-late>' in html


@pytest.mark.parametrize(
    ("act", "heading", "why"),
    [
        (
            acts.SendInterimReply(WORDS),
            "Följ upp senast fre 10 april",
            "Delsvaret skickades ons 1 april; 5 arbetsdagar, ej påsk.",
        ),
        (
            acts.SendInterimReply(WORDS, follow_up=date(2026, 4, 2)),
            "Uppföljningen passerade tors 2 april",
            "Delsvaret skickades ons 1 april; valt för hand.",
        ),
        (
            acts.AskCounterQuestion(WORDS),
            "Väntar på svar till fre 17 april",
            "Motfrågan ställdes ons 1 april; 10 arbetsdagar, ej påsk.",
        ),
        (acts.ReplyAndClose(WORDS), "Avslutat ons 1 april", ""),
    ],
)
def test_every_date_says_what_it_is_and_how_it_came_about(desk, act, heading, why):
    case = desk.send("message")
    desk.do(case, "receiver", act)

    card = text(opened(desk, case).split('class="card due"')[1].split("</section>")[0])

    assert heading in card
    assert why in card


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (TUESDAY, "5 arbetsdagar från i dag"),
        (WEDNESDAY, "5 arbetsdagar från i dag, ej påsk"),
    ],
)
def test_the_follow_up_that_is_proposed_says_how_it_came_about(desk, at, says):
    case = desk.send("message")
    desk.it_is(at)

    assert f'<span class="meta">{says}</span>' in opened(desk, case)


def test_what_else_has_slipped_stands_under_the_date(desk):
    case = desk.send("contact-details")
    clinician = acts.Person(desk.person("clinician"), desk.world.clinics["outpatient"])
    later = acts.SendInterimReply(WORDS, follow_up=date(2026, 4, 30))
    desk.do(case, "receiver", later, acts.CompleteStep("update-journal"), acts.Assign(clinician))
    mark_absent(person=clinician.id, from_date=date(2026, 4, 1))

    html = text(opened(desk, case))

    assert "Klart men inte avslutat: alla steg är klara sedan ons 1 april." in html
    assert "Innehavaren är borta: fördela det clinician" in html


def test_notes_are_seen_by_staff_only_and_what_happened_is_there_in_order(desk):
    case = desk.send("cancel-or-rebook", form={"wish": "remote-video"})
    desk.do(case, "receiver", acts.AddNote("Ring först."), acts.Claim())
    possible = acts.CompleteStep("ask-clinician", outcome="possible", text="Ali Rahimi")
    desk.do(case, "receiver", possible, acts.SkipStep("book-video-meeting", reason="Har länk"))
    desk.do(case, "nurse", acts.ReturnToInbox(), acts.Print(desk.person("doctor")))
    desk.do(case, "receiver", acts.AskCounterQuestion(WORDS))

    html = text(opened(desk, case))

    found = [
        "Anteckning av receiver – syns bara för personal",
        "Ring först.",
        "receiver tog ärendet",
        "receiver är klar med ”Fråga behandlaren om det går – Det går”: Ali Rahimi",
        "receiver hoppade över ”Boka videomötet”: Har länk",
        "nurse lade tillbaka ärendet i inkorgen",
        "nurse skrev ut ärendet till doctor",
        "motfråga",
    ]
    places = [html.index(re.sub(r"\s+", " ", each)) if each in html else -1 for each in found]
    assert -1 not in places, dict(zip(found, places, strict=True))
    assert places == sorted(places)


def test_who_can_read_is_said_before_sending(desk):
    case = desk.send("message")
    youth = desk.send("message", by="youth", about="youth")
    own = desk.send("care-allowance-certificate", by="youth_guardian", about="youth")
    sent_on = desk.certificate_to_print()

    assert "(vårdnadshavare) och personal på outpatient." in text(opened(desk, case))
    assert "guardian och other_guardian" in text(opened(desk, case))
    assert "youth (patienten) och personal på outpatient. youth_guardian" in text(
        opened(desk, youth)
    )
    assert "youth_guardian (vårdnadshavare)" in text(opened(desk, own))
    assert "youth kan inte läsa det." in re.sub(r"\s+\.", ".", text(opened(desk, own))).replace(
        "  ", " "
    )
    there = text(opened(desk, sent_on, "doctor"))
    assert "personal på medical och ärendemottagare på outpatient" in there


def test_a_case_that_was_sent_on_is_read_by_who_sent_it_and_not_touched(desk):
    case = desk.certificate_to_print()

    html = opened(desk, case)

    assert "En annan mottagning har ärendet nu. Du kan läsa det." in html
    assert not re.findall(
        r"<button(?![^>]*(?:disabled|popovertarget|form=|formaction))[^>]*formaction", html
    )
    assert "<textarea" not in html


def test_a_closed_case_is_read_and_leads_on(desk):
    case = desk.certificate_to_write()

    html = opened(desk, case, "certificate_secretary")

    assert "Ärendet är avslutat." in html
    assert "<textarea" not in html
    assert f'href="/staff/next/?after={case}"' in html
    assert "Arbetet efter avslut" in html
    assert "Skriv diktat" in html


def test_every_look_is_written_down_before_the_content_leaves(desk, monkeypatch):
    case = desk.send("message", form={"subject": "hemligt", "text": "Hej"})
    opened(desk, case)
    assert log() == [(desk.person("receiver"), case, "opened", "shown")]

    def full(**_: object) -> None:
        raise LogUnwritable("the disk is full")

    monkeypatch.setattr("vardag.doors.shared.access_log.note_access", full)
    client = desk.sits("receiver")
    client.raise_request_exception = False

    response = client.get(address_of(case))

    assert response.status_code == 503
    assert "hemligt" not in response.content.decode()


def test_a_case_makes_nine_questions_however_long_its_thread_is(
    desk, django_assert_max_num_queries
):
    case = desk.certificate_to_print()
    for number in range(10):
        desk.do(case, "doctor", acts.AddNote(f"{number}"), acts.AskCounterQuestion(WORDS))
        guardian = desk.world.resident("guardian", on=WEDNESDAY.date())
        actions.answer(case_id=case, text="Ja.", by=guardian, at=WEDNESDAY)
    client = desk.sits("doctor")
    client.get(address_of(case))

    for asks in ({}, {"act": "assign"}, {"act": "reply", "standard": "evi"}):
        with django_assert_max_num_queries(11 if "standard" in asks else 9):  # where a reply leads
            read(client.get(address_of(case), asks))


def test_the_part_that_a_script_puts_in_is_the_part_that_the_page_has(desk):
    case = desk.send("cancel-or-rebook")
    client = desk.sits("receiver")

    whole = read(client.get(address_of(case)))
    part = read(client.get(address_of(case), headers={"HX-Request": "true"}))

    def calm(html: str) -> str:
        return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).split())

    assert part.lstrip().startswith('<article id="case"')
    assert calm(part) in calm(whole)


def test_a_tab_of_the_browser_names_no_patient_and_no_service(desk):
    case = desk.send("renew-prescription")
    html = opened(desk, case)

    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert title[1].split() == ["Ärende", desk.case(case).number, "–", "outpatient"]


def test_a_moment_of_a_thread_is_in_swedish_time(desk):
    case = desk.send("message", at=on("2026-04-01T23:40"))

    assert "ons 1 april 23.40" in opened(desk, case)
