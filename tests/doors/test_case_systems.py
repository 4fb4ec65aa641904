"""A step whose system is told: sending it from the case's page, how it stands, and what helps."""

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk
from tests.doors.inboxes import opened, read, sent, text
from vardag.domain.case.step_events import StepCompleted, StepSent
from vardag.domain.messages.lines import Line
from vardag.domain.people.identity import CaseId
from vardag.domain.people.protection import Protection
from vardag.doors.ops import delivering
from vardag.doors.ops.stand_in import Behavior, Shelf, stand_in
from vardag.rooms.people.actions import protect

pytestmark = pytest.mark.django_db
STEP = "cancel-booking"
SYSTEMS = "/staff/systems/"
WAYS = ("melior", "elvis", "vard-och-halsa")


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def shelf(settings):
    shelf = Shelf()
    with stand_in(shelf) as address:
        settings.LINES = tuple(Line("outpatient", each, fhir=address) for each in WAYS)
        yield shelf


def cancelling(desk: Desk) -> CaseId:
    return desk.send("cancel-or-rebook", form={"wish": "cancel", "appointment": "2026-04-16"})


def send(desk: Desk, case: CaseId, step: str = STEP, **more: str):
    fields = {"step": step, f"step:{step}:note": "Avbokas.", **more}
    return sent(desk, case, "send", fields)


def deliver() -> None:
    delivering.deliver_due(lambda _: False)


def test_without_a_line_the_ready_text_of_every_system_is_there_to_copy_and_confirm(desk):
    page = opened(desk, cancelling(desk))

    for step, system in (("journal-note", "Melior"), (STEP, "ELVIS")):
        assert f'id="journal-{step}"' in page
        assert f'data-copy="journal-{step}"' in page
        assert f"Klart i {system}" in text(page)
    assert "Skicka till" not in text(page)


def test_a_tick_for_another_system_says_who_when_and_by_which_template(desk):
    case = cancelling(desk)

    sent(desk, case, "step", {"step": "journal-note"})

    words = text(opened(desk, case))
    assert "Skriv i journalen – klart Melior mall Återbud" in words
    assert "tis 7 april 10.00" in words


def test_what_stands_on_the_page_is_what_is_sent(desk, shelf):
    case = cancelling(desk)
    page = opened(desk, case)
    ready = page.partition(f'name="step:{STEP}:note"')[2].partition('value="')[2].partition('"')[0]

    send(desk, case, **{f"step:{STEP}:note": ready})
    words = text(opened(desk, case))

    event = desk.case(case).entries[-1].event
    assert isinstance(event, StepSent)
    assert event.note == ready.strip()
    assert ready.startswith("Avbokas: besöket tors 16 april.")
    assert "På väg till ELVIS sedan 10.00." in words
    assert "Klart i ELVIS" in words  # a person can still do it


def test_the_receipt_stands_at_the_step_with_who_sent_it(desk, shelf):
    case = cancelling(desk)
    send(desk, case)

    deliver()

    assert desk.case(case).entries[-1].event == StepCompleted(STEP, receipt="Appointment/1")
    words = text(opened(desk, case))
    assert "ELVIS, tis 7 april 10.00, kvittens Appointment/1 · skickat av" in words
    assert "ELVIS gjorde: Avboka tiden (kvittens Appointment/1)" in words


def test_what_waits_for_its_receipt_and_what_is_tried_again_says_so(desk, shelf):
    later, down = cancelling(desk), cancelling(desk)
    shelf.behavior = Behavior.LATER
    send(desk, later)
    deliver()
    shelf.behavior = Behavior.DOWN
    send(desk, down)
    deliver()

    assert "Skickat till ELVIS 10.00, väntar på kvittens." in text(opened(desk, later))
    assert "men det har inte kommit fram. Nytt försök 10.01." in text(opened(desk, down))


def test_what_failed_says_what_helps_and_can_be_sent_again_or_done_by_hand(desk, shelf):
    case = cancelling(desk)
    shelf.behavior = Behavior.REFUSING
    send(desk, case, **{f"step:{STEP}:note": "Som Mona skrev det."})
    deliver()
    page = opened(desk, case)
    failed, ready = (
        text(page),
        text(page.split(f'id="journal-{STEP}"')[1].split("</blockquote>")[0]),
    )

    shelf.behavior = Behavior.GOOD
    send(desk, case)
    deliver()

    assert "ELVIS tar inte emot det. Gör det själv där" in failed
    assert "Som Mona skrev det." in ready  # which is what is sent again
    assert "Skicka igen" in failed
    assert "Klart i ELVIS" in failed
    assert desk.case(case).entries[-1].event == StepCompleted(STEP, receipt="Appointment/1")


def test_what_is_booked_asks_for_its_time_and_gives_back_what_was_typed(desk, shelf):
    case = desk.send("cancel-or-rebook", form={"wish": "remote-video"})
    sent(desk, case, "step", {"step": "ask-clinician", "step:ask-clinician:outcome": "possible"})
    step, name = "book-video-meeting", "step:book-video-meeting:starts"

    empty = send(desk, case, step)
    past = send(desk, case, step, **{name: "2026-04-01T10:00"})
    send(desk, case, step, **{name: "2026-04-20T10:00"})

    assert (empty.status_code, past.status_code) == (422, 422)
    assert "Skriv dagen och tiden som bokas." in read(empty, 422)
    assert 'value="2026-04-01T10:00"' in read(past, 422)
    event = desk.case(case).entries[-1].event
    assert isinstance(event, StepSent)
    assert event.starts == "2026-04-20T10:00"


def test_what_failed_stands_in_a_list_for_receivers_and_administrators_with_a_count(desk, shelf):
    case = cancelling(desk)
    number = desk.case(case).number
    shelf.behavior = Behavior.REFUSING
    send(desk, case)
    before = text(read(desk.sits("receiver").get(SYSTEMS)))
    deliver()

    receiver = read(desk.sits("receiver").get(SYSTEMS))
    administrator = read(desk.sits("administrator").get(SYSTEMS))
    elsewhere = text(read(desk.sits("outsider").get(SYSTEMS)))

    assert "Allt har kommit fram." in before
    assert f"{number} Avboka tiden ELVIS tar inte emot det." in text(receiver)
    assert f'href="/staff/cases/{case}/"' in receiver
    assert "Andra system 1 som inte kom fram" in text(receiver)
    assert f'href="/staff/cases/{case}/"' not in administrator
    assert "the server answers 422" in administrator
    assert number not in elsewhere
    for page in (receiver, administrator):
        assert "child" not in text(page)  # whom it is about stands on the case's own page


def test_the_list_says_to_which_systems_there_are_lines(desk, settings, tmp_path):
    none = text(read(desk.sits("receiver").get(SYSTEMS)))
    settings.LINES = (
        Line("outpatient", "elvis", folder=tmp_path),
        Line("outpatient", "other", fhir="http://127.0.0.1:1"),
    )

    some = text(read(desk.sits("receiver").get(SYSTEMS)))

    assert "Steg i andra system görs för hand här." in none
    assert "ELVIS, med filer i en mapp; other, med HL7 FHIR." in some


def test_of_a_protected_family_nothing_is_sent_by_who_sees_no_names(desk, shelf):
    case = cancelling(desk)
    protect(person=desk.person("child"), protection=Protection.MARKED)

    words = text(opened(desk, case))
    refused = send(desk, case)

    assert "Den som har valt att se vem ärendet gäller kan skicka det." in words
    assert "Skicka till" not in words
    assert refused.status_code == 403
