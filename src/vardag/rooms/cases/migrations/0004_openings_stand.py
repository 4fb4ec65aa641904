from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """What was opened by way of exception, and what was found of it, is never changed (ADR-0025)."""

    dependencies = (("cases", "0003_openings_by_exception"),)
    operations = (rows_stand("case_opening"), rows_stand("case_opening_review"))
