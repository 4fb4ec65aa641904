"""Ask whether what the product stands on has known weaknesses.

Needs a network to a service that knows them, and is therefore no part of ``./dev check``. What couldn't
be asked is never called sound. Returns 0 if all was asked and nothing is known, 1 if something is, and 3
if something couldn't be asked.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"product": "requirements.lock", "all": "requirements-dev.lock"}
SOUND, WEAK, UNASKED = 0, 1, 3


@dataclass(frozen=True)
class Answer:
    """What was said of the packages of a lock: how many are sound, which are weak, which nobody knew."""

    sound: int
    weak: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def status(self) -> int:
        return WEAK if self.weak else UNASKED if self.unasked or not self.sound else SOUND


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    lock = LOCKS["all" if options.all else "product"]
    said = _asked(lock, options.seconds)
    if said is None:
        print(f"{lock}: nobody could be asked; nothing is known of any package", file=sys.stderr)
        return UNASKED
    answer = answer_of(said)
    for line in told(lock, answer):
        print(line)
    return answer.status


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev audit", description=__doc__)
    parser.add_argument("--all", action="store_true", help="what the workshop stands on as well")
    parser.add_argument("--seconds", type=int, default=300, help="how long an answer may take")
    return parser.parse_args(argv)


def _asked(lock: str, seconds: int) -> Mapping[str, Any] | None:
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--disable-pip"]
    command += ["--require-hashes", "--format=json", "--progress-spinner=off"]
    command += ["--vulnerability-service=osv"]  # the open database that many feed
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    try:
        said: Mapping[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        print(*done.stderr.strip().splitlines()[-1:], file=sys.stderr)  # after all the ways there
        return None
    return said


def answer_of(said: Mapping[str, Any]) -> Answer:
    """Return what an answer comes to: a package that was passed over has not been asked of."""
    packages = said["dependencies"]
    unasked = [each["name"] for each in packages if "skip_reason" in each]
    weak = [
        f"{each['name']} {each['version']}: {weakness['id']}, mended in {_mended(weakness)}"
        for each in packages
        for weakness in each.get("vulns", ())
    ]
    sound = sum(not each.get("vulns", True) for each in packages)
    return Answer(sound, tuple(weak), tuple(unasked))


def _mended(weakness: Mapping[str, Any]) -> str:
    return ", ".join(weakness["fix_versions"]) or "no version yet"


def told(lock: str, answer: Answer) -> Sequence[str]:
    """Return what is printed."""
    lines = list(answer.weak)
    if answer.unasked:
        many = f"{len(answer.unasked)} of {answer.sound + len(answer.unasked)}"
        lines.append(f"{lock}: could not be asked of {many}: {', '.join(answer.unasked)}")
    lines.append(f"{lock}: nothing is known against {answer.sound} packages")
    return lines


if __name__ == "__main__":
    sys.exit(main())
