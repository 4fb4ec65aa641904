"""What a routine asks: forms, their fields, and the answers that a choice has."""

from dataclasses import dataclass
from enum import StrEnum

from vardag.domain.words import Text


class FieldKind(StrEnum):
    """What a resident can put into a field."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Option:
    """One of the answers to a choice, or one of the outcomes of a step."""

    key: str
    name: Text
    help: Text | None = None
    short: Text | None = None
    told: Text | None = None  # what the resident is told of work that turned out so; a day follows


@dataclass(frozen=True)
class Field:
    """One question of a form. ``not_before`` names a date field that must not come after this one.

    ``autocomplete`` is a browser's word for a fact about whoever writes, so that it can fill it in.
    ``contact`` says whether the answer tells how to reach the family, or where it is; left out, it
    follows from ``autocomplete``. ``unsure`` is help for whoever gets stuck.
    """

    key: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    help: Text | None = None
    options: tuple[Option, ...] = ()
    not_before: str | None = None
    autocomplete: str | None = None
    contact: bool | None = None
    unsure: Text | None = None

    @property
    def is_contact(self) -> bool:
        """Whether the answer is masked in a protected case, and never printed."""
        return self.autocomplete is not None if self.contact is None else self.contact


@dataclass(frozen=True)
class Form:
    """The questions of a service; of ``at_least_one_of`` one must have an answer."""

    key: str
    fields: tuple[Field, ...] = ()
    at_least_one_of: tuple[str, ...] = ()
    source: str = ""
