"""See ``vardag.config.postgresql``. Django looks for connections in a module of this name."""

import select

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is known to be sound as long as the server is silent."""

    def is_usable(self) -> bool:
        """Tell whether the server still holds the connection.

        A server that ends one says so, and then something is there to be read. Only then is it asked,
        which takes as long as a question of a page; or when a transaction has failed, since within that
        it answers nothing more.
        """
        return self._is_quiet() or bool(super().is_usable())

    def _is_quiet(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status is TransactionStatus.INERROR:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
