"""A program that verifies a log of ten entries in five parts by two processes, whole and then broken.

Other processes begin it anew, as they do with every program: what it does stands under its name.
"""

import sys

from vardag.doors.ops.log import command as audit
from vardag.doors.ops.log import verifier as log_verifier
from vardag.doors.ops.log.sealer import seal_all
from vardag.doors.ops.starting import set_up

if __name__ == "__main__":
    set_up()
    from django.db import connection

    from tests.rooms.logged import noted
    from vardag.doors.shared.moments import now

    for n in range(10):
        noted(case=n, at=now())
    seal_all()
    log_verifier.AT_ONCE = 2
    sys.stdout.write(f"{audit.verdict(processes=2)}\n")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_access_stands_update")
        cursor.execute("UPDATE audit_access SET page = x'00' WHERE case_id = 6")
    sys.stdout.write(f"{audit.verdict(processes=2)}\n")
