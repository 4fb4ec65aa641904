"""Counting how shortcuts are used."""

from datetime import date

from django.db import connection

from vardag.domain.measures.shortcuts import Use
from vardag.domain.people.identity import ClinicId

# One statement, so that two at once are both counted, and nobody waits for more than a row.
_COUNT = """
INSERT INTO shortcut_count (clinic_id, service, date, shown, followed) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (clinic_id, service, date) DO UPDATE SET
    shown = shortcut_count.shown + excluded.shown,
    followed = shortcut_count.followed + excluded.followed
"""


def count(*, clinic: ClinicId, service: str, use: Use, on: date) -> None:
    """Count that a clinic's shortcut was used. By whom isn't asked: whoever calls has permitted it.

    :param on: the local date
    :raises IntegrityError: if there is no such clinic
    """
    shown, followed = int(use is Use.SHOWN), int(use is Use.FOLLOWED)
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (clinic, service, day, shown, followed))
