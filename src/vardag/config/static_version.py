"""A name for the static files as they are: browsers keep them for good, and others have another."""

from hashlib import sha256
from pathlib import Path

_DOORS = Path(__file__).resolve().parents[1] / "doors"
_LENGTH = 12


def static_version(doors: Path = _DOORS) -> str:
    """Return a short digest of every static file of every door, by its name and what is in it."""
    digest = sha256()
    for path in sorted(each for each in doors.glob("*/static/**/*") if each.is_file()):
        digest.update(path.relative_to(doors).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]


def is_for_good(_path: str, _url: str) -> bool:
    """Tell browsers that a static file never changes: its address would."""
    return True
