"""A process in words: steps in order, where the ways part, how it ends and what outlives it."""

from collections.abc import Iterator
from dataclasses import dataclass

from vardag.domain.routine.chart import Path, chart
from vardag.domain.routine.dispatch import Way
from vardag.domain.routine.document import Ending, Process, Routine, Stage, Step, Work
from vardag.domain.words import Language, Text
from vardag.doors.ops.routine import labels as say
from vardag.doors.ops.routine.blocks import Block, Para, Point, Points
from vardag.doors.shared import routine_words as words


@dataclass(frozen=True)
class Steps:
    """The words of one process in one language."""

    routine: Routine
    process: Process
    language: Language

    def blocks(self) -> Iterator[Block]:
        """Yield the steps as nested lists, and the work that outlives the case."""
        services = [each for each in self.routine.services if each.process == self.process.key]
        forms = (self.routine.form(key) for key in dict.fromkeys(each.form for each in services))
        yield from self._path(chart(self.process, tuple(form for form in forms if form)))
        if self.process.work:
            by = words.work_by(self.routine, self.process, self.language)
            yield Para(f"{self._in(say.OUTLIVES)}. {self._in(say.DONE_BY).format(who=by)}")
            yield Points(tuple(self._work()), numbered=True)

    def _in(self, text: Text) -> str:
        return text.in_(self.language)

    def _path(self, path: Path) -> tuple[Points, ...]:
        items = [item for stage in path.stages for item in self._stage(stage)]
        if path.asks is None:
            return (Points((*items, self._end(path.ending)), numbered=True),)
        question = words.question(self.routine, self.process, path.asks, self.language)
        branches = tuple(
            Point(self._at(path.asks, branch.answers), question, inner=self._path(branch.path))
            for branch in path.branches
        )
        return (*([Points(tuple(items), numbered=True)] if items else []), Points(branches))

    def _at(self, key: str, keys: tuple[str, ...]) -> str:
        answers = words.answers(self.routine, self.process, key, keys, self.language)
        return self._in(say.AT).format(answers=answers)

    def _stage(self, stage: Stage) -> Iterator[Point]:
        points = tuple(self._step(step) for step in stage.steps)
        if stage.any_order:
            yield Point(f"{self._in(say.ANY_ORDER)}:", inner=(Points(points),))
        else:
            yield from points

    def _step(self, step: Step) -> Point:
        reply = self.routine.standard_reply(step.standard_reply)
        optional = "" if step.required else self._in(words.OPTIONAL)
        note = [
            words.who(self.routine, step, self.language),
            words.act(step, self.language),
            self._in(say.STANDARD_REPLY).format(name=self._in(reply.name)) if reply else "",
            optional,
        ]
        labels = words.labels(self.routine, step, self.language)
        inner = tuple(self._details(step))
        return Point(self._in(step.name), _list(note), labels, (Points(inner),) if inner else ())

    def _details(self, step: Step) -> Iterator[Point]:
        if step.outcomes:
            names = ", ".join(self._in(option.name) for option in step.outcomes)
            yield Point(f"{self._in(say.OUTCOMES)}: {names}")
        for text in filter(None, (step.promise, step.told)):
            yield Point(self._in(say.TOLD).format(text=self._in(text)))
        yield from self._sends(step)
        yield from self._ready(step.journal)
        if step.source:
            yield Point(self._in(say.SOURCE).format(source=step.source))

    def _ready(self, journal: Text | None) -> Iterator[Point]:
        """Yield the ready text for a system, if there is one."""
        if journal is None:
            return
        text = words.readable(self.routine, self._in(journal), self.language, self.process)
        yield Point(self._in(say.JOURNAL).format(text=text))
        if "[" in text:
            yield Point(self._in(say.MAY_FALL_AWAY))

    def _end(self, ending: Ending | None) -> Point:
        reply = self.routine.standard_reply(ending.standard_reply if ending else None)
        note = self._in(say.STANDARD_REPLY).format(name=self._in(reply.name)) if reply else ""
        told = ending.promise if ending else None
        inner = (Point(self._in(say.TOLD).format(text=self._in(told))),) if told else ()
        closing = self._in(words.CLOSINGS[self.process.closes])
        return Point(closing, note, inner=(Points(inner),) if inner else ())

    def _work(self) -> Iterator[Point]:
        for work in self.process.work:
            done = self._in(say.RECORDED_AS).format(done=self._in(work.done))
            names = ", ".join(self._in(option.name) for option in work.outcomes)
            outcomes = f"{self._in(say.OUTCOMES).lower()}: {names}" if names else ""
            labels = words.labels(self.routine, work, self.language)
            points = (*self._sends(work), *self._told(work))
            inner = (Points(points),) if points else ()
            yield Point(self._in(work.name), _list([done, outcomes]), labels, inner)

    def _sends(self, sends: Step | Work) -> Iterator[Point]:
        """Yield what it sends, original or copy, and at which outcomes."""
        names = {option.key: self._in(option.name) for option in sends.outcomes}
        for each in sends.dispatch:
            what = self._in(say.SENT[each.to][each.as_])
            if each.way is Way.ELECTRONIC:
                what = self._in(say.ELECTRONICALLY).format(what=what)
            words = self._in(say.SENDS_AT if each.when else say.SENDS)
            outcomes = ", ".join(names[key] for key in each.when)
            yield Point(words.format(what=what, outcomes=outcomes))

    def _told(self, work: Work) -> Iterator[Point]:
        """Yield what the resident is told of a piece of work, and the line that it comes from."""
        told = (work.promise, work.told, *(option.told for option in work.outcomes))
        for text in filter(None, told):
            yield Point(self._in(say.TOLD).format(text=self._in(text)))
        yield from self._ready(work.journal)
        if work.source:
            yield Point(self._in(say.SOURCE).format(source=work.source))


def _list(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)
