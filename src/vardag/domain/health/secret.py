"""How weak a secret is, as far as that can be seen from the secret itself."""

import zlib
from enum import StrEnum
from itertools import pairwise
from math import log2

SHORTEST = 32  # characters
_BITS = 80.0  # fewer than this, by its own letters, is guessable
_KNOWN = (  # in lower case; what documents, examples and hurried people write
    *("only-for-the-demonstration", "django-insecure", "changeme", "change-me", "change_me"),
    *("change-this", "changethis", "your-secret", "your_secret", "yoursecret", "secret-key-here"),
    *("secretkey", "secret_key", "example", "password", "placeholder", "insert-", "replace-me"),
)


class Weakness(StrEnum):
    """Why a secret is none."""

    SHORT = "short"
    KNOWN = "known"
    GUESSABLE = "guessable"


def weakness_of(secret: str) -> Weakness | None:
    """Return why a secret is weak; None if nothing can be seen to be.

    It errs towards letting pass: 64 random hexadecimal digits are never refused (tried with 100,000).
    """
    if len(secret) < SHORTEST:
        return Weakness.SHORT
    if any(each in secret.lower() for each in _KNOWN):
        return Weakness.KNOWN
    return Weakness.GUESSABLE if _bits(secret) < _BITS or _runs(secret) else None


def _bits(secret: str) -> float:
    """Return about how much chance is in it: its letters' own, or less where it repeats itself."""
    many = len(secret)
    counts = [secret.count(each) for each in set(secret)]
    by_letters = -sum(each * log2(each / many) for each in counts)
    by_packing = 8.0 * (len(zlib.compress(secret.encode(), 9)) - 8)  # 8: what an empty one takes
    return min(by_letters, by_packing)


def _runs(secret: str) -> bool:
    """Tell whether half of it or more goes on as the alphabet, the digits or a keyboard key do."""
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    return sum(step in (-1, 0, 1) for step in steps) * 2 >= len(steps)
