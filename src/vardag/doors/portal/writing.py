"""One request of somebody who writes a case: what it is about, and what is kept of it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from vardag.domain.routine.document import Form
from vardag.domain.routine.paging import pages_of
from vardag.doors.portal.around import NOT_ANSWERS
from vardag.doors.portal.errand import Errand, errand_of
from vardag.doors.shared.actor import ResidentRequest
from vardag.doors.shared.moments import today
from vardag.rooms.routines.queries import routine_on
from vardag.rooms.unsent import actions as unsent
from vardag.rooms.unsent.queries import Unsent, kept


@dataclass(frozen=True)
class Writing:
    """One request of somebody who writes: what it is about, the form's key, and what is kept of it."""

    request: ResidentRequest
    errand: Errand
    key: UUID
    mine: Unsent | None

    @property
    def form(self) -> Form:
        return self.errand.form or Form(self.errand.key)

    @property
    def typed(self) -> dict[str, str]:
        """What came with this request, of whatever questions."""
        post = self.request.POST
        return {name: post[name] for name in post if name not in NOT_ANSWERS}

    @property
    def answers(self) -> dict[str, str]:
        """What is kept, and what came now in its place: of questions that are asked."""
        known = {field.key for field in self.form.fields}
        both = {**(self.mine.answers if self.mine else {}), **self.typed}
        return {name: text for name, text in both.items() if name in known}

    def page(self, wanted: str | None) -> int:
        """Return the page that is meant, or the first."""
        most = len(pages_of(self.form))
        fits = wanted is not None and wanted.isascii() and wanted.isdecimal() and len(wanted) < 4
        return int(wanted) if fits and wanted and 1 <= int(wanted) <= most else 1


def errand_for(request: ResidentRequest, service: str) -> Errand:
    """Return what an address asks for.

    :raises NotChosen: if it doesn't say enough
    """
    day = today()
    return errand_of(
        request.actor, request.GET, service_key=service, routine=routine_on(day), on=day
    )


def posted(request: ResidentRequest, errand: Errand) -> Writing:
    """Return the form that came with a request."""
    key = uuid_of(request.POST.get("form_key")) or uuid4()
    return writing_of(request, errand, key)


def writing_of(request: ResidentRequest, errand: Errand, key: UUID) -> Writing:
    """Return somebody's form; one of that key that is about something else gives its key to no other."""
    mine = kept(request.actor.id, key)
    if mine is not None and _place(mine) != _place(errand.place):
        return Writing(request, errand, uuid4(), None)
    return Writing(request, errand, key, mine)


def _place(of: unsent.Place | Unsent) -> tuple[object, ...]:
    return of.service, of.patient, of.clinic


def uuid_of(text: str | None) -> UUID | None:
    """Return a form's key; None of what can be none."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None
