"""The product's settings, with a data folder of the tests' own that goes when they end.

``VARDAG_DATABASE_URL`` decides on which database the tests run; without it, on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="vardag-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["VARDAG_DATA"] = str(_folder)
os.environ["VARDAG_DEMO"] = "1"

from vardag.config.settings import *  # noqa: E402, F403
from vardag.config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: in memory, threads would share one connection and never wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    # As with PostgreSQL: what a power cut would take is gone after the tests anyway.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Nothing beyond this machine is asked.
CHECK_LINKS = False
# A test asks for more in a second than a clinic does in a morning.
KEEPS_PACE = False
# What signs the access log is never the tests' to keep.
THROW_AWAY = True

# Pages that a test shows find their files without a server: by addresses that don't change with them.
STATIC_URL = "/static/"
