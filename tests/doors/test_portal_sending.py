"""Sending a form: once, by who may, to a clinic that offers it, and never losing a word."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.build import on
from tests.doors.home import Home, Visitor, build_home, filled, words
from tests.filing import jpeg
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId
from vardag.rooms.cases.models import CaseRow, EventRow
from vardag.rooms.offering.actions import except_at_installation
from vardag.rooms.people.actions import add_guardian
from vardag.rooms.people.families.blocking import block
from vardag.rooms.routines.actions import publish
from vardag.rooms.routines.packaged import packaged_routine


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize(
    "field",
    ["status", "closed_at", "deadline", "patient", "clinic_id", "by", "assignee", "id", "service"],
)
def test_a_form_sets_nothing_that_it_does_not_ask_for(home: Home, guardian: Visitor, field: str):
    page = guardian.post(home.form_url("message"), {"subject": "", "text": "Hej", field: "1"})

    assert page.status_code == 422
    assert f"Formuläret har inget fält ”{field}”" in words(page)
    assert not CaseRow.objects.exists()


def form_key(html: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', html)
    assert found
    return found.group(1)


def typed(html: str) -> dict[str, str]:
    """Return what stands in the text areas of a page."""
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(text) for name, text in areas}


# --- Once ------------------------------------------------------------------------------------------


def test_a_form_gets_its_key_from_the_server_and_keeps_it_in_the_address(home: Home, guardian):
    first = guardian.get(home.form_url("message"))
    address = first.headers["location"]

    html = guardian.get(address).content.decode()

    assert address.endswith(f"&key={form_key(html)}")
    assert guardian.get(home.form_url("message")).headers["location"] != address


def test_the_same_form_sent_twice_makes_one_case(home: Home, guardian: Visitor):
    answers = filled("message", form_key=str(uuid4()))

    first = guardian.post(home.form_url("message"), answers)
    second = guardian.post(home.form_url("message"), answers)

    assert first.headers["location"] == second.headers["location"]
    assert CaseRow.objects.count() == EventRow.objects.count() == 1


def test_the_same_form_with_the_same_photograph_makes_one_case(home: Home, guardian: Visitor):
    answers = filled("message", form_key=str(uuid4()))
    photos = [SimpleUploadedFile("bild.jpg", jpeg(width), "image/jpeg") for width in (40, 40, 50)]

    sent = [guardian.post(home.form_url("message"), {**answers, ".files": it}) for it in photos]

    assert [answer.status_code for answer in sent] == [302, 302, 409]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    assert CaseRow.objects.count() == 1


def test_going_back_to_a_form_that_was_sent_says_so(home: Home, guardian: Visitor):
    address = guardian.get(home.form_url("message")).headers["location"]
    key = form_key(guardian.get(address).content.decode())
    guardian.post(home.form_url("message"), filled("message", form_key=key))

    said = guardian.read(address)

    number = CaseRow.objects.get().number
    assert f"Du har redan skickat det här Det blev ärende {number}." in said


def used_by_the_guardian(home: Home, guardian: Visitor) -> tuple[str, CaseRow]:
    key = str(uuid4())
    guardian.post(home.form_url("message"), filled("message", form_key=key))
    return key, CaseRow.objects.get()


def tells_nothing(html: str, case: CaseRow) -> bool:
    return case.number not in html and f"/cases/{case.pk}/" not in html


@pytest.mark.parametrize("form", [filled("message"), {"text": "Något annat"}])
def test_a_used_form_tells_nothing_of_a_case_that_is_kept_from_guardians(
    home: Home, guardian: Visitor, form: dict[str, str]
):
    key, case = used_by_the_guardian(home, guardian)
    home.do(CaseId(case.pk), acts.KeepFromGuardians("Barnet vill prata själv."))

    back = guardian.get(f"{home.form_url('message')}&key={key}")
    again = guardian.post(home.form_url("message"), {**form, "form_key": key})

    assert (back.status_code, again.status_code) == (200, 409)
    for page in (back, again):
        assert tells_nothing(page.content.decode(), case)
        assert "Det här formuläret är redan använt" in words(page)
    assert form_key(again.content.decode()) != key
    assert home.form_url("message").split("?")[1].replace("&", "&amp;") in back.content.decode()


def test_a_used_form_tells_nothing_in_an_address_about_another_child(home: Home, guardian: Visitor):
    key, case = used_by_the_guardian(home, guardian)
    add_guardian(guardian=home.world.residents["guardian"], child=home.world.residents["youth"])
    block(
        guardian=home.world.residents["guardian"],
        child=home.world.residents["child"],
        clinic=home.world.clinics["outpatient"],
        reason="Hot mot barnet, anmält av skolan.",
        by=home.world.staff_member("manager", on=home.now.date()),
        at=home.now,
    )

    same = guardian.get(f"{home.form_url('message')}&key={key}").content.decode()
    other = guardian.get(f"{home.form_url('care-allowance-certificate', about='youth')}&key={key}")

    assert tells_nothing(same, case)
    assert tells_nothing(other.content.decode(), case)
    assert "Det här formuläret är redan använt" in words(other)


def test_the_same_form_with_other_words_is_a_conflict_and_can_then_be_sent_as_its_own(
    home: Home, guardian: Visitor
):
    key = str(uuid4())
    guardian.post(home.form_url("message"), {"text": "Ett", "form_key": key})

    conflict = guardian.post(home.form_url("message"), {"text": "Något annat", "form_key": key})

    html = conflict.content.decode()
    assert conflict.status_code == 409
    assert f"Läs ärende {CaseRow.objects.get().number}" in words(conflict)
    assert typed(html)["text"] == "Något annat"
    again = {"text": "Något annat", "form_key": form_key(html)}
    assert guardian.post(home.form_url("message"), again).status_code == 302
    assert CaseRow.objects.count() == 2


def test_somebody_elses_key_is_no_hindrance(home: Home, guardian: Visitor):
    answers = filled("message", form_key=str(uuid4()))
    guardian.post(home.form_url("message"), answers)

    other = home.sign_in("other_guardian").post(home.form_url("message"), answers)

    assert other.status_code == 302
    assert CaseRow.objects.count() == 2


def test_the_form_can_be_sent_with_the_token_that_stands_in_it(home: Home, guardian: Visitor):
    guardian.handler.enforce_csrf_checks = True
    html = guardian.get(home.form_url("message"), follow=True).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token

    without = guardian.post(home.form_url("message"), filled("message"))
    with_it = guardian.post(
        home.form_url("message"), filled("message", csrfmiddlewaretoken=token.group(1))
    )

    assert (without.status_code, with_it.status_code) == (403, 302)


# --- Not permitted, not offered, not there any more ------------------------------------------------


def test_a_form_that_was_open_over_the_13th_birthday_is_refused_and_keeps_its_text(
    home: Home,
):
    home.set_clock(on("2028-09-14T23:59"))
    guardian = home.sign_in("guardian")
    before = guardian.get(home.form_url("message"), follow=True)
    home.set_clock(home.now + timedelta(minutes=1))

    after = guardian.post(home.form_url("message"), {"text": "Vi hinner inte i dag"})

    assert before.status_code == 200
    assert after.status_code == 403
    assert "Från 13 år skriver ditt barn själv här. Du kan ringa mottagningen." in words(after)
    assert typed(after.content.decode())["text"] == "Vi hinner inte i dag"
    assert not CaseRow.objects.exists()


def test_a_service_that_was_withdrawn_meanwhile_is_refused_and_the_text_is_kept(
    home: Home, guardian: Visitor
):
    except_at_installation(
        clinic=home.world.clinics["outpatient"], service="message", reason="Flytt"
    )

    asked = guardian.get(home.form_url("message"), follow=True)
    page = guardian.post(home.form_url("message"), {"text": "Viktigt"})

    assert (asked.status_code, page.status_code) == (422, 422)
    assert "Mottagningen har inte den här tjänsten." in words(page)
    assert typed(page.content.decode())["text"] == "Viktigt"


def test_a_service_that_the_routine_no_longer_has_still_gives_the_text_back(
    home: Home, guardian: Visitor
):
    page = guardian.post(home.form_url("telepathy"), {"thought": "Viktigt & <b>fett</b>"})

    assert page.status_code == 422
    assert "Viktigt &amp; &lt;b&gt;fett&lt;/b&gt;</textarea>" in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_child_is_refused_without_a_word_of_who_it_is(
    home: Home, guardian: Visitor, method: str
):
    page = getattr(guardian, method)(home.form_url("message", about="youth"), follow=True)

    assert page.status_code == 403
    assert "Du kan bara skriva för dig själv eller för ditt eget barn." in words(page)
    assert "youth" not in words(page)


@pytest.mark.parametrize("query", ["", "?for=x", "?for=1&clinic=nowhere", "?for=1&clinic=%00"])
def test_an_address_that_says_too_little_leads_to_the_start(home: Home, guardian: Visitor, query):
    home.another_clinic()

    page = guardian.get(f"/new/message/{query}")

    assert page.status_code == 302
    assert page.headers["location"].split("?")[0] == "/"


def test_who_is_not_signed_in_is_led_to_sign_in_and_then_back(home: Home, client):
    page = client.get(home.form_url("message"))

    assert page.headers["location"].startswith("/sign-in/?next=%2Fnew%2Fmessage%2F%3Ffor%3D")


def test_staff_can_not_send_a_familys_case(home: Home):
    page = home.sign_in("nurse").post(home.form_url("message"), {"text": "Hej"})

    assert page.headers["location"].startswith("/sign-in/")
    assert not CaseRow.objects.exists()


# --- A new service is a change of data -------------------------------------------------------------


def test_a_fifteenth_service_is_shown_asked_sent_and_read_without_a_change_of_code(
    home: Home, guardian: Visitor
):
    _, text = packaged_routine()
    text = text.replace('version: "3.0"', 'version: "3.1"', 1)
    service = """
  - key: group-for-parents
    name: {sv: Föräldragrupp, en: Group for parents}
    kind: other
    received_by: receiver
    process: reply-only
    form: message
    help: {sv: Anmäl dig till en grupp., en: Join a group.}
    source: "Eget tillägg"
"""
    text = text.replace("\nservices:\n", f"\nservices:\n{service}", 1)
    text = text.replace(
        "services: [message, contact-details]",
        "services: [message, contact-details, group-for-parents]",
    )
    publish(text=text, name="ours", at=home.now + timedelta(minutes=1))

    start = guardian.read("/")
    sent = guardian.post(home.form_url("group-for-parents"), {"text": "Gärna"}, follow=True)

    assert "Föräldragrupp" in start
    assert "Föräldragrupp" in words(sent)


def test_words_of_a_question_that_a_new_version_no_longer_asks_come_back(home: Home, guardian):
    text = packaged_routine()[1].replace('version: "3.0"', 'version: "4.0"')
    text = re.sub(r"(?<![\w-])medicine(?=[,\]\n:}])", "preparation", text)
    opened = filled("renew-prescription", form_key=str(uuid4()))
    publish(text=text, name="new", at=home.now)

    answer = guardian.post(home.form_url("renew-prescription"), opened)

    assert answer.status_code == 422
    assert "Melatonin 3 mg" in words(answer)
    assert not CaseRow.objects.exists()
