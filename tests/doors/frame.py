"""What the frame of a page holds, for who was answered."""

from typing import Any

from vardag.config.navigation import Site


def frame(response: Any) -> Any:
    """Return what the frame of the page that came as a response was made from: a ``Site``."""
    return Site(response.wsgi_request)
