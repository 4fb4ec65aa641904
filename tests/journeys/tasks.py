"""The commonest tasks of a Monday, counted: clicks, keys, letters and pages, by mouse and by keys.

The numbers stand here and in ``docs/reference/tasks.md``, which is made from them. ``test_tasks`` does
each task in a browser on the demonstration's Monday and holds it against them.

Seconds follow the keystroke-level model of Card, Moran and Newell ("The keystroke-level model for user
performance time with interactive systems", 1980), for somebody who knows the page and makes no mistake.
"""

from dataclasses import dataclass

PRESS = 0.28  # K: a key, or a letter of a text, by somebody who isn't a typist
POINT = 1.1  # P: the pointer to something on the page
BUTTON = 0.2  # BB: the mouse's button down and up
HOME = 0.4  # H: the hand between mouse and keys
THINK = 1.35  # M: before each part of a task that one has to think of
PAGE = 0.3  # R: until the next page, or the new part of this one, is there


@dataclass(frozen=True)
class Cost:
    """What a task takes.

    :param keys: presses that do something; the letters of a text are counted for themselves
    :param pages: loaded whole, or in their part
    :param parts: of the task, each thought of before it is done
    :param homes: how often the hand goes between mouse and keys
    """

    clicks: int = 0
    keys: int = 0
    letters: int = 0
    pages: int = 0
    parts: int = 0
    homes: int = 0

    @property
    def seconds(self) -> float:
        """Return what the model says; reading, and what one must come up with, aren't in it."""
        hands = self.clicks * (POINT + BUTTON) + (self.keys + self.letters) * PRESS
        return hands + self.homes * HOME + self.parts * THINK + self.pages * PAGE


@dataclass
class Count:
    """A cost that grows as the task is done."""

    clicks: int = 0
    keys: int = 0
    letters: int = 0
    pages: int = 0
    parts: int = 0
    homes: int = 0
    at_keys: bool = False

    def cost(self) -> Cost:
        return Cost(self.clicks, self.keys, self.letters, self.pages, self.parts, self.homes)

    def hand(self, *, at_keys: bool) -> None:
        """Move the hand to the mouse or the keys, if it isn't there."""
        self.homes += at_keys is not self.at_keys
        self.at_keys = at_keys


@dataclass(frozen=True)
class Task:
    """A task: what is done, what it takes, and what it took before the pages were made quicker."""

    key: str
    name: str
    who: str
    mouse: Cost
    by_keys: Cost
    mouse_before: Cost | None = None
    by_keys_before: Cost | None = None


KARIN, MONA = "Karin Åberg", "Mona Berg"
TASKS = (
    Task("first", "See what is first", KARIN, Cost(parts=1), Cost(parts=1)),
    Task(
        "gravest",
        "Open the gravest case",
        KARIN,
        Cost(clicks=1, pages=1, parts=1),
        Cost(keys=2, pages=1, parts=1),
    ),
    Task(
        "claim",
        "Take a case, from the list",
        KARIN,
        Cost(clicks=2, pages=2, parts=1),
        Cost(keys=1, pages=2, parts=1),
    ),
    Task(
        "interim",
        "Open a certificate's case, send the interim reply that stands there",
        KARIN,
        Cost(clicks=2, pages=2, parts=2),
        Cost(keys=4, pages=2, parts=2),
    ),
    Task(
        "question",
        "Open a case, ask a counter-question",
        KARIN,
        Cost(clicks=4, letters=22, pages=2, parts=2, homes=2),
        Cost(keys=4, letters=22, pages=2, parts=2),
    ),
    Task(
        "reply",
        "Open a message, reply with a standard reply, close",
        KARIN,
        Cost(clicks=4, pages=3, parts=3),
        Cost(keys=5, letters=6, pages=3, parts=3),
        Cost(clicks=5, pages=3, parts=3),
        Cost(keys=11, letters=6, pages=3, parts=3),
    ),
    Task(
        "prescription",
        "Renew a prescription: the journal's step, the reply that stands there, close",
        MONA,
        Cost(clicks=3, pages=3, parts=3),
        Cost(keys=6, pages=3, parts=3),
        None,
        Cost(keys=34, pages=3, parts=3),
    ),
    Task(
        "assign",
        "Open a case, assign it to a colleague",
        KARIN,
        Cost(clicks=5, pages=3, parts=2),
        Cost(keys=4, letters=2, pages=3, parts=2),
        None,
        Cost(keys=9, letters=2, pages=3, parts=2),
    ),
    Task(
        "five",
        "Assign five cases at once",
        KARIN,
        Cost(clicks=6, pages=3, parts=2),
        Cost(keys=10, letters=2, pages=3, parts=2),
        Cost(clicks=9, pages=3, parts=2),
    ),
    Task(
        "certificate",
        "Open a certificate's case, send it to the medical clinic with the interim reply",
        KARIN,
        Cost(clicks=3, pages=3, parts=3),
        Cost(keys=4, pages=3, parts=3),
        None,
        Cost(keys=8, pages=3, parts=3),
    ),
    Task(
        "find",
        "Find a case by the child's name, open it",
        KARIN,
        Cost(clicks=2, keys=1, letters=8, pages=3, parts=2, homes=2),
        Cost(keys=4, letters=8, pages=3, parts=2),
        None,
        Cost(keys=18, letters=8, pages=3, parts=2),
    ),
    Task(
        "file",
        "Open a message, reply with a file, close",
        KARIN,
        Cost(clicks=5, letters=14, pages=2, parts=3, homes=2),
        Cost(keys=9, letters=14, pages=2, parts=3),
    ),
)


INTRODUCTION = """\
On the demonstration's Monday, with ninety cases after a weekend (`vardag demo --monday`), from the inbox
on. The tests do each task in a browser, by mouse and by keys alone, and fail when it takes anything else
than stands here. The way down a list to the row isn't counted, nor the ten seconds in which what is sent
can be undone: one goes on meanwhile.

Seconds are those of the keystroke-level model (Card, Moran and Newell, 1980), for somebody who knows the
pages and makes no mistakes: K 0.28 s for a key or letter, P 1.1 s to point, BB 0.2 s to click, H 0.4 s
between mouse and keys, M 1.35 s to think before each part of a task, R 0.3 s for each page or part of
one. What takes longest is left out: to read, and to find the words. Letters are those of a text, a name
or a choice that is typed; the texts are short ones. *Before* is what a task took until the pages were
made quicker.

"""


def document() -> str:
    """Return the tasks as a table, with what each took before where it took more."""
    head = (
        "| task | clicks | seconds by mouse | keys | seconds by keys | letters | pages | before |"
    )
    rows = [
        f"| {each.name} | {each.mouse.clicks} | {each.mouse.seconds:.1f} | {each.by_keys.keys}"
        f" | {each.by_keys.seconds:.1f} | {each.by_keys.letters} | {each.by_keys.pages}"
        f" | {_before(each)} |"
        for each in TASKS
    ]
    return INTRODUCTION + "\n".join((head, "| --- |" + " --- |" * 7, *rows)) + "\n"


def _before(task: Task) -> str:
    parts = []
    if task.mouse_before:
        was = task.mouse_before
        parts.append(f"{was.clicks} clicks, {was.seconds:.1f} s")
    if task.by_keys_before:
        was = task.by_keys_before
        parts.append(f"{was.keys} keys, {was.seconds:.1f} s")
    return "; ".join(parts)
