"""``vardag ledger check``: fold every ledger and compare it with the rows."""

from vardag.rooms.cases.agreement import disagreements

AGREE, DISAGREE = 0, 1


def check() -> int:
    """Print each disagreement, and at the end how many; 1 if there are any."""
    count = 0
    for sentence in disagreements():
        count += 1
        print(sentence)
    print(f"{count} disagreements" if count else "every row says what its ledger says")
    return DISAGREE if count else AGREE
