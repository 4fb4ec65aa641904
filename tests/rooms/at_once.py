"""Several people acting at the very same time, each on a database connection of their own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connection


def at_once[T](deeds: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Do deeds in threads that start together; return what each returned or raised, in order."""
    start = Barrier(len(deeds))
    outcomes: dict[int, T | BaseException] = {}

    def do(number: int, deed: Callable[[], T]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            outcomes[number] = deed()
        except Exception as wrong:  # noqa: BLE001  # the outcome, whatever it is
            outcomes[number] = wrong
        finally:
            connection.close()

    threads = [Thread(target=do, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(outcomes) == len(deeds), "somebody never finished"
    return [outcomes[number] for number in range(len(deeds))]
