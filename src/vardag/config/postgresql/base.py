"""See ``vardag.config.postgresql``. Django looks for connections in a module of this name."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is known to be sound as long as the server is silent."""

    def is_usable(self) -> bool:
        """Tell whether the server still holds the connection.

        A server that ends one says so, and then something is there to be read. Only then is it asked,
        which takes as long as a question of a page.
        """
        return self._is_quiet() or bool(super().is_usable())

    def _is_quiet(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
