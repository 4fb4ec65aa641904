"""What may be written of a clinic: its key, names, telephone, and the addresses it leads to."""

import re
from typing import Never
from urllib.parse import urlsplit

from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.words import Sentence, say, visible

LONGEST_KEY, LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_ADDRESS = 60, 120, 60, 500
MOST_LINES, LONGEST_LINE = 5, 60  # of a postal address
_KEY = re.compile(rf"[a-z][a-z0-9-]{{0,{LONGEST_KEY - 1}}}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,38}[0-9]")
_HOST = re.compile(r"(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def clinic_key(typed: str) -> str:
    """Return a key, by which addresses, settings and commands name a clinic.

    :raises InvalidForm: with a problem for the field ``key``
    """
    if not _KEY.fullmatch(typed):
        refuse(
            "key",
            say(
                "A clinic's key is small letters a to z, digits and hyphens, and begins with a letter, "
                "such as aviken."
            ),
        )
    return typed


def name(typed: str, *, field: str = "name", longest: int = LONGEST_NAME) -> str:
    """Return a name without blanks around it.

    :raises InvalidForm: if nothing of it can be seen, or it is too long, for ``field``
    """
    found = " ".join(typed.split())
    if not visible(found):
        refuse(field, say("Write a name."))
    if len(found) > longest:
        refuse(
            field, say("The name is too long: %(longest)s characters at the most."), longest=longest
        )
    return found


def phone(typed: str) -> str:
    """Return a telephone number as a family reads and dials it; an empty one is none.

    :raises InvalidForm: with a problem for the field ``phone``
    """
    found = typed.strip()
    if found and not _PHONE.fullmatch(found):
        refuse("phone", say("Write a telephone number in digits, such as 031-390 06 10."))
    return found


def postal_address(typed: str) -> str:
    """Return an address as lines below the clinic's name; an empty one is none.

    :param typed: its lines, with line breaks or commas between
    :raises InvalidForm: with a problem for the field ``postal_address``
    """
    lines = [" ".join(line.split()) for line in re.split(r"[\n,]", typed)]
    found = [line for line in lines if line]
    if len(found) > MOST_LINES or any(len(line) > LONGEST_LINE for line in found):
        refuse(
            "postal_address",
            say("Write at most %(most)s lines of %(longest)s characters, with commas between."),
            most=MOST_LINES,
            longest=LONGEST_LINE,
        )
    return "\n".join(found)


def web_address(typed: str, *, field: str = "address") -> str:
    """Return the address of a page, over HTTPS only.

    :raises InvalidForm: if that is none, with a problem for ``field``
    """
    found = typed.strip()
    if len(found) > LONGEST_ADDRESS or not _is_web_address(found):
        refuse(
            field,
            say(
                "Write a whole address that begins with https://, such as https://example.org/page."
            ),
        )
    return found


def _is_web_address(found: str) -> bool:
    try:
        parts = urlsplit(found)
        _ = parts.port
    except ValueError:
        return False
    whole = found.isascii() and found.isprintable() and " " not in found
    named = _HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc
    return bool(whole and named and parts.scheme == "https")


def refuse(field: str, sentence: str, **particulars: object) -> Never:
    """Refuse what stands in one field."""
    problem = Problem(field, Sentence(sentence, particulars))
    raise InvalidForm(sentence, problems=(problem,), **particulars)
