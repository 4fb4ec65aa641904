"""What the program says of itself: for people, or lines of JSON, and never with what anybody wrote.

Our own messages name cases by number and systems by key. What others say may hold anything, a row of
the database in an error's text say: of theirs only the words are kept that stand in their code, of an
exception its kind and its places. What looks like a personal number or an address is left out of both.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that this thread answers; empty outside of one."""

_OURS = "vardag"
_NUMBER = re.compile(
    r"(?<!\d)(?:1[89]|20)?\d\d[-./ ]?(?:0[1-9]|1[0-2])[-./ ]?"
    r"(?:[0-2]\d|3[01]|[6-9]\d)[-+ ]{0,3}\d{4}(?!\d)"
)
# Looked for from where a word begins alone, or a long one would be gone through once for each letter.
_EMAIL = re.compile(r"(?<![^\s<>\"'(),;:])[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_LEFT_OUT = "(left out)"
_UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
_FIELDS = ("route", "method", "status", "ms", "side")  # of a request
_DEPTH = 8  # exceptions that led to one another


class Formatter(logging.Formatter):
    """Writes a record without what isn't ours to write.

    :param as_json: a line of JSON each, for programs
    """

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": REQUEST.get(),
            **{name: getattr(record, name) for name in _FIELDS if hasattr(record, name)},
            "error": list(_errors(record)),
        }
        if self._as_json:
            return json.dumps({name: value for name, value in told.items() if value or value == 0})
        return _for_people(told)


def _for_people(told: dict[str, object]) -> str:
    request = f" [{told['request']}]" if told["request"] else ""
    line = f"{told['time']} {told['level']} {told['logger']}{request}: {told['message']}"
    errors = told["error"]
    below = (str(each) for each in errors) if isinstance(errors, list) else ()
    return "\n  ".join((line, *below))


def message_of(record: logging.LogRecord) -> str:
    """Return a record's message: ours filled in, of others what stands in their code."""
    if record.name.partition(".")[0] == _OURS:
        return scrubbed(_filled(record))
    return (
        scrubbed(str(record.msg))
        if record.args
        else f"{_LEFT_OUT}: {record.module}:{record.lineno}"
    )


def _filled(record: logging.LogRecord) -> str:
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_harmless(each) for each in args)
    text = str(record.msg)
    try:
        return text % args if args else text
    except (TypeError, ValueError):
        return text


def _harmless(value: object) -> object:
    """Return a value of a message; of somebody else's exception only its kind."""
    if isinstance(value, BaseException) and not type(value).__module__.startswith(f"{_OURS}."):
        return _kind(value)
    return value


def _kind(error: BaseException) -> str:
    """Return the kind of an exception, and of the system's own what it is called."""
    why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{why}"


def _errors(record: logging.LogRecord) -> Iterator[str]:
    """Yield an exception and those that it came of: kinds and places, no values and no texts."""
    error = record.exc_info[1] if record.exc_info else None
    for _ in range(_DEPTH):
        if error is None:
            return
        places = (
            f"{each.filename}:{each.lineno} {each.name}" for each in extract_tb(error.__traceback__)
        )
        yield " < ".join((_kind(error), *reversed([*places])))
        error = error.__cause__ or error.__context__


def scrubbed(text: str) -> str:
    """Return a text without what looks like a personal number or an e-mail address, on one line.

    Nor has it what would move or turn the words around it on a screen (ASVS 16.4.1).
    """
    line = "".join(each if each.isprintable() else _UNPRINTABLE for each in " ".join(text.split()))
    return _EMAIL.sub(_LEFT_OUT, _NUMBER.sub(_LEFT_OUT, line))


def begin(*, as_json: bool, level: int) -> None:
    """Let everything that is said go to standard error, in one form, from every thread."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(as_json=as_json))
    logging.basicConfig(level=level, handlers=[handler])
    threading.excepthook = _of_a_thread


def _of_a_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or isinstance(args.exc_value, SystemExit):
        return
    error: tuple[type[BaseException], BaseException, TracebackType | None]
    error = (args.exc_type, args.exc_value, args.exc_traceback)
    logging.getLogger(__name__).error("a thread has ended", exc_info=error)
