"""A staff directory in a file: for a clinic without another, for demonstrations and for tests."""

from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vardag.adapters.complaints import where
from vardag.adapters.directory.written import Written, entry, everybody
from vardag.domain.people.hsa import HsaId
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.staff.directory import DirectoryAway, Entry


class FileDirectory:
    """Reads the file at each question, so that a change holds at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def look_up(self, hsa_id: HsaId) -> Entry | None:
        """Return whom an HSA-id belongs to; None if to nobody.

        :raises DirectoryAway: if the file can't be read, or names two persons by one HSA-id
        """
        found = [each for each in self._everybody() if each.hsa_id == hsa_id]
        if len(found) > 1:
            raise DirectoryAway(f"{self._path}: {hsa_id} is there {len(found)} times")
        return found[0] if found else None

    def _everybody(self) -> list[Entry]:
        try:
            written: list[Written] = everybody(
                YAML(typ="safe").load(self._path.read_text(encoding="utf-8"))
            )
            return [entry(each) for each in written]
        except (ValidationError, YAMLError) as error:
            raise DirectoryAway(f"{self._path} can't be read: {where(error)}") from None
        except (OSError, UnicodeDecodeError, InvalidForm) as error:
            raise DirectoryAway(f"{self._path} can't be read: {error}") from error
