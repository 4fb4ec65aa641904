"""The ready text for another system: pasted there by a person, or sent as it stands on the page."""

from django.utils.translation import override

from vardag.domain.clock.deadline import local_date
from vardag.domain.routine.document import Step
from vardag.domain.routine.wording import field_values, fill
from vardag.domain.words import Text
from vardag.doors.inbox.case.desk import Desk, Someone
from vardag.doors.shared.moments import language, short_date
from vardag.doors.shared.protected import named
from vardag.doors.shared.sentences import in_words

_SWEDISH = "sv"


def ready_text(desk: Desk, step: Step) -> str:
    """Return the text that was sent, or else the ready one, filled in with what the case says.

    The journal is Swedish, whatever language the reader of the page has chosen. Of a protected family
    it is always filled in anew, for what was sent may name somebody.
    """
    sent = desk.case.sent.get(step.key)
    if sent is not None and not desk.full.is_protected:
        return sent.note
    if step.journal is None:
        return ""
    with override(_SWEDISH):
        return _journal_in_words(desk, step.journal)


def _journal_in_words(desk: Desk, journal: Text) -> str:
    row, author = desk.full.row, desk.someone(desk.case.author)
    title = desk.actor.row.title
    facts = {
        "patient": named(desk.patient),
        "sender": _sender(author, is_masked=desk.full.is_masked),
        "author": f"{desk.actor.name}, {title}" if title else desk.actor.name,
        "service": in_words(desk.case.service.name),
        "received": short_date(local_date(row.received_at), on=desk.today),
        "case": desk.full.number,
    }
    answers = field_values(
        desk.form,
        desk.case.form,
        language=language(),
        show_date=lambda day: short_date(day, on=desk.today),
    )
    return fill(in_words(journal), {**facts, **answers})


def _sender(author: Someone, *, is_masked: bool) -> str:
    """Return in which capacity who wrote; of the protected only that, since the record is theirs."""
    capacity = f"{author.role[:1].upper()}{author.role[1:]}"
    return capacity if is_masked else f"{capacity} {author.name}"
