"""The way from a case: back to its row in the list that it was opened from, and on to the next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from vardag.doors.inbox.lists.hand import PLACES, case_query, own_habits, place_url
from vardag.doors.shared.actor import StaffRequest

_LONGEST = 500  # of a word that names a list


@dataclass(frozen=True)
class Way:
    """Where one came from, as the address has it, and where that leads."""

    request: StaffRequest
    case: int
    word: str

    @property
    def back(self) -> str:
        return f"{self.back_to_list}#case-{self.case}"

    @property
    def back_to_list(self) -> str:
        return place_url(self.word)

    @property
    def name(self) -> str:
        """What the list is called; empty where the case's page knows better."""
        return {
            "inbox": gettext("The inbox"),
            "mine": gettext("My cases"),
            "awaiting": gettext("Waiting for the resident"),
            "closed": gettext("Closed cases"),
            "work": gettext("To finish"),
        }.get(self.word.partition("?")[0], "")

    @property
    def here(self) -> str:
        """The case's own address, with the way back in it."""
        return f"{reverse('inbox:case', args=[self.case])}{case_query(self.word)}"

    @property
    def next(self) -> str:
        asks = {"from": self.word} if self.word else {}
        return f"{reverse('inbox:next')}?{urlencode({**asks, 'after': str(self.case)})}"

    @property
    def keys(self) -> bool:
        return own_habits(self.request).has_keys

    @property
    def goes_on(self) -> bool:
        return own_habits(self.request).goes_on


def way_of(request: StaffRequest, case_id: int) -> Way:
    """Return the way from a case: a page says it in its address, and then in its form."""
    word = request.POST.get("from", "") or request.GET.get("from", "")
    is_one = word.partition("?")[0] in PLACES and len(word) <= _LONGEST
    return Way(request=request, case=case_id, word=word if is_one else "")
