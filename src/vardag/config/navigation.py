"""What every page's frame shows: the clinic, the ways on, the languages.

Lies here because only this floor knows all doors. Nothing is looked up before a template asks, so
that an error page comes even when the database is away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext

from vardag.domain import access
from vardag.domain.people.identity import ClinicId, Role, Staff
from vardag.domain.rights import Deed
from vardag.doors.help.handbook import chapter_for
from vardag.doors.office.ways import ways_of
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.mentioned import told_to
from vardag.doors.shared.moments import language, now, today
from vardag.doors.shared.templating import url as address
from vardag.rooms.cases.mentions import MOST
from vardag.rooms.clinics.models import ClinicRow
from vardag.rooms.deliveries.queries import count_failed, has_lines
from vardag.rooms.lists.untold import count_untold
from vardag.rooms.lists.worklist import has_worklist

_HIDDEN = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


@dataclass(frozen=True)
class NavItem:
    """A way on: a label and where it leads. ``count`` is of what waits there, if anything does."""

    label: str
    url: str
    current: bool
    count: str = ""
    counted: str = ""  # what is counted, for who hears the page


class Site:
    """The frame of one request's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def language(self) -> str:
        return language()

    @property
    def other_language(self) -> str:
        return "sv" if language() == "en" else "en"

    @cached_property
    def actor(self) -> Actor | None:
        return getattr(self.request, "actor", None) or None

    @property
    def clinic(self) -> ClinicRow | None:
        return self.actor.clinic if self.actor else None

    @property
    def clinics(self) -> tuple[ClinicRow, ...]:
        return self.actor.clinics if self.actor else ()

    @property
    def accessibility(self) -> str:
        return address("help:accessibility")

    @cached_property
    def help(self) -> str:
        """Where the handbook tells what this person does here; its contents for who isn't known."""
        chapter = chapter_for(self.actor, on=today())
        return address("help:chapter", chapter.key) if chapter else address("help:handbook")

    @cached_property
    def own_settings(self) -> str:
        """Where a member of staff sets what is one's own; nothing for others."""
        return address("office:own") if self.actor and self.actor.is_staff else ""

    @property
    def own_ways(self) -> str:
        """Where who works cases sets keys, columns and what comes next; nothing for others."""
        staff = self.actor.staff if self.actor and self.clinic else None
        works = staff is not None and any(staff.works_cases_at(clinic) for clinic in staff.roles)
        return address("inbox:keys") if works else ""

    @cached_property
    def search(self) -> str:
        """Where staff look for cases; nothing for others, and on that page itself."""
        staff, clinic = (self.actor.staff, self.clinic) if self.actor else (None, None)
        if staff is None or clinic is None:
            return ""
        if not access.may_at(staff, Deed.SEARCH_CASES, ClinicId(clinic.pk)):
            return ""
        url = address("inbox:search")
        return "" if self.request.path.startswith(url) else url

    @cached_property
    def nav(self) -> list[NavItem]:
        here = self.request.path
        ways = [(name, address(name), label) for name, label in _ways_of(self.actor)]
        if self._untold:
            name = "office:notices"
            ways.append((name, address(name), gettext("Reached nobody")))
        return [
            NavItem(label, url, url == here, count=self._count_at(name), counted=_counted(name))
            for name, url, label in ways
        ]

    @cached_property
    def _untold(self) -> int:
        """How many notices reached nobody, for who sees to it; then there is a way to them."""
        staff, clinic = (self.actor.staff, self.clinic) if self.actor else (None, None)
        if staff is None or clinic is None:
            return 0
        here = ClinicId(clinic.pk)
        may_see = access.may_at(staff, Deed.SEE_NOTICES, here)
        return count_untold(here, at=now(), on=today()) if may_see else 0

    def _count_at(self, name: str) -> str:
        """Return what waits there: notes by name under Mine, what failed."""
        if name == "office:notices":
            return str(self._untold)
        if name == "inbox:systems" and self.clinic:
            return str(count_failed(ClinicId(self.clinic.pk)) or "")
        if name == "inbox:questions" and self.actor:
            return str(self.actor.asked or "")
        many = len(told_to(self.request)) if name == "inbox:mine" else 0
        return f"{MOST}+" if many >= MOST else str(many or "")


def _counted(name: str) -> str:
    if name == "inbox:systems":
        return gettext("that did not come through")
    if name == "office:notices":
        return gettext("notices")
    if name == "inbox:questions":
        return gettext("to answer")
    return gettext("to you by name") if name == "inbox:mine" else ""


def _ways_of(actor: Actor | None) -> list[tuple[str, str]]:
    if actor is None:
        return []
    if actor.staff and actor.clinic:
        return list(_ways_of_staff(actor, actor.staff, actor.clinic))
    return [("portal:cases", gettext("My cases"))] if actor.resident else []


def _ways_of_staff(actor: Actor, staff: Staff, clinic: ClinicRow) -> Iterator[tuple[str, str]]:
    """Yield the pages that are this person's at the clinic; what is asked of one, where anything is."""
    here = ClinicId(clinic.pk)
    lists_cases = access.may_at(staff, Deed.LIST_CASES, here)
    if lists_cases:
        yield "inbox:inbox", gettext("Inbox")
    if any(staff.works_cases_at(each) for each in staff.roles):
        yield "inbox:mine", gettext("Mine")
    if actor.asked or Role.COLLEAGUE in staff.roles.get(here, ()):
        yield "inbox:questions", gettext("Questions to me")
    if lists_cases:
        yield "inbox:awaiting", gettext("Waiting")
        yield "inbox:closed", gettext("Closed")
    if _has_work(staff, clinic):
        yield "inbox:work", gettext("To finish")
    if access.may_at(staff, Deed.READ_REGISTER, here) and clinic.takes_residents_cases:
        yield "inbox:registers", gettext("Registers")
    if access.may_at(staff, Deed.READ_REGISTER, here):
        yield "inbox:post", gettext("Post")
    if access.may_at(staff, Deed.SEE_DELIVERIES, here) and has_lines([clinic.key]):
        yield "inbox:systems", gettext("Other systems")
    for way in ways_of(staff, here):
        yield way.name, str(way.label)
    if access.may_at(staff, Deed.OPEN_BY_EXCEPTION, here) and not staff.receives_at(here):
        yield "inbox:exceptional", gettext("By exception")


def _has_work(staff: Staff, clinic: ClinicRow) -> bool:
    """Whether work that outlives cases comes here: to a group of the person's, or to the clinic."""
    comes_here = not clinic.takes_residents_cases or clinic.pk in {
        at for _, at in staff.groups.values()
    }
    return comes_here and has_worklist(staff, ClinicId(clinic.pk))


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates ``site``, see ``docs/reference/design.md``, and a token for the page's forms.

    The token is masked once for the whole page: each mask is new, and takes as long as a question.
    """
    token = SimpleLazyObject(lambda: get_token(request))
    return {
        "site": Site(request),
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: format_html(_HIDDEN, token)),
    }
