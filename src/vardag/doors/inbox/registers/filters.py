"""What of a register somebody asks to see. Words are kept in the sign-in: no address holds them."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from vardag.domain.refusals import InvalidForm
from vardag.domain.registers.cells import NotReadable
from vardag.domain.registers.dates import typed_date
from vardag.doors.inbox.search.kept import keep, kept_as
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.leafing import address_of
from vardag.doors.shared.sentences import said, why_refused
from vardag.rooms.lists.registers import Show
from vardag.rooms.lists.search.of_register import Asked
from vardag.rooms.lists.search.sought import Sought, sought

_SOURCES = {"case": False, "hand": True}


@dataclass(frozen=True)
class Filter:
    """The filter as it stands on the page: what is asked, how it was typed, what couldn't be read."""

    asked: Asked
    typed: str = ""
    from_date: str = ""
    until_date: str = ""
    source: str = ""
    key: str = ""  # of the words, in this sign-in
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrow(self) -> bool:
        return bool(self.typed or self.from_date or self.until_date or self.source)

    def address(self, **other: str | int) -> str:
        """Return what stands after the question mark of the same page, with something else in it."""
        names = {
            "show": self.asked.show.value if self.asked.show is not Show.ALL else "",
            "sought": self.key,
            "from": self.from_date,
            "until": self.until_date,
            "source": self.source,
        }
        return address_of({**names, **other})


def asked_for(request: StaffRequest, *, on: date) -> Filter:
    """Return what an address asks for."""
    key = request.GET.get("sought", "")[:40]
    typed = kept_as(request, key) if key else ""
    return _filter(request.GET, typed or "", key if typed else "", on=on)


def typed_in(request: StaffRequest, *, on: date) -> Filter:
    """Return what somebody typed into the filter's form; its words are kept if they can be read."""
    typed = " ".join(request.POST.get("words", "").split())
    found = _filter(request.POST, typed, "", on=on)
    if found.errors or not typed:
        return found
    return _filter(request.POST, typed, keep(request, typed), on=on)


def _filter(asks: QueryDict, typed: str, key: str, *, on: date) -> Filter:
    errors: dict[str, str] = {}
    first, last = typed_days(asks, errors, on=on)
    source = asks.get("source", "")
    show = asks.get("show", "")
    asked = Asked(
        show=Show(show) if show in set(Show) else Show.ALL,
        sought=typed_words(typed, errors, on=on),
        from_date=first,
        until_date=last,
        by_hand=_SOURCES.get(source),
    )
    return Filter(
        asked=asked,
        typed=typed,
        from_date=first.isoformat() if first else asks.get("from", "")[:20],
        until_date=last.isoformat() if last else asks.get("until", "")[:20],
        source=source if source in _SOURCES else "",
        key=key,
        errors=errors,
    )


def typed_words(typed: str, errors: dict[str, str], *, on: date) -> Sought | None:
    """Return what is looked for; what can't be read is told among the errors."""
    if not typed:
        return None
    try:
        return sought(typed, on=on)
    except InvalidForm as wrong:
        errors["words"] = why_refused(wrong)
        return None


def typed_days(
    asks: QueryDict, errors: dict[str, str], *, on: date
) -> tuple[date | None, date | None]:
    """Return from and until which day; what is wrong with them is told among the errors."""
    first, last = (typed_day(asks.get(name, ""), name, errors, on=on) for name in ("from", "until"))
    if first and last and last < first:
        errors["until"] = gettext("The last day is before the first.")
    return first, last


def typed_day(typed: str, name: str, errors: dict[str, str], *, on: date) -> date | None:
    """Return the day that was typed; what can't be read is told among the errors, by its field."""
    try:
        return typed_date(typed[:40], on=on)
    except NotReadable as wrong:
        errors[name] = said(wrong.problem)
        return None
