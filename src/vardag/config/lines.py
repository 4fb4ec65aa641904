"""The file that says which clinics have lines to which systems, checked before anything starts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from vardag.adapters.asking import is_safe
from vardag.config.settings_file import Strict, read, secret
from vardag.domain.messages.lines import Line
from vardag.domain.people.hsa import hsa_id
from vardag.domain.refusals import Refusal

_KEY = r"^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$"


class _Line(Strict):
    clinic: str = Field(pattern=_KEY)
    system: str = Field(pattern=_KEY)
    folder: str = ""
    fhir: str = ""
    token_file: str = ""
    token_env: str = ""
    unit: str = ""
    ticks: bool = True


class _File(Strict):
    lines: tuple[_Line, ...] = Field(min_length=1)


def read_lines(path: str | None) -> tuple[Line, ...]:
    """Return the lines that a file describes; none without a file.

    :raises ImproperlyConfigured: with a line for each thing that is wrong, and what helps
    """
    if not path:
        return ()
    given = read("VARDAG_LINES", path, _File, _wrong_with)
    return tuple(_line(each) for each in given.lines)


def _wrong_with(given: _File) -> Iterator[str]:
    yield from _repeated(given)
    for nth, each in enumerate(given.lines):
        yield from (f"lines[{nth}].{problem}" for problem in _problems(each))


def _repeated(given: _File) -> Iterator[str]:
    counted = Counter((each.clinic, each.system) for each in given.lines)
    yield from (
        f"{clinic} has two lines to {system}" for (clinic, system), n in counted.items() if n > 1
    )


def _problems(given: _Line) -> Iterator[str]:
    if bool(given.folder) == bool(given.fhir):
        yield "folder, fhir: name one of the two"
    if given.folder and not Path(given.folder).is_absolute():
        yield "folder: write the whole path, from /"
    if given.fhir and (not is_safe(given.fhir) or "?" in given.fhir or "@" in given.fhir):
        yield "fhir: must begin with https:// and have no question mark (http:// on this machine)"
    if (given.token_file or given.token_env) and not _token(given):
        where = given.token_file or f"the variable {given.token_env}"
        yield f"the token can't be read, or is empty: {where}"
    if given.unit and not _is_hsa_id(given.unit):
        yield f"unit: {given.unit} is no HSA-id"


def _is_hsa_id(given: str) -> bool:
    try:
        hsa_id(given)
    except Refusal:
        return False
    return True


def _token(given: _Line) -> str:
    return secret(file=given.token_file, variable=given.token_env)


def _line(given: _Line) -> Line:
    return Line(
        clinic=given.clinic,
        system=given.system,
        folder=Path(given.folder) if given.folder else None,
        fhir=given.fhir.rstrip("/"),
        token=_token(given),
        unit=given.unit,
        ticks=given.ticks,
    )
