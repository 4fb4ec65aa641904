from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Count the copies that were printed before anybody could say what became of them."""
    events = apps.get_model("cases", "EventRow").objects.filter(kind="printed")
    cases = apps.get_model("cases", "CaseRow").objects
    copies: dict[int, int] = {}
    holder: dict[int, int] = {}
    found = events.order_by("case_id", "number").values_list("case_id", "data", "by_id")
    for case, data, by in found.iterator():
        copies[case] = copies.get(case, 0) + 1
        holder[case] = data.get("for_") or by
    for case, many in copies.items():
        cases.filter(pk=case).update(copies_out=many, paper_holder_id=holder[case])


class Migration(migrations.Migration):
    """Apart from the columns: PostgreSQL alters no table that a transaction has just changed."""

    dependencies = (("cases", "0009_copies_on_paper_and_mentions"),)
    operations = (migrations.RunPython(fill, migrations.RunPython.noop),)
