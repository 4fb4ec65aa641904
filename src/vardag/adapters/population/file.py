"""A population register in a file: what a region exports, or what a demonstration and tests need."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vardag.domain.people.personal_number import personal_number
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.register import Entry, Protection, RegisterAway

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


@dataclass(frozen=True)
class Written:
    """A person as the file writes one. Numbers are in quotes, lest YAML take them for numbers."""

    number: str
    given_name: _Name
    family_name: _Name
    died_on: date | None = None
    protection: Protection | None = None
    custody_of: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


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
        except (OSError, UnicodeDecodeError, YAMLError, ValidationError) as error:
            raise RegisterAway(f"{self._path} can't be read: {error}") from error
        except InvalidForm as error:
            raise RegisterAway(f"{self._path}: {error}") from error
        except KeyError as missing:
            raise RegisterAway(f"{self._path}: there is no person for {missing}") from missing

    def _everybody(self) -> dict[str, Written]:
        text = self._path.read_text(encoding="utf-8")
        written = _ALL.validate_python(YAML(typ="safe").load(text) or [])
        people = {each.number: each for each in written}
        if len(people) < len(written):
            raise RegisterAway(f"{self._path}: a person is there twice")
        return people


def _entry(written: Written, people: dict[str, Written], on: date) -> Entry:
    children = (replace(people[number], custody_of=()) for number in written.custody_of)
    return Entry(
        number=personal_number(written.number, on=on),
        given_name=written.given_name,
        family_name=written.family_name,
        died_on=written.died_on,
        protection=written.protection,
        children=tuple(_entry(child, people, on) for child in children),
        former=written.former,
    )
