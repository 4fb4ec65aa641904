"""Population registers: a file, or a service over HTTP. See docs/reference/population-register.md."""

from pathlib import Path

from vardag.adapters.asking import is_safe
from vardag.adapters.population.file import FileRegister
from vardag.adapters.population.rest import RestRegister
from vardag.rooms.people.families.register import Register, RegisterAway


def population_register(where: str) -> Register:
    """Return the register that a setting names: ``file:/path``, or an ``https://`` address.

    Plain HTTP is for a service on this machine only.

    :raises RegisterAway: if it names neither
    """
    if where.startswith("file:"):
        return FileRegister(Path(where.removeprefix("file:")))
    if is_safe(where):
        return RestRegister(where)
    raise RegisterAway(
        "VARDAG_POPULATION_REGISTER begins neither with file: nor with https://: see "
        "docs/reference/population-register.md"
    )
