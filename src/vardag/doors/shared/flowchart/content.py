"""What a flow chart of a process says, before it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.routine.chart import Path, chart
from vardag.domain.routine.document import Ending, Process, Routine, Stage, Step, Work
from vardag.domain.words import Language, Text
from vardag.doors.shared import routine_words as words

BEGINS = Text("Ärendet kommer in", "The case comes in")
RECEIVED_BY = Text("till {who}", "to the {who}")
ANY_ORDER = Text("I valfri ordning", "In any order")
OUTLIVES = Text("Sedan, när ärendet är stängt", "Then, when the case is closed")
STANDARD_REPLY = Text("standardsvar ”{name}”", "standard reply “{name}”")
ASKED = Text("Familjen har valt:", "The family has chosen:")


class Look(StrEnum):
    """What a card is, and so how it looks."""

    BEGINNING = "beginning"
    STEP = "step"
    QUESTION = "question"
    ENDING = "ending"


@dataclass(frozen=True)
class Card:
    """One box: what is done, who does it, in which systems."""

    title: str
    note: str = ""
    labels: tuple[str, ...] = ()
    look: Look = Look.STEP


@dataclass(frozen=True)
class Group:
    """Cards that belong together under a caption."""

    caption: str
    cards: tuple[Card, ...]
    in_order: bool


@dataclass(frozen=True)
class Flow:
    """Boxes in a row downwards, and then the ways that part below them."""

    items: tuple[Card | Group, ...]
    ways: tuple[tuple[str, "Flow"], ...] = ()

    @property
    def width(self) -> int:
        """How many columns the flow needs beside each other."""
        return sum(way.width for _, way in self.ways) or 1


def flow_of(routine: Routine, process: Process, language: Language) -> Flow:
    """Return what the chart of a process says. The process must be sound."""
    return _Teller(routine, process, language).whole()


@dataclass(frozen=True)
class _Teller:
    routine: Routine
    process: Process
    language: Language

    def whole(self) -> Flow:
        services = [each for each in self.routine.services if each.process == self.process.key]
        forms = (self.routine.form(key) for key in dict.fromkeys(each.form for each in services))
        receivers = dict.fromkeys(
            words.role(self.routine, each.received_by, self.language) for each in services
        )
        note = RECEIVED_BY.in_(self.language).format(who=", ".join(receivers))
        begins = Card(BEGINS.in_(self.language), note, look=Look.BEGINNING)
        flow = self._flow(chart(self.process, tuple(form for form in forms if form)))
        return Flow((begins, *flow.items), flow.ways)

    def _flow(self, path: Path) -> Flow:
        items = [item for stage in path.stages for item in self._stage(stage)]
        if path.asks is None:
            return Flow((*items, *self._end(path.ending)))
        if path.asks not in self._step_keys():
            items.append(self._question(path.asks))
        ways = (
            (self._answers(path.asks, branch.answers), self._flow(branch.path))
            for branch in path.branches
        )
        return Flow(tuple(items), tuple(ways))

    def _stage(self, stage: Stage) -> Iterator[Card | Group]:
        cards = tuple(self._step(step) for step in stage.steps)
        if stage.any_order:
            yield Group(ANY_ORDER.in_(self.language), cards, in_order=False)
        else:
            yield from cards

    def _step(self, step: Step) -> Card:
        parts = [
            words.who(self.routine, step, self.language),
            words.act(step, self.language),
            "" if step.required else words.OPTIONAL.in_(self.language),
        ]
        note = " · ".join(part for part in parts if part)
        labels = words.labels(self.routine, step, self.language)
        return Card(step.name.in_(self.language), note, labels)

    def _question(self, key: str) -> Card:
        title = words.question(self.routine, self.process, key, self.language)
        return Card(title, ASKED.in_(self.language), look=Look.QUESTION)

    def _answers(self, key: str, keys: tuple[str, ...]) -> str:
        return words.answers(self.routine, self.process, key, keys, self.language)

    def _end(self, ending: Ending | None) -> Iterator[Card | Group]:
        reply = self.routine.standard_reply(ending.standard_reply if ending else None)
        name = reply.name.in_(self.language) if reply else ""
        note = STANDARD_REPLY.in_(self.language).format(name=name) if reply else ""
        closing = words.CLOSINGS[self.process.closes].in_(self.language)
        yield Card(closing, note, look=Look.ENDING)
        if self.process.work:
            cards = tuple(
                Card(work.name.in_(self.language), labels=self._labels(work))
                for work in self.process.work
            )
            by = words.work_by(self.routine, self.process, self.language)
            yield Group(f"{OUTLIVES.in_(self.language)}: {by}", cards, in_order=True)

    def _labels(self, work: Work) -> tuple[str, ...]:
        return words.labels(self.routine, work, self.language)

    def _step_keys(self) -> set[str]:
        return {step.key for stage in self.process.stages for step in stage.steps}
