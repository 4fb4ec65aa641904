"""How often somebody may try the door from one network address (T15).

There is no password to guess: a sign-in proves itself by a provider's answer. So the limits guard the
product and its log against being flooded, and are wide enough for a clinic behind one address. Of two
hundred staff who come at seven, one in ten may fail without anybody being stopped. What says nothing
of who tries, as a provider that is away, isn't counted, and who comes in is counted no more. An answer
that belongs to no sign-in of the browser it came by stops no sign-in either: any web page can make any
browser bring one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from vardag.domain.people.sign_in import Why

_IPV6_OF_ONE = 64  # bits: what one household or machine is given, and can choose freely within


class Try(StrEnum):
    """What is counted."""

    FAILED = "failed"  # an answer that didn't do
    BEGUN = "begun"  # a sign-in that hasn't come to anything yet
    STRAY = "stray"  # an answer to no sign-in of this browser; too many stop such answers only


@dataclass(frozen=True)
class Limit:
    """So many within so long a time, whenever it begins."""

    most: int
    within: timedelta


LIMITS = {
    Try.FAILED: Limit(30, timedelta(minutes=10)),
    Try.BEGUN: Limit(300, timedelta(minutes=10)),
    Try.STRAY: Limit(30, timedelta(minutes=10)),
}
_SAYS_NOTHING = frozenset({Why.CANCELLED, Why.PROVIDER_AWAY, Why.REGISTER_AWAY})


def counts_as(why: Why) -> Try | None:
    """Return as what a refused sign-in counts; None if it doesn't."""
    if why in _SAYS_NOTHING:
        return None
    return Try.STRAY if why is Why.ANOTHER_BROWSER else Try.FAILED


def stopped_until(kind: Try, since: datetime | None, *, at: datetime) -> datetime | None:
    """Return until when an address is stopped; None if it isn't.

    :param since: the moment of the try which is as many back as there may be; None if there were fewer
    """
    until = since + LIMITS[kind].within if since is not None else at
    return until if until > at else None


def network(address: str) -> str:
    """Return what counts as one address; empty for this machine's own, which stops nobody.

    From this machine come all who come by a proxy on it that we aren't told of: to stop it would stop
    everybody.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return ""
    if isinstance(found, IPv6Address):
        return f"{IPv6Address(int(found) >> _IPV6_OF_ONE << _IPV6_OF_ONE)}/{_IPV6_OF_ONE}"
    return str(found)
