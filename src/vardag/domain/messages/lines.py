"""A line to another system: which clinic's, to which system, and where it ends."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """What the file of lines says of one; without a line a person does it by hand.

    ``folder`` or ``fhir`` says where it ends, one of the two; ``unit`` is the clinic's HSA-id there.
    ``ticks`` tells whether its receipt does what was sent; else a person looks, and ticks.
    """

    clinic: str
    system: str
    folder: Path | None = None
    fhir: str = ""
    token: str = ""
    unit: str = ""
    ticks: bool = True
