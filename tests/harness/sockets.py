"""Sockets that reach nobody but this machine."""

import ipaddress
import socket
import sys

LOCAL_NAMES = {"", "localhost", "testserver"}


class OutsideWorld(Exception):
    """A test tried to reach beyond this machine."""


def keep_inside() -> None:
    """From now on refuse, in this process, every connection and look-up that leaves the machine.

    An audit hook sees what libraries do below Python's own classes as well, and can't be undone.
    """
    sys.addaudithook(_refuse_outside)


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        connection, address = arguments
        if getattr(connection, "family", None) != socket.AF_UNIX:
            _refuse(address[0] if isinstance(address, tuple) else "")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        _refuse(arguments[0])


def _refuse(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in LOCAL_NAMES:
        return
    try:
        inside = ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise OutsideWorld(f"a test tried to reach {name}")
