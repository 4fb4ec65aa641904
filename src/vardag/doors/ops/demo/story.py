"""A case of the demonstration, as the package's data tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict


@dataclass(frozen=True)
class Story:
    """One case: who sent it, about whom, where to, and what was done about it."""

    __pydantic_config__ = ConfigDict(extra="forbid", alias_generator=lambda name: name.rstrip("_"))

    from_: str
    service: str
    sent: str
    for_: str | None = None
    to: str = "aviken"
    form: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()  # by their names; see ``things``
    then: tuple[Mapping[str, str], ...] = ()
