"""A mail server that keeps what it is sent, and behaves as badly as it is told."""

import base64
import contextlib
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

USER, PASSWORD = "vardag", "a password: of the sink's"


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
    """The server: ``way`` is how it behaves, ``kept`` all that it took.

    :param tls: speaks TLS once it is asked to, and takes mail from nobody before
    :param from_the_first: speaks it from the first byte
    :param wants_user: takes mail only from who signs in
    :param way_to: how it behaves to a receiver, where that isn't ``way``
    :param when_kept: called when a text was taken, before that is said
    """

    listener: socket.socket
    way: Way = Way.WELL
    tls: ssl.SSLContext | None = None
    from_the_first: bool = False
    wants_user: bool = False
    draw: Callable[[], Way] | None = None  # for each connection anew
    way_to: Callable[[str], Way | None] = lambda _: None
    when_kept: Callable[[], None] = lambda: None
    kept: list[Kept] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # commands, in order
    seen: Counter[Way] = field(default_factory=Counter)  # how it behaved, where it came to that
    unheard: int = 0  # texts that were taken, after which the other end was gone
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
        way = self.draw() if self.draw else self.way
        with contextlib.suppress(OSError):
            connection.settimeout(30)
            if self.from_the_first and self.tls and way is not Way.NO_TLS:
                connection = self.tls.wrap_socket(connection, server_side=True)
        talk = _Talk(self, connection, way)
        with contextlib.closing(talk), contextlib.suppress(OSError):
            talk.go_on()


class _Talk:
    """One connection, from the first word to the last."""

    def __init__(self, sink: Sink, connection: socket.socket, way: Way) -> None:
        self.sink, self.connection, self.way = sink, connection, way
        self.lines = connection.makefile("rb")
        self.sender = self.to = ""
        self.is_safe = sink.from_the_first or sink.tls is None
        self.is_known = not sink.wants_user
        self.is_said = False  # that a text was taken

    def close(self) -> None:
        """Close what it came to be: with TLS another connection than the one that was taken."""
        with contextlib.suppress(OSError):
            self.lines.close()
        self.connection.close()

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def behaves(self, way: Way) -> bool:
        """Tell whether it is to behave so, and count that it did."""
        if self.way is way:
            self.sink.seen[way] += 1
        return self.way is way

    def go_on(self) -> None:
        if self.behaves(Way.SLOW):
            self.sink.stopping.wait(5)
            return
        self.say("220 sink")
        try:
            while line := self.lines.readline().decode(errors="replace").strip():
                self.sink.asked.append(line)
                self.is_said = False
                if not self.answer(line):
                    return
        finally:
            self.sink.unheard += self.is_said

    def answer(self, line: str) -> bool:
        """Answer a command; tell whether to go on."""
        match line[:4].upper():
            case "EHLO" | "HELO":
                is_agreed = self.is_safe and self.sink.tls is not None
                self.say(f"250-sink\r\n250 {'AUTH PLAIN' if is_agreed else 'STARTTLS'}")
            case "STAR":
                return self.begins_tls()
            case "AUTH":
                self.is_known = line.rsplit(maxsplit=1)[-1] == _signed_in()
                self.say("235 2.7.0 yes" if self.is_known else "535 5.7.8 who are you")
            case "MAIL":
                self.mail(line)
            case "RCPT":
                return self.receiver(line)
            case "DATA":
                return self.text()
            case _:
                self.say("221 bye" if line[:4].upper() == "QUIT" else "250 yes")
        return True

    def mail(self, line: str) -> None:
        self.sender = _within(line)
        if not (self.is_safe and self.is_known):
            self.say("530 5.7.0 not like this")
        else:
            self.say("552 5.3.4 too large" if self.behaves(Way.TOO_LARGE) else "250 yes")

    def begins_tls(self) -> bool:
        self.say("220 go on")
        if self.sink.tls is None or self.behaves(Way.NO_TLS):
            self.connection.sendall(b"nonsense, and no TLS\r\n")
            return False
        self.lines.close()
        self.connection = self.sink.tls.wrap_socket(self.connection, server_side=True)
        self.lines = self.connection.makefile("rb")
        self.is_safe = True
        return True

    def receiver(self, line: str) -> bool:
        self.to = _within(line)
        self.way = self.sink.way_to(self.to) or self.way
        if self.behaves(Way.HANG):
            self.sink.stopping.wait(5)
            return False
        said = {
            Way.BUSY: f"451 4.3.0 not now, {self.to}",
            Way.NO: f"550 5.1.1 no such person as {self.to}",
            Way.GREYLIST: "450 4.7.1 greylisted",
        }
        if self.way in said:
            self.sink.seen[self.way] += 1
        self.say(said.get(self.way, "250 yes"))
        return True

    def text(self) -> bool:
        self.say("354 go on")
        if self.behaves(Way.RESET):
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
        if self.behaves(Way.KEEP_QUIET):
            return False
        self.is_said = True
        self.sink.when_kept()
        self.say("250 2.0.0 taken")
        return True


def _within(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


def _signed_in() -> str:
    return base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()


@contextmanager
def sink(
    *, tls: ssl.SSLContext | None = None, from_the_first: bool = False, wants_user: bool = False
) -> Iterator[Sink]:
    """Run such a server on this machine for as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.settimeout(0.1)
    found = Sink(listener, tls=tls, from_the_first=from_the_first, wants_user=wants_user)
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.stopping.set()
        thread.join(timeout=2)
        listener.close()
