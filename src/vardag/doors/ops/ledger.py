"""``vardag ledger check``: fold every ledger and compare it with the rows."""

from itertools import chain

from vardag.rooms.cases.agreement import disagreements
from vardag.rooms.people.names import names_that_disagree

AGREE, DISAGREE = 0, 1


def check() -> int:
    """Print each disagreement, and at the end how many; 1 if there are any."""
    count = 0
    for sentence in chain(disagreements(), names_that_disagree()):
        count += 1
        print(sentence)
    print(f"{count} disagreements" if count else "every row says what its ledger says")
    return DISAGREE if count else AGREE
