from datetime import UTC, datetime, time

from django.apps.registry import Apps
from django.db import migrations


def roles_of_before_are_in_force(apps: Apps, _editor: object) -> None:
    grants = apps.get_model("people", "GrantRow")
    for grant in grants.objects.filter(confirmed_at__isnull=True).iterator():
        grant.confirmed_at = grant.introduced_at = datetime.combine(grant.from_date, time(), UTC)
        grant.save(update_fields=["confirmed_at", "introduced_at"])


class Migration(migrations.Migration):
    """Who had a role before roles were confirmed and introduced to keeps it (ADR-0022)."""

    dependencies = (("people", "0002_roles_in_force"),)
    operations = (migrations.RunPython(roles_of_before_are_in_force, migrations.RunPython.noop),)
