"""The staff's pages in a real browser: nothing to stumble over, by keyboard, in the dark, narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.build import on
from tests.doors.desk import TUESDAY, Desk, a_desk, shown
from tests.doors.inboxes import address_of, sent
from tests.harness.accessibility import overflows, stumbling_blocks
from vardag.domain.case import acts
from vardag.domain.people.identity import CaseId

pytestmark = pytest.mark.one_database

WORDS = acts.Message(text="Vi hör av oss.")
LONG = "https://exempel.se/" + "mycketlångt" * 30


@pytest.fixture
def desk(db, monkeypatch) -> Desk:
    built = a_desk(monkeypatch)
    built.it_is(TUESDAY)
    return built


def inbox(desk: Desk) -> bytes:
    desk.send("message", at=on("2026-03-30T10:00"), form={"subject": LONG, "text": LONG})
    for service in ("message", "cancel-or-rebook", "care-allowance-certificate"):
        desk.do(desk.send(service), "nurse", acts.AddNote("Hej"))
    desk.do(desk.send("message", at=TUESDAY), "nurse", acts.Claim())
    return desk.sits("receiver").get("/staff/").content


def empty(desk: Desk) -> bytes:
    return desk.sits("receiver").get("/staff/awaiting/").content


def closed_list(desk: Desk) -> bytes:
    desk.do(desk.send("message"), "nurse", acts.ReplyAndClose(WORDS))
    return desk.sits("receiver").get("/staff/closed/").content


def case(desk: Desk) -> bytes:
    made = desk.send("cancel-or-rebook", form={"wish": "cancel", "reason": LONG})
    desk.do(made, "nurse", acts.AddNote(LONG), acts.Claim(), acts.CompleteStep("cancel-booking"))
    return desk.sits("receiver").get(address_of(made)).content


def for_a_nurse(desk: Desk) -> bytes:
    return desk.sits("receiver").get(address_of(desk.send("renew-prescription"))).content


def assigning(desk: Desk) -> bytes:
    made = desk.send("care-allowance-certificate")
    return desk.sits("receiver").get(address_of(made), {"act": "assign"}).content


def with_outcomes(desk: Desk) -> bytes:
    made = desk.send("cancel-or-rebook", form={"wish": "remote-video"})
    return sent(desk, made, "step", {"step": "ask-clinician"}).content


def refused(desk: Desk) -> bytes:
    return sent(desk, desk.send("message"), "interim-reply", {"interim-text": ""}).content


def forbidden(desk: Desk) -> bytes:
    made = desk.send("renew-prescription")
    return sent(desk, made, "reply", {"reply-text": "Klart."}).content


def conflict(desk: Desk) -> bytes:
    made = desk.send("message")
    desk.do(made, "nurse", acts.SendInterimReply(WORDS), acts.AddNote("Hej"))
    return sent(desk, made, "reply", {"reply-text": "Mitt eget."}, seen=1).content


def read_only(desk: Desk) -> bytes:
    return desk.sits("receiver").get(address_of(desk.certificate_to_print())).content


def to_print(desk: Desk) -> bytes:
    return desk.sits("doctor").get(address_of(desk.certificate_to_print())).content


def closed_case(desk: Desk) -> bytes:
    return desk.sits("doctor").get(address_of(desk.certificate_to_write())).content


def lost(desk: Desk) -> bytes:
    made = desk.send("message")
    return sent(desk, made, "reply", {"reply-text": "Mina ord"}, who="outsider", seen=1).content


PAGES: list[Callable[[Desk], bytes]] = [
    *(inbox, empty, closed_list, case, for_a_nurse, assigning, with_outcomes, refused),
    *(forbidden, conflict, read_only, to_print, closed_case, lost),
]


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_no_page_has_anything_to_stumble_over(desk, page, made):
    shown(page, made(desk))

    assert stumbling_blocks(page) == []


@pytest.mark.parametrize("made", [inbox, case, conflict], ids=lambda made: made.__name__)
def test_nor_in_the_dark(desk, page, made):
    page.emulate_media(color_scheme="dark")
    shown(page, made(desk))

    assert stumbling_blocks(page) == []


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_every_page_fits_the_narrowest_screen(desk, page, made):
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, made(desk))

    assert not overflows(page)


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.__name__)
def test_every_page_fits_a_telephone_with_the_text_twice_as_large(desk, page, made):
    page.set_viewport_size({"width": 390, "height": 844})
    shown(page, made(desk))

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert not overflows(page)
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, select, input, textarea, a)")]
            .filter((each) => each.getBoundingClientRect().right > innerWidth)
            .filter((each) => !each.closest(".counts")) // which is meant to be drawn sideways
            .map((each) => each.outerHTML)"""
    )
    assert hidden == []


def test_what_is_folded_has_the_same_room_in_it_as_anything_else(desk, page):
    shown(page, desk.sits("doctor").get(address_of(finished(desk))).content)

    rooms = page.evaluate(
        """() => [...document.querySelectorAll("details.fold")].map((fold) => {
            fold.open = true;
            const at = (part) => fold.querySelector(part).getBoundingClientRect();
            return [
                at(".fold-body > :first-child").top - at("summary").bottom,
                at(".fold-body .button-row").top - at(".field:has(+ .button-row)").bottom,
            ];
        })"""
    )

    assert rooms == [[4, 12]] * 3


def finished(desk: Desk) -> CaseId:
    """Return a certificate's case in which only closing is left."""
    made = desk.certificate_to_print()
    desk.do(made, "certificate_secretary", acts.Print(desk.person("doctor")))
    return made


def stops(page: Page) -> list[str]:
    """Go through the page by the tab key, and return what has the focus at each stop."""
    found: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (at === document.body) return "";
                const style = getComputedStyle(at);
                const row = at.closest("tr.case");
                const own = at.matches(".ds-skip-link, [type=date]"); // show it in their own way
                const ring = own || style.outlineStyle !== "none" ||
                    (row && getComputedStyle(row).outlineStyle !== "none");
                const words = at.labels?.[0]?.innerText || at.innerText || at.value || at.tagName;
                return `${ring ? "" : "no ring: "}${words.trim().split("\\n")[0]}`;
            }"""
        )
        if not name:  # past the last
            break
        found.append(name)
    return found


IN_ORDER = (
    "Inkorgen",
    "Ta",
    "Fördela",
    "Skriv ut",
    "Lägg tillbaka i inkorgen",
    "Delsvar",
    "Standardsvar",
    "Hämta texten",
    "Delsvar till guardian",
    "Vi återkommer senast",
    "Skicka delsvar",
    "Anteckning",
    "Klart i Melior",
)


def test_the_case_is_worked_by_keyboard_in_the_order_it_is_read(desk, page):
    shown(page, case(desk))

    found = stops(page)

    assert not [each for each in found if each.startswith("no ring")]
    places = [
        next((n for n, each in enumerate(found) if each.startswith(name)), -1) for name in IN_ORDER
    ]
    assert -1 not in places, str(found)
    assert places == sorted(places)


def test_the_list_is_walked_by_keyboard_with_the_row_marked(desk, page):
    shown(page, inbox(desk))

    found = stops(page)

    assert not [each for each in found if each.startswith("no ring")]
    assert [each for each in found if each in ("Meddelande", "Ändra tid")]


def test_enter_in_a_field_of_one_line_does_nothing(desk, page):
    shown(page, with_outcomes(desk))

    page.get_by_label("Kommentar").fill("Ali Rahimi")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Kommentar")).to_have_value("Ali Rahimi")
    assert page.url.endswith("127.0.0.1/")


def test_one_button_is_filled_on_the_page_of_a_case(desk, page):
    for made in (case, conflict, assigning):
        shown(page, made(desk))

        filled = page.locator("main .ds-button:not([data-variant]):visible")

        expect(filled).to_have_count(1)
