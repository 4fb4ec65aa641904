"""What makes a list quick to work with: views that are kept, filters, own columns, keys."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from vardag.domain.people.identity import ClinicId
from vardag.doors.inbox.lists.filters import OPEN, Asked
from vardag.doors.shared.actor import StaffRequest
from vardag.rooms.habits.queries import LISTS, Habits, View, habits_of

LEAVABLE = ("asked", "who", "holder", "number")  # columns that one can do without
ADDABLE = ("received", "days")  # and those that one can have besides


def column_names() -> dict[str, str]:
    """Return the columns that one chooses among, by their names."""
    return {
        "asked": gettext("What is asked"),
        "who": gettext("Child"),
        "holder": gettext("Holder"),
        "number": gettext("Case number, and with whom it is open"),
        "received": gettext("Received"),
        "days": gettext("Age in days"),
    }


@dataclass(frozen=True)
class Tab:
    """A view that is kept, as a way to it."""

    id: int
    name: str
    url: str
    is_current: bool
    is_first: bool


@dataclass(frozen=True)
class Hand:
    """How a person works with a list."""

    keys: bool
    asked: Asked
    tabs: tuple[Tab, ...]
    filter_url: str
    clear_url: str
    list_url: str
    place: str  # the list and what is asked of it, as one word
    current: View | None  # the view that this is, if it is one
    without: str  # the columns that aren't shown, as the style sheet wants them
    extra: tuple[str, ...]  # the headings of those shown besides
    can_keep: bool  # whether views of this list are kept
    key: str  # which list it is

    @property
    def status(self) -> int:
        return 422 if self.asked.form is not None and self.asked.form.errors else 200

    @property
    def span(self) -> int:
        return 5 + len(self.extra)


def own_habits(request: StaffRequest) -> Habits:
    """Return how the person works here; asked of the database once a request."""
    found: Habits | None = getattr(request, "habits", None)
    if found is None:
        found = habits_of(request.actor.id, at=ClinicId(request.clinic.pk))
        request.habits = found  # type: ignore[attr-defined]
    return found


def keep_habits(request: StaffRequest, found: Habits | None) -> None:
    """Keep what another question has found of how the person works, so that it isn't asked again."""
    if found is not None:
        request.habits = found  # type: ignore[attr-defined]


def columns_of(habits: Habits) -> tuple[str, ...]:
    """Return the columns shown; those of the beginning for who chose none."""
    return habits.columns or LEAVABLE


def hand_of(request: StaffRequest, asked: Asked, *, list_key: str) -> Hand:
    """Return how the person works with one of the lists."""
    habits, url = own_habits(request), reverse(f"inbox:{list_key}")
    columns, names = columns_of(habits), column_names()
    views = habits.views_of(list_key)
    whole = whole_list(habits, list_key)
    return Hand(
        keys=habits.has_keys,
        asked=asked,
        tabs=_tabs(views, asked, url, whole),
        filter_url=f"{url}?{_with_form(asked.address)}#filter",
        clear_url=whole,
        list_url=url,
        place=place(list_key, asked.address),
        current=next((each for each in views if each.address == asked.address), None),
        without=" ".join(key for key in LEAVABLE if key not in columns),
        extra=tuple(names[key] for key in ADDABLE if key in columns),
        can_keep=list_key in LISTS,
        key=list_key,
    )


def whole_list(habits: Habits, key: str) -> str:
    """Return the address of all of a list, also where it begins with a view."""
    url = reverse(f"inbox:{key}")
    return f"{url}?show=all" if habits.first_of(key) else url


def _tabs(views: tuple[View, ...], asked: Asked, url: str, whole: str) -> tuple[Tab, ...]:
    if not views:
        return ()
    kept = (
        Tab(
            view.id,
            view.name,
            f"{url}?{view.address}",
            view.address == asked.address,
            view.is_first,
        )
        for view in views
    )
    return (Tab(0, gettext("All"), whole, not asked.address, is_first=False), *kept)


def _with_form(address: str) -> str:
    return f"{address}&{OPEN}=1" if address else f"{OPEN}=1"


def place(list_key: str, address: str) -> str:
    """Return a list and what it is asked for as one word of an address; empty for the whole inbox."""
    if not address:
        return "" if list_key == "inbox" else list_key
    return f"{list_key}?{address}"


def place_url(word: str) -> str:
    """Return the address of the list that a word names (see ``place``); of any other word, the inbox."""
    key, _, address = word.partition("?")
    name = key if key in PLACES else "inbox"
    asks = QueryDict(address) if key in PLACES else QueryDict()
    return f"{reverse(f'inbox:{name}')}?{asks.urlencode()}" if asks else reverse(f"inbox:{name}")


PLACES = ("inbox", "mine", "awaiting", "work", "closed")


def case_query(word: str, page: int = 1) -> str:
    """Return what stands after a case's address so that it leads back to its list, and to its page."""
    if page > 1:
        key, _, address = word.partition("?")
        word = f"{key or 'inbox'}?{address}{'&' if address else ''}page={page}"
    return f"?{urlencode({'from': word})}" if word else ""


def without_page(word: str) -> str:
    """Return the word of a list (see ``place``) without the page of it, if it has one."""
    key, _, address = word.partition("?")
    asks = QueryDict(address, mutable=True)
    asks.pop("page", None)
    return place(key or "inbox", asks.urlencode())
