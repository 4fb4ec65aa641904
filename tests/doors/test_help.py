"""What helps whoever is here needs no sign-in, and speaks both languages."""

import re

import pytest
from django.contrib.staticfiles import finders

from tests.doors.desk import a_desk
from tests.journeys.pictures import HANDBOOK, PICTURES
from vardag.doors.help.handbook import CHAPTERS

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


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_can_be_read_by_anybody_and_shows_pictures_that_are_there(client, chapter):
    page = client.get(f"/help/{chapter}/")

    assert page.status_code == 200
    pictures = re.findall(r'src="/static/(help/[^"]+)"', page.content.decode())
    assert pictures
    assert all(finders.find(each) for each in pictures)


def test_a_chapter_that_is_none_is_not_there(client):
    assert client.get("/help/nowhere/").status_code == 404


def test_the_contents_name_every_chapter_and_the_pictures_are_each_in_one(client):
    page = client.get("/help/").content.decode()
    chapters = "".join(client.get(f"/help/{each}/").content.decode() for each in CHAPTERS)

    assert all(f'href="/help/{each}/"' in page for each in CHAPTERS)
    assert all(each.file.name in chapters for each in PICTURES if each.file.parent == HANDBOOK)


@pytest.mark.parametrize(
    ("who", "chapter"),
    [
        ("receiver", "receiver"),
        ("nurse", "receiver"),
        ("clinician", "handler"),
        ("doctor", "certificates"),
        ("manager", "manager"),
        ("administrator", "administrator"),
        ("guardian", "family"),
        ("youth", "youth"),
        ("child", "youth"),
    ],
)
def test_help_leads_to_the_readers_own_chapter(monkeypatch, who, chapter):
    desk = a_desk(monkeypatch)

    page = desk.sits(who).get("/help/").content.decode()

    assert f'class="ds-button" href="/help/{chapter}/"' in " ".join(page.split())


def test_who_is_not_signed_in_is_led_to_the_contents(client):
    assert 'href="/help/"' in client.get("/sign-in/").content.decode()
