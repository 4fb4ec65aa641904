"""A clamd on loopback that does as it is told: well, slowly, untruthfully, or not to the end."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CLEAN, FOUND = b"stream: OK\0", b"stream: Eicar-Signature FOUND\0"
# None of these is a verdict, though some look like one.
LIES = (
    *(b"OK\0", b"stream: OK FOUND", b"stream: OK\n\0", b"STREAM: OK\0", b"stream: ok\0"),
    *(b"stream: Eicar ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"stream: FOUND\0"),
    *(b"\0", b"HTTP/1.1 200 OK\r\n\r\n\0", b"stream: \0", b"x" * 5000),
)
SLOW, HANGS_UP, KILLED = b"slow", b"hangs-up", b"killed"


@contextmanager
def clamd(*answers: bytes) -> Iterator[str]:
    """Give the setting of a clamd that answers each connection in turn, the last for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, answers), daemon=True)
    thread.start()
    try:
        yield f"tcp:127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _serve(listener: socket.socket, answers: tuple[bytes, ...]) -> None:
    nth = 0
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line, suppress(OSError):
            _answer(line, answers[min(nth, len(answers) - 1)])
        nth += 1


def _answer(line: socket.socket, answer: bytes) -> None:
    if answer == HANGS_UP:
        return
    if answer == KILLED:
        line.recv(4)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    _heard(line)
    if answer == SLOW:
        time.sleep(0.4)
        answer = CLEAN
    line.sendall(answer)


def _heard(line: socket.socket) -> bytes:
    """Read a command and its stream to the end, as clamd does."""
    reader = line.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    data = b""
    while size := struct.unpack(">I", reader.read(4))[0]:
        data += reader.read(size)
    return data
