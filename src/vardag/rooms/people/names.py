"""Residents' names as they are looked for: a row for each word of a name.

Written whenever a resident's name is, in the same transaction.
"""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from vardag.domain.folding import folded_words
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.name_rows import NameRow

CHUNK = 1_000  # people at a time
LONGEST = 80  # characters of a word, which folding can make longer


def words_of(row: PersonRow) -> set[str]:
    """Return the words by which a resident is found; nobody finds staff so."""
    return set() if row.is_staff else {word[:LONGEST] for word in folded_words(row.name)}


def note_names(rows: Collection[PersonRow]) -> None:
    """Let people be found by the names that they have now, and by no others."""
    wanted = {(word, row.pk) for row in rows for word in words_of(row)}
    those = {row.pk for row in rows}
    found = set(NameRow.objects.filter(person__in=those).values_list("word", "person_id"))
    for word, person in found - wanted:
        NameRow.objects.filter(word=word, person=person).delete()
    NameRow.objects.bulk_create(
        (NameRow(word=word, person_id=person) for word, person in sorted(wanted - found)),
        ignore_conflicts=True,
    )


def note_all_names(*, only_missing: bool = False) -> int:
    """Do so for every resident, and return how many that was.

    :param only_missing: leave those who are found by some name as they are
    """
    count, last = 0, 0
    residents = PersonRow.objects.filter(profession="").order_by("pk")
    if only_missing:
        residents = residents.filter(~Exists(NameRow.objects.filter(person=OuterRef("pk"))))
    while chunk := list(residents.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            note_names(list(PersonRow.objects.select_for_update().filter(pk__in=chunk)))
        count, last = count + len(chunk), chunk[-1]
    return count


def names_that_disagree() -> Iterator[str]:
    """Yield in words whose rows say something else than the name does."""
    residents = PersonRow.objects.order_by("pk").prefetch_related("name_words")
    for row in residents.iterator(chunk_size=CHUNK):
        found = {each.word for each in row.name_words.all()}
        if found != words_of(row):
            yield f"person {row.pk}: the words of the name aren't those by which people look for it"
