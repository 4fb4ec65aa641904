"""Protected identity: what it is, and what is never said of the protected.

The population register says who is protected. Who lives under an assumed identity looks as everybody
else does: nothing here may mark such a person, or link one identity to the other.

A case is protected if its patient or its author is. Of a protected case nobody is told the family's
names, their personal numbers or how to reach them; the age in whole years stays, since the routine's
advice hangs on it and it finds nobody (ADR-0028). What the family has written in its own words can't
be masked, so that it stands on the case's own page alone, which says so.
"""

from enum import StrEnum

HIDDEN = "\u2022\u2022\u2022"
"""Stands for what isn't told, where something must stand."""


class Protection(StrEnum):
    """How a person is protected."""

    MARKED = "marked"  # sekretessmarkering
    REGISTERED_ELSEWHERE = "registered-elsewhere"  # skyddad folkbokföring


def is_protected(*protections: str | None) -> bool:
    """Tell whether any of those whom a case is about or from is protected; empty for who isn't."""
    return any(protections)
