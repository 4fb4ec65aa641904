"""Population registers: a file. See docs/reference/population-register.md."""

from pathlib import Path

from vardag.adapters.population.file import FileRegister
from vardag.rooms.people.register import Register, RegisterAway


def population_register(where: str) -> Register:
    """Return the register that a setting names: ``file:/path``.

    :raises RegisterAway: if it names none
    """
    if where.startswith("file:"):
        return FileRegister(Path(where.removeprefix("file:")))
    raise RegisterAway(
        "VARDAG_POPULATION_REGISTER doesn't begin with file: see "
        "docs/reference/population-register.md"
    )
