"""A standard reply as an invented family would read it, and the gaps that a text can have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, override

from vardag.domain.clock.deadline import deadline
from vardag.domain.gaps import MEANINGS, NAMES, Gap, parts
from vardag.domain.replies.reply import OwnReply
from vardag.domain.routine.document import Routine
from vardag.domain.words import Language, visible
from vardag.doors.office.replies.list_page import Clinic
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.sentences import in_words
from vardag.rooms.clinics.queries import calendar_of

_PATIENT, _RESIDENT, _NUMBER = "Elsa", "Maria", "26-0123"


@dataclass(frozen=True)
class Shown:
    """A piece of the text: words, what the product filled in, or what a person is still to fill in."""

    text: str
    is_filled: bool = False
    is_left: bool = False


@dataclass(frozen=True)
class Preview:
    """The text in each of its languages."""

    sv: tuple[Shown, ...]
    en: tuple[Shown, ...]


@dataclass(frozen=True)
class GapHelp:
    """A gap to choose among: how it is written, and what it means."""

    written: str
    meaning: str


def preview(reply: OwnReply, clinic: Clinic, actor: Actor) -> Preview:
    """Return a reply as it would be read by an invented family that wrote today."""
    texts = (("sv", reply.text.sv), ("en", reply.text.en))
    sv, en = (tuple(_shown(text, _known(reply, clinic, actor, words))) for words, text in texts)
    return Preview(sv, en)


def _shown(text: str, known: dict[str, str]) -> Iterable[Shown]:
    for part in parts(text):
        if not part.key:
            yield Shown(part.text)
        elif visible(known.get(part.key, "")):
            yield Shown(known[part.key], is_filled=True)
        else:
            yield Shown(part.text, is_left=True)


def _known(reply: OwnReply, clinic: Clinic, actor: Actor, words: Language) -> dict[str, str]:
    routine = clinic.routine
    here = actor.clinic
    service = next(
        (each for each in routine.services if each.key in reply.services), routine.services[0]
    )
    with override(words):
        return {
            Gap.PATIENT: _PATIENT,
            Gap.RESIDENT: _RESIDENT,
            Gap.CLINIC: here.name if here else "",
            Gap.PHONE: here.phone if here else "",
            Gap.MY_NAME: actor.name,
            Gap.MY_TITLE: actor.row.title,
            Gap.TODAY: long_date(clinic.on, on=clinic.on),
            Gap.FOLLOW_UP: long_date(_follow_up(clinic), on=clinic.on),
            Gap.SERVICE: service.name.in_(words),
            Gap.CASE: _NUMBER,
            **{f"link:{key}": address for key, address in clinic.addresses.items()},
        }


def _follow_up(clinic: Clinic) -> date:
    days = clinic.routine.dates.follow_up
    return deadline(clinic.on, working_days=days, calendar=calendar_of(clinic.id)).date


def gap_help(routine: Routine, link_keys: Iterable[str]) -> list[GapHelp]:
    """Return every gap that a text can have, as it is written in the reader's language."""
    names = [GapHelp(f"{{{in_words(NAMES[gap])}}}", gettext(MEANINGS[gap])) for gap in Gap]
    kind, blank = gettext("link"), gettext("fill in: day and time")
    leads = [
        GapHelp(f"{{{kind}:{key}}}", in_words(link.name) if (link := routine.link(key)) else "")
        for key in link_keys
    ]
    person = gettext("whoever sends it writes this; it isn't sent before that")
    return [*names, GapHelp(f"{{{blank}}}", person), *leads]
