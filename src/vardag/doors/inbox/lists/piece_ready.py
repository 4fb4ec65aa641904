"""The ready text for the system of a piece of work: pasted there by a person, or sent as it stands.

It says no more than the list of such work shows of a case: work is done by more people than may open
the case.
"""

from datetime import date

from django.utils.translation import override

from vardag.domain.case.sending import is_sendable
from vardag.domain.clock.deadline import local_date
from vardag.domain.routine.wording import fill
from vardag.doors.inbox.over_lines import SystemView, how_it_stands, not_sent_yet
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import short_date
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.lists.duties import OpenPiece
from vardag.rooms.lists.worklist import Worklist

_SWEDISH = "sv"


def ready_text(piece: OpenPiece, work: Worklist, *, author: Actor, today: date) -> str:
    """Return the ready text, in Swedish as its system is; empty where there is none to paste or send.

    What only waits for somebody's signature has nothing to paste: it is asked about where a line goes.
    """
    message = piece.work.message
    only_waits = message is not None and message.waits_for_a_person
    if piece.work.journal is None or (only_waits and not _goes_there(piece, work)):
        return ""
    title = author.row.title
    with override(_SWEDISH):
        facts = {
            "patient": piece.case.patient or no_name(),
            "author": f"{author.name}, {title}" if title else author.name,
            "service": in_words(piece.case.service.name),
            "received": short_date(local_date(piece.case.received_at), on=today),
            "case": piece.case.number,
        }
        return fill(in_words(piece.work.journal), facts)


def system_view(
    piece: OpenPiece, work: Worklist, *, may_tell: bool, today: date
) -> SystemView | None:
    """Return how it stands with telling the piece's system; None where that is only done by hand."""
    sent = work.deliveries.get(piece.case.id)
    if sent is not None:
        return how_it_stands(sent, piece.system, on=today, may_tell=may_tell)
    if not _goes_there(piece, work):
        return None
    return not_sent_yet(piece.system, may_tell=may_tell)


def _goes_there(piece: OpenPiece, work: Worklist) -> bool:
    return is_sendable(piece.work, work.systems)
