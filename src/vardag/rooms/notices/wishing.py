"""Writing how somebody wants to be told."""

from django.db import transaction

from vardag.domain.notices.wishes import Wishes, with_night
from vardag.domain.people.identity import PersonId
from vardag.rooms.notices.models import WishRow
from vardag.rooms.notices.queries import wishes_of
from vardag.rooms.people.actions import set_email


@transaction.atomic
def set_own(*, person: PersonId, email: str, wishes: Wishes) -> Wishes:
    """Set one's own address and how one wants to be told, both or neither; return what holds now.

    Who begins with text messages and says no hours has a quiet night.

    :raises InvalidForm: if the address isn't one
    :raises IntegrityError: if text messages are wished for and there is no number
    """
    found = with_night(wishes, before=wishes_of(person))
    set_email(person=person, email=email)
    wish(person=person, wishes=found)
    return found


def wish(*, person: PersonId, wishes: Wishes) -> None:
    """Set how somebody wants to be told, from the next notice that is gathered.

    :raises IntegrityError: if text messages are wished for and there is no number
    """
    quiet = wishes.quiet
    WishRow.objects.update_or_create(
        person_id=person,
        defaults={
            "channel": wishes.channel,
            "phone": wishes.phone,
            "quiet_from": quiet.from_time if quiet else None,
            "quiet_to": quiet.to_time if quiet else None,
            "language": wishes.language,
        },
    )
