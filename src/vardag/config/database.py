"""Which database, and the settings without which it would lose or refuse work."""

import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from vardag.domain.health.database import trusted_journal

_WAIT_SECONDS = 20
# A connection keeps what PostgreSQL has worked out of a question that comes a sixth time (ADR-0042).
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database(url: str | None, *, data: Path) -> dict[str, Any]:
    """Return Django's settings of the database at ``url``; without one, SQLite in ``data``.

    ``pooler=transaction`` in an address of PostgreSQL is ours, and says what stands in between.

    :raises dj_database_url.ParseError: if the address can't be read
    :raises ImproperlyConfigured: if it names a pooler that we don't know
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url)) if url else _sqlite_in(data)
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = _sqlite_options()
    else:
        found["ENGINE"] = "vardag.config.postgresql"
        found["CONN_MAX_AGE"] = None
        found["CONN_HEALTH_CHECKS"] = True
        options = {**_PREPARED, **found.get("OPTIONS", {})}
        # A cursor that the server keeps is one session's, and the next question may come in another.
        found["DISABLE_SERVER_SIDE_CURSORS"] = _shares_sessions(options.pop("pooler", "session"))
        found["OPTIONS"] = options
    return found


def _shares_sessions(pooler: object) -> bool:
    """Tell whether a pooler gives each transaction a session that others have had before."""
    if pooler not in ("session", "transaction"):
        raise ImproperlyConfigured(
            f"VARDAG_DATABASE_URL says pooler={pooler}. Write pooler=transaction where a pooler lends "
            "a session for each transaction, and nothing where there is none."
        )
    return pooler == "transaction"


def _sqlite_in(data: Path) -> dict[str, Any]:
    """Not by way of an address, in which a folder's ``#`` or ``%`` would mean something else."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "vardag.sqlite3")}


def _sqlite_options() -> dict[str, Any]:
    """IMMEDIATE, or two writers fail at once instead of waiting; FULL, or a power cut loses cases.

    Recursive triggers, or REPLACE takes a row away without asking the trigger by which it stands.
    """
    pragmas = (f"journal_mode={journal_mode()}", "synchronous=FULL", "recursive_triggers=ON")
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": _WAIT_SECONDS,
        "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
    }


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """Return the journal that this SQLite can be trusted with, see ``trusted_journal``."""
    return trusted_journal(version).upper()
