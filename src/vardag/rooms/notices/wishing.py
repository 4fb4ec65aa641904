"""Writing how somebody wants to be told."""

from vardag.domain.notices.wishes import Wishes
from vardag.domain.people.identity import PersonId
from vardag.rooms.notices.models import WishRow


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
