"""Publishing routines."""

from datetime import datetime
from hashlib import sha256

from vardag.rooms.routines.models import RoutineRow
from vardag.rooms.routines.reading import read_sound_routine


def publish(*, text: str, name: str, at: datetime) -> str:
    """Publish a routine's text and return its sum; publishing the same text again changes nothing.

    :param name: what to call the text in an error, such as its file name
    :param at: aware
    :raises UnreadableRoutine: if the text isn't a routine, or could strand a case
    """
    routine = read_sound_routine(text, name=name)
    row, _ = RoutineRow.objects.get_or_create(
        sha256=sha256(text.encode()).hexdigest(),
        defaults={
            "document_id": routine.document.document_id,
            "version": routine.document.version,
            "valid_from": routine.document.valid_from,
            "valid_to": routine.document.valid_to,
            "text": text,
            "published_at": at,
        },
    )
    return row.pk
