"""Who came in to a clinic and went, and who wasn't let in, as a log reviewer sees it.

Who wasn't let in came to no clinic: every clinic's reviewer sees those tries, of staff by their name
if it was proved, and of residents never.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vardag.domain.people.identity import PersonId
from vardag.domain.people.sign_in import Over, Why
from vardag.doors.office.log import forms
from vardag.doors.office.log.pages import what_in_words
from vardag.doors.office.log.views import permitted
from vardag.doors.shared import access_log
from vardag.doors.shared.actor import StaffRequest, staff_only
from vardag.doors.shared.leafing import page_number
from vardag.doors.shared.moments import short_moment, today
from vardag.doors.shared.sentences import in_words
from vardag.doors.shared.sign_in_log import DEMONSTRATION
from vardag.rooms.audit.queries import Access, sign_ins
from vardag.rooms.audit.words import What
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import people


@dataclass(frozen=True)
class Line:
    """Somebody came or went, or wasn't let in."""

    at: str
    who: str
    what: str
    why: str
    by: str
    level: str


@dataclass(frozen=True)
class SignInsPage:
    """The lines of one page, and the addresses of those before and after it, if any."""

    lines: tuple[Line, ...]
    earlier: str = ""
    later: str = ""


@require_safe
@staff_only
def show(request: StaffRequest) -> HttpResponse:
    """Show who came in, went, and wasn't let in; that it was looked at is an entry as well."""
    clinic = permitted(request)
    form = forms.sign_ins(request.GET, on=today())
    page, status = SignInsPage(()), 422
    if form.is_valid():
        number, status = page_number(request), 200
        only_refused = form.cleaned_data["only_refused"]
        found = sign_ins(clinic, form.period, only_refused=only_refused, page=number)
        access_log.shown(request, What.REVIEWED)
        page = _page(request, found, number)
    context = {"page": page, "form": form}
    return render(request, "office/log_sign_ins.html", context, status=status)


def _page(request: HttpRequest, found: tuple[tuple[Access, ...], bool], number: int) -> SignInsPage:
    accesses, has_more = found
    staff = {pk: row for pk, row in _people(accesses).items() if row.is_staff}
    return SignInsPage(
        lines=tuple(_line(each, staff) for each in accesses),
        earlier=_address(request, number + 1) if has_more else "",
        later=_address(request, number - 1) if number > 1 else "",
    )


def _people(accesses: Iterable[Access]) -> Mapping[PersonId, PersonRow]:
    return people({each.person for each in accesses if each.person is not None})


def _address(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


def _line(access: Access, staff: Mapping[PersonId, PersonRow]) -> Line:
    return Line(
        at=short_moment(access.at),
        who=_who(access, staff),
        what=what_in_words(access),
        why=_why(access),
        by=_provider(access.vouched.provider),
        level=access.vouched.level,
    )


def _who(access: Access, staff: Mapping[PersonId, PersonRow]) -> str:
    if access.person is None:
        return gettext("Not known")
    row = staff.get(access.person)
    if row is None:
        return gettext("A resident")
    return f"{row.name}, {row.title}" if row.title else row.name


def _provider(key: str) -> str:
    if key == DEMONSTRATION:
        return gettext("Chosen in the demonstration")
    named = {each.key: each.name for each in settings.SIGN_IN_PROVIDERS}
    return in_words(named[key]) if key in named else key


def _why(access: Access) -> str:
    """Return why somebody wasn't let in, or why a sign-in ended, in the reviewer's words."""
    words: dict[str, str] = {
        Why.CANCELLED: gettext("Broke off"),
        Why.PROVIDER_AWAY: gettext("The provider didn't answer"),
        Why.NOT_TRUSTED: gettext("The answer couldn't be trusted"),
        Why.TOO_LATE: gettext("It took too long"),
        Why.ANOTHER_BROWSER: gettext("Used before, or begun elsewhere"),
        Why.TOO_WEAK: gettext("Too low a level of assurance"),
        Why.NO_NUMBER: gettext("No number was proved"),
        Why.NO_NAME: gettext("No name was proved"),
        Why.ANOTHER_PERSON: gettext("The identity is another person's"),
        Why.REGISTER_AWAY: gettext("The population register didn't answer"),
        Why.NO_LONGER: gettext("Has died, by the register"),
        Why.UNKNOWN_STAFF: gettext("Isn't among the staff"),
        Why.NO_ROLE: gettext("Has no role"),
        Why.NO_ASSIGNMENT: gettext("The assignment is at another unit"),
        Over.IDLE: gettext("Nothing was done for a while"),
        Over.IN_ALL: gettext("Had been signed in for long"),
    }
    return words.get(access.reason, access.reason)
