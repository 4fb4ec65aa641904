"""What somebody wrote is given back when the sign-in has ended; strange cookies break nothing."""

import re

import pytest
from django.urls import URLResolver, get_resolver

from tests.doors.desk import TUESDAY, a_desk

pytestmark = pytest.mark.django_db


def test_an_answer_written_while_signed_out_is_given_back(client):
    page = client.post("/cases/42/answer/", {"text": "27 mg, sedan i februari."})

    assert page.status_code == 403
    assert "27 mg, sedan i februari." in page.content.decode()
    assert "Du är utloggad." in page.content.decode()


def test_a_form_written_while_signed_out_is_given_back(client):
    page = client.post("/new/message/?for=1", {"text": "Vår tid?", "form_key": "x"})

    assert page.status_code == 403
    assert "Vår tid?" in page.content.decode()
    assert ">x<" not in page.content.decode()


def test_after_signing_in_nobody_is_sent_to_where_only_forms_go(client):
    answer = client.post("/staff/cases/35/print/")

    assert answer.status_code == 302
    assert "next" not in answer["Location"]


@pytest.mark.parametrize(
    "address", ["/staff/cases/35/claim/", "/staff/cases/35/draft/", "/staff/work/35/done/"]
)
def test_a_script_is_told_to_leave_its_page_for_the_sign_in_and_to_come_back(client, address):
    page = "http://testserver/staff/cases/35/?act=reply"

    answer = client.post(address, headers={"HX-Request": "true", "HX-Current-URL": page})

    assert answer.headers["HX-Redirect"] == (
        "/sign-in/?next=%2Fstaff%2Fcases%2F35%2F%3Fact%3Dreply"
    )
    assert "Location" not in answer.headers
    assert not answer.content


def test_nor_is_a_script_on_another_site_led_back_there(client):
    page = "https://elsewhere.example/"

    answer = client.post(
        "/staff/cases/35/claim/", headers={"HX-Request": "true", "HX-Current-URL": page}
    )

    assert answer.headers["HX-Redirect"] == "/sign-in/"


@pytest.mark.parametrize(
    ("address", "language", "sentence"),
    [
        ("/sign-in/out/", "sv", "Sidan går inte att öppna på det sättet"),
        ("/staff/cases/35/print/", "sv", "Den är svaret på ett formulär"),
        ("/staff/work/35/done/", "en", "be opened that way"),
        ("/cases/35/answer/", "en", "It is the answer to a form."),
    ],
)
def test_an_address_that_only_takes_forms_says_so_when_it_is_typed(
    client, address, language, sentence
):
    client.cookies["django_language"] = language

    answer = client.get(address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("key", ["\0aaaaaaaaaaaa", "å" * 12, "A" * 40, "x" * 5_000, "'; --"])
@pytest.mark.asvs("7.2.1")
def test_a_session_cookie_of_a_strange_shape_is_no_sign_in_and_no_failure(client, key):
    client.cookies["sessionid"] = key

    assert client.get("/cases/").headers["Location"].startswith("/sign-in/")


# ---- The office ----------------------------------------------------------------------------------

WRITTEN = "Det jag har skrivit i en kvart."
FROM_HERE = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/staff/office/"}
_MADE_UP = {"int": "1", "slug": "x", "str": "x", "uuid": "0b1a4a5e-6f57-4a6f-8a3e-0c8f3d6a0b11"}


def office_addresses() -> list[str]:
    """Return every address of the office, with made-up particulars."""
    of_office = next(
        each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "office"
    )
    assert isinstance(of_office, URLResolver)
    paths = (f"/{of_office.pattern}{each.pattern}" for each in of_office.url_patterns)
    return [re.sub(r"<(?:(\w+):)?\w+>", _made_up, path) for path in paths]


def _made_up(particular: re.Match[str]) -> str:
    return _MADE_UP.get(particular[1] or "str", "2026-04-13")


@pytest.mark.parametrize("address", office_addresses())
def test_what_is_written_in_the_office_is_given_back_to_who_is_signed_out(client, address):
    page = client.post(address, {"any": WRITTEN}, headers=FROM_HERE)

    assert page.status_code in (403, 405)
    said = page.content.decode()
    assert WRITTEN in said
    if page.status_code == 403:
        assert "Du är utloggad" in said
        assert "/sign-in/?next=%2Fstaff%2Foffice%2F" in said


def test_nobody_elses_page_has_its_words_shown_as_what_one_wrote(client):
    page = client.post("/staff/office/signature/", {"sv": WRITTEN}, headers={"Origin": "null"})

    assert page.status_code == 302


def test_who_lost_the_role_while_writing_has_the_words_back(monkeypatch):
    desk = a_desk(monkeypatch)
    desk.it_is(TUESDAY)
    sent = {"sv": WRITTEN, "en": ""}

    page = desk.sits("nurse").post("/staff/office/signature/", sent, headers=FROM_HERE)

    assert page.status_code == 403
    assert WRITTEN in page.content.decode()
    assert "Du är utloggad" not in page.content.decode()
