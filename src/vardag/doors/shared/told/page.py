"""What stands around the form: what happened last, an address that came back, and a trial."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from vardag.domain.notices.mailing import State, Trouble
from vardag.domain.notices.wishes import Channel, Wishes, address_by
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm
from vardag.doors.shared.moments import now, short_moment
from vardag.doors.shared.sentences import said
from vardag.doors.shared.told.forms import Told
from vardag.rooms.notices.actions import try_address
from vardag.rooms.notices.queries import Last, last_to, refused, wishes_of
from vardag.rooms.notices.wishing import set_own
from vardag.rooms.people.models import PersonRow


@dataclass(frozen=True)
class Standing:
    """How it stands with notices to oneself; empty words where there is nothing to say."""

    last: str
    refused: str  # the address that came back, while it is the one that is used
    can_try: bool


def standing(row: PersonRow) -> Standing:
    """Return how it stands with notices to oneself."""
    person = PersonId(row.pk)
    wishes = wishes_of(person)
    address = address_of(row, wishes)
    came_back = refused([person]).get(person, "")
    last = last_to(person)
    return Standing(
        last=_last(last, at=now()) if last else "",
        refused=address if address and came_back == address else "",
        can_try=bool(address),
    )


def address_of(row: PersonRow, wishes: Wishes) -> str:
    """Return where somebody's notices go; nothing if nowhere."""
    return address_by(wishes.channel, phone=wishes.phone, email=row.email)


def has_address(row: PersonRow) -> bool:
    """Tell whether somebody has chosen how to be told, or that one doesn't want to be."""
    wishes = wishes_of(PersonId(row.pk))
    return wishes.channel is Channel.NONE or bool(address_of(row, wishes))


def save(request: HttpRequest, form: Told, person: PersonId) -> bool:
    """Save what is one's own, and say so; what is wrong stands on the form."""
    if not form.is_valid():
        return False
    try:
        found = set_own(person=person, email=form.cleaned_data["email"], wishes=form.wishes)
    except InvalidForm as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field, said(problem.sentence))
        return False
    messages.success(request, _saved(found))
    return True


def _saved(wishes: Wishes) -> str:
    if wishes.channel is Channel.NONE:
        return gettext("Saved. You won't get any notices.")
    return gettext("Saved. Try it, so that you know that it reaches you.")


def have_tried(request: HttpRequest, row: PersonRow) -> None:
    """Have a trial sent to oneself, and say whether it will be."""
    person = PersonId(row.pk)
    if not address_of(row, wishes_of(person)):
        messages.error(request, gettext("There is no address to try. Save one first."))
    elif try_address(person=person, at=now()):
        messages.success(request, gettext("A trial is on its way. It takes a minute or two."))
    else:
        messages.error(request, gettext("You tried just now. Wait a minute before you try again."))


def _last(last: Last, *, at: datetime) -> str:
    match last.state:
        case State.SENT:
            when = {"when": short_moment(last.settled_at or last.since)}
            return gettext("The last notice was sent %(when)s.") % when
        case State.FAILED:
            why = why_failed(last.trouble, last.channel)
            return f"{gettext('The last notice did not reach you.')} {why}"
        case _:
            return _waiting(last, at=at)


def _waiting(last: Last, *, at: datetime) -> str:
    if last.trouble is not None:
        return gettext("The last notice could not be handed over yet. We try again.")
    if last.due_at > at:
        return gettext("A notice waits until %(when)s.") % {"when": short_moment(last.due_at)}
    return gettext("A notice is on its way.")


def why_failed(trouble: Trouble | None, channel: Channel) -> str:
    """Return in plain words why a notice reached nobody."""
    if trouble is Trouble.REFUSED or trouble is Trouble.BOUNCED:
        if channel is Channel.SMS:
            return gettext("The number takes no text messages.")
        return gettext("The e-mail address takes no mail: it may be misspelled, full or closed.")
    return gettext("We tried for three days and could not hand it over.")
