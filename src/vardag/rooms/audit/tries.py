"""Tries at the door, counted by network address over all processes, and removed by the worker.

An address is kept only as a keyed sum, so the table says nothing of who was where.
"""

from datetime import datetime

from django.utils.crypto import salted_hmac

from vardag.domain.people.tries import LIMITS, Try, network, stopped_until
from vardag.rooms.audit.models import TryRow


def stopped(address: str, *, at: datetime, kinds: tuple[Try, ...] = tuple(Try)) -> datetime | None:
    """Return until when nobody may try from an address; None if anybody may.

    :param at: aware
    """
    moments = (_stopped(address, kind, at) for kind in kinds)
    return max((each for each in moments if each is not None), default=None)


def _stopped(address: str, kind: Try, at: datetime) -> datetime | None:
    key = _key(address)
    if not key:
        return None
    latest = TryRow.objects.filter(key=key, kind=kind).order_by("-at", "-pk")
    last = LIMITS[kind].most - 1
    since = latest.values_list("at", flat=True)[last : last + 1].first()
    return stopped_until(kind, since, at=at)


def tried(address: str, kind: Try, *, at: datetime) -> None:
    """Count a try, and forget those from the same address that count no more."""
    key = _key(address)
    if not key:
        return
    TryRow.objects.filter(key=key, kind=kind, at__lte=at - LIMITS[kind].within).delete()
    TryRow.objects.create(key=key, kind=kind, at=at)


def came_to_something(address: str) -> None:
    """Count one sign-in less that has been begun from an address."""
    begun = TryRow.objects.filter(key=_key(address), kind=Try.BEGUN).order_by("at", "pk")
    TryRow.objects.filter(pk__in=begun.values("pk")[:1]).delete()


def forget(*, at: datetime) -> int:
    """Remove the tries that count no more, and return how many there were."""
    longest = max(limit.within for limit in LIMITS.values())
    return TryRow.objects.filter(at__lte=at - longest).delete()[0]


def _key(address: str) -> str:
    own = network(address)
    return salted_hmac("vardag.tries", own, algorithm="sha256").hexdigest() if own else ""
