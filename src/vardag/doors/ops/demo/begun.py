"""What somebody of the demonstration has begun to write and not sent yet."""

from uuid import UUID

from vardag.doors.ops.demo.when import Around
from vardag.doors.ops.scenario.world import World
from vardag.rooms.unsent.actions import Place, keep

_KEY = UUID("5f0d3c2e-8b1a-4c64-9a53-2f6f0e7c1d10")


def begin_to_write(world: World, around: Around) -> None:
    """Let Elsa's father write half a message, late in the evening."""
    clinic = world.clinics["aviken"]
    keep(
        author=world.residents["Johan"],
        form_key=_KEY,
        place=Place("message", world.residents["Elsa"], clinic),
        answers={"subject": "Sömn", "text": "Hej! Elsa har svårt att somna igen. Vi har provat"},
        at=around.moment("1 working day ago 22:47"),
    )
