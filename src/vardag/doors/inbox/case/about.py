"""What staff should know of the service of a case: its certificate, the child's age, and warnings."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from vardag.domain.case.choices import Choice
from vardag.domain.people.identity import age_on
from vardag.domain.routine.certificate import Certificate
from vardag.domain.routine.suggestion import Suggestion, fitting
from vardag.doors.inbox.case.desk import Desk
from vardag.doors.shared.moments import listed, long_date
from vardag.doors.shared.routine_words import SIGNERS
from vardag.doors.shared.sentences import in_words

_WAYS = (Choice.REPLY, Choice.INTERIM_REPLY)  # while steps remain, only the second can be sent


@dataclass(frozen=True)
class Warned:
    """Why a case may need another answer, and the standard reply that fits; it stops nothing."""

    words: str
    reply: str = ""
    url: str = ""


def about_service(desk: Desk) -> Iterator[str]:
    """Yield what is known of the service and its certificate, and about the child's age for it."""
    service, born = desk.case.service, desk.patient.born
    if born is not None:
        age = age_on(desk.today, born=born)
        yield from (in_words(each.words) for each in service.advice if each.concerns(age))
    if service.certificate is not None:
        yield from _certificate(desk, service.certificate)
    if service.note is not None:
        yield in_words(service.note)


def _certificate(desk: Desk, found: Certificate) -> Iterator[str]:
    name = in_words(found.name)
    signers = listed([in_words(SIGNERS[each]) for each in found.signed_by])
    code = f"{found.code}, {name}" if found.code else name
    yield f"{code}. {gettext('May be signed by: %(who)s.') % {'who': signers}}"
    if found.needed is not None:
        yield in_words(found.needed)
    source = format_html('<span lang="sv">{}</span>', found.source)  # a document's own name
    day = long_date(found.as_of, on=desk.today)
    words = gettext("Source: %(source)s (%(day)s).") % {"source": "{source}", "day": "{day}"}
    yield format_html(words, source=source, day=day)


def warnings(desk: Desk) -> tuple[Warned, ...]:
    """Return what speaks against a request as it was sent, while the case is open."""
    if desk.case.is_closed:
        return ()
    fits = fitting(
        desk.routine.suggestions,
        service=desk.case.service.key,
        answers=desk.case.form,
        on=desk.today,
        places=desk.routine.places,
    )
    return tuple(_warned(desk, each) for each in fits if each.staff or each.standard_reply)


def _warned(desk: Desk, found: Suggestion) -> Warned:
    words = in_words(found.staff or found.words)
    reply = desk.routine.standard_reply(found.standard_reply)
    act = next((each for each in _WAYS if desk.choices[each] is None), None)
    if reply is None or act is None:
        return Warned(words)
    asks = urlencode({"act": act.value, "standard": reply.key})
    url = f"{reverse('inbox:case', args=[desk.full.id])}?{asks}"
    return Warned(words, reply=in_words(reply.name), url=url)
