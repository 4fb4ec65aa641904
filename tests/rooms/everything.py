"""All rows of all tables, to see that nothing has changed."""

from django.apps import apps
from django.db import models


def everything(*, but: type[models.Model] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Return every row by table; ``but`` leaves one table out."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model is not but
    }
