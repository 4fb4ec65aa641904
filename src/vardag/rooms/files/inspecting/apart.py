"""Looking into a file in a process of its own, which ends with it: a bound on time and on memory.

What a decoder gets wrong in there touches nothing else, and no row or secret is in its reach.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress

from vardag.domain.case.files import Media, Unfit
from vardag.rooms.files.inspecting.found import Found, UnfitFile

SECONDS, MEMORY = 5, 400 * 1024 * 1024  # of work; the second is what it may ask for in all
_PATIENCE = 60.0  # seconds by the clock: a busy machine is no fault of the file


def look_apart(data: bytes) -> Found:
    """Return a file as it is kept.

    :raises UnfitFile: if it isn't taken, or takes too long or too much
    """
    command = [sys.executable, "-I", "-m", "vardag.rooms.files.inspecting.apart"]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
            env={"LANG": "C.UTF-8"},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as wrong:
        raise UnfitFile(Unfit.TOO_MUCH) from wrong
    return _read(done.stdout)


def _read(answer: bytes) -> Found:
    head, _, rest = answer.partition(b"\n")
    said = json.loads(head)
    if "unfit" in said:
        raise UnfitFile(Unfit(said["unfit"]))
    return Found(
        Media(said["media"]),
        rest[: said["size"]],
        preview=rest[said["size"] :] or None,
        is_readable=said["is_readable"],
    )


def answer_to(data: bytes) -> bytes:
    """Return what the other process says of a file."""
    from vardag.rooms.files.inspecting.look import look  # noqa: PLC0415 - heavy, and only needed there

    try:
        found = look(data)
    except UnfitFile as unfit:
        return json.dumps({"unfit": unfit.why.value}).encode() + b"\n"
    except MemoryError:
        return json.dumps({"unfit": Unfit.TOO_MUCH.value}).encode() + b"\n"
    head = {"media": found.media, "size": len(found.data), "is_readable": found.is_readable}
    return json.dumps(head).encode() + b"\n" + found.data + (found.preview or b"")


def _bound() -> None:
    with suppress(ImportError):  # Windows, where the patience of who asks is the only bound
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        os.nice(15)  # pages come first


if __name__ == "__main__":
    _bound()
    sys.stdout.buffer.write(answer_to(sys.stdin.buffer.read()))
