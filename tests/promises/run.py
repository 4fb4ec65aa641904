"""One database's part of ``./dev promises``: in a place of its own, told as lines of JSON."""

import argparse
import json
import logging
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARE_OF_TRIALS = 0.75  # of the time that is given; the rest is for the faults


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.harness.settings"
    import django  # noqa: PLC0415 - the settings are read when it is set up

    from tests.harness import sockets  # noqa: PLC0415

    sockets.keep_inside()
    django.setup()
    logging.disable()  # what is refused, and a log that can't be written, are what is tried here
    with options.out.open("w", encoding="utf-8") as out:
        _in_a_database(options, out)
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--only", nargs="*", default=())
    return parser.parse_args(argv)


def _in_a_database(options: argparse.Namespace, out: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import (  # noqa: PLC0415
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        for account in Running(options, connection.vendor).accounts():
            out.write(json.dumps(account, ensure_ascii=False) + "\n")
            out.flush()
    finally:
        teardown_databases(made, verbosity=0)


@dataclass(frozen=True)
class Running:
    """A run on one database."""

    options: argparse.Namespace
    database: str

    def accounts(self) -> Any:
        """Yield what each promise came to."""
        from tests.promises.every import PROMISES  # noqa: PLC0415

        wanted = [
            each for each in PROMISES if not self.options.only or each.key in self.options.only
        ]
        total = sum(trial.minutes for promise in wanted for trial in promise.trials)
        for promise in wanted:
            began = time.monotonic()
            yield {
                "key": promise.key,
                "sentence": promise.sentence,
                "notes": promise.notes,
                "database": self.database,
                "seed": self.options.seed,
                "trials": [
                    self.trial(each, total)
                    for each in promise.trials
                    if each.is_about(self.database)
                    and (not each.one_database or self.database == "sqlite")
                ],
                "faults": [
                    self.fault(each)
                    for each in promise.faults
                    if each.seen_by.is_about(self.database)
                ],
                "seconds": round(time.monotonic() - began),
            }

    def trial(self, trial: Any, total: float) -> dict[str, Any]:
        from tests.promises.promise import CannotTry, Tally, tried  # noqa: PLC0415

        began, time_up = time.monotonic(), lambda: False
        if self.options.minutes:
            share = SHARE_OF_TRIALS * self.options.minutes * trial.minutes / total
            time_up = lambda: time.monotonic() - began > share * 60  # noqa: E731
        try:
            tally = tried(trial, many=trial.many, seed=self.options.seed, is_time_up=time_up)
        except CannotTry as why:
            tally = Tally(trial.many, random.Random())
            tally.notes.append(f"NOT TRIED: {trial.name}: {why}")
            self._say(tally.notes[0])
        self._say(f"{trial.name}: {tally.trials} of {trial.many}, {tally.failed} failed")
        return {
            "name": trial.name,
            "counts": trial.counts,
            "many": trial.many,
            "trials": tally.trials,
            "failed": tally.failed,
            "failures": tally.failures,
            "notes": tally.notes,
            "seconds": round(time.monotonic() - began),
        }

    def fault(self, fault: Any) -> dict[str, Any]:
        from tests.promises.promise import Broken, CannotTry, caught  # noqa: PLC0415

        try:
            seen = caught(fault, seed=self.options.seed)
        except CannotTry as why:
            self._say(f"NOT TRIED: {why}")
            seen = ""
        except Broken as why:
            self._say(f"THE TRIAL BROKE: {why}")
            seen = ""
        self._say(f"planted: {fault.sentence}: {'caught' if seen else 'NOT CAUGHT'}")
        return {
            "name": fault.name,
            "sentence": fault.sentence,
            "by": fault.seen_by.name,
            "seen": seen,
        }

    def _say(self, what: str) -> None:
        sys.stderr.write(f"promises: on {self.database}: {what}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
