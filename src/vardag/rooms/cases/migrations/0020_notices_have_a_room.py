from django.db import migrations

MOVED = """
INSERT INTO notice ("to_id", "kind", "case", "at", "left_out")
SELECT "to_id", "kind", "case_id", "at", 'before' FROM case_notice ORDER BY "id"
"""
BACK = """
INSERT INTO case_notice ("to_id", "kind", "case_id", "at")
SELECT "to_id", "kind", "case", "at" FROM notice WHERE "left_out" = 'before' ORDER BY "id"
"""


class Migration(migrations.Migration):
    """Notices from before they were sent are kept, and aren't sent now (ADR-0052)."""

    dependencies = (
        ("cases", "0019_a_colleague_is_asked"),
        ("notices", "0001_who_is_to_be_told"),
    )
    operations = (migrations.RunSQL(sql=MOVED, reverse_sql=BACK),)
