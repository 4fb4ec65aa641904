"""What stands in for a scanner where there is none: in demonstrations, or on the operator's own word."""

from vardag.rooms.files.scanner import NoVerdict

# The test file that every scanner knows and that harms nobody, in two parts lest one stop this file.
_EICAR = (
    rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    b"VARDAG-STANDARD-HARMFUL-FILE",
)
_SLOW = b"VARDAG-SCANNER-GIVES-NO-VERDICT"


class StandIn:
    """Knows the test file that every scanner knows, and one mark of which it says nothing."""

    def finds(self, data: bytes, *, within: float) -> str:  # noqa: ARG002 - it takes no time
        """Return the name of the test file if it is there; see ``rooms.files.scanner.Scanner``."""
        if _SLOW in data:
            raise NoVerdict("the stand-in gives no verdict on this one")
        return "Eicar-Test-Signature" if any(each in data for each in _EICAR) else ""


class Unscanned:
    """Finds nothing, since it doesn't look: the operator has said that files are taken unscanned."""

    def finds(self, data: bytes, *, within: float) -> str:  # noqa: ARG002
        """Return nothing; see ``rooms.files.scanner.Scanner``."""
        return ""
