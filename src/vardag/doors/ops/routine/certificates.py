"""A service's certificate in words, and the warnings about it, with where they come from."""

from collections.abc import Iterator

from vardag.domain.routine.check.certificates import ways_of
from vardag.domain.routine.document import Routine, Service
from vardag.domain.words import Language, Text
from vardag.doors.ops.routine import labels as say
from vardag.doors.shared import routine_words as words

type Rows = Iterator[tuple[str, str]]


def certificate_rows(routine: Routine, service: Service, language: Language) -> Rows:
    """Yield what a certificate is called, who may sign it, and the rest, each with its heading."""
    found = service.certificate
    if found is None:
        return
    name = found.name.in_(language)
    yield say.CERTIFICATE.in_(language), f"{found.code}, {name}" if found.code else name
    signers = (words.SIGNERS[each].in_(language) for each in found.signed_by)
    yield say.SIGNED_BY.in_(language), ", ".join(signers)
    if found.needed is not None:
        yield say.NEEDED.in_(language), found.needed.in_(language)
    ways = {option.key: option.name for option in ways_of(service, routine)}
    if found.delivery:
        yield (
            say.DELIVERY.in_(language),
            ", ".join(ways[key].in_(language) for key in found.delivery),
        )
    recipient = routine.recipient(found.goes_to)
    if recipient is not None:
        yield say.GOES_TO.in_(language), recipient.name.in_(language)
    source = say.AS_OF.in_(language).format(source=found.source, day=found.as_of)
    yield say.FACTS_FROM.in_(language), source


def warning_rows(routine: Routine, service: Service, language: Language) -> Rows:
    """Yield what staff are warned of in some cases of the service, with the reply that fits."""
    for each in routine.suggestions:
        reply = routine.standard_reply(each.standard_reply)
        if service.key not in each.of or reply is None:
            continue
        heading: Text = say.WARNING if each.since is None else say.WARNING_SINCE
        told = (each.staff or each.words).in_(language)
        text = say.ANSWERED_BY.in_(language).format(words=told, name=reply.name.in_(language))
        yield heading.in_(language).format(day=each.since), text
