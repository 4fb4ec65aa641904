"""When a role gives rights: the rule, once, for the ORM and for SQL written by hand.

A role is in force from its first day to its last, if it has been confirmed (by a second person,
where it takes two), if its introduction is signed, and if it hasn't been withdrawn. The law is
``domain.people.staffing.standing``; a test holds all three against each other. Whatever asks who may do
something asks here: SQL that reads ``person_grant`` in another way fails the build.
"""

from datetime import date

from django.db.models import Q

# Filled in with the table's alias, and with how the query passes the day.
_STANDS = (
    "{grant}.confirmed_at IS NOT NULL AND {grant}.introduced_at IS NOT NULL"
    " AND {grant}.withdrawn_at IS NULL"
)
_HOLDS = "{grant}.from_date <= {on} AND ({grant}.until_date IS NULL OR {grant}.until_date >= {on})"


def in_force(on: date) -> Q:
    """Return the condition on ``GrantRow`` of the roles that give rights on a local date."""
    stands = Q(confirmed_at__isnull=False, introduced_at__isnull=False, withdrawn_at__isnull=True)
    return stands & Q(from_date__lte=on) & (Q(until_date__isnull=True) | Q(until_date__gte=on))


def in_force_sql(grant: str, *, on: str = "%s") -> str:
    """Return the same for SQL by hand, where ``person_grant`` has the alias ``grant``.

    :param on: how the query passes the local date; as ``%s`` it is asked for twice
    """
    return f"{_STANDS} AND {_HOLDS}".format(grant=grant, on=on)


def not_over(on: date) -> Q:
    """Return the condition on ``GrantRow`` of the roles that are in force or may still come to be."""
    return Q(withdrawn_at__isnull=True) & (Q(until_date__isnull=True) | Q(until_date__gte=on))
