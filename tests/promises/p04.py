"""P4: two people can't answer unaware of each other."""

import html
import threading
from collections.abc import Callable
from itertools import cycle
from typing import Any
from uuid import uuid4

from tests.promises import history
from tests.promises.clients import Answer, Browser, a_form
from tests.promises.p01 import fault
from tests.promises.promise import Promise, Tally, Trial
from tests.promises.sites import Site, site

type Doing = Callable[[], Answer]


class Race:
    """A case, and the browsers of those who are about to act on it."""

    def __init__(self, place: Site, tally: Tally) -> None:
        self.place = place
        self.form = a_form(place, tally.draw, has_file=False, service="message")
        self.family = Browser(place.port, self.form.family["session"])
        rut, nora, _ = place.people["receivers"]
        self.rut, self.nora = (Browser(place.port, each["session"]) for each in (rut, nora))
        self.ids = (rut["id"], nora["id"])
        answer = self.form.send(self.family)
        assert answer.case is not None, f"a form was answered {answer.status}"
        self.case, self.seen = answer.case, 1

    def act(self, who: Browser, key: str, **fields: str) -> Answer:
        """Act on the case as it was seen."""
        more = {name.replace("_", "-"): text for name, text in fields.items()}
        path = f"/staff/cases/{self.case}/{key}/"
        return who.post(path, {"seen": str(self.seen), **more})

    def is_asked(self) -> None:
        """Ask the family something first."""
        asked = self.act(self.rut, "counter-question", question_text="Vilken dag passar?")
        assert asked.status == 302, f"a question was answered {asked.status}"
        self.seen += 1

    def events(self) -> list[dict[str, Any]]:
        return history.read(self.place.database).events[self.case]

    def close(self) -> None:
        for each in (self.family, self.rut, self.nora):
            each.close()


def at_once(*doings: Doing) -> list[Answer]:
    """Do all of it at the same moment, and return the answers in that order."""
    answers: dict[int, Answer] = {}
    gate = threading.Barrier(len(doings))

    def do(place: int, doing: Doing) -> None:
        gate.wait()
        answers[place] = doing()

    threads = [threading.Thread(target=do, args=each) for each in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(doings))]


def _one_winner(race: Race, answers: list[Answer], words: tuple[str, str]) -> str:
    """One is done; the other is told, with what was written at hand."""
    statuses = sorted(answer.status for answer in answers)
    if statuses != [302, 409]:
        return f"two at once were answered {statuses}"
    lost = answers.index(next(each for each in answers if each.status == 409))
    if words[lost] not in html.unescape(answers[lost].text):
        return "who came too late has lost the words"
    new = race.events()[race.seen :]
    said = [str(each["data"].get("text", "")) for each in new]
    if any(words[lost] in text for text in said):
        return "the words of who came too late were sent"
    return ""


def answer_and_answer(race: Race) -> str:
    words = (f"Rut svarar {uuid4().hex}", f"Nora svarar {uuid4().hex}")
    answers = at_once(
        lambda: race.act(race.rut, "reply", reply_text=words[0]),
        lambda: race.act(race.nora, "reply", reply_text=words[1]),
    )
    return _one_winner(race, answers, words)


def answer_and_close(race: Race) -> str:
    words = (f"Rut hör av sig {uuid4().hex}", f"Nora avslutar {uuid4().hex}")
    answers = at_once(
        lambda: race.act(race.rut, "interim-reply", interim_text=words[0]),
        lambda: race.act(race.nora, "reply", reply_text=words[1]),
    )
    return _one_winner(race, answers, words) or _nothing_after_close(race)


def assign_and_assign(race: Race) -> str:
    clinic = race.place.people["clinic"]
    targets = [f"person:{person}:{clinic}" for person in race.ids]
    answers = at_once(
        lambda: race.act(race.rut, "assign", assign_to=targets[0]),
        lambda: race.act(race.nora, "assign", assign_to=targets[1]),
    )
    statuses = sorted(answer.status for answer in answers)
    many = sum(each["kind"] == "assigned" for each in race.events())
    return "" if (statuses, many) == ([302, 409], 1) else f"assigned {many} times, {statuses}"


def answer_and_family(race: Race) -> str:
    """Both may go in if the family was first and staff are told so: then staff are refused."""
    return _with_family(race, "interim-reply", "interim_text")


def close_and_family(race: Race) -> str:
    return _with_family(race, "reply", "reply_text")


def _with_family(race: Race, key: str, field: str) -> str:
    race.is_asked()
    mine, theirs = f"Vi svarar {uuid4().hex}", f"På torsdag {uuid4().hex}"
    staff, family = at_once(
        lambda: race.act(race.rut, key, **{field: mine}),
        lambda: race.family.post(f"/cases/{race.case}/answer/", {"text": theirs}),
    )
    new = [str(each["data"].get("text", "")) for each in race.events()[race.seen :]]
    is_in = [any(words in text for text in new) for words in (mine, theirs)]
    if is_in != [staff.status == 302, family.status == 302]:
        return f"answered {staff.status} and {family.status}, and in the case are {is_in}"
    for answer, words in ((staff, mine), (family, theirs)):
        if answer.status != 302 and words not in html.unescape(answer.text):
            return f"answered {answer.status}, and the words are lost"
    if all(is_in) and theirs in new[0]:
        return "staff answered unaware of what the family had just written"
    return _nothing_after_close(race)


def _nothing_after_close(race: Race) -> str:
    kinds = [each["kind"] for each in race.events()]
    return "" if "reply" not in kinds[:-1] else f"something was written after the close: {kinds}"


def block_and_answer(race: Race) -> str:
    """From the moment in which a block was said to stand, the guardian reads nothing."""
    place, family = race.place, race.form.family
    manager = Browser(place.port, place.people["manager"]["session"])
    numbers = {"child": family["child_number"], "guardian": family["guardian_number"]}
    read: list[int] = []

    def block() -> Answer:
        fields = {**numbers, "reason": "Hot mot barnet, anmält av skolan."}
        done = manager.post("/staff/office/guardians/block/", fields)
        read.append(race.family.get(f"/cases/{race.case}/").status)
        return done

    blocked, answered = at_once(
        block, lambda: race.act(race.rut, "reply", reply_text=f"Svar {uuid4().hex}")
    )
    read.append(race.family.get(f"/cases/{race.case}/").status)
    problem = (
        ""
        if (blocked.status, answered.status) == (302, 302)
        else (f"the block was answered {blocked.status}, the reply {answered.status}")
    )
    return problem or ("" if read == [404, 404] else f"a blocked guardian was answered {read}")


PAIRS = {
    "answer/answer": answer_and_answer,
    "answer/close": answer_and_close,
    "assign/assign": assign_and_assign,
    "answer/family": answer_and_family,
    "close/family": close_and_family,
}


def races(tally: Tally) -> None:
    """Race the pairs in turn."""
    with site(arguments=("--processes", "2")) as place:
        place.await_answer()
        for name, pair in cycle(PAIRS.items()):
            if tally.is_over:
                return
            race = Race(place, tally)
            problem = pair(race)
            race.close()
            tally.count(f"{name}: {problem}" if problem else "")


def blocks(tally: Tally) -> None:
    """Block a guardian while staff answer; each family once in a place."""
    while not tally.is_over:
        with site(arguments=("--processes", "2")) as place:
            place.await_answer()
            for family in list(place.people["families"]):
                _block(tally, place, family)


def _block(tally: Tally, place: Site, family: dict[str, Any]) -> None:
    if tally.is_over:
        return
    place.people["families"] = [family]
    race = Race(place, tally)
    tally.count(block_and_answer(race))
    race.close()


RACES = Trial(
    name="races",
    counts="two who act on one case at the same moment: five pairs in turn",
    many=2_500,
    short=15,
    minutes=12,
    run=races,
    commits=True,
)
BLOCKS = Trial(
    name="blocks",
    counts="a guardian who is blocked while staff answer, and reads at once",
    many=500,
    short=4,
    minutes=6,
    run=blocks,
    commits=True,
)
P4 = Promise(
    key="P4",
    sentence="Two people can't answer unaware of each other",
    trials=(RACES, BLOCKS),
    faults=(
        fault("last-write-wins", "nobody asks which version of the case a page showed", RACES),
        fault("checked-without-lock", "the version is looked at with nothing to hold it", RACES),
        fault("blocked-in-a-while", "a block holds from a moment after it was said to", BLOCKS),
    ),
)
