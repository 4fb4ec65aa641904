"""What is done when an answer has left: nobody waits for it, and nothing of it can fail a page."""

import logging
from collections.abc import Callable

from django.db import Error
from django.http import HttpResponse

_log = logging.getLogger(__name__)


def afterwards(response: HttpResponse, do: Callable[[], None], *, what: str) -> HttpResponse:
    """Have something done after an answer: the server closes it when its reader has all of it.

    A database that refuses is written to the process's log, and that is all that comes of it.

    :param what: what is done, for that log; nothing that is about a person
    """
    close = response.close

    def closing() -> None:
        try:
            do()
        except Error:
            _log.exception("not done after the answer: %s", what)
        finally:
            close()

    response.close = closing  # type: ignore[method-assign]
    return response
