"""The document itself: how long it holds, how long things may take, where its links lead."""

import re
from collections.abc import Iterator

from vardag.domain.routine.check.finding import Finding
from vardag.domain.routine.document import Routine

LONGEST_WAIT = 250  # working days: about a year

_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_WAITS = ("response", "follow_up", "waiting", "work_follow_up", "inquiry")


def check_header(routine: Routine) -> Iterator[Finding]:
    """Find a validity that ends before it begins, waits without a date, and links to nowhere."""
    if routine.document.valid_to < routine.document.valid_from:
        problem = "The routine ends before it begins."
        yield Finding("document.valid_to", problem, "Write a day on or after “valid_from”.")
    for wait in _WAITS:
        days = getattr(routine.dates, wait)
        if not 1 <= days <= LONGEST_WAIT:
            problem = f"{days} working days is no date that anybody could be held to."
            yield Finding(f"dates.{wait}", problem, f"Write a number from 1 to {LONGEST_WAIT}.")
    for link in routine.links:
        if not _ADDRESS.fullmatch(link.address):
            problem = f"“{link.address}” is no address that a browser can open."
            remedy = "Write a whole address, such as https://example.org/page."
            yield Finding(f"links.{link.key}.address", problem, remedy)
