from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """When an inbox was first opened on a day is never changed (ADR-0021)."""

    dependencies = (("roster", "0001_who_is_responsible_when"),)
    operations = (rows_stand("roster_opened"),)
