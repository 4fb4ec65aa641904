"""How the protected are told of: by the same words everywhere."""

from django.conf import settings
from django.utils.translation import gettext, override

from vardag.rooms.people.models import PersonRow


def no_name() -> str:
    """Return what stands where a protected person's name would."""
    return gettext("Protected personal details")


def named(row: PersonRow) -> str:
    """Return somebody's name, or the words that stand for one that isn't told."""
    return row.name.strip() or no_name()


def no_names() -> frozenset[str]:
    """Return the words that stand for a name that isn't told, in each language."""
    found = set()
    for language, _ in settings.LANGUAGES:
        with override(language):
            found.add(no_name())
    return frozenset(found)
