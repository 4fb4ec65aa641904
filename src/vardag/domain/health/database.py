"""The database: whether it keeps what it has said it keeps, and whether it is the one that is meant."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vardag.domain.health.finding import Check, Finding
from vardag.domain.words import say

POSTGRESQL_FLOOR = 150_000  # as PostgreSQL writes 15.0
SQLITE_FLOOR = (3, 37, 0)
_SOUND_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
_NEAR, _FAR = 2.0, 60.0  # seconds between two clocks

REACHED = Check("database", say("Database"))
VERSION = Check("database-version", say("The database's version"))
KEEPS = Check("durability", say("What is saved is on the disk"))
HOLDS = Check("rules", say("The database's own rules"))
MIGRATIONS = Check("migrations", say("The database's tables"))
ENCODING = Check("encoding", say("All letters can be kept"))
LINK = Check("database-connection", say("The way to the database"))
CLOCK = Check("clock", say("Clock"))

_UPGRADE = say("Move to a later version of the database.")
_AS_SET = say(
    "Let nothing change the settings with which the product opens it. See the page on running it."
)


@dataclass(frozen=True)
class Sqlite:
    """An SQLite as a connection of the product's finds it."""

    version: tuple[int, int, int]
    journal: str  # its mode, in lower case
    synchronous: int  # 2 is FULL, 3 EXTRA
    foreign_keys: bool
    recursive_triggers: bool


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL as a connection of the product's finds it. ``version`` as in 150004."""

    version: int
    fsync: bool
    full_page_writes: bool
    synchronous_commit: str
    encoding: str
    checksums: bool
    is_superuser: bool
    is_elsewhere: bool  # reached over a network
    is_encrypted: bool
    seconds_ahead: float  # of this machine's clock


@dataclass(frozen=True)
class Database:
    """What was found of the database. ``unreachable`` says why, for operations, if it couldn't be asked.

    ``unknown``: migrations that it has and this program doesn't know, so it is of a later version.
    ``seconds_behind``: how far this machine's clock is behind the newest entry of the access log.
    """

    unreachable: str = ""
    sqlite: Sqlite | None = None
    postgres: Postgres | None = None
    pending: int = 0
    unknown: int = 0
    seconds_behind: float = 0.0


def trusted_journal(version: tuple[int, int, int]) -> str:
    """Return the mode of the journal that an SQLite of a version can be trusted with.

    Versions 3.7.0 to 3.51.2 can lose commits when a write-ahead log is reset, save for two
    branches that were mended; there the older journal is used, which is slower and sound.
    """
    newest, *branches = _SOUND_WAL
    mended = any(version[:2] == branch[:2] and version >= branch for branch in branches)
    return "wal" if version >= newest or mended else "truncate"


def database_found(seen: Database) -> Iterator[Finding]:
    """Yield what is found of the database; when it can't be reached, only that."""
    if seen.unreachable:
        found = REACHED.wrong(
            say("The database can't be reached. Nothing can be read or sent."),
            say(
                "Start it, or mend the way to it: VARDAG_DATABASE_URL says where it is looked for."
            ),
        )
        yield replace(found, detail=seen.unreachable)
        return
    yield REACHED.ok()
    yield _migrations(seen)
    if seen.sqlite:
        yield from _of_sqlite(seen.sqlite)
    if seen.postgres:
        yield from _of_postgres(seen.postgres)
    yield _clock(seen)


def _migrations(seen: Database) -> Finding:
    if seen.pending:
        return MIGRATIONS.wrong(
            say("The database is of an earlier version: %(pending)s changes are missing."),
            say("Run `vardag migrate`."),
            pending=seen.pending,
        )
    if seen.unknown:
        return MIGRATIONS.warn(
            say("The database is of a later version than the program."),
            say("Start the version that the database was last brought up to date with."),
        )
    return MIGRATIONS.ok()


def _of_sqlite(seen: Sqlite) -> Iterator[Finding]:
    if seen.version < SQLITE_FLOOR:
        yield VERSION.wrong(say("The database is older than what the product needs."), _UPGRADE)
    else:
        yield VERSION.ok(detail="SQLite " + ".".join(map(str, seen.version)))
    if seen.journal == "wal" and trusted_journal(seen.version) != "wal":
        yield KEEPS.wrong(
            say("This version of SQLite can lose what was saved, in the way in which it is used."),
            say("Bring SQLite to 3.51.3 or later, or let the product choose the journal."),
        )
    elif seen.journal in ("off", "memory") or seen.synchronous < 2:
        yield KEEPS.wrong(say("A power cut can take what the product has said is saved."), _AS_SET)
    else:
        yield KEEPS.ok(detail=f"journal {seen.journal}, synchronous {seen.synchronous}")
    if seen.foreign_keys and seen.recursive_triggers:
        yield HOLDS.ok()
    else:
        yield HOLDS.wrong(
            say("Rules by which the database refuses what can't be are off."), _AS_SET
        )


def _of_postgres(seen: Postgres) -> Iterator[Finding]:
    if seen.version < POSTGRESQL_FLOOR:
        yield VERSION.wrong(say("The database is older than what the product needs."), _UPGRADE)
    else:
        yield VERSION.ok(detail=f"PostgreSQL {seen.version // 10_000}.{seen.version % 10_000}")
    yield _keeps(seen)
    yield _encoding(seen)
    yield _link(seen)


def _keeps(seen: Postgres) -> Finding:
    off = [
        name
        for name, is_off in (
            ("fsync", not seen.fsync),
            ("full_page_writes", not seen.full_page_writes),
            ("synchronous_commit", seen.synchronous_commit == "off"),
        )
        if is_off
    ]
    if off:
        return KEEPS.wrong(
            say("A power cut can take what the product has said is saved."),
            say("Set %(off)s to on in PostgreSQL's settings, and let it read them anew."),
            off=", ".join(off),
        )
    if not seen.checksums:
        return KEEPS.warn(
            say("The database can't tell when a disk gives back other bytes than were written."),
            say("Turn data checksums on: `pg_checksums --enable`, while PostgreSQL is stopped."),
        )
    return KEEPS.ok()


def _encoding(seen: Postgres) -> Finding:
    if seen.encoding.upper() == "UTF8":
        return ENCODING.ok()
    return ENCODING.wrong(
        say("The database can't keep all letters, so some names and messages are refused."),
        say("Make the database anew with the encoding UTF8, and move what it holds."),
    )


def _link(seen: Postgres) -> Finding:
    if seen.is_elsewhere and not seen.is_encrypted:
        return LINK.warn(
            say("What goes to the database and back goes unencrypted over a network."),
            say("Add `?sslmode=verify-full` to VARDAG_DATABASE_URL."),
        )
    if seen.is_superuser:
        return LINK.warn(
            say("The product may do everything in the database, also what it never needs to."),
            say("Give it an account of its own that owns its database and nothing more."),
        )
    return LINK.ok()


def _clock(seen: Database) -> Finding:
    apart = abs(seen.postgres.seconds_ahead) if seen.postgres else 0.0
    if seen.seconds_behind > _FAR or apart > _FAR:
        return CLOCK.wrong(
            say(
                "This machine's clock is wrong by %(seconds)s seconds or more, so dates that are set "
                "now may be wrong."
            ),
            say("Let the machine keep its clock by NTP, and see how it stands: `timedatectl`."),
            seconds=int(max(seen.seconds_behind, apart)),
        )
    if seen.seconds_behind > _NEAR or apart > _NEAR:
        return CLOCK.warn(
            say("The clocks of this machine and of the database differ by some seconds."),
            say("Let both keep their clocks by NTP."),
        )
    return CLOCK.ok()
