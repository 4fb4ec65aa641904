"""What acts, states and concerns of standard replies and links are called."""

from collections.abc import Iterable

from django.utils.translation import gettext

from vardag.domain.replies.links import Found, LinkConcern
from vardag.domain.replies.reply import Act, Concern, State
from vardag.domain.routine.document import Routine
from vardag.doors.shared.moments import listed
from vardag.doors.shared.sentences import in_words


def act_name(act: Act) -> str:
    """Return what an act is called on its tab in the composer."""
    match act:
        case Act.INTERIM_REPLY:
            return gettext("Interim reply")
        case Act.COUNTER_QUESTION:
            return gettext("Counter-question")
        case Act.REPLY:
            return gettext("Reply and close")


def state_name(state: State) -> str:
    """Return what it is called that a reply can be used, or can't."""
    match state:
        case State.IN_USE:
            return gettext("In use")
        case State.COMING:
            return gettext("Begins later")
        case State.EXPIRED:
            return gettext("Expired")
        case State.WITHDRAWN:
            return gettext("Withdrawn")


def concern_name(concern: Concern) -> str:
    """Return what should be looked at of a reply."""
    match concern:
        case Concern.EXPIRED:
            return gettext("Expired")
        case Concern.LINK:
            return gettext("A link doesn't work")
        case Concern.OWNER_LEFT:
            return gettext("The owner has left")
        case Concern.EXPIRES_SOON:
            return gettext("Ends within 30 days")
        case Concern.UNUSED:
            return gettext("Not sent for half a year")


def link_concern_name(concern: LinkConcern) -> str:
    """Return what should be looked at of a link."""
    match concern:
        case LinkConcern.BROKEN:
            return gettext("Doesn't work")
        case LinkConcern.EXPIRED:
            return gettext("Was to be used until a day that has passed")
        case LinkConcern.OWNER_LEFT:
            return gettext("The owner has left")
        case LinkConcern.NO_OWNER:
            return gettext("Nobody answers for it")
        case LinkConcern.EXPIRES_SOON:
            return gettext("Ends within 30 days")
        case LinkConcern.UNCHECKED:
            return gettext("Not checked yet")


def found_name(found: Found) -> str:
    """Return what came of asking for an address."""
    match found:
        case Found.WORKS:
            return gettext("Works")
        case Found.GONE:
            return gettext("The page is gone")
        case Found.FAILS:
            return gettext("The page answers with an error")
        case Found.SILENT:
            return gettext("Nobody answers")
        case Found.NOT_ASKED:
            return gettext("Leads where families can't go")


def acts_named(acts: Iterable[Act]) -> str:
    return listed([act_name(act) for act in acts])


def services_named(keys: Iterable[str], routine: Routine) -> str:
    """Return for which services a reply is; for none named it is for all."""
    names = [in_words(each.list_name) for each in routine.services if each.key in set(keys)]
    return listed(names) if names else gettext("All e-services")
