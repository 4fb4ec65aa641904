from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """What a unit manager decided about a guardian, and its end, is never changed (ADR-0027)."""

    dependencies = (("people", "0010_guardians_blocked"),)
    operations = (rows_stand("person_block"), rows_stand("person_block_lift"))
