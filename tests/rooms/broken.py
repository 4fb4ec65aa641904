"""What the database itself refuses, room by room, for ``test_constraints``."""

from tests.rooms.broken_deliveries import TRIES_OF_DELIVERIES
from tests.rooms.broken_disposals import TRIES_OF_DISPOSALS
from tests.rooms.broken_inquiries import TRIES_OF_INQUIRIES
from tests.rooms.broken_notices import TRIES_OF_NOTICES
from tests.rooms.broken_reconciliation import TRIES_OF_RECONCILIATION
from tests.rooms.broken_registers import TRIES_OF_REGISTERS
from tests.rooms.broken_replies import TRIES_OF_REPLIES
from tests.rooms.broken_rounds import TRIES_OF_ROUNDS
from tests.rooms.broken_shortcuts import TRIES_OF_SHORTCUTS

TRIES_OF_OTHERS = {
    **TRIES_OF_DELIVERIES,
    **TRIES_OF_DISPOSALS,
    **TRIES_OF_RECONCILIATION,
    **TRIES_OF_INQUIRIES,
    **TRIES_OF_NOTICES,
    **TRIES_OF_REGISTERS,
    **TRIES_OF_REPLIES,
    **TRIES_OF_ROUNDS,
    **TRIES_OF_SHORTCUTS,
}
