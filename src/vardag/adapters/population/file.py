"""A population register in a file: what a region exports, or what a demonstration and tests need."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vardag.adapters.complaints import where
from vardag.adapters.population.written import Person, entry
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.families.register import Entry, RegisterAway


@dataclass(frozen=True)
class Written(Person):
    """A person as the file writes one. Numbers are in quotes, lest YAML take them for numbers."""

    custody_of: tuple[str, ...] = ()


_ALL: TypeAdapter[list[Written]] = TypeAdapter(list[Written])


class FileRegister:
    """Reads the file at each question, so that a change holds at the next one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def look_up(self, number: str, *, on: date) -> Entry | None:
        """Return whom a number belongs or belonged to, on a local date; None if to nobody.

        :raises RegisterAway: if the file can't be read, or doesn't hold together
        """
        try:
            people = self._everybody()
            found = [each for each in people.values() if number in (each.number, *each.former)]
            if len(found) > 1:
                raise RegisterAway(f"{self._path}: a number belongs to {len(found)} people")
            return _entry(found[0], people, on) if found else None
        except (ValidationError, YAMLError) as error:
            raise RegisterAway(f"{self._path} can't be read: {where(error)}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise RegisterAway(f"{self._path} can't be read: {error}") from error
        except InvalidForm as error:
            raise RegisterAway(f"{self._path}: {error}") from error
        except KeyError:
            raise RegisterAway(f"{self._path}: a child of somebody's isn't there") from None

    def _everybody(self) -> dict[str, Written]:
        text = self._path.read_text(encoding="utf-8")
        written = _ALL.validate_python(YAML(typ="safe").load(text) or [])
        people = {each.number: each for each in written}
        if len(people) < len(written):
            raise RegisterAway(f"{self._path}: a person is there twice")
        return people


def _entry(written: Written, people: dict[str, Written], on: date) -> Entry:
    children = tuple(entry(people[number], on=on) for number in written.custody_of)
    return entry(written, on=on, children=children)
