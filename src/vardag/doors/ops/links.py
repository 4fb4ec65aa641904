"""Asking once a day whether the addresses in standard replies can be reached, beside the pages.

Where none of several answers it is the way out that is closed, and not the pages that are gone: then
nothing is written, since every reply would warn of its link.
"""

import logging
from datetime import timedelta

from vardag.doors.ops.beside import Wait

AGAIN_AFTER = timedelta(hours=17)  # with a round every sixth hour: at least once a day
_BREATH = 0.2
_MOST = 200  # addresses in a round
_log = logging.getLogger(__name__)


def check_links(wait: Wait) -> None:
    """Ask for those addresses that it is long since; broken off when it is time to stop."""
    from vardag.doors.shared.moments import now, today
    from vardag.rooms.clinics.queries import link_addresses
    from vardag.rooms.replies.actions import note_checks
    from vardag.rooms.replies.asking import asks, is_on
    from vardag.rooms.replies.queries import to_check
    from vardag.rooms.routines.queries import routine_on

    if not is_on():
        return
    addresses = link_addresses() | {each.address for each in routine_on(today()).links}
    ask, answers = asks(), {}
    for address in to_check(addresses, asked_before=now() - AGAIN_AFTER)[:_MOST]:
        answers[address] = ask(address)
        if wait(_BREATH):
            return
    if not note_checks(answers, at=now()):
        _log.warning("no link answers: the way out seems to be closed, and nothing is written")
