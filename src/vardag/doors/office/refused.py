"""What was refused of a page that has many forms: at which, why, and what was typed there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refused:
    """A form that was refused; ``at`` is the number that the page knows it by."""

    at: int = 0
    error: str = ""
    typed: str = ""
