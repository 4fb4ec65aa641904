"""A clinic's links: where each leads, who answers for it, and whether it works."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.clock.deadline import local_date
from vardag.domain.replies.links import LinkConcern, LinkStanding, concerns
from vardag.doors.office.replies import words
from vardag.doors.office.replies.list_page import Clinic
from vardag.doors.shared.moments import short_date, short_moment
from vardag.doors.shared.sentences import in_words
from vardag.rooms.replies.models import LinkSetRow
from vardag.rooms.replies.queries import Checked, checked, links_set


@dataclass(frozen=True)
class LinkLine:
    """A link in the list."""

    key: str
    name: str
    address: str
    is_own: bool  # the clinic has set the address
    is_only_here: bool  # the routine has no such link
    owner: str
    until: str
    set_by: str
    checked: str
    concerns: tuple[str, ...]
    leads_from: tuple[str, ...]  # the names of the replies that lead there


def link_lines(clinic: Clinic) -> list[LinkLine]:
    """Return a clinic's links, those first that should be looked at."""
    addresses, mine = clinic.addresses, clinic.own_addresses
    found, kept = checked(addresses.values()), links_set(clinic.id)
    lines = [
        _line(clinic, key, is_own=key in mine, kept=kept.get(key), check=found.get(address))
        for key, address in addresses.items()
    ]
    return sorted(lines, key=lambda line: not line.concerns)


def _line(
    clinic: Clinic, key: str, *, is_own: bool, kept: LinkSetRow | None, check: Checked | None
) -> LinkLine:
    link, on = clinic.routine.link(key), clinic.on
    care = kept if kept is not None and is_own and kept.address else None
    found = concerns(_standing(clinic, care, check, is_own=is_own))
    return LinkLine(
        key=key,
        name=in_words(link.name) if link else (care.name if care and care.name else key),
        address=clinic.addresses[key],
        is_own=is_own,
        is_only_here=link is None,
        owner=care.owner.name if care else "",
        until=short_date(care.until_date, on=on) if care and care.until_date else "",
        set_by=f"{care.by.name}, {short_date(local_date(care.at), on=on)}" if care else "",
        checked=_checked(check, clinic),
        concerns=tuple(
            words.link_concern_name(each) for each in found if each is not LinkConcern.UNCHECKED
        ),
        leads_from=tuple(_leading(clinic, key)),
    )


def _standing(
    clinic: Clinic, care: LinkSetRow | None, check: Checked | None, *, is_own: bool
) -> LinkStanding:
    return LinkStanding(
        on=clinic.on,
        until=care.until_date if care else None,
        is_own=is_own,
        has_owner=care is not None,
        owner_is_here=care is None or care.owner_id in clinic.here,
        found=check.found if check else None,
    )


def _checked(check: Checked | None, clinic: Clinic) -> str:
    """Return what came of asking for the address, and when."""
    if check is None:
        return gettext("Not checked yet")
    told = f"{words.found_name(check.found)}, {short_moment(check.at, on=clinic.on)}"
    if check.worked_at is None or check.worked_at == check.at:
        return told
    worked = short_date(local_date(check.worked_at), on=clinic.on)
    return f"{told}. {gettext('It last worked %(day)s') % {'day': worked}}"


def _leading(clinic: Clinic, key: str) -> Iterator[str]:
    """Yield the names of the replies that lead to a link: the clinic's, and the routine's others."""
    mine = [each for each in clinic.replies if each.withdrawal is None]
    yield from (each.latest.name for each in mine if key in each.latest.links)
    replaced = {each.latest.key for each in mine}
    for reply in clinic.routine.standard_replies:
        if reply.key not in replaced and f"{{link:{key}}}" in reply.text.sv:
            yield in_words(reply.name)
