"""What is asked of somebody, as the page shows it: the visit, the asker's words, and the buttons."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from vardag.domain.people.identity import age_on
from vardag.doors.inbox.lists.rows import years
from vardag.doors.inbox.visit_words import shown_answers
from vardag.doors.shared.moments import short_date, short_moment
from vardag.doors.shared.protected import no_name
from vardag.doors.shared.sentences import in_words
from vardag.rooms.cases.inquiries import Question


@dataclass(frozen=True)
class Wrong:
    """Why an answer wasn't recorded: of which case (0 of none that is shown), and what was written."""

    case: int = 0
    sentence: str = ""
    text: str = ""


@dataclass(frozen=True)
class Button:
    """An answer that can be given."""

    outcome: str
    label: str


@dataclass(frozen=True)
class Card:
    """A question."""

    case: int
    number: int  # the question's event
    step: str
    asks: str
    case_number: str
    patient: str
    is_protected: bool
    facts: tuple[tuple[str, str], ...]
    asker: str
    when: str
    said: str
    by_when: str
    is_late: bool
    buttons: tuple[Button, ...]
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class QuestionsPage:
    """All that the page shows."""

    cards: tuple[Card, ...]
    wrong: Wrong


def questions_page(found: tuple[Question, ...], *, on: date, wrong: Wrong) -> QuestionsPage:
    """Return the page of what is asked of somebody."""
    return QuestionsPage(tuple(_card(each, on, wrong) for each in found), wrong)


def _card(question: Question, on: date, wrong: Wrong) -> Card:
    full, inquiry = question.full, question.inquiry
    step = next(each for each in full.case.open_steps if each.key == inquiry.step)
    asks, is_wrong = step.asks, wrong.case == full.id
    is_late, by_when = _until(inquiry.answer_by, on)
    return Card(
        case=full.id,
        number=inquiry.number,
        step=step.key,
        asks=in_words(step.name),
        case_number=full.number,
        patient=_patient(question, on),
        is_protected=full.is_masked,
        facts=tuple(shown_answers(full.form, full.case.form, asks.shows if asks else (), on=on)),
        asker=_asker(question),
        when=short_moment(inquiry.at, on=on),
        said=inquiry.text,
        by_when=by_when,
        is_late=is_late,
        buttons=tuple(Button(key, in_words(name)) for key, name in asks.answers.items())
        if asks
        else (),
        text=wrong.text if is_wrong else "",
        error=wrong.sentence if is_wrong else "",
    )


def _patient(question: Question, on: date) -> str:
    """Return whom it is about, by name and age; of who is protected neither."""
    row = question.patient
    if question.full.is_masked or not row.name.strip():
        return no_name()
    return f"{row.name}, {years(age_on(on, born=row.born))}" if row.born else row.name


def _asker(question: Question) -> str:
    row = question.asker
    return f"{row.name}, {row.title}" if row.title else row.name


def _until(day: date, on: date) -> tuple[bool, str]:
    told = {"day": short_date(day, on=on)}
    if day < on:
        return True, gettext("You should have answered by %(day)s.") % told
    return False, gettext("Answer by %(day)s.") % told
