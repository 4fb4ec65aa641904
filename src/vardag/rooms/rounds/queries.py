"""Reading when work was last done."""

from vardag.domain.health.work import Rounds, Work
from vardag.rooms.rounds.models import RoundRow


def rounds() -> dict[Work, Rounds]:
    """Return when each work was last done, and since when it fails; nothing of what was never begun."""
    rows = RoundRow.objects.values_list("work", "done_at", "failing_since")
    return {Work(work): Rounds(done_at, since) for work, done_at, since in rows}
