"""A case as guardians see it who may not read all of it: as if what isn't theirs hadn't happened.

Dates and status are those of the ledger without it, so that they don't tell that there was something.
A closing reply that isn't theirs is a closing without words: that the case is closed can't be hidden.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from vardag.domain.case.events import (
    Answered,
    ClosedWithoutReply,
    CounterQuestionAsked,
    Entry,
    InterimReplySent,
    KeptFromGuardians,
    ReplySent,
    ShownToGuardians,
)


def for_guardians(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield a ledger's entries without those that aren't for guardians."""
    for entry in entries:
        match entry.event:
            case (
                InterimReplySent(not_for_guardians=True)
                | CounterQuestionAsked(not_for_guardians=True)
                | Answered(not_for_guardians=True)
                | KeptFromGuardians()
                | ShownToGuardians()
            ):
                continue
            case ReplySent(not_for_guardians=True):
                yield replace(entry, event=ClosedWithoutReply())
            case _:
                yield entry
