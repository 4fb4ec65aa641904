"""The demonstration's other systems: a stand-in, at which some clinics' lines end.

Åviken has one to ELVIS, and Norrvalla to its worklist and to where certificates are signed. All else is
done by hand, so that both ways can be seen.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vardag.doors.ops.stand_in import Shelf, stand_in

_FILE = "lines.yaml"
_TOLD = """\
# Written by `vardag demo` at each start.
lines:
  - {{clinic: aviken, system: elvis, fhir: {address}}}
  - {{clinic: norrvalla, system: worklist, fhir: {address}}}
  - {{clinic: norrvalla, system: intygsmodulen, fhir: {address}}}
"""


@contextmanager
def other_systems(folder: Path) -> Iterator[None]:
    """Let the stand-in answer, and the settings find the line to it, for as long as the block runs."""
    with stand_in(Shelf()) as address:
        path = folder / _FILE
        path.write_text(_TOLD.format(address=address), encoding="utf-8")
        os.environ["VARDAG_LINES"] = str(path)
        yield
