"""Cases of the same kind are told apart in the lists, and nobody reads there what isn't one's own."""

from datetime import timedelta

import pytest

from tests.doors.home import Home, build_home
from vardag.rooms.people.actions import add_guardian
from vardag.rooms.people.models import PersonRow

SLEEP, SCHOOL = "Hon sover så dåligt nu", "Skolan undrar"


@pytest.fixture
def home(db: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    return build_home(monkeypatch)


def two_messages(home: Home, by: str = "guardian", about: str = "child") -> None:
    home.send(by=by, about=about, form={"text": f"{SLEEP} på nätterna och blir så trött i skolan."})
    home.send(by=by, about=about, form={"subject": SCHOOL, "text": "De vill ha ett möte."})


def test_two_messages_are_told_apart_by_their_topic_or_how_they_begin(home: Home):
    two_messages(home)
    home.send("renew-prescription", form={"medicine": "Melatonin 3 mg"})

    said = home.sign_in("guardian").read("/cases/")

    assert f"”{SLEEP} på …”" in said
    assert f"”{SCHOOL}”" in said
    assert "De vill ha ett möte" not in said
    assert "Melatonin" not in said  # the only one of its kind


def test_what_is_chosen_and_a_day_are_said_as_they_were_asked(home: Home):
    home.send("cancel-or-rebook", form={"wish": "cancel", "appointment": "2026-04-09"})
    home.send("cancel-or-rebook", form={"wish": "remote-video", "appointment": "2026-04-10"})

    said = home.sign_in("guardian").read("/cases/")

    assert "Avboka tid, torsdag 9 april" in said


def test_what_the_other_guardian_wrote_is_not_quoted_but_named_by_the_writer(home: Home):
    two_messages(home)

    said = home.sign_in("other_guardian").read("/cases/")

    assert SLEEP not in said
    assert "kl. 10.00 av other_guardian" not in said
    assert "kl. 10.00 av guardian" in said


def test_how_to_reach_the_family_never_stands_in_a_list(home: Home):
    for phone in ("070-174 06 05", "070-174 06 06"):
        home.send("contact-details", form={"phone": phone})

    said = home.sign_in("guardian").read("/cases/")

    assert "070-174" not in said


def test_a_youths_own_words_are_for_the_youth_alone(home: Home):
    two_messages(home, by="youth", about="youth")

    assert SLEEP in home.sign_in("youth").read("/cases/")
    for name in ("youth_guardian", "guardian", "stranger"):
        assert SLEEP not in home.sign_in(name).read("/cases/")


def test_what_a_protected_guardian_wrote_is_in_no_other_list(home: Home):
    two_messages(home)
    PersonRow.objects.filter(pk=home.id("guardian")).update(protection="protected-registration")

    said = home.sign_in("other_guardian").read("/cases/")

    assert "Meddelande" not in said


def test_a_list_says_whom_it_is_about_where_it_could_be_another_child(home: Home):
    home.send()
    assert "child Meddelande" not in home.sign_in("guardian").read("/cases/")

    residents = home.world.residents
    add_guardian(guardian=residents["guardian"], child=residents["youth"])

    assert "child Meddelande" in home.sign_in("guardian").read("/cases/")


def test_who_has_nobody_to_write_for_is_not_asked_to_write(home: Home):
    assert "Skriv till mottagningen" not in home.sign_in("stranger").read("/cases/")
    said = home.sign_in("youth").read("/cases/")
    assert "Skriv till mottagningen" in said
    assert "Ring Bris" in said


def test_two_questions_that_sound_alike_say_when_each_case_was_sent(home: Home):
    for day in (0, 1):
        home.ask(home.send(at=home.now - timedelta(days=day)), at=home.now)
    home.ask(home.send("renew-prescription"))

    said = home.sign_in("guardian").read("/")

    assert "Meddelande, skickat onsdag 1 april" in said
    assert "Meddelande, skickat tisdag 31 mars" in said
    assert "Förnya recept, skickat" not in said
