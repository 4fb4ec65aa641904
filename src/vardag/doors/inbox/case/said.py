"""What happened, in a sentence for whoever did it."""

from django.utils.translation import gettext

from vardag.doors.inbox.case.forms import Asked


def done(asked: Asked) -> str:
    """Return what an act has done."""
    if asked.key == "assign" and asked.typed.get("with") == "reply":
        return gettext("The case is assigned, and the interim reply is sent.")
    return {
        "claim": gettext("You have the case now."),
        "assign": gettext("The case is assigned."),
        "return": gettext("The case is in the inbox again."),
        "interim-reply": gettext("The interim reply is sent."),
        "counter-question": gettext("The question is sent. The case waits for the resident."),
        "reply": gettext("The reply is sent, and the case is closed."),
        "close": gettext("The case is closed."),
        "note": gettext("The note is saved."),
        "copy": gettext("It is noted what became of the printout."),
        "keep-from-guardians": gettext("No guardian reads the case from now on."),
        "show-to-guardians": gettext("Guardians read the case again."),
        "step": gettext("The step is done."),
        "send": gettext("It is sent. The step is done when the receipt has come."),
        "ask": gettext("The question is sent. The answer comes back to the case."),
        "withdraw": gettext("The question is taken back."),
        "skip": gettext("The step is skipped."),
    }[asked.key]
