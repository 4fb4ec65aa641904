"""Doing things to a case from its page: what happens, what is refused, and that no word is lost."""

from datetime import date

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import address_of, field, opened, read, sent, signed, text
from vardag.domain.case import acts
from vardag.domain.case.events import (
    ClosedWithoutReply,
    CounterQuestionAsked,
    Event,
    InterimReplySent,
    NoteAdded,
    ReplySent,
)
from vardag.domain.case.state import Status
from vardag.domain.case.step_events import StepCompleted, StepSkipped
from vardag.domain.people.identity import CaseId

pytestmark = pytest.mark.django_db

WORDS = acts.Message(text="Vi hör av oss.")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def last(desk: Desk, case: CaseId) -> Event:
    return desk.case(case).entries[-1].event


def test_each_message_is_sent_by_the_button_that_names_it(desk):
    case = desk.send("message")

    for act, name in (
        ("interim-reply", "interim"),
        ("counter-question", "question"),
        ("reply", "reply"),
    ):
        response = sent(desk, case, act, {f"{name}-text": f"Ord {act}"})
        assert response.status_code == 302
        assert response.headers["Location"] == address_of(case)

    events = [entry.event for entry in desk.case(case).entries[1:]]
    assert [type(event) for event in events] == [InterimReplySent, CounterQuestionAsked, ReplySent]
    assert desk.case(case).case.status is Status.CLOSED


def test_after_an_act_the_page_says_what_happened(desk):
    case = desk.send("message")
    client = desk.sits("receiver")

    page = read(client.post(address_of(case, "claim"), {"seen": 1}, follow=True))

    assert "Nu har du ärendet." in page
    assert "Hos dig" in page


def test_an_unchanged_follow_up_date_is_counted_and_a_changed_one_is_kept(desk):
    counted, chosen = desk.send("message"), desk.send("message")
    default = field(opened(desk, counted), "interim-date")

    sent(
        desk,
        counted,
        "interim-reply",
        {"interim-text": "Hej", "interim-date": default, "interim-default": default},
    )
    sent(
        desk,
        chosen,
        "interim-reply",
        {"interim-text": "Hej", "interim-date": "2026-04-30", "interim-default": default},
    )

    assert default == "2026-04-14"
    (first, second) = last(desk, counted), last(desk, chosen)
    assert isinstance(first, InterimReplySent)
    assert isinstance(second, InterimReplySent)
    assert (first.follow_up.date, len(first.follow_up.days) > 0) == (date(2026, 4, 14), True)
    assert (second.follow_up.date, second.follow_up.days) == (date(2026, 4, 30), ())


def test_a_standard_reply_is_recorded_as_what_the_words_began_as(desk):
    case = desk.send("self-referral", form={})

    sent(desk, case, "reply", {"reply-text": "Hej! Vänd dig till EVI.", "reply-used": "evi"})

    event = last(desk, case)
    assert isinstance(event, ReplySent)
    assert (event.text, event.standard_reply) == (signed("Hej! Vänd dig till EVI."), "evi")


def test_fetching_a_standard_reply_adds_to_what_was_written_and_does_nothing_else(desk):
    case = desk.send("message")
    fields = {
        "interim-text": "Hej Gunilla!",
        "interim-standard": "received",
        "note-text": "Kom ihåg",
    }

    page = read(sent(desk, case, "draft", {**fields, "insert": "interim-reply"}))

    assert field(page, "interim-text").startswith("Hej Gunilla!\n\nHej!\nVi har tagit emot")
    assert field(page, "interim-used") == "received"
    assert field(page, "note-text") == "Kom ihåg"
    assert desk.case(case).case.version == 1


def test_another_standard_reply_takes_the_place_of_one_that_nobody_changed(desk):
    case = desk.send("message")
    first = read(sent(desk, case, "draft", {"reply-standard": "evi", "insert": "reply"}))
    unchanged = {
        "reply-text": field(first, "reply-text").replace("\n", "\r\n"),
        "reply-used": "evi",
    }

    page = read(
        sent(desk, case, "draft", {**unchanged, "reply-standard": "received", "insert": "reply"})
    )

    assert field(page, "reply-text").startswith("Hej!\nVi har tagit emot")
    assert "En Väg In" not in field(page, "reply-text")


@pytest.mark.parametrize(
    ("act", "fields", "kept", "words"),
    [
        ("interim-reply", {"interim-text": " \u200b "}, {}, "Skriv något först."),
        (
            "interim-reply",
            {"interim-text": "Hej", "interim-date": "2026-04-01"},
            {"interim-text": "Hej"},
            "Uppföljningsdatumet",
        ),
        (
            "interim-reply",
            {"interim-text": "x" * 10_001},
            {"interim-text": "x" * 10_001},
            "för lång",
        ),
        ("counter-question", {"question-text": "a\x07b"}, {"question-text": "a\x07b"}, "tecken"),
        ("reply", {"reply-text": "Hej", "reply-used": "no-such"}, {"reply-text": "Hej"}, "no-such"),
        ("note", {"note-text": ""}, {}, "Skriv något först."),
        ("assign", {"assign-to": "person:1", "assign-text": "Hej"}, {"assign-text": "Hej"}, "Välj"),
        ("assign", {"assign-to": "", "assign-text": "Hej"}, {"assign-text": "Hej"}, "Välj"),
    ],
)
def test_a_refusal_gives_the_page_back_with_its_sentence_and_every_word(
    desk, act, fields, kept, words
):
    case = desk.send("message")
    elsewhere = {"note-text": "En anteckning"} if act != "note" else {"interim-text": "Ett delsvar"}

    page = read(sent(desk, case, act, {**elsewhere, **fields}), 422)

    assert words in text(page)
    assert "Ärendet är oförändrat" in page
    assert 'role="alert"' in page
    for name, written in {**elsewhere, **kept}.items():
        assert field(page, name) == written
    assert desk.case(case).case.version == 1


def test_what_only_another_person_may_do_is_forbidden_and_the_words_are_kept(desk):
    case = desk.send("renew-prescription")

    page = read(sent(desk, case, "reply", {"reply-text": "Receptet är klart."}), 403)

    assert "Bara en sjuksköterska kan svara på ”Förnya recept”." in page
    assert field(page, "reply-text") == "Receptet är klart."
    assert "det du har skrivit är kvar här" in page


def test_a_step_is_ticked_with_its_outcome_and_its_words(desk):
    case = desk.send("cancel-or-rebook", form={"wish": "remote-video"})
    step = {"step": "ask-clinician", "step:ask-clinician:text": "Ali Rahimi"}

    without = read(sent(desk, case, "step", step), 422)
    assert "Välj hur det gick: Det går och Det går inte." in text(without)
    assert field(without, "step:ask-clinician:text") == "Ali Rahimi"

    sent(desk, case, "step", {**step, "step:ask-clinician:outcome": "possible"})
    assert last(desk, case) == StepCompleted("ask-clinician", "possible", "Ali Rahimi")


def test_a_step_is_skipped_only_with_a_reason(desk):
    case = desk.send("contact-details")

    page = read(sent(desk, case, "skip", {"step": "update-journal"}), 422)
    assert "Skriv varför." in page
    assert 'aria-describedby="step-update-journal-reason-error"' in page

    sent(desk, case, "skip", {"step": "update-journal", "step:update-journal:reason": "Stod där"})
    assert last(desk, case) == StepSkipped("update-journal", "Stod där")


@pytest.mark.parametrize("step", ["", "no-such", "print-for-doctor", "x" * 9_000, "\x00"])
def test_a_step_that_is_none_or_not_to_be_ticked_is_refused(desk, step):
    case = desk.send("care-allowance-certificate")

    read(sent(desk, case, "step", {"step": step}), 422)
    assert desk.case(case).case.version == 1


def test_closing_without_a_reply_takes_a_reason(desk):
    case = desk.certificate_to_print()
    desk.do(case, "certificate_secretary", acts.Print())

    sent(desk, case, "close", {"close-reason": "Läkaren har det"}, who="certificate_secretary")

    assert ClosedWithoutReply("Läkaren har det") in [
        entry.event for entry in desk.case(case).entries
    ]


def test_a_note_needs_no_fresh_page(desk):
    case = desk.send("message")
    desk.do(case, "nurse", acts.Claim())

    sent(desk, case, "note", {"note-text": "Ring först"}, seen=1)

    assert last(desk, case) == NoteAdded("Ring först")


def test_what_was_written_for_another_act_stays_on_the_page(desk):
    case = desk.send("contact-details")
    fields = {"interim-text": "Ett utkast", "act": "interim-reply", "step": "update-journal"}

    page = read(sent(desk, case, "step", fields))

    assert "Steget är klart." in page
    assert field(page, "interim-text") == "Ett utkast"
    assert isinstance(last(desk, case), StepCompleted)


@pytest.mark.parametrize("act", ["claim", "reply", "draft", "step"])
def test_the_address_of_an_act_opened_by_hand_leads_to_the_case(desk, act):
    case = desk.send("message")

    response = desk.sits("receiver").get(address_of(case, act))

    assert response.headers["Location"] == address_of(case)
