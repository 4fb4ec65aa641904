"""A mail server that keeps what it is sent, and behaves as badly as it is told."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """How the server behaves."""

    WELL = "well"
    BUSY = "busy"  # 4xx
    NO = "no"  # 5xx of the receiver
    HANG = "hang"  # says nothing more
    RESET = "reset"  # in the midst of the text
    KEEP_QUIET = "keep-quiet"  # takes the text, and drops the reply
    NO_TLS = "no-tls"  # says that it begins TLS, and speaks nonsense
    SLOW = "slow"  # takes too long over its first word
    GREYLIST = "greylist"
    TOO_LARGE = "too-large"  # 552 to the sender


@dataclass(frozen=True)
class Kept:
    """What was taken: the envelope, and the bytes of the text."""

    sender: str
    to: str
    data: bytes


@dataclass
class Sink:
    """The server: ``way`` is how it behaves, ``kept`` all that it took."""

    listener: socket.socket
    way: Way = Way.WELL
    kept: list[Kept] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # commands, in order
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def serve(self) -> None:
        while not self.stopping.is_set():
            with contextlib.suppress(OSError):
                connection, _ = self.listener.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            _Talk(self, connection, self.way).go_on()


class _Talk:
    """One connection, from the first word to the last."""

    def __init__(self, sink: Sink, connection: socket.socket, way: Way) -> None:
        self.sink, self.connection, self.way = sink, connection, way
        self.lines = connection.makefile("rb")
        self.sender = self.to = ""

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def go_on(self) -> None:
        if self.way is Way.SLOW:
            self.sink.stopping.wait(5)
            return
        self.say("220 sink")
        while line := self.lines.readline().decode(errors="replace").strip():
            self.sink.asked.append(line)
            if not self.answer(line):
                return

    def answer(self, line: str) -> bool:
        """Answer a command; tell whether to go on."""
        match line[:4].upper():
            case "EHLO" | "HELO":
                self.say("250-sink\r\n250 STARTTLS")
            case "STAR":
                self.say("220 go on")
                self.connection.sendall(b"nonsense, and no TLS\r\n")
                return False
            case "MAIL":
                self.sender = _within(line)
                self.say("552 5.3.4 too large" if self.way is Way.TOO_LARGE else "250 yes")
            case "RCPT":
                return self.receiver(line)
            case "DATA":
                return self.text()
            case _:
                self.say("221 bye" if line[:4].upper() == "QUIT" else "250 yes")
        return True

    def receiver(self, line: str) -> bool:
        self.to = _within(line)
        if self.way is Way.HANG:
            self.sink.stopping.wait(5)
            return False
        said = {
            Way.BUSY: f"451 4.3.0 not now, {self.to}",
            Way.NO: f"550 5.1.1 no such person as {self.to}",
            Way.GREYLIST: "450 4.7.1 greylisted",
        }
        self.say(said.get(self.way, "250 yes"))
        return True

    def text(self) -> bool:
        self.say("354 go on")
        if self.way is Way.RESET:
            self.lines.readline()
            once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, once)
            self.lines.close()
            return False
        data = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                return False
            data += line.removeprefix(b".") if line.startswith(b"..") else line
        self.sink.kept.append(Kept(self.sender, self.to, data))
        if self.way is Way.KEEP_QUIET:
            return False
        self.say("250 2.0.0 taken")
        return True


def _within(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


@contextmanager
def sink() -> Iterator[Sink]:
    """Run such a server on this machine for as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    found = Sink(listener)
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.stopping.set()
        thread.join(timeout=2)
        listener.close()
