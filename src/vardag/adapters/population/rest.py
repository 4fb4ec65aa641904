"""A population register behind HTTP: a number is posted, and answered with a person as JSON.

The national registers answer over lines that a region has agreements for; a small service in front of
one that answers in this way is all that is needed. The format is in
docs/reference/population-register.md. The number is never part of an address, since addresses are
written into logs on their way.
"""

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from vardag.adapters.asking import SECONDS, NoAnswer, Service
from vardag.adapters.population.written import Person, entry
from vardag.domain.refusals import InvalidForm
from vardag.rooms.people.families.register import Entry, RegisterAway


@dataclass(frozen=True)
class _Answer(Person):
    """A person with the children of whom the person has custody, each of them whole."""

    custody_of: tuple[Person, ...] = ()


_ANSWER: TypeAdapter[_Answer] = TypeAdapter(_Answer)


class RestRegister:
    """Posts to its address. A secret goes along if VARDAG_POPULATION_REGISTER_TOKEN has one."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        token = os.environ.get("VARDAG_POPULATION_REGISTER_TOKEN", "")
        self._service = Service(address, token=token, seconds=seconds)

    def look_up(self, number: str, *, on: date) -> Entry | None:
        """Return whom a number belongs or belonged to, on a local date; None if to nobody.

        :raises RegisterAway: if nobody answers in time, or what comes isn't about this person
        """
        try:
            answer = self._service.ask(about={"number": number})
        except NoAnswer as error:
            raise RegisterAway(str(error)) from error
        return None if answer is None else self._found(answer, number, on=on)

    def _found(self, answer: Any, number: str, *, on: date) -> Entry:
        where = self._service.address
        try:
            written = _ANSWER.validate_python(answer)
            children = tuple(entry(each, on=on) for each in written.custody_of)
            found = entry(written, on=on, children=children)
        except (ValidationError, InvalidForm):  # whose own words hold somebody's name and number
            raise RegisterAway(f"{where} answers with what is no person") from None
        if number not in (found.number.digits, *found.former):
            raise RegisterAway(f"{where} was asked for one number and gave another")
        if len({child.number.digits for child in children} | {found.number.digits}) <= len(
            children
        ):
            raise RegisterAway(f"{where} gives a person twice")
        return found
