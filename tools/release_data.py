"""``./dev release-data``: keep the data of this version, so that later ones can be tried on it.

What is kept is a backup of the demonstration (invented people, public test numbers) on each database,
made by ``vardag backup``, in ``tests/releases/VERSION/``. Made once, when a version is released; a
version that is there isn't made anew, since later versions must take what was really written.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.harness import postgres

ROOT = Path(__file__).resolve().parent.parent
RELEASES = ROOT / "tests/releases"
KEY = "access-log.key"
_PEOPLED = """
import django
django.setup()
from vardag.doors.ops.demo.making import make
from vardag.doors.ops.log.sealer import seal_all
from vardag.doors.shared.moments import now
make(now())
seal_all()
"""


def main() -> int:
    folder = RELEASES / version("vardag")
    if folder.exists():
        sys.stderr.write(f"{folder.relative_to(ROOT)} is there already, and stays as it is\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="vardag-release-") as scratch:
        _keep(Path(scratch) / "sqlite", "", folder / "sqlite")
        with postgres.cluster(folder=Path(scratch)) as cluster:
            _keep(Path(scratch) / "postgresql", cluster.url, folder / "postgresql")
    return 0


def _keep(home: Path, url: str, kept: Path) -> None:
    """Make an installation with the demonstration in it, and keep its backup and the log's key."""
    home.mkdir()
    _run(home, url, "-m", "vardag.doors.ops.cli", "migrate")
    _run(home, url, "-c", _PEOPLED)
    kept.parent.mkdir(parents=True, exist_ok=True)
    _run(home, url, "-m", "vardag.doors.ops.cli", "backup", str(kept))
    shutil.copyfile(home / KEY, kept.parent / f"{kept.name}-{KEY}")
    size = sum(each.stat().st_size for each in kept.iterdir())
    print(f"{kept.relative_to(ROOT)}: {size // 1000} kB")


def _run(home: Path, url: str, *command: str) -> None:
    own = {name: told for name, told in os.environ.items() if not name.startswith("VARDAG_")}
    own |= {"VARDAG_DATA": str(home), "VARDAG_DEMO": "1", "VARDAG_HTTPS": "0"}
    own |= {"VARDAG_SECRET_KEY": "release-0f3a9c71d25e48b6a1c7e9d04b83f56e"}
    own |= {"DJANGO_SETTINGS_MODULE": "vardag.config.settings", "VARDAG_CHECK_LINKS": "0"}
    own |= {"VARDAG_DATABASE_URL": url} if url else {}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=own, check=True)


if __name__ == "__main__":
    sys.exit(main())
