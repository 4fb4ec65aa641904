"""Other systems: a folder, or a server that speaks HL7 FHIR R4. See docs/how-to/other-systems.md."""

from vardag.adapters.lines.fhir import FhirServer
from vardag.adapters.lines.folder import Folder
from vardag.domain.messages.lines import Line
from vardag.rooms.deliveries.port import System


def system(line: Line) -> System:
    """Return what is at the end of a line: what it says was checked when the product started."""
    if line.folder is not None:
        return Folder(line.folder)
    return FhirServer(line.fhir, token=line.token)
