"""``./dev bench --log N``: how long verifying an access log of N entries takes, on both databases.

The promise is ten million entries in a minute.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PROMISED = 10_000_000 / 60  # entries a second


def measured(postgres: str, many: int, *, folder: Path) -> bool:
    """Print the time on each database, and tell whether both kept the promise.

    :param postgres: the address of an empty database
    """
    print(f"\nverifying a log of {many:,} entries, on {os.cpu_count()} cores")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as data:
        on = {"SQLite": f"sqlite:///{data}/log.sqlite3", "PostgreSQL": postgres}
        kept = [_one(name, url, many, data=Path(data) / name) for name, url in on.items()]
    return all(kept)


def _one(name: str, url: str, many: int, *, data: Path) -> bool:
    data.mkdir()
    environment = {
        **os.environ,
        "VARDAG_THROW_AWAY": "1",
        "VARDAG_DATABASE_URL": url,
        "VARDAG_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "vardag.config.settings",
    }
    _run(["tools.bench.log_rows", str(many)], environment)
    begun = time.monotonic()
    said = _run(["vardag.doors.ops.cli", "audit", "verify"], environment)
    seconds = time.monotonic() - begun
    if not said.rstrip().endswith(f": {many}"):
        raise SystemExit(f"{name}: the verifier said {said}")
    print(f"{name:12}{seconds:>8.1f} s{many / seconds:>12,.0f} entries /s", flush=True)
    return many / seconds >= _PROMISED


def _run(module: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *module],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{module[0]}: {done.stdout}{done.stderr}")
    return done.stdout
