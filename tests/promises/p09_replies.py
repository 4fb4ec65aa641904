"""The office's pages of standard replies and links, tried as the others are."""

from collections.abc import Mapping

from tests.doors.desk import TUESDAY, Desk
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.replies.writing import Draft
from vardag.rooms.replies import actions
from vardag.rooms.routines.queries import routine_on

LINK = "our-map"


def a_draft(owner: int, *, name: str = "Tid bokad") -> Draft:
    return Draft(name=name, sv="Hej! Vi har bokat en tid.", acts=("reply",), owner=PersonId(owner))


def a_reply(desk: Desk, here: ClinicId) -> int:
    """Let the manager write a reply, and a link that only the clinic has; return the reply's id."""
    by = desk.world.staff_member("manager", on=TUESDAY.date())
    routine = routine_on(TUESDAY.date())
    actions.set_link(
        clinic=here,
        draft=a_link(by.id),
        routine=routine,
        by=by,
        at=TUESDAY,
        is_new=True,
    )
    return actions.add(clinic=here, draft=a_draft(by.id), routine=routine, by=by, at=TUESDAY)


def a_link(owner: int, key: str = LINK) -> actions.LinkDraft:
    address = "https://www.vardag.example/karta"
    return actions.LinkDraft(key=key, name="Karta", address=address, owner=PersonId(owner))


def written(owner: int) -> Mapping[str, object]:
    """Return the form of a reply, filled in."""
    words = {"name": "Ring oss", "sv": "Hej! Ring oss.", "en": "", "from_date": "", "until": ""}
    return {**words, "acts": ["reply"], "owner": str(owner)}


def linked(owner: int) -> Mapping[str, object]:
    """Return the form of a link, filled in."""
    where = {"name": "Karta", "address": "https://www.vardag.example/ny-karta"}
    return {**where, "owner": str(owner), "until": ""}
