"""A person as directories write them, in a file or in an answer over HTTP."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import StringConstraints, TypeAdapter

from vardag.domain.people.hsa import hsa_id
from vardag.domain.people.identity import Profession
from vardag.rooms.people.staff.directory import Entry

# As long as our own columns; more is no name but a mistake.
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
_Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


@dataclass(frozen=True)
class Written:
    """One person. What else a directory knows is not read."""

    hsa_id: str
    given_name: _Name
    family_name: _Name
    title: _Title = ""
    profession: Profession = Profession.OTHER


_ONE: TypeAdapter[Written] = TypeAdapter(Written)
_ALL: TypeAdapter[list[Written]] = TypeAdapter(list[Written])


def one(data: Any) -> Written:
    """Return one person.

    :raises ValidationError: if that is none
    """
    return _ONE.validate_python(data)


def everybody(data: Any) -> list[Written]:
    """Return a list of persons.

    :raises ValidationError: if that is none
    """
    return _ALL.validate_python(data)


def entry(written: Written) -> Entry:
    """Return a person as the house sees them.

    :raises InvalidForm: if the HSA-id is none
    """
    return Entry(
        hsa_id=hsa_id(written.hsa_id),
        given_name=written.given_name,
        family_name=written.family_name,
        title=written.title,
        profession=written.profession,
    )
