"""Asking a colleague, and answering; ``acts`` has these among its own."""

from dataclasses import dataclass

from vardag.domain.people.identity import PersonId


@dataclass(frozen=True)
class AskColleague:
    """Ask a colleague by name what a step asks; ``to`` is None when there is no such one."""

    step: str
    to: PersonId | None = None
    text: str = ""


@dataclass(frozen=True)
class WithdrawInquiry:
    """Take back what a colleague was asked."""

    step: str


@dataclass(frozen=True)
class AnswerInquiry:
    """Answer what one was asked, which does the step; ``number`` is the question's event."""

    step: str
    outcome: str | None = None
    text: str = ""
    number: int | None = None
