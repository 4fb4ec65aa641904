"""What is begun comes back to its writer and to nobody else, and only while it may still be sent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.build import on
from tests.doors.home import Home, Visitor, build_home, words
from vardag.rooms.cases.models import CaseRow
from vardag.rooms.people.families.blocking import block
from vardag.rooms.people.models import GuardianRow
from vardag.rooms.unsent.actions import MOST
from vardag.rooms.unsent.models import UnsentRow

SECRET = "Det som bara hon som skriver får läsa"


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


@pytest.fixture
def guardian(home: Home) -> Visitor:
    return home.sign_in("guardian")


def writes(home: Home, visitor: Visitor, text: str = SECRET, *, deed: str = "save") -> str:
    """Write into a new form, and return its address."""
    key = str(uuid4())
    address = home.form_url("message")
    visitor.post(address, {"text": text, "form_key": key, ".do": deed, ".page": "1"})
    return f"{address}&key={key}"


def test_what_was_begun_is_found_from_the_start_page_and_from_the_menu(home: Home, guardian):
    address = writes(home, guardian)

    assert "Du har börjat på Meddelande, för child" in guardian.read("/")
    assert SECRET in guardian.read(address)
    assert SECRET in guardian.read(home.form_url("message"))


def test_going_back_from_the_first_page_begins_a_form_only_if_something_is_written(
    home: Home, guardian
):
    writes(home, guardian, text=" ", deed="back")
    assert not UnsentRow.objects.exists()

    address = home.form_url("message")
    answer = guardian.post(address, {"text": "Hej", "form_key": str(uuid4()), ".do": "back"})

    assert answer.headers["Location"].startswith("/?for=")
    assert "Du har börjat på Meddelande, för child" in guardian.read(answer.headers["Location"])


def test_what_can_not_be_kept_stays_on_the_page_when_one_goes_back(home: Home, guardian):
    sent = {"text": "å" * 10_001, "form_key": str(uuid4()), ".do": "back"}

    answer = guardian.post(home.form_url("message"), sent)

    assert answer.status_code == 422
    assert "å" * 10_001 in answer.content.decode()


@pytest.mark.parametrize("name", ["other_guardian", "child", "youth", "stranger"])
def test_nobody_else_of_the_family_finds_it_even_with_its_address(
    home: Home, guardian: Visitor, name: str
):
    address = writes(home, guardian)
    other = home.sign_in(name)

    for page in ("/", "/cases/", address, f"{address}&page=review"):
        assert SECRET not in other.get(page, follow=True).content.decode()
        assert "Du har börjat" not in words(other.get("/"))


@pytest.mark.parametrize("name", ["nurse", "receiver", "manager"])
def test_staff_never_see_it(home: Home, guardian: Visitor, name: str):
    address = writes(home, guardian)
    member = home.sign_in(name)

    for page in ("/staff/", "/staff/mine/", address):
        assert SECRET not in member.get(page, follow=True).content.decode()


def turns_thirteen(home: Home) -> None:
    home.set_clock(on("2028-09-15T00:00"))


def loses_custody(home: Home) -> None:
    row = GuardianRow.objects.filter(guardian=home.id("guardian"))
    row.update(until_date=home.now.date() - timedelta(days=1))


def is_blocked(home: Home) -> None:
    block(
        guardian=home.world.residents["guardian"],
        child=home.world.residents["child"],
        clinic=home.world.clinics["outpatient"],
        reason="Hot mot barnet, anmält av skolan.",
        by=home.world.staff_member("manager", on=home.now.date()),
        at=home.now,
    )


@pytest.mark.parametrize("loses", [turns_thirteen, loses_custody, is_blocked])
def test_who_may_not_send_it_any_more_does_not_find_it_either(home: Home, guardian, loses):
    address = writes(home, guardian)
    key = address.rsplit("=", 1)[1]

    loses(home)

    again = home.sign_in("guardian")
    assert "Du har börjat" not in words(again.get("/", follow=True))
    for page in (address, f"{address}&page=review"):
        response = again.get(page, follow=True)
        assert response.status_code == 403
        assert SECRET not in response.content.decode()
    saved = again.post(
        home.form_url("message"), {"text": "Mer", "form_key": key, ".do": "save", ".page": "1"}
    )
    assert saved.status_code == 403
    for deed in ("next", "language:en", "switch:renew-prescription", ""):
        answer = again.post(home.form_url("message"), {"form_key": key, ".do": deed, ".page": "1"})
        assert answer.status_code == 403
        assert SECRET not in answer.content.decode()
    assert UnsentRow.objects.get().answers == {"text": SECRET}


def test_a_forms_key_in_an_address_about_something_else_opens_nothing(home: Home, guardian):
    key = writes(home, guardian).rsplit("=", 1)[1]

    said = guardian.read(f"{home.form_url('contact-details')}&key={key}")
    posted = {"phone": "070-000 00 00", "form_key": key, ".do": "save", ".page": "1"}
    saved = guardian.post(home.form_url("contact-details"), posted)

    assert SECRET not in said
    assert saved.status_code == 409
    assert UnsentRow.objects.get().service == "message"


def test_what_was_sent_is_not_begun_any_more_and_a_late_save_begins_nothing(home: Home, guardian):
    address = writes(home, guardian)
    key = address.rsplit("=", 1)[1]
    form = {"text": SECRET, "form_key": key}

    sent = guardian.post(home.form_url("message"), form)
    late = guardian.post(home.form_url("message"), {**form, ".do": "save", ".page": "1"})

    assert (sent.status_code, late.status_code) == (302, 409)
    assert not UnsentRow.objects.exists()
    assert CaseRow.objects.count() == 1


def test_what_is_written_into_a_form_that_was_sent_becomes_another_and_is_said_so(home, guardian):
    key = writes(home, guardian).rsplit("=", 1)[1]
    guardian.post(home.form_url("message"), {"text": SECRET, "form_key": key})
    more = {"text": "Något annat", "form_key": key, ".do": "next", ".page": "1"}

    page = guardian.post(home.form_url("message"), more, follow=True)

    assert "Du har redan skickat det här." in words(page)
    assert "Läs igenom" in words(page)
    assert UnsentRow.objects.get().answers == {"text": "Något annat"}


def test_thrown_is_gone_and_only_ones_own_can_be_thrown(home: Home, guardian: Visitor):
    key = writes(home, guardian).rsplit("=", 1)[1]
    throw = {"form_key": key, ".do": "throw"}

    home.sign_in("other_guardian").post(home.form_url("message"), throw)
    assert UnsentRow.objects.count() == 1
    page = guardian.post(home.form_url("message"), throw, follow=True)

    assert "Det är slängt." in words(page)
    assert not UnsentRow.objects.exists()


def test_too_much_begun_is_said_with_what_was_written(home: Home, guardian: Visitor):
    for _ in range(MOST):
        writes(home, guardian)
    more = {"text": "En till", "form_key": str(uuid4()), ".do": "next", ".page": "1"}

    page = guardian.post(home.form_url("message"), more)

    assert page.status_code == 422
    assert "Du har börjat på så många ärenden." in words(page)
    assert "En till" in page.content.decode()


def test_a_summary_of_what_is_not_whole_leads_to_what_is_missing(home: Home, guardian: Visitor):
    address = f"{home.form_url('cancel-or-rebook')}&key={uuid4()}"

    response = guardian.get(f"{address}&page=review", follow=True)

    assert "Fråga 2 av 3" in words(response)


def test_a_change_from_the_summary_leads_back_to_it(home: Home, guardian: Visitor):
    address, key = home.form_url("cancel-or-rebook"), str(uuid4())
    for number, answer in ((1, {}), (2, {"wish": "cancel"}), (3, {})):
        guardian.post(address, {**answer, "form_key": key, ".do": "next", ".page": str(number)})

    changed = {"wish": "new-time", "form_key": key, ".do": "next", ".page": "2", ".back": "1"}
    page = guardian.post(address, changed, follow=True)

    assert "Läs igenom" in words(page)
    assert "Få en annan tid" in words(page)
