"""A staff directory in a file, as somebody would keep it while the product runs."""

from pathlib import Path

from pytest_django import Settings
from ruamel.yaml import YAML

from vardag.rooms.people.models import PersonRow


class Kept:
    """The directory's file. Everybody of staff is in it, by a whole name, until it says otherwise."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        settings.STAFF_DIRECTORY = f"file:{path}"
        PersonRow.objects.filter(hsa_id__isnull=False, family_name="").update(family_name="Prov")
        self.people = {
            row.pk: {
                "hsa_id": row.hsa_id,
                "given_name": row.given_name,
                "family_name": row.family_name,
                "title": row.title,
                "profession": row.profession,
            }
            for row in PersonRow.objects.filter(hsa_id__isnull=False)
        }
        self._write()

    def says(self, person: int, **particulars: str) -> None:
        self.people[person] |= particulars
        self._write()

    def forgets(self, person: int) -> dict[str, str | None]:
        gone = self.people.pop(person)
        self._write()
        return gone

    def remembers(self, person: int, particulars: dict[str, str | None]) -> None:
        self.people[person] = particulars
        self._write()

    def is_away(self) -> None:
        self.path.write_text("- [", encoding="utf-8")

    def is_back(self) -> None:
        self._write()

    def _write(self) -> None:
        with self.path.open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(list(self.people.values()), file)
