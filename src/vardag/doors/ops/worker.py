"""``vardag worker``: what is due beside the pages.

Seals the access log every few seconds, tells other systems what waits to be told them, writes the
reminders that are due, and sends people their notices. Asks the
population register once a day about those whom staff read of, and the virus scanner about files that
wait for it. Keeps house: removes sign-ins that have run out, tries to sign in that count no more, files
that nobody sent for a day, workbooks that nobody imported for as long, what families began to write
and drafts of staff that have lain for thirty;
asks the staff directory about everybody, and the web for the links of standard replies, once a day;
holds every case's row against its ledger, and says in time that the routine is about to end. What
it finds goes to the log, with case numbers and never with what anybody wrote. May be run late, twice, or
by two.
"""

import logging
import time
from datetime import date, timedelta

from vardag.domain.health.work import Work
from vardag.domain.people.identity import CaseId
from vardag.doors.ops.asker import Rounds, asking
from vardag.doors.ops.beside import Wait
from vardag.doors.ops.delivering import deliver_due, delivering
from vardag.doors.ops.directory import refresh_staff
from vardag.doors.ops.heart import Heart, note_all
from vardag.doors.ops.links import check_links
from vardag.doors.ops.log.sealer import seal_all, sealing
from vardag.doors.ops.notifying import notify_due, notifying
from vardag.doors.ops.reminding import remind_due, reminding
from vardag.doors.ops.scanning import scan_awaiting, scanning
from vardag.doors.ops.starting import check_that_all_is_there, or_say_why, set_up
from vardag.doors.ops.stopping import Stopped, stoppable

_ROUND = 6 * 60 * 60.0  # seconds between two rounds
_AFTER_TROUBLE = 60.0
_BREATH = 0.05  # between two batches of cases, so that people come first
_BATCH = 50  # cases whose ledgers are in memory at a time
_IN_TIME = timedelta(days=90)  # how long before its end a routine's successor should be on its way
_log = logging.getLogger(__name__)


@or_say_why("worker")
def work(*, once: bool) -> int:
    """Keep house until Ctrl-C or SIGTERM, which is how a worker is meant to end: so 0.

    :param once: do one round, and end
    """
    try:
        with stoppable():
            set_up()
            check_that_all_is_there()
            if once:
                seal_all()
                Rounds().one(_sleep)
                scan_awaiting(_sleep)
                deliver_due(_sleep)
                remind_due(_sleep)
                notify_due(_sleep)
                keep_house(_sleep)
                note_all()
            else:
                print("keeping house (Ctrl-C ends it)", flush=True)
                keep_going()
    except Stopped:
        print("ended", flush=True)
    return 0


def keep_going() -> None:
    """Do all of it, round after round, until ``Stopped`` is raised. Called inside ``stoppable``."""
    with sealing(), asking(), scanning(), delivering(), reminding(), notifying():
        keep_on(_sleep)


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)  # which a signal breaks off, by raising ``Stopped``
    return False


def keep_on(wait: Wait, *, first: float = 0.0) -> None:
    """Keep house, round after round, until it is time to stop. A database that is away is waited for.

    :param first: seconds before the first round
    """
    from django.db import connections
    from django.db.utils import DatabaseError

    pause, heart = first, Heart(Work.HOUSE)
    while not wait(pause):
        try:
            keep_house(wait)
            heart.done()
            pause = _ROUND
        except DatabaseError:
            _log.exception("the round could not be finished; trying again in a while")
            heart.fails()
            pause = _AFTER_TROUBLE
        finally:
            connections.close_all()


def keep_house(wait: Wait) -> None:
    """Do one round; it is broken off when it is time to stop."""
    from vardag.doors.shared.moments import today
    from vardag.rooms.cases.agreement import batches

    _let_go_of_what_is_old()
    _warn_of_the_end(today())
    refresh_staff(wait)
    check_links(wait)
    for batch in batches(_BATCH):
        _hold_against_ledgers(batch, wait)
        if wait(_BREATH):
            return


def _let_go_of_what_is_old() -> None:
    from django.contrib.sessions.backends.db import SessionStore

    from vardag.doors.shared.moments import now
    from vardag.rooms.audit.tries import forget
    from vardag.rooms.desks.actions import forget as clear_desks
    from vardag.rooms.files import actions as files
    from vardag.rooms.reconciliation import actions as reconciliation
    from vardag.rooms.registers import importing as registers
    from vardag.rooms.unsent.actions import discard_old

    SessionStore.clear_expired()
    forget(at=now())
    clear_desks(at=now())
    if removed := discard_old(at=now()):
        _log.info("removed %s forms that were begun and left", removed)
    files.forget(at=now())
    registers.forget(at=now())
    reconciliation.forget(at=now())


def _warn_of_the_end(today: date) -> None:
    from vardag.rooms.routines.queries import routine_on

    document = routine_on(today).document
    name = f"{document.document_id} {document.version}"
    if document.valid_to < today:
        _log.warning(
            "the routine %s held until %s and goes on only until another is published",
            name,
            document.valid_to,
        )
    elif document.valid_to < today + _IN_TIME:
        _log.warning("the routine %s holds until %s: publish the next", name, document.valid_to)


def _hold_against_ledgers(batch: list[CaseId], wait: Wait) -> None:
    """Log what disagrees, and disagrees still when looked at again: somebody may just be writing."""
    from vardag.rooms.cases.agreement import disagreements

    suspects = set(disagreements(batch))
    if suspects and not wait(1):
        for sentence in sorted(suspects & set(disagreements(batch))):
            _log.error("a row disagrees with its ledger: %s", sentence)
