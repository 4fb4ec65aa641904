"""What somebody writes as a standard reply: kept as it is to be, or refused field by field."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from vardag.domain.case.form import clean_text
from vardag.domain.case.words import LONGEST_MESSAGE
from vardag.domain.gaps import Gap, left, links, mistakes
from vardag.domain.people.identity import PersonId
from vardag.domain.refusals import InvalidForm, Problem
from vardag.domain.replies.reply import Act, OwnReply
from vardag.domain.routine.document import Routine, StandardReply
from vardag.domain.words import Sentence, Text, say, visible

LONGEST_NAME = 80  # characters


@dataclass(frozen=True)
class Draft:
    """What somebody wrote in the form, nothing of it judged. Days are ISO dates, or empty."""

    name: str
    sv: str
    en: str = ""
    acts: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    owner: PersonId | None = None
    from_date: str = ""
    until: str = ""


@dataclass(frozen=True)
class Ground:
    """What a draft is judged by: the routine, the keys of links, who can own it, the local date.

    ``replaces`` is the routine's reply in whose place the words would stand.
    """

    routine: Routine
    link_keys: frozenset[str]
    owners: Collection[PersonId]
    on: date
    replaces: StandardReply | None = None


def written(draft: Draft, ground: Ground, *, key: str, version: int) -> OwnReply:
    """Return a draft as the version that it makes.

    :raises InvalidForm: with a problem for each field that can't be as it is
    """
    clean = _clean(draft)
    problems = tuple(_problems(clean, ground))
    if problems:
        why = say("The reply isn't saved. See what is wrong at the fields.")
        raise InvalidForm(why, problems=problems)
    assert clean.owner is not None  # as the problems say
    return OwnReply(
        key=key,
        name=clean.name,
        text=Text(clean.sv, clean.en),
        acts=tuple(act for act in Act if act in clean.acts),
        services=tuple(each.key for each in ground.routine.services if each.key in clean.services),
        owner=clean.owner,
        from_date=_day(clean.from_date) or ground.on,
        until=_day(clean.until),
        version=version,
    )


def _clean(draft: Draft) -> Draft:
    sv, en = _spelled(draft.sv), _spelled(draft.en)
    name = " ".join(draft.name.split())
    return replace(draft, name=name, sv=sv, en=en if visible(en) else "", until=draft.until.strip())


def _spelled(text: str) -> str:
    """Return a text in one spelling, or as it is if it has what can't be kept."""
    try:
        return clean_text(text)
    except ValueError:
        return text


def _can_be_kept(text: str) -> bool:
    try:
        clean_text(text)
    except ValueError:
        return False
    return True


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _problem(field: str, sentence: str, **particulars: object) -> Problem:
    return Problem(field, Sentence(sentence, particulars))


def _problems(draft: Draft, ground: Ground) -> Iterator[Problem]:
    if not visible(draft.name) or len(draft.name) > LONGEST_NAME or not draft.name.isprintable():
        yield _problem("name", say("Write a name of 80 characters at the most."))
    yield from _of_text("sv", draft.sv, draft, ground)
    yield from _of_text("en", draft.en, draft, ground)
    yield from _of_both(draft)
    if not draft.acts or not set(draft.acts) <= set(Act):
        yield _problem("acts", say("Choose at least one act that the reply is for."))
    if not set(draft.services) <= {each.key for each in ground.routine.services}:
        yield _problem("services", say("Choose among the routine's services."))
    if draft.owner not in ground.owners:
        yield _problem("owner", say("Choose somebody who works at the clinic as owner."))
    yield from _of_days(draft, ground)


def _of_text(field: str, text: str, draft: Draft, ground: Ground) -> Iterator[Problem]:
    if field == "sv" and not visible(text):
        yield _problem(field, say("Write the text. It is what families read."))
    if len(text) > LONGEST_MESSAGE:
        yield _problem(field, say("The text is too long. Write at most 10,000 characters."))
    if not _can_be_kept(text):
        yield _problem(
            field,
            say("The text has characters that can't be saved. Write it again without them."),
        )
    for each in mistakes(text, link_keys=ground.link_keys):
        yield _problem(field, _of_a_gap(each.meant), **vars(each))
    if Gap.FOLLOW_UP in {part.key for part in left(text)} and draft.acts != (Act.INTERIM_REPLY,):
        yield _problem(
            field,
            say("The follow-up date is in interim replies only. Take it away, or the other acts."),
        )
    missing = _missing_links(text, ground.replaces)
    if missing:
        yield _problem(
            field,
            say("The routine's reply leads to %(links)s. Keep {link:KEY} for each in your own."),
            links=missing,
        )


def _of_a_gap(meant: str) -> str:
    if meant:
        return say("Line %(line)s: nothing can fill “%(written)s”. Do you mean “%(meant)s”?")
    return say("Line %(line)s: nothing can fill “%(written)s”. Use a gap from the list.")


def _missing_links(text: str, replaces: StandardReply | None) -> tuple[str, ...]:
    """Return the links of the routine's reply that words in its place lack; none for no words."""
    if replaces is None or not text:
        return ()
    there = set(links(text))
    return tuple(f"{{link:{key}}}" for key in links(replaces.text.sv) if key not in there)


def _of_both(draft: Draft) -> Iterator[Problem]:
    """Yield what is wrong if the two languages ask for different things."""
    if not draft.en:
        return
    asked = [sorted(part.key for part in left(text)) for text in (draft.sv, draft.en)]
    if asked[0] != asked[1]:
        yield _problem("en", say("Use the same {gaps} in Swedish and in English."))


def _of_days(draft: Draft, ground: Ground) -> Iterator[Problem]:
    begins, ends = _day(draft.from_date), _day(draft.until)
    if draft.from_date.strip() and begins is None:
        yield _problem("from_date", say("Write the day as year-month-day, such as 2026-09-01."))
    if draft.until and ends is None:
        yield _problem("until", say("Write the day as year-month-day, such as 2026-09-01."))
    elif ends is not None and ends < max(begins or ground.on, ground.on):
        yield _problem(
            "until", say("The last day has passed, or comes before the first. Choose a later one.")
        )
