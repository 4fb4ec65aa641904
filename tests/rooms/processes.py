"""Other processes that meet the very database of a test with real transactions."""

import os
import sys

from django.db import connection


def settings_of_this_database() -> dict[str, str]:
    """Return the environment in which another process meets the very database of this test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{found['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**found)
    return {
        "DJANGO_SETTINGS_MODULE": "vardag.config.settings",
        "VARDAG_DATABASE_URL": url,
        "VARDAG_THROW_AWAY": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
