"""The way from a case: back to its row in the list that it was opened from, and on to the next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from vardag.domain.case.state import Case
from vardag.doors.inbox.lists.hand import PLACES, own_habits, place_url
from vardag.doors.inbox.lists.standing import standing
from vardag.doors.shared.actor import StaffRequest

_LONGEST = 500  # of a word that names a list
_LONGEST_PLACE = 150  # of one that says where a case stood in it
_NAMES = {
    "inbox": gettext_noop("The inbox"),
    "mine": gettext_noop("My cases"),
    "awaiting": gettext_noop("Waiting for the resident"),
    "closed": gettext_noop("Closed cases"),
    "work": gettext_noop("To finish"),
}


@dataclass(frozen=True)
class Way:
    """Where one came from, as the address has it, and where that leads."""

    request: StaffRequest
    case: int
    word: str
    at: str = ""  # where the case stood in the list when it was opened

    @property
    def back(self) -> str:
        return f"{self.back_to_list}#case-{self.case}"

    @property
    def back_to_list(self) -> str:
        return place_url(self.word)

    @property
    def name(self) -> str:
        """What the list is called; empty where the case's page knows better."""
        name = _NAMES.get(self.word.partition("?")[0])
        return gettext(name) if name else ""

    @property
    def here(self) -> str:
        """The case's own address, with the way back in it."""
        asks = _said_of({"from": self.word, "at": self.at})
        return f"{reverse('inbox:case', args=[self.case])}{asks}"

    @property
    def next(self) -> str:
        asks = _said_of({"from": self.word, "after": str(self.case), "at": self.at})
        return f"{reverse('inbox:next')}{asks}"

    @property
    def keys(self) -> bool:
        return own_habits(self.request).has_keys

    @property
    def goes_on(self) -> bool:
        return own_habits(self.request).goes_on


def way_of(request: StaffRequest, case_id: int, case: Case | None = None) -> Way:
    """Return the way from a case: a page says it in its address, and then in its form.

    :param case: as it stands, where a page is opened on it; what is done from that page doesn't move it
    """
    word, at = _said(request, "from", _LONGEST), _said(request, "at", _LONGEST_PLACE)
    word = word if word.partition("?")[0] in PLACES else ""
    if not at and case is not None and request.method != "POST":
        at = standing(word, case)
    return Way(request=request, case=case_id, word=word, at=at)


def _said(request: StaffRequest, name: str, longest: int) -> str:
    found = request.POST.get(name, "") or request.GET.get(name, "")
    return found if len(found) <= longest else ""


def _said_of(asks: dict[str, str]) -> str:
    said = {name: text for name, text in asks.items() if text}
    return f"?{urlencode(said)}" if said else ""
