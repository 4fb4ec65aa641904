"""What roles are called on the screen."""

from django.utils.translation import gettext

from vardag.domain.people.identity import Role

IN_ORDER = (
    Role.RECEIVER,
    Role.HANDLER,
    Role.TEAM_LEADER,
    Role.MANAGER,
    Role.ADMINISTRATOR,
    Role.LOG_REVIEWER,
    Role.CLEARED,
    Role.COLLEAGUE,
)


def role_name(role: Role) -> str:
    """Return a role's name, as it stands within a sentence."""
    return {
        Role.RECEIVER: gettext("case receiver"),
        Role.HANDLER: gettext("case handler"),
        Role.TEAM_LEADER: gettext("team leader"),
        Role.MANAGER: gettext("unit manager"),
        Role.ADMINISTRATOR: gettext("administrator"),
        Role.LOG_REVIEWER: gettext("log reviewer"),
        Role.COLLEAGUE: gettext("colleague who can be asked"),
        Role.CLEARED: gettext("cleared for protected identities"),
    }[role]
