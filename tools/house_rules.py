"""Rules of the house that no ready-made checker knows. Each returns what it found, a line each."""

import hashlib
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/bootstrap.lock")

# Written so that this file doesn't trip over itself.
HOSTS = re.compile(
    r"\b(?:pypi\.(?:org|python\.org)|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|debian\.org"
    r"|(?:cdn\.jsdelivr|unpkg|jsr)\.(?:net|com|io))\b"
)
PERSONAL_NUMBER = re.compile(
    r"(?<![\w.-])(?P<century>18|19|20)?(?P<born>\d{6})[-+]?(?P<last>\d{4})(?![\w-])"
)
# Birth numbers that the tax agency hands to nobody, and the one that everybody knows.
TEST_SERIES = {*range(980, 1000), 238, 239}
TOLVAN = ("121212", "1212")


def stale_pins(root: Path = ROOT) -> list[str]:
    """Compare what pyproject.toml asks for with what the locks hold and uv is held to."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    held = _pins(project["tool"]["uv"]["constraint-dependencies"])
    wanted = _wanted(project)
    found = [f"nothing pinned fits {need}" for need in wanted if not _fits(need, held)]
    for name in LOCKS[:2]:
        locked = _pins(_entries((root / name).read_text()))
        found += [
            f"{name} has {package} {version}, pyproject.toml holds uv to {held.get(package)}"
            for package, version in locked.items()
            if held.get(package) != version
        ]
        found += _without_hash(root / name)
    missing = held.keys() - _pins(_entries((root / LOCKS[1]).read_text())).keys()
    return found + [f"{LOCKS[1]} lacks {package}" for package in sorted(missing)]


def _wanted(project: dict) -> list[Requirement]:  # type: ignore[type-arg]  # whatever TOML holds
    groups = project.get("dependency-groups", {}).values()
    lines = [*project["project"]["dependencies"], *(line for group in groups for line in group)]
    return [Requirement(line) for line in lines]


def _fits(need: Requirement, held: dict[str, str]) -> bool:
    version = held.get(canonicalize_name(need.name))
    return version is not None and need.specifier.contains(version, prereleases=True)


def _entries(lock: str) -> list[str]:
    return [line.removesuffix("\\").strip() for line in lock.splitlines() if line[:1].isalnum()]


def _pins(lines: Sequence[str]) -> dict[str, str]:
    pins = (Requirement(line) for line in lines)
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def _without_hash(lock: Path) -> list[str]:
    lines = [*lock.read_text().splitlines(), ""]
    return [
        f"{lock.name}: {line} has no hash"
        for line, after in pairwise(lines)
        if line[:1].isalnum() and "--hash=" not in after
    ]


def changed_vendored_files(root: Path = ROOT) -> list[str]:
    """Compare every vendored file with the sum that VENDOR.toml beside it gives."""
    return [
        problem
        for listing in sorted(root.glob("src/**/VENDOR.toml"))
        for problem in _changed(listing)
    ]


def _changed(listing: Path) -> Iterator[str]:
    listed = dict(_sums(tomllib.loads(listing.read_text())))
    folder = listing.parent
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(listed.keys() - present):
        yield f"{folder / name} is listed and not there"
    for name in sorted(present - listed.keys() - {listing.name}):
        yield f"{folder / name} is there and not listed in {listing.name}"
    for name in sorted(listed.keys() & present):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            yield f"{folder / name} is not what {listing.name} says"


def _sums(table: object) -> Iterator[tuple[str, str]]:
    """Find every ``path`` with its ``sha256``, however the listing is nested."""
    if isinstance(table, dict):
        if "path" in table and "sha256" in table:
            yield table["path"], table["sha256"]
        for value in table.values():
            yield from _sums(value)
    elif isinstance(table, list):
        for value in table:
            yield from _sums(value)


def package_hosts(root: Path = ROOT) -> list[str]:
    """Find names of package hosts: a hospital's mirror has another, and a copy of ours would win."""
    return [
        f"{path}:{number}: {hit.group()}"
        for path, number, line in _lines(root)
        for hit in HOSTS.finditer(line)
    ]


def real_personal_numbers(root: Path = ROOT) -> list[str]:
    """Find whatever could be somebody's personal number."""
    return [
        f"{path}:{number}: {hit.group()}"
        for path, number, line in _lines(root)
        if path.name not in {Path(name).name for name in LOCKS}
        for hit in PERSONAL_NUMBER.finditer(line)
        if _could_be_a_person(hit["century"] or "19", hit["born"], hit["last"])
    ]


def _could_be_a_person(century: str, born: str, last: str) -> bool:
    if int(last[:3]) in TEST_SERIES or (born, last) == TOLVAN:
        return False
    year, month, day = int(century + born[:2]), int(born[2:4]), int(born[4:]) % 60
    try:
        date(year, month, day)
    except ValueError:
        return False
    return _luhn(born + last)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def broken_shell(root: Path = ROOT) -> list[str]:
    """Parse the shell scripts with every plain shell there is, and with shellcheck if there is one."""
    commands = [["dash", "-n"], ["sh", "-n"], ["shellcheck"]]
    scripts = [root / "dev", root / ".ci/run"]
    return [
        (done.stdout or f"{script} fails {command[0]}").strip()
        for script in scripts
        for command in commands
        if shutil.which(command[0]) and (done := _run([*command, str(script)])).returncode
    ]


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def _lines(root: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield every line of every text file that is in the repository, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        if "vendor" in path.parts or not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture, a compiled catalog
        for number, line in enumerate(text.splitlines(), start=1):
            yield Path(name), number, line
