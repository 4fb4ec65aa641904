"""A fault to plant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is planted (``# <-`` marks the line), and what must be found there."""

    name: str
    old: str
    new: str
    key: str
    problem: str
    remedy: str = ""
