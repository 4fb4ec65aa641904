"""Everything about the code that can be checked without running the tests: one line per check."""

import argparse
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import house_rules, messages

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LONGEST = 40  # lines of one check's problems
Problems = str  # what a check found, as it should be shown; empty when all is well


@dataclass(frozen=True)
class Check:
    """A check by its name in the output, what finds problems, and what mends them."""

    name: str
    find: Callable[[], Problems]
    remedy: str
    fix: Callable[[], object] | None = None


def program(*command: str, **environment: str) -> Callable[[], Problems]:
    """Return a check that holds when this program ends well."""

    def find() -> Problems:
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return (done.stdout.strip() or "it said nothing") if done.returncode else ""

    return find


def in_order(*finds: Callable[[], Problems]) -> Callable[[], Problems]:
    """Return a check that holds when all of these do; the first that doesn't speaks."""
    return lambda: next((problems for find in finds if (problems := find())), "")


def rule(find: Callable[[], Sequence[str]]) -> Callable[[], Problems]:
    """Return a check that holds when one of our own rules finds nothing."""
    return lambda: "\n".join(find())


def templates() -> Problems:
    """Lint the templates and their form; djlint itself fails where there are none."""
    if not any(ROOT.glob("src/**/*.html")):
        return ""
    check = in_order(program("djlint", "--lint", "src"), program("djlint", "--check", "src"))
    return check()


DJANGO = {
    "DJANGO_SETTINGS_MODULE": "vardag.config.settings",
    "VARDAG_DATABASE_URL": "sqlite://:memory:",
    "VARDAG_THROW_AWAY": "1",
}
FORMAT = program("ruff", "format", "--quiet", ".")


def mend_lint() -> None:
    """Mend what can be mended, and format what came out."""
    program("ruff", "check", "--quiet", "--fix", ".")()
    FORMAT()


CHECKS = (
    Check(
        "format",
        program("ruff", "format", "--check", "--output-format=concise", "."),
        "./dev check --fix",
        FORMAT,
    ),
    Check(
        "lint",
        program("ruff", "check", "--output-format=concise", "."),
        "mend it, or try ./dev check --fix",
        mend_lint,
    ),
    Check("types", program("mypy", **DJANGO), "say what you mean in the types"),
    Check(
        "imports",
        program("lint-imports", "--no-logo"),
        "imports go down only: move the code, not the rule (docs/architecture)",
    ),
    Check(
        "templates",
        templates,
        "mend the template, or try ./dev check --fix",
        program("djlint", "--reformat", "--quiet", "src"),
    ),
    Check(
        "migrations",
        in_order(
            program("django-admin", "check", "--fail-level=WARNING", **DJANGO),
            program("django-admin", "makemigrations", "--check", "--dry-run", **DJANGO),
        ),
        "./dev django makemigrations ROOM --name what_it_says_as_a_sentence",
    ),
    Check(
        "translations",
        rule(messages.check),
        "./dev messages, and write the Swedish that is missing",
        messages.update,
    ),
    Check(
        "documents",
        program("python", "-m", "tools.documents", "--check", **DJANGO),
        "./dev documents",
        program("python", "-m", "tools.documents", **DJANGO),
    ),
    Check("pins", rule(house_rules.stale_pins), "./dev lock --keep"),
    Check(
        "vendored files",
        rule(house_rules.changed_vendored_files),
        "a vendored file is never edited: fetch it anew, and update VENDOR.toml",
    ),
    Check("hosts", rule(house_rules.package_hosts), "leave the registry to the client's settings"),
    Check(
        "personal numbers",
        rule(house_rules.real_personal_numbers),
        "take one from the test series (birth numbers 980-999), or 20121212-1212",
    ),
    Check("shell", rule(house_rules.broken_shell), "mend the script"),
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./dev check", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="repair what can be repaired first")
    parser.add_argument("names", nargs="*", metavar="CHECK", help="only these, by name")
    arguments = parser.parse_args(argv)
    chosen = [check for check in CHECKS if check.name in (arguments.names or names())]
    if len(chosen) < len(arguments.names):
        parser.error(f"the checks are: {', '.join(names())}")
    if arguments.fix:
        repair(chosen)
    return report(chosen)


def names() -> list[str]:
    return [check.name for check in CHECKS]


def repair(checks: Sequence[Check]) -> None:
    for check in checks:
        if check.fix:
            check.fix()


def report(checks: Sequence[Check]) -> int:
    """Run the checks, two at a time, and print one line for each in their order."""
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, problems in zip(checks, pool.map(found, checks), strict=True):
            print(line(check, problems), flush=True)
            failed += bool(problems)
    print(f"{len(checks) - failed} checks ok, {failed} failed")
    return 1 if failed else 0


def found(check: Check) -> Problems:
    try:
        return check.find()
    except Exception:  # noqa: BLE001 - a check that breaks has not held
        return traceback.format_exc()


def line(check: Check, problems: Problems) -> str:
    if not problems:
        return f"ok      {check.name}"
    lines = problems.splitlines()
    if len(lines) > LONGEST:
        lines[LONGEST:] = [f"... and {len(lines) - LONGEST} lines more"]
    indented = "\n".join(f"        {text}" for text in lines)
    return f"{indented}\nFAILED  {check.name}: {check.remedy}"


if __name__ == "__main__":
    sys.exit(main())
