from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """A case event is never changed; it is removed only by disposal (ADR-0008)."""

    dependencies = (("cases", "0001_cases_and_their_ledger"),)
    operations = (rows_stand("case_event"),)
