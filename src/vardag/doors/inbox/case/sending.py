"""Before something is sent: how it will look, who will read it, and what happens then.

The page shows it where the words were written. A script counts ten seconds, in which it can be
undone, and sends; without one it is sent by a button.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case import acts
from vardag.domain.case.choices import Choice
from vardag.doors.inbox.case.assigning import Assigning
from vardag.doors.inbox.case.composer import Composer
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.inbox.case.readers import Readers
from vardag.doors.shared.sentences import in_words

SECONDS = 10
"""How long a message waits on the page, to be undone (WCAG 2.2.1: a grace; it can be sent at once)."""

HELD = (Choice.INTERIM_REPLY, Choice.COUNTER_QUESTION, Choice.REPLY, Choice.ASSIGN, Choice.CLOSE)
"""The acts that the family reads or that can't be taken back: what they come to is seen first."""


@dataclass(frozen=True)
class Sending:
    """What is about to be sent, or closed."""

    key: str
    look: str
    icon: str
    heading: str
    waits: str  # what is said while it waits; the number of seconds comes after
    text: str  # as it will be read; empty if nothing is written to the family
    readers: str
    barred: str
    service: str
    consequence: str
    button: str
    files: tuple[str, ...] = ()  # that go along, by their names
    seconds: int = SECONDS


@dataclass(frozen=True)
class _Said:
    """What an act says of itself while it waits."""

    look: str
    icon: str
    heading: str
    waits: str
    consequence: str
    button: str


def sending(
    act: acts.Act, key: str, desk: Desk, composer: Composer, panel: Assigning | None
) -> Sending:
    """Return what is about to be sent.

    :param act: with its message as it will be sent (see ``outgoing``)
    """
    message, known = acts.message_of(act), composer.readers
    hidden = message is not None and message.not_for_guardians
    said = _said(Choice(key), composer, known, panel)
    return Sending(
        key=key,
        look=said.look,
        icon=said.icon,
        heading=said.heading,
        waits=said.waits,
        text=(message.text or "").strip() if message else "",
        readers=(hidden and known.past_guardians) or known.words,
        barred="" if hidden else known.barred,
        service=_service(desk),
        consequence=said.consequence,
        button=said.button,
        files=_files(Choice(key), composer),
    )


def _files(choice: Choice, composer: Composer) -> tuple[str, ...]:
    found = next((tab.attach.files for tab in composer.tabs if tab.choice is choice), ())
    return tuple(f"{each.name} ({each.what})" for each in found)


def _service(desk: Desk) -> str:
    told = {"service": in_words(desk.case.service.list_name), "number": desk.full.number}
    return gettext("%(service)s, case %(number)s") % told


def _said(choice: Choice, composer: Composer, known: Readers, panel: Assigning | None) -> _Said:
    if choice is Choice.CLOSE:
        return _Said(
            look="close",
            icon="lock",
            heading=gettext("This is how the case is closed"),
            waits=gettext("The case is closed without a reply in"),
            consequence=gettext("The case is closed for everybody."),
            button=gettext("Close now"),
        )
    if choice is Choice.ASSIGN:
        return _assigned(known, panel)
    words = next(tab.words for tab in composer.tabs if tab.choice is choice)
    return _Said(
        look=words.look,
        icon=words.icon,
        heading=gettext("This is how it is sent"),
        waits=_WAITS[choice]() % {"name": known.recipient},
        consequence=words.consequence,
        button=gettext("Send now"),
    )


def _assigned(known: Readers, panel: Assigning | None) -> _Said:
    targets = (each for clinic in panel.clinics for each in clinic.targets) if panel else ()
    to = next((each.name for each in targets if each.is_chosen), "")
    return _Said(
        look="interim",
        icon="assign",
        heading=gettext("This is how it is sent"),
        waits=_WAITS[Choice.INTERIM_REPLY]() % {"name": known.recipient},
        consequence=gettext("The case is assigned to %(name)s.") % {"name": to},
        button=gettext("Send now"),
    )


_WAITS = {
    Choice.INTERIM_REPLY: lambda: gettext("The interim reply to %(name)s is sent in"),
    Choice.COUNTER_QUESTION: lambda: gettext("The question to %(name)s is sent in"),
    Choice.REPLY: lambda: gettext("The reply to %(name)s is sent, and the case closed, in"),
}
