"""What the trials came to, as a table for the screen and as a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

HEAD = ("promise", "database", "trials", "failures", "planted faults caught", "seed")
CALLED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INTRODUCTION = """# Promises

What somebody may rely on, and how often it was tried. Written by `./dev promises --write`, not by hand.

"""
MEANING = """
- **Trials** are counted by promise; below it says what one is. None is judged by the product's own code:
  what should come out is drawn by hand, or worked out from what was seen.
- **Failures** came out otherwise than promised. None in N trials says, with 95 % confidence, that fewer
  than 3 in N would fail, of the kinds that are tried: none in 3,000 is fewer than 1 in 1,000.
- **Planted faults** are mistakes that such a product could have. The tests put each into the running
  program, and the trials must then fail; each is tried in a tenth of the trials, as in `./dev test`.
- The **seed** decides what is drawn by chance: the same seed tries the same again.
"""
AGAIN = """
## Running it again

```sh
./dev promises               # all of it, on both databases at once
./dev promises --minutes 5   # as much as five minutes allow, and every planted fault
./dev promises --only P10 --database sqlite --seed 2
./dev test tests/promises    # a tenth, and every planted fault; a part of ./dev test
```

It ends with 1 if a trial fails or a planted fault isn't caught. Why it is built so:
[ADR-0029](adr/0029-promises.md).
"""


@dataclass(frozen=True)
class Run:
    """When and on what it ran."""

    on: date
    databases: tuple[str, ...]
    minutes: float
    cores: int


@dataclass(frozen=True)
class Account:
    """What one promise came to on one database, as its process told it."""

    told: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.told["key"])

    @property
    def database(self) -> str:
        return CALLED[self.told["database"]]

    @property
    def row(self) -> tuple[str, ...]:
        trials, faults = self.told["trials"], self.told["faults"]
        caught = sum(1 for each in faults if each["seen"])
        return (
            self.key,
            self.database,
            f"{sum(each['trials'] for each in trials):,}",
            f"{sum(each['failed'] for each in trials):,}",
            f"{caught} of {len(faults)}",
            str(self.told["seed"]),
        )


def table(accounts: Sequence[Account]) -> str:
    """Return the table for the screen."""
    rows = [HEAD, *(each.row for each in _sorted(accounts))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _sorted(accounts: Sequence[Account]) -> list[Account]:
    return sorted(accounts, key=lambda each: (int(each.key[1:]), each.database))


def document(accounts: Sequence[Account], run: Run) -> str:
    """Return the document: the table, what each trial and fault is, and how to run it again."""
    found = _sorted(accounts)
    where = f"Run on {run.on}, on {' and '.join(run.databases)}, both at once on {run.cores} cores."
    began = f"{INTRODUCTION}{where}\nIt took {run.minutes:.0f} minutes.\n\n"
    parts = [began, *_rows(HEAD, [each.row for each in found]), MEANING]
    for key, group in groupby(found, key=lambda each: each.key):
        parts += _promise(key, list(group))
    return "".join([*parts, AGAIN])


def _promise(key: str, accounts: list[Account]) -> Iterator[str]:
    told = max((each.told for each in accounts), key=lambda each: len(each["trials"]))
    yield f"\n## {key}: {told['sentence']}\n\n"
    on = tuple(f"on {each.database}" for each in accounts)
    trials = [
        (each["name"], each["counts"], *(_tried(other, each["name"]) for other in accounts))
        for each in told["trials"]
    ]
    yield from _rows(("trial", "what one is", *on), trials)
    yield "\nPlanted:\n\n"
    yield from (f"- {each['sentence']} (seen by: {each['by']})\n" for each in told["faults"])
    notes = [note for each in accounts for trial in each.told["trials"] for note in trial["notes"]]
    lines = dict.fromkeys([*told["notes"], *notes])
    yield "\n" + "".join(f"{line}\n" for line in lines) if lines else ""


def _tried(account: Account, name: str) -> str:
    trial = next((each for each in account.told["trials"] if each["name"] == name), None)
    if trial is None:
        return "the same on any"
    short = f" of {trial['many']:,}" if trial["trials"] < trial["many"] else ""
    failed = f", {trial['failed']} failed" if trial["failed"] else ""
    return f"{trial['trials']:,}{short}{failed}"


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |\n|{' --- |' * len(head)}\n"
    yield from (f"| {' | '.join(row)} |\n" for row in rows)
