"""What is found when an installation is looked at: in order, worth a look, or wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from vardag.domain.people.identity import ClinicId
from vardag.domain.words import Sentence, say


class Level(StrEnum):
    """How bad it is, the best first."""

    OK = "ok"
    WARN = "warn"  # it works, and somebody should see to it
    WRONG = "wrong"  # something is lost, late or open to others, or soon will be


class Whom(StrEnum):
    """Who can do something about it."""

    OPERATIONS = "operations"
    ADMINISTRATOR = "administrator"
    PLANNER = "planner"


TOLD = {
    Whom.OPERATIONS: say("whoever runs the product"),
    Whom.ADMINISTRATOR: say("the clinic's administrator"),
    Whom.PLANNER: say("the unit manager or team leader"),
}


@dataclass(frozen=True)
class Finding:
    """What was found of one thing.

    ``what`` and ``remedy`` name no host, no folder, no secret and no person: staff read them.
    ``detail`` is for whoever stands at the machine, and for nobody else.
    """

    key: str
    name: str
    level: Level
    whom: Whom
    what: Sentence | None = None
    remedy: Sentence | None = None
    since: datetime | None = None
    detail: str = ""
    clinic: ClinicId | None = None  # whose it is; None where it is everybody's


@dataclass(frozen=True)
class Check:
    """Something that is looked at, and who can see to it."""

    key: str
    name: str
    whom: Whom = Whom.OPERATIONS

    def ok(self, *, detail: str = "") -> Finding:
        return Finding(self.key, self.name, Level.OK, self.whom, detail=detail)

    def warn(self, what: str, remedy: str, **more: object) -> Finding:
        return self._found(Level.WARN, what, remedy, more)

    def wrong(self, what: str, remedy: str, **more: object) -> Finding:
        return self._found(Level.WRONG, what, remedy, more)

    def _found(
        self, level: Level, what: str, remedy: str, particulars: dict[str, object]
    ) -> Finding:
        return Finding(
            self.key,
            self.name,
            level,
            self.whom,
            what=Sentence(what, particulars),
            remedy=Sentence(remedy, particulars),
        )


@dataclass(frozen=True)
class Health:
    """All that was found, in the order in which it was looked at, and when that was."""

    at: datetime
    findings: tuple[Finding, ...] = field(default=())

    @property
    def level(self) -> Level:
        """Return the worst of it."""
        return worst(self.findings)

    def for_clinic(self, clinic: ClinicId) -> "Health":
        """Return what staff of one clinic read: nothing of another's, and no detail."""
        here = (each for each in self.findings if each.clinic in (None, clinic))
        return Health(self.at, tuple(replace(each, detail="") for each in here))

    def at_level(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of a level, those that began first before the others."""
        found = [each for each in self.findings if each.level is level]
        return tuple(sorted(found, key=lambda each: (each.since is None, each.since or self.at)))


def worst(findings: Iterable[Finding]) -> Level:
    """Return the worst level among findings; in order where there are none."""
    order = list(Level)
    return max((each.level for each in findings), key=order.index, default=Level.OK)


STATUS = {Level.OK: 0, Level.WARN: 1, Level.WRONG: 2}
"""What a command returns."""
