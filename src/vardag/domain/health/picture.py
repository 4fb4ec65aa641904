"""An installation as it was found at one moment, and all that is to be said of it."""

from dataclasses import dataclass
from datetime import datetime

from vardag.domain.health.database import Database, database_found
from vardag.domain.health.finding import Health
from vardag.domain.health.machine import Machine, machine_found
from vardag.domain.health.settings import Configured, settings_found
from vardag.domain.health.work import Doings, work_found


@dataclass(frozen=True)
class Picture:
    """What was found. ``doings`` is None where the database couldn't be asked."""

    configured: Configured
    database: Database
    machine: Machine
    doings: Doings | None


def health_of(seen: Picture, *, at: datetime) -> Health:
    """Return what is to be said of an installation.

    :param at: aware; when it was looked at
    """
    findings = [
        *database_found(seen.database),
        *(work_found(seen.doings) if seen.doings else ()),
        *machine_found(seen.machine),
        *settings_found(seen.configured),
    ]
    return Health(at, tuple(findings))
