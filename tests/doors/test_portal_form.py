"""A service's form: what it asks, what one should know before, and what is wrong with an answer."""

import re
from html import unescape
from uuid import uuid4

import pytest

from tests.build import on, routine
from tests.doors.home import Home, Visitor, build_home, filled, words
from vardag.domain.routine.document import Service
from vardag.domain.routine.paging import pages_of
from vardag.rooms.audit.models import AccessRow
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.clinics.actions import set_link

SERVICES = routine().services
KEYS = [service.key for service in SERVICES]
SHORTCUTS = [service.key for service in SERVICES if service.leads_to]


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


def form_key(html: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', html)
    assert found
    return found.group(1)


def typed(html: str) -> dict[str, str]:
    """Return what stands in the text areas of a page."""
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(text) for name, text in areas}


def all_pages(home: Home, guardian: Visitor, key: str) -> str:
    """Return what a form says on all its pages."""
    service = routine().service(key)
    form = routine().form(service.form) if service else None
    assert form
    pages = range(1, len(pages_of(form)) + 1)
    address = f"{home.form_url(key)}&key={uuid4()}"
    return " ".join(guardian.read(f"{address}&page={page}") for page in pages)


@pytest.mark.parametrize("key", KEYS)
def test_a_form_asks_the_questions_that_the_routine_has(home: Home, guardian: Visitor, key: str):
    service = routine().service(key)
    assert service
    form = routine().form(service.form)
    assert form

    said = all_pages(home, guardian, key)

    assert service.name.sv in said or service.list_name.sv in said
    assert service.help.sv in said
    assert service.not_for is None or service.not_for.sv in said
    for field in form.fields:
        expected = field.label.sv if field.required else f"{field.label.sv} (frivilligt)"
        assert expected in said
        assert all(option.name.sv in said for option in field.options)


@pytest.mark.parametrize("key", KEYS)
def test_every_service_can_be_sent_and_gives_a_receipt(home: Home, guardian: Visitor, key: str):
    page = guardian.get(home.form_url(key), follow=True).content.decode()

    sent = guardian.post(home.form_url(key), filled(key, form_key=form_key(page)), follow=True)

    case = CaseRow.objects.get()
    assert sent.redirect_chain == [(f"/cases/{case.pk}/sent/", 302)]
    said = words(sent)
    assert case.number in said
    assert "Du hör från oss senast tisdag 7 april Du skrev onsdag 1 april." in said


def test_help_is_written_in_english_too(home: Home, guardian: Visitor):
    guardian.cookies["django_language"] = "en"

    said = all_pages(home, guardian, "cancel-or-rebook")

    assert "How do you want to change the appointment?" in said
    assert "for child, 10 years old" in said


# --- What is wrong, and what was typed -------------------------------------------------------------


def test_what_is_missing_is_said_first_and_beside_its_question_and_all_comes_back(
    home: Home, guardian: Visitor
):
    answers = {
        "reason": "Ända från vecka 12",
        "period_from": "2026-04-10",
        "period_to": "2026-04-02",
    }

    page = guardian.post(home.form_url("care-allowance-certificate"), answers)

    html = page.content.decode()
    assert page.status_code == 422
    assert (
        '<a href="#id_send_to_0">Välj ett av alternativen i ”Vart ska vi skicka det?”.</a>' in html
    )
    assert html.index("error-summary") < html.index('id="unsent"')
    assert 'id="id_send_to_error"' in html
    assert typed(html)["reason"] == "Ända från vecka 12"
    assert 'value="2026-04-10"' in html
    assert 'value="2026-04-02"' in html
    assert not CaseRow.objects.exists()


def test_two_answers_that_contradict_each_other_are_said_at_the_second(home: Home, guardian):
    answers = filled("care-allowance-certificate", period_from="2026-04-10", period_to="2026-04-02")

    page = guardian.post(home.form_url("care-allowance-certificate"), answers)

    assert page.status_code == 422
    assert '<a href="#id_period_to">' in page.content.decode()


def test_one_of_several_is_enough_and_none_is_too_few(home: Home, guardian: Visitor):
    address = home.form_url("contact-details")

    none = guardian.post(address, {"phone": " ", "email": "", "address": ""})
    one = guardian.post(address, {"phone": "", "email": "", "address": "Storgatan 1"})

    assert none.status_code == 422
    assert "Fyll i minst en av rutorna." in words(none)
    assert one.status_code == 302


def test_an_answer_to_a_question_that_is_not_asked_is_refused(home: Home, guardian: Visitor):
    page = guardian.post(home.form_url("message"), {"text": "Hej", "extra": "1"})

    assert page.status_code == 422
    assert "”extra”" in words(page)


def test_a_chosen_alternative_stays_chosen(home: Home, guardian: Visitor):
    answers = {"wish": "remote-video", "appointment": "in summer"}

    html = guardian.post(home.form_url("cancel-or-rebook"), answers).content.decode()

    assert re.search(r'value="remote-video"[^>]*checked', html)
    assert 'value="in summer"' in html


# --- What one should know before -------------------------------------------------------------------


ADVICE = [
    ("care-of-child-under-12-certificate", "2026-04-01", False),
    ("care-of-child-under-12-certificate", "2027-09-15", True),
    ("care-of-child-12-16-certificate", "2026-04-01", True),
    ("care-of-child-12-16-certificate", "2027-09-15", False),
]


@pytest.mark.parametrize(("key", "day", "warned"), ADVICE)
def test_age_is_a_warning_and_never_a_stop(home: Home, key: str, day: str, warned: bool):
    home.set_clock(on(f"{day}T00:00"))
    guardian = home.sign_in("guardian")

    said = guardian.read(home.form_url(key))
    sent = guardian.post(home.form_url(key), filled(key))

    assert ("Välj hellre" in said) is warned
    assert sent.status_code == 302


READERS = [
    ("guardian", "child", "message", "other_guardian kan också läsa det, och personalen"),
    ("child", "child", "message", "guardian och other_guardian kan också läsa det"),
    (
        "youth",
        "youth",
        "message",
        "Bara du och personalen på outpatient kan läsa det. Din vårdnadshavare kan inte läsa det.",
    ),
    (
        "youth_guardian",
        "youth",
        "care-allowance-certificate",
        "Bara du och personalen på outpatient kan läsa det. youth kan inte läsa det.",
    ),
]


@pytest.mark.parametrize(("name", "about", "key", "sentence"), READERS)
def test_the_form_says_who_else_can_read(
    home: Home, name: str, about: str, key: str, sentence: str
):
    said = home.sign_in(name).read(home.form_url(key, about=about)).replace(" ,", ",")

    assert sentence in said


# --- Shortcuts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SHORTCUTS)
def test_a_shortcut_leads_out_records_nothing_and_still_lets_an_empty_request_be_sent(
    home: Home, guardian: Visitor, key: str
):
    service: Service | None = routine().service(key)
    assert service
    link = routine().link(service.leads_to)
    assert link

    page = guardian.get(home.form_url(key).replace("/new/", "/shortcut/"))

    assert link.address in words(page)
    assert 'href="http' not in page.content.decode()
    assert "Skicka till oss ändå" in words(page)
    assert not CaseRow.objects.exists()
    assert not AccessRow.objects.exists()
    assert guardian.post(home.form_url(key), {"text": ""}).status_code == 302


def test_a_clinics_own_address_is_shown_instead_of_the_routines(home: Home, guardian: Visitor):
    clinic = home.world.clinics["outpatient"]
    set_link(clinic=clinic, key="evi", address="https://evi.example/")

    address = home.form_url("self-referral").replace("new", "shortcut")

    assert "https://evi.example/" in guardian.read(address)
    out = guardian.get(address.replace("?", "follow/?"))
    assert (out.status_code, out["Location"]) == (303, "https://evi.example/")


@pytest.mark.asvs("1.2.2")
def test_an_address_that_is_no_web_page_is_never_a_link(home: Home, guardian: Visitor):
    clinic = home.world.clinics["outpatient"]
    set_link(clinic=clinic, key="evi", address="javascript:alert(1)")

    page = guardian.get(home.form_url("self-referral").replace("new", "shortcut"))

    assert page.status_code == 404
    assert "javascript:" not in page.content.decode()


def test_what_is_no_shortcut_has_no_way_out(home: Home, guardian: Visitor):
    assert guardian.get(home.form_url("message").replace("new", "shortcut")).status_code == 404
