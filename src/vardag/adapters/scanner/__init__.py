"""Virus scanners: clamd over TCP or a socket, a stand-in for demonstrations, or none on one's own word.

See docs/reference/files.md.
"""

from pathlib import Path

from vardag.adapters.scanner.clamd import Clamd
from vardag.adapters.scanner.stand_in import StandIn, Unscanned
from vardag.rooms.files.scanner import NoVerdict, Scanner


def scanner(where: str) -> Scanner:
    """Return the scanner that a setting names.

    ``tcp:host:port`` or ``unix:/path`` for clamd; ``stand-in`` for demonstrations; ``none`` where the
    operator takes files that nobody has scanned.

    :raises NoVerdict: if it names none of these
    """
    kind, _, rest = where.partition(":")
    host, _, port = rest.rpartition(":")
    match kind:
        case "tcp" if host and port.isascii() and port.isdigit():
            return Clamd((host.strip("[]"), int(port)))
        case "unix" if rest:
            return Clamd(Path(rest))
        case "stand-in" if not rest:
            return StandIn()
        case "none" if not rest:
            return Unscanned()
    raise NoVerdict(
        "VARDAG_SCANNER is neither tcp:host:port nor unix:/path: see docs/reference/files.md"
    )
