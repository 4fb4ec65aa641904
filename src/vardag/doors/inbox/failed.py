"""Why a message to another system came to nothing, in words, and what helps."""

from django.utils.translation import gettext

from vardag.domain.messages.delivery import Trouble

WHY_FAILED = {
    Trouble.AWAY: lambda: gettext(
        "%(system)s hasn't answered for three days. Send it again, or do it there yourself."
    ),
    Trouble.REFUSED: lambda: gettext(
        "%(system)s doesn't take it. Do it there yourself, and tell your administrator."
    ),
    Trouble.UNSURE: lambda: gettext(
        "%(system)s answered about something else, so nobody knows whether it is done. Look there "
        "first. Then send it again, or tick the step."
    ),
    Trouble.NO_RECEIPT: lambda: gettext(
        "%(system)s took it, but hasn't said that it is done. Look there first. Then send it again, "
        "or tick the step."
    ),
    Trouble.NO_LINE: lambda: gettext(
        "Nothing can be sent to %(system)s any more. Do it there yourself."
    ),
}
