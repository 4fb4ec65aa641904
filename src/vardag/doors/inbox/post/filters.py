"""What of the post register somebody asks to see. Words are kept in the sign-in, not in addresses."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from vardag.domain.routine.dispatch import To
from vardag.domain.routine.document import Service
from vardag.doors.inbox.registers.filters import typed_days, typed_words
from vardag.doors.inbox.search.kept import keep, kept_as
from vardag.doors.shared.actor import StaffRequest
from vardag.doors.shared.ids import as_id
from vardag.doors.shared.leafing import address_of
from vardag.rooms.lists.registers import Show
from vardag.rooms.lists.search.of_post import AskedOfPost
from vardag.rooms.lists.search.sought import Sought

BY_HAND = "hand"
_SHOWN = (Show.ALL, Show.STRUCK)


@dataclass(frozen=True)
class Filter:
    """The filter as it stands on the page: what is asked, how it was typed, what couldn't be read."""

    asked: AskedOfPost
    typed: str = ""
    from_date: str = ""
    until_date: str = ""
    to: str = ""
    key: str = ""  # of the words, in this sign-in
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def service(self) -> str:
        return self.asked.service or ""

    @property
    def case(self) -> str:
        """The case whose rows alone are asked for, by its id."""
        return str(self.asked.case or "")

    @property
    def is_narrow(self) -> bool:
        asked = (self.typed, self.from_date, self.until_date, self.to, self.service, self.case)
        return any(asked)

    def address(self, **other: str | int) -> str:
        """Return what stands after the question mark of the same page, with something else in it."""
        names = {
            "show": self.asked.show.value if self.asked.show is not Show.ALL else "",
            "sought": self.key,
            "from": self.from_date,
            "until": self.until_date,
            "to": self.to,
            "service": self.service,
            "case": self.case,
        }
        return address_of({**names, **other})


def asked_for(request: StaffRequest, services: tuple[Service, ...], *, on: date) -> Filter:
    """Return what an address asks for.

    :param services: those by which the page can be narrowed
    """
    key = request.GET.get("sought", "")[:40]
    typed = kept_as(request, key) if key else ""
    return _filter(request.GET, services, typed or "", key if typed else "", on=on)


def typed_in(request: StaffRequest, services: tuple[Service, ...], *, on: date) -> Filter:
    """Return what somebody typed into the filter's form; its words are kept if they can be read."""
    typed = " ".join(request.POST.get("words", "").split())
    found = _filter(request.POST, services, typed, "", on=on)
    if found.errors or not typed:
        return found
    return _filter(request.POST, services, typed, keep(request, typed), on=on)


def _filter(
    asks: QueryDict, services: tuple[Service, ...], typed: str, key: str, *, on: date
) -> Filter:
    errors: dict[str, str] = {}
    first, last = typed_days(asks, errors, on=on)
    asked = _asked(asks, services, on_days=(first, last), words=typed_words(typed, errors, on=on))
    to = asks.get("to", "")
    return Filter(
        asked=asked,
        typed=typed,
        from_date=first.isoformat() if first else asks.get("from", "")[:20],
        until_date=last.isoformat() if last else asks.get("until", "")[:20],
        to=to if to in {*To, BY_HAND} else "",
        key=key,
        errors=errors,
    )


def _asked(
    asks: QueryDict,
    services: tuple[Service, ...],
    *,
    on_days: tuple[date | None, date | None],
    words: Sought | None,
) -> AskedOfPost:
    known = {each.key for each in services}
    to, service, show = (asks.get(name, "") for name in ("to", "service", "show"))
    return AskedOfPost(
        show=Show(show) if show in set(_SHOWN) else Show.ALL,
        sought=words,
        from_date=on_days[0],
        until_date=on_days[1],
        by_hand=True if to == BY_HAND else None,
        service=service if service in known and to != BY_HAND else None,
        to=To(to) if to in set(To) else None,
        case=as_id(asks.get("case", "")),
    )
