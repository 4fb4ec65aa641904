from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """A look is never changed; it is removed only by disposal (ADR-0008)."""

    dependencies = (("audit", "0001_looks"),)
    operations = (rows_stand("audit_look"),)
