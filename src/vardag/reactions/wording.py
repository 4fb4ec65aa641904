"""The words of a mailing: that there is something to read, where to sign in, and nothing else.

No clinic, no name, no kind, no number of a case: "BUP" alone is health data, and an e-mail is read on
locked screens and in shared mailboxes (ADR-0011). Each sort is said once, however many there are.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vardag.domain.notices.kinds import Sort, sort_of
from vardag.domain.notices.wishes import Channel
from vardag.reactions.still import Said
from vardag.rooms.notices.queries import Waiting

type Told = tuple[Waiting, Said]


def words(
    told: Iterable[Told], *, channel: Channel, is_staff: bool, language: str
) -> tuple[str, str]:
    """Return the subject and the text of a mailing in a language, ``sv`` or ``en``."""
    with translation.override(language):
        lines = [*dict.fromkeys(_line(notice, said) for notice, said in told)]
        address = settings.STAFF_ADDRESS if is_staff else settings.RESIDENT_ADDRESS
        where = _("Sign in to read: %(address)s") % {"address": address}
        if channel is Channel.SMS:
            return "", " ".join([*lines, where])
        no_answers = _("Nobody reads what is sent in answer to this.")
        return _("There is something to read"), "\n\n".join([*lines, where, no_answers]) + "\n"


def _line(notice: Waiting, said: Said) -> str:
    given: Mapping[str, object] = {"came_in": 0, "due": 0, "flagged": 0, "many": 0, **said.numbers}
    match sort_of(notice.kind):
        case Sort.NEWS:
            return _("There is something to read.")
        case Sort.LATE:
            return _("Something has passed its date.")
        case Sort.MORNING:
            return (
                _(
                    "This morning: %(came_in)s have come in, %(due)s are due, %(flagged)s are marked."
                )
                % given
            )
        case Sort.UNMANNED:
            day = date_format(notice.day, "j F") if notice.day else _("a day to come")
            return _("Nobody is planned as responsible: %(day)s.") % {"day": day}
        case Sort.FAILED:
            return _("Messages that reached nobody: %(many)s.") % given
        case Sort.TRIAL:
            return _("This is a trial. It came through: the address is right.")
