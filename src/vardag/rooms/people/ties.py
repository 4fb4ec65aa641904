"""When a guardian acts for a child: the rule, once, for the ORM and for SQL written by hand.

A tie holds from its first day to its last, as the population register has it, unless a unit manager
has blocked that guardian from that child (ADR-0027). Where the child or any of its guardians lives
under protection nobody acts for the child: where one of them lives could be told by what another
reads (ADR-0028). Whatever asks who is whose guardian asks here; a test holds the two against each other.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from vardag.rooms.people.block_rows import BlockRow
from vardag.rooms.people.models import GuardianRow
from vardag.rooms.prepared import Given

_CURRENT = (
    "({tie}.from_date IS NULL OR {tie}.from_date <= {on})"
    " AND ({tie}.until_date IS NULL OR {tie}.until_date >= {on})"
)
_BLOCKED = (
    "EXISTS (SELECT 1 FROM person_block AS b WHERE b.guardian_id = {tie}.guardian_id"
    " AND b.child_id = {tie}.child_id"
    " AND NOT EXISTS (SELECT 1 FROM person_block_lift AS l WHERE l.block_id = b.id))"
)

_OTHERS = _CURRENT.replace("{tie}", "o")
_PROTECTED = f"""(
  EXISTS (SELECT 1 FROM person AS c WHERE c.id = {{tie}}.child_id AND c.protection <> '')
  OR EXISTS (
    SELECT 1 FROM person_guardian AS o JOIN person AS op ON op.id = o.guardian_id
    WHERE o.child_id = {{tie}}.child_id AND op.protection <> '' AND {_OTHERS}))
"""  # noqa: S608 - our own words


def current(on: date | Given) -> Q:
    """Return the condition on what has a first and a last day, and holds on a local date."""
    begun = Q(from_date__isnull=True) | Q(from_date__lte=on)
    return begun & (Q(until_date__isnull=True) | Q(until_date__gte=on))


def holds(on: date | Given) -> Q:
    """Return the condition on ``GuardianRow`` of the guardians who act for a child on a local date."""
    standing = BlockRow.objects.filter(
        guardian=OuterRef("guardian"), child=OuterRef("child"), lift=None
    )
    guardians = GuardianRow.objects.filter(current(on), child=OuterRef("child"))
    hidden = Exists(guardians.exclude(guardian__protection=""))
    return current(on) & Q(child__protection="") & ~Q(Exists(standing)) & ~Q(hidden)


def holds_sql(tie: str, *, on: str = "%s") -> str:
    """Return the same for SQL by hand, where ``person_guardian`` has the alias ``tie``.

    :param on: how the query passes the local date; as ``%s`` it is asked for four times
    """
    return f"{_CURRENT} AND NOT {_BLOCKED} AND NOT {_PROTECTED}".format(tie=tie, on=on)
