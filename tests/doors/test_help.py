"""What helps whoever is here needs no sign-in, and speaks both languages."""

import pytest

from tests.doors.desk import a_desk

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESS = "/help/accessibility/"


def test_who_is_not_signed_in_reads_how_far_everybody_can_use_the_pages(client):
    page = client.get(ADDRESS)

    assert page.status_code == 200
    said = page.content.decode()
    assert "delvis förenliga med lagen" in said
    assert "Det här har vi inte prövat" in said
    assert "https://www.digg.se/tdosanmalan" in said


def test_the_page_is_english_for_who_chose_it(client):
    client.post("/language/", {"language": "en", "next": ADDRESS})

    assert "in part" in client.get(ADDRESS).content.decode()


def test_every_page_of_both_sides_leads_there(monkeypatch):
    desk = a_desk(monkeypatch)

    for page in (desk.sits("receiver").get("/staff/"), desk.sits("guardian").get("/")):
        assert f'href="{ADDRESS}"' in page.content.decode()


def test_staff_read_it_in_their_own_frame(monkeypatch):
    assert 'class="top-inner"' in a_desk(monkeypatch).sits("receiver").get(ADDRESS).content.decode()
