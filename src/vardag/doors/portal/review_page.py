"""Reading through before sending: what was answered, who will read it, and whether it fits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from vardag.domain.refusals import Refusal
from vardag.domain.routine.document import FieldKind, Suggestion
from vardag.domain.routine.paging import pages_of
from vardag.domain.routine.suggestion import fitting
from vardag.doors.portal.errand import Errand, permit
from vardag.doors.portal.form_page import About, about, address, link_of, readers_of
from vardag.doors.portal.plain import promise_to_all
from vardag.doors.shared.actor import Actor
from vardag.doors.shared.moments import long_date
from vardag.doors.shared.sentences import answer_in_words, in_words
from vardag.rooms.unsent.actions import Place

_WORDS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


@dataclass(frozen=True)
class Given:
    """A question, what was answered, and where that can be changed."""

    label: str
    text: str
    change_url: str


@dataclass(frozen=True)
class Hint:
    """That another way might be right. Both ways stand open."""

    key: str
    words: str
    service: str  # to change to; empty if there is none
    carries: bool  # whether what was written goes along
    link: tuple[str, str] | None  # a name and an address


@dataclass(frozen=True)
class ReviewPage:
    """All that the summary shows; ``answers`` are what is sent."""

    about: About
    given: tuple[Given, ...]
    answers: tuple[tuple[str, str], ...]
    form_key: UUID
    back_url: str
    readers: str
    promise: str
    hint: Hint | None


def review_page(
    errand: Errand, actor: Actor, answers: Mapping[str, str], *, key: UUID, on: date
) -> ReviewPage:
    """Return the summary of a form that could be sent as it is.

    :param answers: canonical, as ``case.form.valid_answers`` returns them
    """
    assert actor.resident is not None
    fitting_one = hint_of(errand, actor, answers, on=on)
    assert errand.form is not None
    return ReviewPage(
        about=about(errand, actor, on=on),
        given=_given(errand, answers, key, on),
        answers=tuple(answers.items()),
        form_key=key,
        back_url=address(errand, key=key, page=len(pages_of(errand.form))),
        readers=readers_of(errand, actor, on=on),
        promise=promise_to_all(errand.routine.dates.response),
        hint=_hint(errand, fitting_one) if fitting_one else None,
    )


def _given(errand: Errand, answers: Mapping[str, str], key: UUID, on: date) -> tuple[Given, ...]:
    assert errand.form is not None
    return tuple(
        Given(
            label=in_words(field.label, oneself=errand.is_own),
            text=answer_in_words(field, answers[field.key], day=long_date, oneself=errand.is_own)
            if field.key in answers
            else "",
            change_url=f"{address(errand, key=key, page=number, back=1)}#id_{field.key}",
        )
        for number, page in enumerate(pages_of(errand.form), start=1)
        for field in page
    )


def hint_of(
    errand: Errand, actor: Actor, answers: Mapping[str, str], *, on: date
) -> Suggestion | None:
    """Return the first suggestion that fits, and that leads where this resident may go from here."""
    return next(
        (
            each
            for each in fitting(
                errand.routine.suggestions,
                service=errand.key,
                answers=answers,
                on=on,
                places=errand.routine.places,
            )
            if each.service is None or _may_go(other(errand, each.service), actor, on)
        ),
        None,
    )


def other(errand: Errand, service: str) -> Errand:
    """Return the same errand as another service."""
    found = errand.routine.service(service)
    return replace(
        errand,
        key=service,
        service=found,
        form=errand.routine.form(found.form) if found else None,
        follows=None,
    )


def _may_go(errand: Errand, actor: Actor, on: date) -> bool:
    assert actor.resident is not None
    try:
        permit(errand, by=actor.resident, on=on)
    except Refusal:
        return False
    return True


def _hint(errand: Errand, found: Suggestion) -> Hint:
    service = errand.routine.service(found.service or "")
    return Hint(
        key=found.key,
        words=in_words(found.words, oneself=errand.is_own),
        service=in_words(service.name, oneself=errand.is_own) if service else "",
        carries=found.into is not None,
        link=link_of(errand, found.link),
    )


def carried(errand: Errand, found: Suggestion, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what was written as an answer of the form that is changed to."""
    if errand.form is None or found.into is None:
        return {}
    asked = {field.key: field for field in errand.form.fields}
    texts = [text for key, text in answers.items() if asked[key].kind in _WORDS]
    return {found.into: "\n".join(texts)} if texts else {}


def place_of(found: Suggestion, errand: Errand) -> Place:
    """Return where what was written goes."""
    return replace(errand.place, service=found.service or errand.key, follows=None)


def moved(found: Suggestion) -> str:
    """Return what is said when somebody has changed to another service."""
    if found.into is None:
        return ""
    return gettext("What you wrote came with you.")
