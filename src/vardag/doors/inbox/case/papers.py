"""A case on paper, as its page tells: with whom each copy is, and what became of the others."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from vardag.domain.case import acts
from vardag.domain.case.choices import why_not
from vardag.domain.case.paper import Copy, Fate
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.paper.many_page import on_paper
from vardag.doors.inbox.paper.parts import copy_name
from vardag.doors.shared.moments import short_moment


@dataclass(frozen=True)
class CopyItem:
    """A printed copy. ``became`` says what became of it; empty while it is out."""

    number: int
    name: str
    holder: str
    printed: str
    became: str
    may_account: bool


@dataclass(frozen=True)
class PapersCard:
    """The copies of a case; ``mark`` is what its head says of those that are out, if any are."""

    copies: tuple[CopyItem, ...]
    mark: str
    warning: str  # that the case is closed and copies are still out


def papers_card(desk: Desk) -> PapersCard:
    """Return the copies of a case, the newest first."""
    out = desk.case.copies_out
    holder = desk.name_of(out[-1].holder) if out else ""
    return PapersCard(
        copies=tuple(_item(desk, copy) for copy in reversed(desk.case.copies)),
        mark=on_paper(len(out), holder),
        warning=_warning(len(out)) if desk.case.is_closed else "",
    )


def _item(desk: Desk, copy: Copy) -> CopyItem:
    came_back = acts.AccountForCopy(copy.number, Fate.RETURNED)
    told = {"name": desk.name_of(copy.by), "when": short_moment(copy.at, on=desk.today)}
    return CopyItem(
        number=copy.number,
        name=copy_name(desk.full.number, copy.number),
        holder=desk.name_of(copy.holder),
        printed=gettext("printed by %(name)s %(when)s") % told,
        became=_became(desk, copy),
        may_account=why_not(came_back, desk.case, desk.now, permit=desk.permit) is None,
    )


def _became(desk: Desk, copy: Copy) -> str:
    said = copy.accounted
    if said is None:
        return ""
    told = {"name": desk.name_of(said.by), "when": short_moment(said.at, on=desk.today)}
    if said.fate is Fate.RETURNED:
        return gettext("came back %(when)s, says %(name)s") % told
    return gettext("destroyed %(when)s, says %(name)s") % told


def _warning(many: int) -> str:
    if not many:
        return ""
    words = ngettext(
        "The case is closed, and %(many)s copy is still out.",
        "The case is closed, and %(many)s copies are still out.",
        many,
    )
    return words % {"many": many}
