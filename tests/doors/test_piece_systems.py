"""Work after closing whose system is told: from its page, how it stands in the list, and what helps."""

from datetime import timedelta

import pytest

from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import opened, read, text
from tests.doors.worklists import WORK, look, tick
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case.events import WorkCompleted, WorkOpened, WorkSent
from vardag.domain.messages.lines import Line
from vardag.domain.people.identity import CaseId
from vardag.domain.people.protection import Protection
from vardag.doors.ops import delivering
from vardag.doors.ops.stand_in import Behavior, Shelf, stand_in
from vardag.rooms.deliveries.queries import of_case
from vardag.rooms.people.actions import protect

pytestmark = pytest.mark.django_db
SECRETARY = "certificate_secretary"
ANNOUNCE, SIGNATURE = "announce-in-worklist", "electronic-signature"
SYSTEMS = "/staff/systems/"


@pytest.fixture
def desk(monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


@pytest.fixture
def shelf(settings):
    shelf = Shelf()
    with stand_in(shelf) as address:
        settings.LINES = tuple(
            Line("medical", each, fhir=address) for each in ("worklist", "intygsmodulen")
        )
        yield shelf


def typed(desk: Desk) -> CaseId:
    """Return a closed case whose dictation is typed."""
    case = desk.certificate_to_write()
    tick(desk, case, "type-dictation")
    return case


def page_of(desk: Desk, case: CaseId, who: str = SECRETARY) -> str:
    return read(desk.sits(who).get(f"{WORK}{case}/"))


def note_of(page: str) -> str:
    return page.partition('name="note"')[2].partition('value="')[2].partition('"')[0]


def send(desk: Desk, case: CaseId, work: str = ANNOUNCE, note: str | None = None, **more: object):
    seen = desk.case(case).case.version
    note = note_of(page_of(desk, case)) or "Klart." if note is None else note
    data = {"work": work, "seen": seen, "note": note, **more}
    return desk.sits(SECRETARY).post(f"{WORK}{case}/send/", data)


def deliver() -> None:
    delivering.deliver_due(lambda _: False)


def test_without_a_line_the_ready_text_is_there_to_copy_and_the_button_confirms(desk):
    case = typed(desk)

    page = page_of(desk, case)

    ready = text(page.partition(f'id="journal-{ANNOUNCE}"')[2].partition("</blockquote>")[0])
    number = desk.case(case).number
    assert "Intyget ligger i Intygsmodulen och väntar på läkarens underskrift" in ready
    assert f"child. Ärende {number}" in ready
    assert f'data-copy="journal-{ANNOUNCE}"' in page
    assert "Meddelat" in text(page)
    assert "Skicka till" not in text(page)
    assert "Skicka till" not in text(look(desk))


def test_a_signature_has_nothing_to_paste_where_no_line_goes(desk):
    case = typed(desk)
    tick(desk, case, ANNOUNCE)

    assert 'class="journal"' not in page_of(desk, case)


def test_what_stands_on_the_page_is_what_is_sent_and_the_receipt_does_it(desk, shelf):
    case = typed(desk)
    assert f'href="/staff/work/{case}/?from=work#tell"' in look(desk)
    ready = note_of(page_of(desk, case)).strip()

    response = send(desk, case)
    sent = desk.case(case).entries[-1].event
    waiting = text(page_of(desk, case))
    deliver()

    assert response.headers["Location"] == f"{WORK}{case}/"
    assert isinstance(sent, WorkSent)
    assert (sent.work, sent.system, sent.note) == (ANNOUNCE, "worklist", ready)
    assert "På väg till Uppdragslistan sedan 10.00." in waiting
    assert "Meddelat" in waiting  # a person can still do it
    done, following = (each.event for each in desk.case(case).entries[-2:])
    assert done == WorkCompleted(ANNOUNCE, receipt="Task/1")
    assert isinstance(following, WorkOpened)
    (task,) = shelf.resources
    assert (task["resourceType"], task["description"]) == ("Task", ready)
    history = text(page_of(desk, case))
    assert "certificate_secretary skickade till Uppdragslistan: Meddela i uppdragslistan" in history
    assert "Uppdragslistan gjorde: Meddela i uppdragslistan (kvittens Task/1)" in history
    thread = text(opened(desk, case, who=SECRETARY))
    assert "Uppdragslistan gjorde: Meddela i uppdragslistan (kvittens Task/1)" in thread


def test_a_signature_is_waited_for_and_done_when_the_system_says_that_it_is_signed(desk, shelf):
    case = typed(desk)
    tick(desk, case, ANNOUNCE)
    send(desk, case, SIGNATURE)
    deliver()
    desk.it_is(TUESDAY + timedelta(days=20))
    deliver()
    late = text(look(desk))

    shelf.signed()
    desk.it_is(TUESDAY + timedelta(days=20, hours=2))
    deliver()

    assert "Skickat till Intygsmodulen tis 7 april 10.00, väntar på kvittens." in late
    assert "Över datum" in late  # it is late as long as it waits
    done = desk.case(case).entries[-2].event
    assert done == WorkCompleted(SIGNATURE, receipt="Task/1")


def test_a_line_whose_receipts_do_not_tick_leaves_that_to_who_looks(desk, shelf, settings):
    settings.LINES = tuple(
        Line(each.clinic, each.system, fhir=each.fhir, ticks=False) for each in settings.LINES
    )
    case = typed(desk)
    send(desk, case)
    deliver()

    words = text(page_of(desk, case))
    tick(desk, case, ANNOUNCE)

    assert "Uppdragslistan säger att det är klart, kvittens Task/1. Titta där" in words
    assert desk.case(case).entries[-2].event == WorkCompleted(ANNOUNCE)
    assert of_case(case)[ANNOUNCE].receipt == "Task/1"


def test_what_failed_says_what_helps_in_the_list_on_the_page_and_on_the_case(desk, shelf):
    case = typed(desk)
    shelf.behavior = Behavior.REFUSING
    send(desk, case)
    deliver()

    why = "Uppdragslistan tar inte emot det. Gör det själv där"
    assert "Det har inte kommit fram" in text(look(desk))
    assert why in text(page_of(desk, case))
    assert "Skicka igen" in text(page_of(desk, case))
    assert why in text(opened(desk, case, who=SECRETARY))
    receiver = read(desk.sits("medical_receiver").get(SYSTEMS))
    assert f'href="/staff/work/{case}/"' in receiver
    assert f"{desk.case(case).number} Meddela i uppdragslistan {why}" in text(receiver)
    assert "child" not in text(receiver)

    shelf.behavior = Behavior.GOOD
    send(desk, case, note="Något annat")
    deliver()
    assert shelf.resources[0]["description"].startswith("Intyget ligger")  # as it was


def test_what_is_ticked_by_hand_meanwhile_is_not_sent(desk, shelf):
    case = typed(desk)
    send(desk, case)

    tick(desk, case, ANNOUNCE)
    deliver()

    assert shelf.resources == []


def test_what_cannot_be_sent_is_said_on_the_page(desk, shelf):
    case = typed(desk)

    empty = send(desk, case, note=" ")
    send(desk, case)
    twice = send(desk, case, note="Klart.")

    assert (empty.status_code, twice.status_code) == (422, 422)
    assert "Skriv något först." in empty.content.decode()
    assert "väntar på kvittens." in twice.content.decode()


def test_of_a_protected_family_nothing_is_sent_by_who_sees_no_names(desk, shelf):
    case = typed(desk)
    send(desk, case)
    other = typed(desk)
    protect(person=desk.person("child"), protection=Protection.MARKED)

    history, words = page_of(desk, case), text(page_of(desk, other))
    refused = send(desk, other, note="child")

    assert "child" not in text(history)  # also where it was sent before
    assert "Den som har valt att se vem ärendet gäller kan skicka det." in words
    assert "Skicka till" not in words
    assert refused.status_code == 403


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_stumbles_over_what_failed_and_what_waits(desk, shelf, page, scheme):
    case, other = typed(desk), typed(desk)
    shelf.behavior = Behavior.REFUSING
    send(desk, case)
    deliver()
    tick(desk, other, ANNOUNCE)
    send(desk, other, SIGNATURE)
    page.emulate_media(color_scheme=scheme)

    for html in (page_of(desk, case), page_of(desk, other), look(desk)):
        page.set_viewport_size({"width": 1280, "height": 900})
        shown(page, html.encode())
        assert stumbling_blocks(page) == []
        page.set_viewport_size({"width": 390, "height": 800})
        assert not overflows(page)


def test_what_was_sent_is_what_stands_there_to_be_sent_again_or_copied(desk, shelf):
    case = typed(desk)
    shelf.behavior = Behavior.REFUSING
    send(desk, case, note="Intyget ligger klart.")
    deliver()

    assert note_of(page_of(desk, case, "doctor")) == "Intyget ligger klart."
