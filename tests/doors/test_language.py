"""Screens are Swedish first, and English for whoever chooses it."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_is_swedish_whatever_the_browser_prefers(client):
    answer = client.get("/sign-in/", headers={"Accept-Language": "en-US,en;q=0.9"})

    assert answer.headers["Content-Language"] == "sv"
    assert '<html lang="sv"' in answer.content.decode()


def test_whoever_chooses_english_gets_english_from_then_on(client):
    client.post("/language/", {"language": "en", "next": "/sign-in/"})

    assert '<html lang="en"' in client.get("/sign-in/").content.decode()


def test_a_language_that_there_is_none_of_is_swedish(client):
    client.cookies["django_language"] = "tlh"

    assert '<html lang="sv"' in client.get("/sign-in/").content.decode()
