from django.db import migrations

from vardag.rooms.audit.stand import rows_stand


class Migration(migrations.Migration):
    """Who signed an introduction, and who did what about staff, is never changed (ADR-0022)."""

    dependencies = (("people", "0003_roles_of_before_are_in_force"),)
    operations = (rows_stand("person_signature"), rows_stand("person_staff_event"))
