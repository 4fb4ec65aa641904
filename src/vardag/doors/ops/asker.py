"""Asking the population register beside the pages, so that who becomes protected is masked tomorrow.

A register that is away is asked again in a while, and nobody waits for it: what it said stands. What
goes to the log says neither names nor numbers.
"""

import logging
from contextlib import AbstractContextManager

from vardag.domain.health.work import Work
from vardag.domain.people.identity import PersonId
from vardag.doors.ops.beside import Wait, beside
from vardag.doors.ops.heart import Heart

_EVERY = 10 * 60.0  # seconds between two rounds
_BREATH = 0.05  # between two questions, so that people come first
_AT_ONCE = 100
_AWAY = 3  # as many in a row without an answer, and the register is away
_log = logging.getLogger(__name__)


def asking(*, first: float = 0.0) -> AbstractContextManager[None]:
    """Ask in a thread of its own for as long as the block runs.

    :param first: seconds before the first round
    """
    return beside(keep_asking, first=first)


def keep_asking(wait: Wait, *, first: float = 0.0) -> None:
    """Ask, round after round, until it is time to stop; what is in the way is said and waited for."""
    from django.db import connections
    from django.db.utils import DatabaseError

    pause, rounds, heart = first, Rounds(), Heart(Work.ASKING)
    while not wait(pause):
        try:
            rounds.one(wait)
            heart.done()
        except DatabaseError:
            _log.exception("the population register's answers can't be kept; trying again")
            heart.fails()
        finally:
            connections.close_all()
        pause = _EVERY


class Rounds:
    """Rounds of questions. Those about whom no answer came wait until the others have been asked."""

    def __init__(self) -> None:
        self._without_answer: set[PersonId] = set()
        self._in_a_row = 0

    def one(self, wait: Wait) -> int:
        """Ask about everybody whose day it is, and return how many answers came.

        Broken off when the register is away, or when it is time to stop.
        """
        from vardag.rooms.people.families.register import current

        answers, self._in_a_row = 0, 0
        while current() is not None and self._in_a_row < _AWAY:
            those = self._next()
            if not those:
                self._without_answer.clear()
                break
            for person in those:
                answers += self._ask(person)
                if self._in_a_row >= _AWAY or wait(_BREATH):
                    return answers
        return answers

    def _next(self) -> list[PersonId]:
        from vardag.doors.shared.moments import today
        from vardag.rooms.cases.whom_to_ask import whom_to_ask

        return whom_to_ask(on=today(), most=_AT_ONCE, but=self._without_answer)

    def _ask(self, person: PersonId) -> int:
        """Ask about one; about whom there is no answer, the others come first."""
        from django.db import IntegrityError

        from vardag.doors.shared.moments import now
        from vardag.rooms.people.families.register import RegisterAway
        from vardag.rooms.people.families.registering import bring_up_to_date

        try:
            bring_up_to_date(person, at=now())
        except RegisterAway as away:
            self._in_a_row += 1
            _log.warning("the population register says nothing of person %s: %s", person, away)
        except IntegrityError:  # it gives a number that another person here has
            self._in_a_row = 0
            _log.error("person %s has become another one in the population register", person)
        else:
            self._in_a_row = 0
            return 1
        self._without_answer.add(person)
        return 0
