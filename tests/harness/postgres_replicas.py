"""Three PostgreSQL servers of our own: one takes writes, two follow, and any of them may be lost.

Set as ``deploy/postgresql/replicated.conf`` says, and led by the commands of ``docs/how-to/operate.md``.
"""

import contextlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psycopg

from tests.harness import postgres
from tests.harness.postgres import Cluster, NoPostgres, Server
from tests.harness.postgres_programs import Account, Programs, account_for_servers, find
from tests.promises.sites import children_of, kill

GIVEN = Path(__file__).resolve().parents[2] / "deploy/postgresql/replicated.conf"
NAMES = ("db1", "db2", "db3")  # as in that file
SYNCHRONOUS = "ANY 1 (db1, db2, db3)"
PATIENCE = 60.0  # seconds
PASSWORD = "of-three-servers"  # on loopback, for as long as a test lasts


@dataclass(eq=False)
class Node:
    """One of the three: its name, its port and its program."""

    name: str
    port: int
    home: Path
    programs: Programs
    account: Account
    server: Server | None = field(default=None, repr=False)

    @property
    def told(self) -> str:
        """How others reach it, as libpq is told."""
        return f"host=127.0.0.1 port={self.port} user=vardag password={PASSWORD} dbname=postgres"

    @property
    def data(self) -> Path:
        return self.home / "data"

    def sql(self, statement: str) -> Any:
        """Ask something, and return the first value of the answer if there is one."""
        with psycopg.connect(self.told, autocommit=True) as server:
            asked = server.execute(statement)
            row = asked.fetchone() if asked.description else None
            return row[0] if row else None

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs.

        :raises NoPostgres: if it isn't there, or fails
        """
        command = [str(self.programs.folder / program), *arguments]
        try:
            done = self.account.run(command, self.home, postgres._env())
        except FileNotFoundError as missing:
            raise NoPostgres(f"There is no {program} in {self.programs.folder}.") from missing
        if done.returncode:
            raise NoPostgres(f"{program} failed:\n{done.stderr[-2000:]}")

    def start(self) -> None:
        command = postgres._command(self.programs, self.home, self.port, durable=True)
        process = postgres._start(command, self.home, self.account)
        self.server = Server(self.told, command, self.home, self.account, process)
        if not postgres._answers(process, self.told):
            raise NoPostgres(f"{self.name} didn't start: {(self.home / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """End all of it at once, as when a machine loses its power."""
        assert self.server
        whole = [self.server.process.pid, *children_of(self.server.process.pid)]
        for pid in whole:
            kill(pid)
        self.server.process.wait()
        self.server = None

    def received(self) -> int:
        """Return how far into the primary's log it has come, in bytes."""
        asked = "coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
        return int(self.sql(f"SELECT {asked} - '0/0'::pg_lsn"))

    def cut(self) -> None:
        """Cut its line to the primary."""
        self.follow(None)
        _until(lambda: not self.sql("SELECT count(*) FROM pg_stat_wal_receiver"), "a cut line")

    def follow(self, primary: "Node | None") -> None:
        told = f"{primary.told} application_name={self.name}" if primary else ""
        self.sql(f"ALTER SYSTEM SET primary_conninfo = '{told}'")
        self.sql("SELECT pg_reload_conf()")


@dataclass(eq=False)
class Three:
    """All of them, the first that takes writes, and what leads from one primary to the next."""

    nodes: list[Node]
    primary: Node

    @property
    def cluster(self) -> Cluster:
        """What a site is put into; its address names all three, as the product's does."""
        url = (
            f"postgresql://vardag:{PASSWORD}@/postgres?host={','.join(['127.0.0.1'] * 3)}"
            f"&port={','.join(str(each.port) for each in self.nodes)}"
            "&target_session_attrs=read-write&connect_timeout=3"
        )
        return Cluster(url=url, name="three", server=cast(Server, self))

    def await_answer(self) -> None:
        """Nothing is started again by itself here."""

    @property
    def standbys(self) -> list[Node]:
        return [each for each in self.nodes if each is not self.primary]

    def synchronous(self, names: str) -> None:
        """Say what a commit waits for; every one of them may be the primary next."""
        for each in self.nodes:
            each.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
            each.sql("SELECT pg_reload_conf()")

    def furthest(self) -> Node:
        """Return the standby that has most; the other may lack what was acknowledged."""
        return max(self.standbys, key=Node.received)

    def fail_over(self) -> None:
        """Promote a standby and point the other at it; the primary is gone."""
        next_one = self.furthest()
        other = next(each for each in self.standbys if each is not next_one)
        next_one.sql("SELECT pg_promote()")
        other.follow(next_one)
        self.primary = next_one

    def take_back(self, old: Node) -> None:
        """Let one that was the primary follow, without what nobody else has of it."""
        self.primary.sql("CHECKPOINT")
        source = f"--source-server={self.primary.told} application_name={old.name}"
        try:
            old.run("pg_rewind", "-D", str(old.data), source, "--write-recovery-conf", "--no-sync")
        except NoPostgres:
            shutil.rmtree(old.data)
            _copy(self.primary, old)
        old.start()
        self.await_followers()

    def make_anew(self) -> None:
        """Make both standbys from the primary again, whatever became of them."""
        for each in self.standbys:
            if each.server:
                each.kill()
            shutil.rmtree(each.data)
            _copy(self.primary, each)
            each.start()
        self.await_followers()

    def await_followers(self) -> None:
        asked = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        _until(lambda: self.primary.sql(asked) == len(self.standbys), "two that follow")


def _until(holds: Any, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise NoPostgres(f"waited in vain for {what}")
        time.sleep(0.05)


@contextmanager
def three(*, folder: Path) -> Iterator[Three]:
    """Give three servers for as long as the block lasts.

    :raises NoPostgres: if there is no PostgreSQL here with the programs that this takes
    """
    postgres.remove_leftovers(folder)
    account, programs = account_for_servers(), find()
    with ExitStack() as stack:
        nodes = [stack.enter_context(_a_place(folder, each, programs, account)) for each in NAMES]
        first, *others = nodes
        postgres._make(first.programs, first.home, PASSWORD, account)
        with (first.data / "postgresql.conf").open("a") as settings:
            settings.write(GIVEN.read_text())
        first.start()
        for each in others:
            _copy(first, each)
            each.start()
        made = Three(nodes, first)
        made.await_followers()
        yield made


@contextmanager
def _a_place(folder: Path, name: str, programs: Programs, account: Account) -> Iterator[Node]:
    home = postgres._home(folder, account)
    try:
        with postgres.claimed(home):
            ours = postgres._within_reach(programs, home, account)
            node = Node(name, postgres.free_port(), home, ours, account)
            yield node
            with contextlib.suppress(ProcessLookupError):
                if node.server:
                    node.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _copy(primary: Node, standby: Node) -> None:
    source = f"{primary.told} application_name={standby.name}"
    more: Sequence[str] = ("-R", "-X", "stream", "--checkpoint=fast", "--no-sync")
    standby.run("pg_basebackup", "-D", str(standby.data), "-d", source, *more)
