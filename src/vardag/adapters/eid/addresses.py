"""Which addresses of identity providers may be asked at all."""

import ipaddress
from urllib.parse import urlsplit


def is_sound(url: str) -> bool:
    """Tell whether an address may be asked: over TLS, or on this machine, as in demonstrations."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment or not url.isascii():
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
