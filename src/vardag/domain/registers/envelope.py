"""What may stand on an envelope, and where on a sheet of labels it begins."""

from vardag.domain.people.clinic import LONGEST_LINE, refuse
from vardag.domain.words import say, visible

ACROSS, DOWN = 3, 8  # labels on a sheet of A4, each 70 by 37 mm
PLACES = ACROSS * DOWN
MOST_AT_ONCE = 50  # envelopes
_MOST_LINES = 6  # with the name


def written_on(to: str, address: str, *, field: str) -> tuple[str, ...]:
    """Return the lines of an envelope: the name, and below it the address.

    :param field: by which a refusal names what was typed
    :raises InvalidForm: if there is no name, no address, or more than an envelope has room for
    """
    name, *below = (" ".join(line.split()) for line in (to, *address.splitlines()))
    lines = [line for line in below if visible(line)]
    if not visible(name):
        refuse(field, say("Write to whom it is sent."))
    if not lines:
        refuse(field, say("Write the address: street or box, and below it postcode and town."))
    if len(lines) >= _MOST_LINES or any(len(line) > LONGEST_LINE for line in (name, *lines)):
        refuse(
            field,
            say("There is room for %(most)s lines below the name, of %(longest)s characters."),
            most=_MOST_LINES - 1,
            longest=LONGEST_LINE,
        )
    return (name, *lines)


def first_label(typed: str) -> int:
    """Return at which label of the first sheet to begin, counted from 1 along the rows.

    :raises InvalidForm: if the sheet has no such label
    """
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if not 1 <= number <= PLACES:
        refuse("start", say("Write a number from 1 to %(last)s."), last=PLACES)
    return number
