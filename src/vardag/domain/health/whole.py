"""Whether all that is stored is as it was written, which takes the reading of all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vardag.domain.health.finding import Check, Finding
from vardag.domain.words import say

LOG = Check("whole-log", say("The whole access log"))
DATABASE = Check("whole-database", say("The whole database"))


@dataclass(frozen=True)
class Whole:
    """What reading all of it gave: what is broken, for operations; empty where nothing is."""

    log: str = ""
    database: str = ""


def whole_found(seen: Whole) -> Iterator[Finding]:
    """Yield what is found of the whole."""
    if seen.log:
        found = LOG.wrong(
            say("The access log isn't as it was written, or that can't be told."),
            say(
                "Move nothing. Run `vardag audit verify`, and read about it in the page on the log."
            ),
        )
        yield replace(found, detail=seen.log)
    else:
        yield LOG.ok()
    if seen.database:
        found = DATABASE.wrong(
            say("The database's file is damaged."),
            say("Stop the product, keep a copy of the file, and restore the latest backup."),
        )
        yield replace(found, detail=seen.database)
    else:
        yield DATABASE.ok()
