"""A case as a family reads it: the receipt, the list, the thread and the answer."""

import re

import pytest

from tests.build import on
from tests.doors.home import Home, Visitor, build_home, stable
from tests.rooms.logged import log
from vardag.domain.case import acts
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.models import PersonRow


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


# --- The receipt ---------------------------------------------------------------------------------


def test_the_receipt_says_when_and_why_then_and_what_happens(home: Home, guardian: Visitor):
    form = {"wish": "remote-video", "appointment": "2026-04-23"}
    case = home.send("cancel-or-rebook", form=form)

    said = guardian.read(f"/cases/{case}/sent/")

    assert "Du hör från oss senast tisdag 7 april Du skrev onsdag 1 april." in said
    assert "torsdag och tisdag. Fredag (långfredagen)" in said
    assert "Vi har ditt ärende – klart onsdag 1 april kl. 10.00" in said
    assert "2 Vi frågar behandlaren om det går 3 Du får svar här" in said
    assert "other_guardian kan också läsa det" in said


def test_the_receipt_keeps_to_the_date_that_was_promised(home: Home, guardian: Visitor):
    case = home.send()
    home.do(case, acts.SendInterimReply(acts.Message(text="Vi har läst.")))

    assert "senast tisdag 7 april" in guardian.read(f"/cases/{case}/sent/")


def test_the_receipt_is_for_who_sent_and_others_are_led_to_the_case(home: Home):
    case = home.send()

    page = home.sign_in("other_guardian").get(f"/cases/{case}/sent/")

    assert page.headers["location"] == f"/cases/{case}/"


# --- The list ------------------------------------------------------------------------------------


def test_the_list_has_open_and_closed_cases_person_by_person(home: Home, guardian: Visitor):
    opened, done = home.send("renew-prescription"), home.send("message")
    home.close(done)
    home.ask(home.send("contact-details"))

    said = guardian.read("/cases/")

    number, other = (CaseRow.objects.get(pk=case).number for case in (opened, done))
    assert f"Förnya recept {number} · skickat onsdag 1 april" in said
    assert "Du hör från oss senast tisdag 7 april" in said
    assert "Din tur att svara, gärna senast fredag 17 april" in said
    assert f"1 avslutat ärende Meddelande {other} · skickat onsdag 1 april Avslutat" in said


def test_who_has_no_cases_is_told_so(home: Home):
    assert "Du har inga ärenden." in home.sign_in("stranger").read("/cases/")


def test_an_interim_reply_is_not_the_end(home: Home, guardian: Visitor):
    home.do(home.send(), acts.SendInterimReply(acts.Message(text="Vi har läst.")))

    assert "Vi arbetar med det" in guardian.read("/cases/")


def test_a_late_clinic_says_that_it_is_late(home: Home):
    case = home.send()
    home.set_clock(on("2026-04-08T09:00"))

    said = home.sign_in("guardian").read(f"/cases/{case}/")

    assert "Vi är sena. Du skulle ha hört från oss senast tisdag 7 april. Förlåt!" in said


# --- The thread ----------------------------------------------------------------------------------


def test_the_thread_has_the_words_and_nothing_of_the_staffs_own(home: Home, guardian: Visitor):
    case = home.send("contact-details", form={"phone": "070-000 00 00"})
    home.do(
        case,
        acts.AddNote("Ring inte pappan"),
        acts.CompleteStep("update-journal", text="Gammalt nummer borttaget"),
        acts.SendInterimReply(acts.Message(text="Vi ändrar det.")),
        acts.Assign(acts.Person(home.world.staff["clinician"], home.world.clinics["outpatient"])),
        acts.ReplyAndClose(acts.Message(text="Nu är det ändrat.")),
    )

    said = guardian.read(f"/cases/{case}/")

    assert "Nytt telefonnummer 070-000 00 00" in said
    assert said.index("Vi ändrar det.") < said.index("Nu är det ändrat.")
    assert "Avslutat onsdag 1 april." in said
    for secret in ("Ring inte", "Gammalt nummer", "clinician", "journal"):
        assert secret not in said


def test_a_message_says_who_wrote_it_with_title_clinic_and_moment(home: Home, guardian: Visitor):
    PersonRow.objects.filter(pk=home.id("nurse")).update(
        given_name="Mona", family_name="Berg", title="sjuksköterska"
    )
    case = home.send()
    home.close(case)

    said = guardian.read(f"/cases/{case}/")

    assert "Vårt svar · Mona Berg, sjuksköterska, outpatient ons 1 april 10.00" in said
    assert "Du ons 1 april 10.00 Ditt meddelande Hej" in said


def test_another_guardian_is_named_where_one_oneself_is_you(home: Home):
    case = home.send()

    assert "guardian ons 1 april" in home.sign_in("other_guardian").read(f"/cases/{case}/")


def test_words_sent_with_a_case_are_the_sending_clinics_and_both_can_read(home: Home):
    case = home.certificate_at_medical()

    said = home.sign_in("youth_guardian").read(f"/cases/{case}/")

    assert "Besked under tiden · nurse , outpatient" in said
    assert "personalen på medical och outpatient kan läsa det" in said


def test_a_case_closed_without_reply_says_what_goes_on_and_not_why_it_closed(home: Home):
    case = home.certificate_at_medical()
    home.do(case, acts.Print(), acts.CloseWithoutReply("Hos doktor X"), by="certificate_secretary")

    said = home.sign_in("youth_guardian").read(f"/cases/{case}/")

    assert "Avslutat onsdag 1 april. Också när ärendet är stängt gör vi klart intyget." in said
    assert "Hos doktor X" not in said
    assert "Skriv om något annat" in said


def test_answers_are_shown_by_their_questions_and_alternatives_by_their_names(
    home: Home, guardian: Visitor
):
    form = {"wish": "remote-phone", "appointment": "2026-04-23"}
    case = home.send("cancel-or-rebook", form=form)

    said = guardian.read(f"/cases/{case}/")

    assert (
        "Vilken dag är tiden? torsdag 23 april Hur vill du ändra tiden? Byta till telefon" in said
    )


def test_an_empty_request_is_said_to_be_one(home: Home, guardian: Visitor):
    case = home.send("self-referral", form={})

    assert "Skickat utan text." in guardian.read(f"/cases/{case}/")


def test_only_the_clinics_words_have_links(home: Home, guardian: Visitor):
    case = home.send(form={"text": "http://mine.example"})
    home.do(case, acts.SendInterimReply(acts.Message(text="Se https://ours.example.")))

    html = guardian.get(f"/cases/{case}/").content.decode()

    assert 'href="https://ours.example"' in html
    assert 'href="http://mine.example"' not in html


def test_opening_a_case_is_written_down_once_each_time(home: Home, guardian: Visitor):
    case = home.send()

    guardian.get(f"/cases/{case}/")
    guardian.get(f"/cases/{case}/sent/")
    home.sign_in("stranger").get(f"/cases/{case}/")

    opened = (home.id("guardian"), case, "opened", "shown")
    tried = (home.id("stranger"), case, "tried", "refused")
    assert log() == sorted([opened, opened, tried], key=repr)


def test_a_hidden_case_and_an_absent_one_give_the_same_page(home: Home):
    hidden = home.send()
    stranger = home.sign_in("stranger")

    pages = [stranger.get(f"/cases/{case}/") for case in (hidden, 999_999, 10**30)]

    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r"/cases/\d+/", "", stable(page)) for page in pages}) == 1
