"""Who has a piece of the work that outlives a case, as pages name them."""

from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.people.identity import PersonId
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.duties import OpenPiece
from vardag.rooms.lists.worklist import Worklist


@dataclass(frozen=True)
class Owner:
    """Who has a piece of work: somebody, or all who do it, of whom any can take it."""

    name: str
    is_mine: bool = False
    is_gone: bool = False
    can_take: bool = False


def owner_of(piece: OpenPiece, work: Worklist, reader: PersonId) -> Owner:
    """Return who has it; what nobody has taken, the reader can."""
    if piece.owner is None:
        return Owner(group_name(piece), can_take=True)
    return Owner(
        piece.owner_name,
        is_mine=piece.owner == reader,
        is_gone=work.is_unattended(piece),
    )


def group_name(piece: OpenPiece) -> str:
    """Return who has what nobody has taken: the routine's group, or the clinic's receivers."""
    return in_words(piece.group) if piece.group else gettext("The clinic's receivers")
