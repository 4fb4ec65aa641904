"""The demonstration's other systems: a stand-in for ELVIS, to which the clinic at Åviken has a line.

The clinic does everything else by hand, so that both ways can be seen.
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
"""


@contextmanager
def other_systems(folder: Path) -> Iterator[None]:
    """Let the stand-in answer, and the settings find the line to it, for as long as the block runs."""
    with stand_in(Shelf()) as address:
        path = folder / _FILE
        path.write_text(_TOLD.format(address=address), encoding="utf-8")
        os.environ["VARDAG_LINES"] = str(path)
        yield
