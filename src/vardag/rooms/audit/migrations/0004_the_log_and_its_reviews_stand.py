from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """What is logged, sealed, drawn and found is never changed or removed (ADR-0024)."""

    dependencies = (("audit", "0003_the_access_log"),)
    operations = (
        rows_stand("audit_access"),
        rows_stand("audit_seal"),
        rows_stand("audit_review"),
        rows_stand("audit_finding"),
    )
