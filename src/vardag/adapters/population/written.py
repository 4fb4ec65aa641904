"""A person as registers write them, in a file or in an answer over HTTP."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from vardag.domain.people.clinic import LONGEST_LINE, MOST_LINES
from vardag.domain.people.personal_number import personal_number
from vardag.domain.people.protection import Protection
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say
from vardag.rooms.people.families.register import Entry

# As long as our own columns; more is no name but a mistake.
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LINE)
]
_NO_DAY = say("The number doesn't say when the person was born, and nor does the register.")


@dataclass(frozen=True)
class Person:
    """What both write of a person. ``born`` goes before what the number says."""

    number: str
    given_name: _Name
    family_name: _Name
    born: date | None = None
    died_on: date | None = None
    protection: Protection | None = None
    former: tuple[str, ...] = ()
    address: Annotated[tuple[_Line, ...], Field(max_length=MOST_LINES)] = ()


def entry(written: Person, *, on: date, children: tuple[Entry, ...] = ()) -> Entry:
    """Return a person as the house sees them, on a local date.

    :raises InvalidForm: if the number is none, or the birth date isn't known
    """
    number = personal_number(written.number, on=on)
    born = written.born or number.born
    if born is None:
        raise InvalidForm(_NO_DAY, problems=(Problem("born", Sentence(_NO_DAY)),))
    return Entry(
        number=number,
        born=born,
        given_name=written.given_name,
        family_name=written.family_name,
        died_on=written.died_on,
        protection=written.protection,
        children=children,
        former=written.former,
        address=written.address,
    )
