"""A step that asks a colleague: who can be asked, who is, by when, and how to take it back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from vardag.domain.case.state import Inquiry
from vardag.domain.routine.document import Step
from vardag.doors.inbox.case.assigning import Target
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import short_date, short_moment
from vardag.rooms.cases.inquiries import Colleague, colleagues_at


@dataclass(frozen=True)
class AskingView:
    """What the checklist shows of it. ``people`` are those who can be asked now."""

    stands: str = ""  # who is asked, and since when; empty where nobody is
    by_when: str = ""
    is_late: bool = False
    said: str = ""  # what was asked, in the asker's words
    people: tuple[Target, ...] = ()
    is_other: bool = False  # something else of the case is asked of somebody
    typed_text: str = ""


def asking_view(desk: Desk, step: Step, typed: Mapping[str, str]) -> AskingView | None:
    """Return how it stands with asking a colleague; None where the step asks nobody."""
    if step.asks is None:
        return None
    inquiry = desk.case.inquiry
    if inquiry is not None and inquiry.step != step.key:
        return AskingView(is_other=True)
    chosen = typed.get(f"step:{step.key}:ask-to", "")
    people = tuple(_people(desk, inquiry, chosen))
    text = typed.get(f"step:{step.key}:ask-text", "")
    if inquiry is None:
        return AskingView(people=people, typed_text=text)
    is_late, by_when = until(desk, inquiry)
    return AskingView(
        stands=_stands(desk, inquiry),
        by_when=by_when,
        is_late=is_late,
        said=inquiry.text,
        people=people,
        typed_text=text,
    )


def _people(desk: Desk, inquiry: Inquiry | None, chosen: str) -> list[Target]:
    """Return those who work at the clinic, but for who looks and who is asked already."""
    but = {desk.staff.id, inquiry.to if inquiry else None}
    there = colleagues_at(desk.case.clinic, on=desk.today)
    return [
        Target(str(each.id), _called(each), is_chosen=str(each.id) == chosen)
        for each in there
        if each.id not in but
    ]


def _called(colleague: Colleague) -> str:
    words = f"{colleague.name}, {colleague.title}" if colleague.title else colleague.name
    return gettext("%(name)s – away now") % {"name": words} if colleague.is_away else words


def _stands(desk: Desk, inquiry: Inquiry) -> str:
    told = {
        "name": desk.name_of(inquiry.to),
        "when": short_moment(inquiry.at, on=desk.today),
        "by": desk.name_of(inquiry.by),
    }
    return gettext("%(name)s was asked %(when)s by %(by)s, no answer yet.") % told


def until(desk: Desk, inquiry: Inquiry) -> tuple[bool, str]:
    """Return whether an answer should have come, and by when in words."""
    day = {"day": short_date(inquiry.answer_by, on=desk.today)}
    if inquiry.answer_by < desk.today:
        return True, gettext("An answer should have come by %(day)s.") % day
    return False, gettext("An answer is expected by %(day)s.") % day
