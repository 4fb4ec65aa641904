"""The page of the clinic's signature, and where it comes to stand."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import opened, read, sent, text
from tests.harness.accessibility import stumbling_blocks
from vardag.domain.case.events import ReplySent
from vardag.domain.people.identity import ClinicId
from vardag.rooms.people.models import PersonRow
from vardag.rooms.sign_offs.queries import template_of

pytestmark = pytest.mark.django_db
PAGE = "/staff/office/signature/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def write(desk: Desk, words: str, *, seen: int = 0, who: str = "administrator"):
    return desk.sits(who).post(PAGE, {"text": words, "seen": str(seen)})


def template(desk: Desk) -> str:
    return template_of(ClinicId(desk.world.clinics["outpatient"]))


EVERYBODY = {
    "receiver": 403,
    "clinician": 403,
    "manager": 200,
    "administrator": 200,
    "guardian": 302,
}


@pytest.mark.parametrize("person", EVERYBODY)
def test_the_signature_is_for_managers_and_administrators(desk: Desk, person: str):
    before = template(desk)

    found = desk.sits(person).get(PAGE).status_code
    done = write(desk, "Hej", who=person).status_code

    assert found == EVERYBODY[person]
    assert done == {200: 302}.get(found, found)
    assert (template(desk) == "Hej") is (found == 200) is not (template(desk) == before)


def test_what_is_written_stands_under_the_next_message_and_the_page_says_who_wrote_it(desk: Desk):
    case = desk.send("message")

    write(desk, "Vänliga hälsningar\r\n{mitt namn}, {mottagningen}")
    page = opened(desk, case)
    sent(desk, case, "reply", {"reply-text": "Den 4 maj."})

    event = desk.case(case).entries[-1].event
    assert isinstance(event, ReplySent)
    assert event.text == "Den 4 maj.\n\nVänliga hälsningar\nreceiver, outpatient"
    assert "Vänliga hälsningar receiver, outpatient" in text(page)
    assert "tis 7 april 10.00, administrator · används" in text(
        read(desk.sits("manager").get(PAGE))
    )


def test_what_is_sent_already_stays_as_it_was(desk: Desk):
    case = desk.send("message")
    sent(desk, case, "interim-reply", {"interim-text": "Vi ser på det."})
    before = desk.case(case).entries[-1].event

    write(desk, "")
    sent(desk, case, "reply", {"reply-text": "Klart."})

    *_, then, now = desk.case(case).entries
    assert then.event == before
    assert isinstance(now.event, ReplySent)
    assert now.event.text == "Klart."


def test_who_lives_under_protection_signs_without_a_name(desk: Desk):
    PersonRow.objects.filter(pk=desk.person("receiver")).update(
        protection="marked", title="sekreterare"
    )

    page = text(opened(desk, desk.send("message")))

    assert "Med vänlig hälsning sekreterare outpatient" in page


@pytest.mark.parametrize("words", ["{okänt}", "a" * 501])
def test_what_cant_be_kept_comes_back_with_its_sentence(desk: Desk, words: str):
    html = read(write(desk, words), 422)

    assert words in html
    assert 'aria-describedby="text-help text-error"' in html
    assert template(desk) != words


def test_of_two_who_write_the_later_is_told_and_keeps_the_words(desk: Desk):
    write(desk, "Den första")

    html = read(write(desk, "Den andra", who="manager"), 409)

    assert "Någon annan ändrade signaturen under tiden." in html
    assert ">\nDen andra</textarea>" in html
    assert 'name="seen" value="1"' in html


@pytest.mark.one_database
def test_nobody_stumbles_over_the_page(desk: Desk, page):
    write(desk, "Hej {mitt namn}")
    for response in (desk.sits("manager").get(PAGE), write(desk, "{okänt}", seen=1)):
        shown(page, response.content)
        assert not stumbling_blocks(page)
