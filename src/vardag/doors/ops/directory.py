"""Asking the staff directory about everybody with a role, once a day, beside the pages.

Small batches with a breath between them; each person is a short transaction of its own. A directory
that is away is left alone until the next round. Nobody is named in the log: who is no longer there
stands on the clinics' own pages.
"""

import logging
import random
from datetime import timedelta

from vardag.domain.people.identity import PersonId
from vardag.doors.ops.beside import Wait

AGAIN_AFTER = timedelta(hours=17)  # with a round every sixth hour: at least once a day
_BATCH = 20
_BREATH = 0.2
_IN_A_ROW = 5  # so many failures, and it isn't one person's entry that is wrong
_log = logging.getLogger(__name__)


def refresh_staff(wait: Wait) -> None:
    """Ask about those of whom it was long ago; broken off when it is time to stop."""
    from django.conf import settings

    from vardag.doors.shared.moments import now
    from vardag.rooms.people.staff.refreshing import due

    people = due(at=now(), after=AGAIN_AFTER)
    if people and not settings.STAFF_DIRECTORY:
        _log.warning("VARDAG_STAFF_DIRECTORY is not set: names and professions stay as they were")
        return
    random.shuffle(people)  # lest a few entries that can't be read stand in the way for ever
    failed = 0
    for nth, person in enumerate(people):
        if nth and nth % _BATCH == 0 and wait(_BREATH):
            return
        failed = 0 if _refreshed(person) else failed + 1
        if failed == _IN_A_ROW:
            _log.warning("the staff directory is left alone until the next round")
            return


def _refreshed(person: PersonId) -> bool:
    """Ask about one, and tell whether there was an answer."""
    from vardag.doors.shared.moments import now
    from vardag.rooms.people.staff.directory import DirectoryAway
    from vardag.rooms.people.staff.refreshing import refresh

    try:
        refresh(person, at=now())
    except DirectoryAway as error:
        _log.warning("the staff directory is away, nothing was changed: %s", error)
        return False
    return True
