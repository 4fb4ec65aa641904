"""What stands beside a case: its copies on paper, other cases of the patient, whom to tell of a note."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.earlier import Compared, EarlierCard, compared, earlier_card
from vardag.doors.inbox.case.forms import Typed
from vardag.doors.inbox.case.papers import PapersCard, papers_card
from vardag.doors.inbox.case.telling import colleagues
from vardag.doors.inbox.case.visit import Fact, visit


@dataclass(frozen=True)
class Beside:
    """All of that."""

    papers: PapersCard
    earlier: EarlierCard
    compared: tuple[Compared, ...]
    visit: tuple[Fact, ...]  # what is known of the visit that the case is about
    note: str  # what has been written of one
    colleagues: SafeString  # whom one can tell of a note, as options


def beside(desk: Desk, typed: Typed) -> Beside:
    """Return what stands beside a case, with what has been chosen and not been sent."""
    return Beside(
        papers=papers_card(desk),
        earlier=earlier_card(desk),
        compared=compared(desk),
        visit=visit(desk),
        note=typed.get("note-text", ""),
        colleagues=colleagues(desk, typed),
    )
