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
    its_sum = sha256(text.encode()).hexdigest()
    if RoutineRow.objects.filter(pk=its_sum).exists():
        return its_sum
    routine = read_sound_routine(text, name=name)
    row, _ = RoutineRow.objects.get_or_create(
        sha256=its_sum,
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
