"""Looking at everything at once."""

from django.conf import settings
from django.db import DatabaseError

from vardag.domain.health.database import Database
from vardag.domain.health.finding import Health
from vardag.domain.health.picture import Picture, health_of
from vardag.domain.health.work import Doings
from vardag.domain.people.identity import ClinicId
from vardag.doors.shared.health.configured import read_settings
from vardag.doors.shared.health.database import read_database
from vardag.doors.shared.health.doings import read_doings
from vardag.doors.shared.health.machine import read_machine
from vardag.doors.shared.moments import now
from vardag.rooms.people.queries import has_real_people


def look(*, clinic: ClinicId | None = None) -> Health:
    """Return how it stands with this installation, now. A database that is away is a finding.

    :param clinic: whose days ahead are looked at; None for those of all
    """
    database = read_database()
    doings = _doings(database, clinic)
    seen = Picture(
        configured=read_settings(has_real_people=_has_real_people(doings)),
        database=database,
        machine=read_machine(),
        doings=doings,
    )
    return health_of(seen, at=now())


def _doings(database: Database, clinic: ClinicId | None) -> Doings | None:
    if database.unreachable or database.pending:
        return None
    try:
        return read_doings(clinic=clinic)
    except DatabaseError:  # it has gone meanwhile
        return None


def _has_real_people(doings: Doings | None) -> bool | None:
    """Only a demonstration must ask: there, and nowhere else, it matters."""
    return has_real_people() if settings.DEMO and doings is not None else None
