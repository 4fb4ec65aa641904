"""When to try again what didn't come through: after growing pauses, for 72 hours.

A weekend's trouble is survived, and what is in the way for longer is told to people (promise P2).
"""

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(hours=72)
LEASE = timedelta(minutes=2)
"""How long one worker alone may try something; who dies meanwhile leaves it to another."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=4)  # pauses between two tries


def next_try(*, since: datetime, at: datetime) -> datetime | None:
    """Return when to try again: each pause is as long as one has tried until now; None: not again.

    :param since: when the trying began; aware, as ``at``
    """
    due = at + min(max(at - since, _SHORTEST), _LONGEST)
    return due if due <= since + GIVE_UP_AFTER else None
