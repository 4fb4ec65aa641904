"""Which standard replies a field can be filled with, those first that fit; and where they lead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vardag.domain.case.words import addresses, standard_reply
from vardag.domain.gaps import links
from vardag.domain.replies.links import BROKEN
from vardag.domain.replies.reply import OwnReply
from vardag.domain.routine.document import StandardReply
from vardag.domain.words import Language
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import language, short_date, short_moment
from vardag.doors.shared.sentences import in_words
from vardag.rooms.replies.queries import checked, links_set
from vardag.rooms.routines.queries import routine

ENGLISH = ".en"  # after a reply's key: its English words


@dataclass(frozen=True)
class Place:
    """Where a reply is to be picked: in a case of which service, for which act, and what is meant."""

    service: str
    act: str
    offered: str = ""  # the standard reply that the routine means for this


def options(desk: Desk, act: str, used: str, *, offered: str = "") -> SafeString:
    """Return the standard replies as the options of a field; ``used`` is chosen."""
    place = Place(desk.case.service.key, act, offered)
    return _options(desk.full.row.routine_id, desk.around.own.replies, place, used, language())


@lru_cache(maxsize=500)
def _options(
    routine_id: str, own: tuple[OwnReply, ...], place: Place, used: str, words: Language
) -> SafeString:
    """Set them out once for each place: a page has them four times."""
    theirs = frozenset(each.key for each in own)
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', label, _each(offers, used, theirs))
        for label, offers in _groups(routine_id, own, place, words)
        if offers
    )
    return SafeString("".join(groups))


def _each(offers: Iterable[tuple[str, str]], used: str, theirs: frozenset[str]) -> SafeString:
    """Set options out; what the clinic calls its own replies is in whatever language it is."""
    return format_html_join(
        "",
        '<option value="{}"{}{}>{}</option>',
        (
            (
                value,
                SafeString(" selected") if value == used else "",
                SafeString(' dir="auto"') if value in theirs else "",
                name,
            )
            for value, name in offers
        ),
    )


type _Offers = list[tuple[str, str]]


def _groups(
    routine_id: str, own: tuple[OwnReply, ...], place: Place, words: Language
) -> Iterator[tuple[str, _Offers]]:
    """Yield what there is to pick: what fits, what else the clinic has, the routine's, the English."""
    routines = routine(routine_id).standard_replies
    by_key = {each.key: each for each in own}
    others = [each for each in routines if each.key not in by_key]
    fits = [each for each in own if each.fits(service=place.service, act=place.act)]
    fits.sort(key=lambda each: (each.key != place.offered, not each.services))
    meant = [each for each in others if each.key == place.offered]
    yield (
        gettext("Fit here"),
        [*_named(meant, words), *((each.key, each.name) for each in fits)],
    )
    rest = [(each.key, each.name) for each in own if each not in fits]
    yield gettext("The clinic's other"), rest
    yield gettext("The routine's"), _named((each for each in others if each not in meant), words)
    yield gettext("In English"), [*_english(own), *_named(others, "en", ENGLISH)]


def _named(replies: Iterable[StandardReply], words: Language, after: str = "") -> _Offers:
    in_english = gettext("%(name)s – in English")
    return [
        (
            f"{each.key}{after}",
            in_english % {"name": each.name.in_(words)} if after else each.name.in_(words),
        )
        for each in replies
    ]


def _english(own: Iterable[OwnReply]) -> Iterator[tuple[str, str]]:
    for each in own:
        if each.text.en:
            yield (
                f"{each.key}{ENGLISH}",
                gettext("%(name)s – in English") % {"name": each.name},
            )


def link_notes(desk: Desk, words: str, used: str) -> tuple[str, ...]:
    """Return what to know of the links in a text that began as a standard reply; mostly nothing."""
    reply = standard_reply(used.removesuffix(ENGLISH), desk.now) if used else None
    if reply is None or not (keys := links(reply.text.sv)):
        return ()
    known = addresses(desk.now)
    there = {key: known[f"link:{key}"] for key in keys if known.get(f"link:{key}", "") in words}
    return tuple(_notes(desk, {key: address for key, address in there.items() if address}))


def _notes(desk: Desk, there: dict[str, str]) -> Iterator[str]:
    found, kept = checked(there.values()), links_set(desk.case.clinic) if there else {}
    for key, address in there.items():
        check, care = found.get(address), kept.get(key)
        link = desk.routine.link(key)
        name = in_words(link.name) if link else (care.name if care else key)
        if check is not None and check.found in BROKEN:
            said = gettext("“%(link)s” didn't work %(when)s. Try it before you send it.")
            yield said % {"link": name, "when": short_moment(check.at, on=desk.today)}
        if care is not None and care.until_date is not None and care.until_date < desk.today:
            said = gettext("“%(link)s” was to be used until %(day)s. Look before you send it.")
            yield said % {"link": name, "day": short_date(care.until_date, on=desk.today)}
