"""Reading clinics' own standard replies and their links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery

from vardag.domain.health.work import Queue
from vardag.domain.people.identity import ClinicId, PersonId
from vardag.domain.replies.links import Found
from vardag.domain.replies.reply import Act, OwnReply
from vardag.domain.words import Text
from vardag.rooms.people.models import PersonRow
from vardag.rooms.people.queries import grants
from vardag.rooms.replies.models import (
    LinkCheckRow,
    LinkSetRow,
    ReplyRow,
    VersionRow,
    WithdrawalRow,
)


def own_reply(row: VersionRow) -> OwnReply:
    """Return what a row says; its reply has to be there already."""
    return OwnReply(
        key=row.reply.key,
        name=row.name,
        text=Text(row.text_sv, row.text_en),
        acts=tuple(Act(each) for each in row.acts),
        owner=PersonId(row.owner_id),
        from_date=row.from_date,
        until=row.until_date,
        services=tuple(row.services),
        version=row.number,
    )


def in_use(clinic: ClinicId, *, on: date, key: str | None = None) -> list[OwnReply]:
    """Return a clinic's own replies that can be used on a local date, by name. One query.

    :param key: only the one of that key
    """
    begun = VersionRow.objects.filter(reply=OuterRef("reply"), from_date__lte=on).order_by(
        "-number"
    )
    withdrawn = _latest_withdrawn().filter(version__reply=OuterRef("reply"))
    rows = VersionRow.objects.filter(
        ~Exists(withdrawn), reply__clinic_id=clinic, number=Subquery(begun.values("number")[:1])
    )
    if key is not None:
        rows = rows.filter(reply__key=key)
    found = (own_reply(row) for row in rows.select_related("reply").order_by("name", "pk"))
    return [each for each in found if each.holds(on)]


def _latest_withdrawn() -> QuerySet[WithdrawalRow]:
    """Return the withdrawals that hold: of the highest version of a reply, whenever it begins."""
    highest = (
        VersionRow.objects.filter(reply=OuterRef("version__reply"))
        .order_by("-number")
        .values("number")[:1]
    )
    return WithdrawalRow.objects.filter(version__number=Subquery(highest))


@dataclass(frozen=True)
class Whole:
    """A clinic's own reply with the version that was written last, and since when it has been there."""

    id: int
    latest: OwnReply
    owner: PersonRow
    since: date
    withdrawal: WithdrawalRow | None


def every_reply(clinic: ClinicId, *, only: int | None = None) -> list[Whole]:
    """Return all of a clinic's own replies, also those that can't be used, by name. Two queries.

    :param only: the one of that id
    """
    replies = ReplyRow.objects.filter(clinic_id=clinic)
    if only is not None:
        replies = replies.filter(pk=only)
    latest = VersionRow.objects.filter(reply=OuterRef("reply")).order_by("-number")
    rows = (
        VersionRow.objects.filter(reply__in=replies, number=Subquery(latest.values("number")[:1]))
        .select_related("reply", "owner", "withdrawal__by")
        .order_by("name", "pk")
    )
    first = dict(
        VersionRow.objects.filter(reply__in=replies, number=1).values_list("reply_id", "from_date")
    )
    return [
        Whole(
            id=row.reply_id,
            latest=own_reply(row),
            owner=row.owner,
            since=first[row.reply_id],
            withdrawal=getattr(row, "withdrawal", None),
        )
        for row in rows
    ]


def versions(reply: int) -> list[VersionRow]:
    """Return a reply's versions with who wrote and owns them, the latest first."""
    rows = VersionRow.objects.filter(reply_id=reply).select_related(
        "reply", "owner", "by", "withdrawal__by"
    )
    return list(rows.order_by("-number"))


def owners(clinic: ClinicId, *, on: date) -> list[PersonRow]:
    """Return those with any role at a clinic on a local date, who can answer for something, by name."""
    here = grants(on).filter(clinic_id=clinic).values("person_id")
    rows = PersonRow.objects.filter(pk__in=here)
    return list(rows.order_by("given_name", "family_name", "pk"))


def links_set(clinic: ClinicId) -> dict[str, LinkSetRow]:
    """Return what was set last of each of a clinic's links, by key."""
    rows = LinkSetRow.objects.filter(clinic_id=clinic).select_related("owner", "by")
    return {row.key: row for row in rows.order_by("pk")}


@dataclass(frozen=True)
class Checked:
    """What came of asking for an address, and when (aware)."""

    found: Found
    detail: str
    at: datetime
    worked_at: datetime | None


def checked(addresses: Iterable[str]) -> Mapping[str, Checked]:
    """Return what is known of addresses; those that nobody has asked for are left out."""
    rows = LinkCheckRow.objects.filter(address__in=set(addresses))
    return {
        row.address: Checked(Found(row.found), row.detail, row.at, row.worked_at) for row in rows
    }


def to_check(addresses: Iterable[str], *, asked_before: datetime) -> list[str]:
    """Return those addresses that nobody has asked for since a moment, the longest ago first."""
    wanted = set(addresses)
    rows = LinkCheckRow.objects.filter(address__in=wanted).values_list("address", "at")
    asked = dict(rows)
    due = {each for each in wanted if each not in asked or asked[each] < asked_before}
    never = min(asked.values(), default=asked_before)
    return sorted(due, key=lambda each: (each in asked, asked.get(each, never), each))


def out_of_reach(*, asked_after: datetime) -> Queue:
    """Return how many addresses couldn't be reached when last asked for, and since when.

    :param asked_after: leave out those that nobody asks for any more
    """
    failing = (Found.GONE, Found.FAILS, Found.SILENT)
    rows = LinkCheckRow.objects.filter(found__in=failing, at__gte=asked_after)
    return Queue(**rows.aggregate(many=Count("pk"), since=Min("worked_at")))
