"""A Monday's commonest tasks take no more than they did, by mouse and by keys."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.doors.test_demo_monday import MONDAY
from tests.filing import readable_pdf
from tests.journeys.tasks import TASKS, Cost, Count
from tests.journeys.town import Town
from vardag.doors.ops.demo.making import make
from vardag.doors.ops.demo.monday import read_weekend

pytestmark = pytest.mark.one_database
QUESTION = "Vilken dag gäller det?"
REPLY = "Det ordnar vi."
STANDARD = "Vänd dig till En Väg In"


@dataclass
class Hands:
    """Somebody's hands, which are counted; the eyes are free."""

    page: Page
    home: str
    count: Count = field(default_factory=Count)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        is_part = request.headers.get("hx-request") == "true"
        self.count.pages += is_part or request.resource_type == "document"

    def starts(self, *, at_keys: bool) -> None:
        """Sit down before the inbox, with a hand where the task is done."""
        self.page.goto(f"{self.home}/staff/?show=all")
        self.page.evaluate("document.activeElement?.blur()")
        self.count = Count(at_keys=at_keys)

    def thinks(self) -> None:
        self.count.parts += 1

    def clicks(self, what: Locator, *, shift: bool = False) -> None:
        self.count.hand(at_keys=False)
        self.count.clicks += 1
        what.click(modifiers=["Shift"] if shift else [])
        self.page.wait_for_load_state()

    def chooses(self, what: Locator, name: str) -> None:
        """Choose in a list that folds out: it is opened, and the choice is pressed."""
        self.count.hand(at_keys=False)
        self.count.clicks += 2
        what.dispatch_event("pointerdown")
        option = what.locator("option", has_text=name).first
        what.select_option(value=option.get_attribute("value"))

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.count.hand(at_keys=True)
            self.count.keys += 1 + key.count("+")
            self.page.wait_for_timeout(150)  # nobody is quicker from key to key
            self.page.keyboard.press(key)
            self.page.wait_for_load_state()

    def types(self, text: str) -> None:
        self.count.hand(at_keys=True)
        self.count.letters += len(text)
        self.page.keyboard.type(text)

    def does(self, by_mouse: "Way", by_keys: "Way") -> tuple[Cost, Cost]:
        """Do a task both ways, and return what each took."""
        costs = []
        for way, at_keys in ((by_mouse, False), (by_keys, True)):
            self.starts(at_keys=at_keys)
            way(self)
            costs.append(self.count.cost())
        return costs[0], costs[1]

    # -- What all tasks are made of

    def row(self, words: str) -> Locator:
        return self.page.locator("tr.case", has_text=words).first

    def opens(self, words: str, *, by_keys: bool) -> None:
        """Open a case whose row one has come to already: the way down a list isn't a task's."""
        self.thinks()
        row = self.row(words)
        if by_keys:
            row.locator(".row-link").focus()
            self.presses("Enter")
        else:
            self.clicks(row.locator(".row-link"))
        self.page.wait_for_url("**/cases/*/**")

    def button(self, name: str) -> Locator:
        return (
            self.page.get_by_role("button", name=re.compile(f"^{name}"))
            .locator("visible=true")
            .first
        )

    @property
    def area(self) -> Locator:
        return self.page.locator(".act-panel textarea").locator("visible=true").first

    def sees(self, words: str) -> None:
        expect(
            self.page.locator("main").get_by_text(words).locator("visible=true").first
        ).to_be_visible()

    def is_sent(self) -> None:
        """See that it is about to be sent: one goes on, and it is."""
        expect(self.page.locator("#sending")).to_be_visible()

    def is_at(self, words: str) -> None:
        """Stand at a row: the way down a list isn't a task's."""
        self.row(words).locator(".row-link").focus()

    def takes_a_file(self, *, by_keys: bool = False) -> None:
        """Press where files are chosen, and choose one in what the system shows: two presses."""
        field = self.page.locator(".act-panel input[type=file]").locator("visible=true")
        self.count.hand(at_keys=by_keys)
        self.count.keys += 2 * by_keys
        self.count.clicks += 2 * (not by_keys)
        if by_keys:
            expect(field).to_be_focused()
        field.set_input_files(
            {"name": "k.pdf", "mimeType": "application/pdf", "buffer": readable_pdf()}
        )
        there = self.page.get_by_text("k.pdf").locator("visible=true").first
        expect(there).to_be_visible(timeout=30_000)  # it is looked into first


type Way = Callable[[Hands], None]

# ---- By mouse ------------------------------------------------------------------------------------


def first(hands: Hands) -> None:
    """The gravest stands first, on the screen as it opens: nothing is pressed."""
    first = hands.page.locator("tr.case").first
    hands.thinks()
    expect(first).to_be_in_viewport()
    assert first.get_attribute("data-flag"), first.inner_text()


def gravest_by_mouse(hands: Hands) -> None:
    hands.opens("26-0037", by_keys=False)


def claim_by_mouse(hands: Hands) -> None:
    hands.thinks()
    hands.clicks(hands.row("26-0046").locator(".pick"))
    hands.clicks(hands.button("Ta"))
    hands.sees("Klart för 1 ärende: 26-0046.")


def interim_by_mouse(hands: Hands) -> None:
    hands.opens("26-0053", by_keys=False)
    hands.thinks()
    hands.clicks(hands.button("Skicka delsvar"))
    hands.is_sent()


def question_by_mouse(hands: Hands) -> None:
    hands.opens("26-0050", by_keys=False)
    hands.thinks()
    hands.clicks(hands.page.locator(".act-tab", has_text="Motfråga"))
    hands.clicks(hands.area)
    hands.types(QUESTION)
    hands.clicks(hands.button("Skicka motfråga"))
    hands.is_sent()


def prescription_by_mouse(hands: Hands) -> None:
    hands.opens("26-0047", by_keys=False)
    hands.thinks()
    hands.clicks(hands.button("Klart i Melior"))
    expect(hands.area).to_have_value(re.compile("Receptet"))
    hands.thinks()
    hands.clicks(hands.button("Svara och avsluta"))
    hands.is_sent()


def assign_by_mouse(hands: Hands) -> None:
    hands.opens("26-0052", by_keys=False)
    hands.thinks()
    hands.clicks(hands.button("Fördela"))
    hands.chooses(hands.page.locator("#assign-to"), "Ylva Dahlin")
    hands.clicks(hands.button("Fördela utan delsvar"))
    hands.sees("Ylva Dahlin")


def certificate_by_mouse(hands: Hands) -> None:
    hands.opens("26-0049", by_keys=False)
    hands.thinks()
    hands.clicks(hands.button("Fördela"))
    expect(hands.page.locator("#assign-text")).to_have_value(re.compile("läkare"))
    hands.thinks()
    hands.clicks(hands.button("Fördela och skicka delsvar"))
    hands.is_sent()


def find_by_mouse(hands: Hands) -> None:
    hands.thinks()
    hands.clicks(hands.page.locator("header input[type=search]"))
    hands.types("Tengblad")
    hands.presses("Enter")
    hands.opens("Filippa Tengblad", by_keys=False)


def file_by_mouse(hands: Hands) -> None:
    hands.opens("26-0063", by_keys=False)
    hands.thinks()
    hands.clicks(hands.area)
    hands.types(REPLY)
    hands.thinks()
    hands.takes_a_file()
    hands.clicks(hands.button("Svara och avsluta"))
    hands.is_sent()


# ---- By keys -------------------------------------------------------------------------------------


def gravest_by_keys(hands: Hands) -> None:
    hands.thinks()
    hands.presses("j", "Enter")
    hands.page.wait_for_url("**/cases/*/**")


def claim_by_keys(hands: Hands) -> None:
    hands.thinks()
    hands.is_at("26-0106")
    hands.presses("t")
    hands.sees("Klart för 1 ärende: 26-0106.")


def interim_by_keys(hands: Hands) -> None:
    hands.opens("26-0088", by_keys=True)
    hands.thinks()
    hands.presses("d", "Control+Enter")
    hands.is_sent()


def question_by_keys(hands: Hands) -> None:
    hands.opens("26-0104", by_keys=True)
    hands.thinks()
    hands.presses("m")
    hands.types(QUESTION)
    hands.presses("Control+Enter")
    hands.is_sent()


def reply_by_keys(hands: Hands) -> None:
    hands.opens("26-0102", by_keys=True)
    hands.thinks()
    hands.presses("h")
    hands.types("en väg")
    hands.presses("Enter")
    expect(hands.area).to_have_value(re.compile("En väg in", re.IGNORECASE))
    hands.thinks()
    hands.presses("Control+Enter")
    hands.is_sent()


def prescription_by_keys(hands: Hands) -> None:
    hands.opens("26-0075", by_keys=True)
    hands.thinks()
    hands.presses("s", "Enter")
    told = hands.page.get_by_role("status").filter(has_text="Steget är klart")
    expect(told).to_be_focused()  # one sees that the step is done
    expect(hands.area).to_have_value(re.compile("Receptet"))
    hands.thinks()
    hands.presses("a", "Control+Enter")
    hands.is_sent()


def assign_by_keys(hands: Hands) -> None:
    hands.opens("26-0090", by_keys=True)
    hands.thinks()
    hands.presses("f")
    expect(hands.page.locator("#assign-to")).to_be_focused()
    hands.types("yl")
    hands.presses("Control+Enter")
    hands.sees("Ylva Dahlin")


def reply_by_mouse(hands: Hands) -> None:
    hands.opens("26-0048", by_keys=False)
    hands.thinks()
    hands.chooses(hands.page.locator("#reply-standard"), STANDARD)
    expect(hands.area).to_have_value(re.compile("En väg in", re.IGNORECASE))
    hands.thinks()
    hands.clicks(hands.button("Svara och avsluta"))
    hands.is_sent()


def five_by_mouse(hands: Hands) -> None:
    hands.thinks()
    hands.clicks(hands.row("26-0055").locator(".pick"))
    hands.clicks(hands.row("26-0059").locator(".pick"), shift=True)
    hands.thinks()
    hands.clicks(hands.button("Fördela"))
    hands.chooses(hands.page.locator("#assign-to"), "Ylva Dahlin")
    hands.clicks(hands.button("Fördela"))
    hands.sees("Klart för 5 ärenden")


def five_by_keys(hands: Hands) -> None:
    hands.thinks()
    hands.is_at("26-0079")
    hands.presses("x", "j", "j", "j", "j", "Shift+X")
    hands.thinks()
    hands.presses("f")
    expect(hands.page.locator("#assign-to")).to_be_focused()
    hands.types("yl")
    hands.presses("Tab", "Enter")
    hands.sees("Klart för 5 ärenden")


def certificate_by_keys(hands: Hands) -> None:
    hands.opens("26-0064", by_keys=True)
    hands.thinks()
    hands.presses("f")
    expect(hands.page.locator("#assign-text")).to_have_value(re.compile("läkare"))
    hands.thinks()
    hands.presses("Control+Enter")
    hands.is_sent()


def find_by_keys(hands: Hands) -> None:
    hands.thinks()
    hands.presses("/")
    hands.types("Tengblad")
    hands.presses("Enter")
    hands.page.wait_for_url("**/search/*/")
    hands.thinks()
    hands.presses("j", "Enter")
    hands.page.wait_for_url("**/cases/*/**")


def file_by_keys(hands: Hands) -> None:
    hands.opens("26-0074", by_keys=True)
    hands.thinks()
    hands.presses("a")
    hands.types(REPLY)
    hands.thinks()
    hands.presses("Tab")
    hands.takes_a_file(by_keys=True)
    hands.presses("Shift+Tab", "Control+Enter")
    hands.is_sent()


WAYS: dict[str, tuple[Way, Way]] = {
    "first": (first, first),
    "gravest": (gravest_by_mouse, gravest_by_keys),
    "claim": (claim_by_mouse, claim_by_keys),
    "interim": (interim_by_mouse, interim_by_keys),
    "question": (question_by_mouse, question_by_keys),
    "reply": (reply_by_mouse, reply_by_keys),
    "prescription": (prescription_by_mouse, prescription_by_keys),
    "assign": (assign_by_mouse, assign_by_keys),
    "five": (five_by_mouse, five_by_keys),
    "certificate": (certificate_by_mouse, certificate_by_keys),
    "find": (find_by_mouse, find_by_keys),
    "file": (file_by_mouse, file_by_keys),
}


def test_the_commonest_tasks_take_no_more_than_the_table_says(empty_town: Town):
    empty_town.it_is(MONDAY)
    make(MONDAY, read_weekend())
    found = {}
    for who in dict.fromkeys(task.who for task in TASKS):
        hands = Hands(empty_town.comes_in(who).page, empty_town.url)
        for task in (each for each in TASKS if each.who == who):
            found[task.key] = hands.does(*WAYS[task.key])

    assert found == {task.key: (task.mouse, task.by_keys) for task in TASKS}


def test_what_the_model_says_of_a_task_is_its_presses_thoughts_and_pages():
    cost = Cost(clicks=2, keys=1, letters=9, pages=2, parts=2, homes=1)

    assert cost.seconds == pytest.approx(2 * 1.3 + 10 * 0.28 + 2 * 0.3 + 2 * 1.35 + 0.4)
