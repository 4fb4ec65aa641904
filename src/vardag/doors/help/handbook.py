"""The handbook: one page for each way of being here, and which is whose."""

from dataclasses import dataclass
from datetime import date

from vardag.domain.people.identity import ClinicId, Role, age_on
from vardag.doors.shared.actor import Actor

GROWN_UP = 18


@dataclass(frozen=True)
class Chapter:
    """A page of the handbook. Its words are Swedish only: those who work by it speak Swedish with it."""

    key: str
    name: str
    says: str

    @property
    def template(self) -> str:
        return f"help/handbook/{self.key}.html"


FAMILIES = (
    Chapter(
        "family", "Förälder eller patient", "Skriva till mottagningen, följa ett ärende och svara."
    ),
    Chapter("youth", "Du som är under 18", "Skriva själv, och vem som kan läsa."),
)
STAFF = (
    Chapter("receiver", "Ärendemottagare", "Morgonen i inkorgen, svara, fördela och avsluta."),
    Chapter("handler", "Ärendehanterare", "Ärenden som har fördelats till dig."),
    Chapter("asked", "Du som får en fråga", "Svara på en fråga om ett besök, utan att ha ärendet."),
    Chapter("certificates", "Intygshanterare", "Läkarintyg, från utskrift till post."),
    Chapter("manager", "Enhetschef och teamledare", "Schema, kollegor, uppdrag och spärrar."),
    Chapter(
        "administrator", "Administratör", "Kollegor, e-tjänster, standardsvar och introduktioner."
    ),
    Chapter("reviewer", "Granskare", "Följa upp vem som har läst vad."),
)
CHAPTERS = {each.key: each for each in (*FAMILIES, *STAFF)}

# Whose page leads to which chapter: the first that somebody is.
_OF_ROLES = (
    (Role.RECEIVER, "receiver"),
    (Role.HANDLER, "handler"),
    (Role.MANAGER, "manager"),
    (Role.TEAM_LEADER, "manager"),
    (Role.ADMINISTRATOR, "administrator"),
    (Role.LOG_REVIEWER, "reviewer"),
    (Role.COLLEAGUE, "asked"),
)


def chapter_for(actor: Actor | None, *, on: date) -> Chapter | None:
    """Return the chapter that is somebody's own on a local date; None for who isn't known."""
    if actor is None:
        return None
    if actor.staff is None:
        born = actor.row.born
        is_young = born is not None and age_on(on, born=born) < GROWN_UP
        return CHAPTERS["youth" if is_young else "family"]
    return CHAPTERS[_of_staff(actor)]


def _of_staff(actor: Actor) -> str:
    """Return what somebody is at the clinic where they work now; who finishes others' cases first."""
    assert actor.staff is not None
    if actor.clinic is None:
        return "receiver"
    here = ClinicId(actor.clinic.pk)
    roles = actor.staff.roles.get(here, frozenset())
    if Role.RECEIVER not in roles and here in {at for _, at in actor.staff.groups.values()}:
        return "certificates"
    return next((key for role, key in _OF_ROLES if role in roles), "receiver")
