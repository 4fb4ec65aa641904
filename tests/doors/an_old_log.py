"""A program that brings a log from before sign-ins were entries up to date, and says what it came to."""

import sys
from datetime import timedelta
from typing import Any

from vardag.doors.ops.log.command import verdict
from vardag.doors.ops.log.sealer import seal_all
from vardag.doors.ops.log.verifier import signed
from vardag.doors.ops.starting import set_up

BEFORE = "0004"
INSERT = """
INSERT INTO audit_access (id, at, what, result, person_id, clinic_id, roles, patient_id, case_id,
    named, page, reason, request_id, mac)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

if __name__ == "__main__":
    set_up()
    from django.core.management import call_command
    from django.db import connection

    from tests.rooms.logged import noted
    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.actions import entry_id
    from vardag.rooms.audit.key import log_key
    from vardag.rooms.audit.models import AccessRow
    from vardag.rooms.audit.signing import moment

    call_command("migrate", "audit", BEFORE, verbosity=0)
    at = now() - timedelta(minutes=1)
    for n in range(3):
        pk = entry_id(at) + n
        values: list[Any] = [
            "opened",
            "shown",
            1,
            1,
            "receiver",
            2,
            n,
            "",
            "inbox:case",
            "Föräldern",
            "x",
        ]
        mac = signed(log_key(), "vardag access 1", [pk, moment(at), *values])
        stored = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [pk, stored, *values, mac])
    call_command("migrate", verbosity=0)
    noted(at=now())
    seal_all()
    versions = sorted(AccessRow.objects.values_list("version", flat=True))
    sys.stdout.write(f"{versions} {verdict()}\n")
