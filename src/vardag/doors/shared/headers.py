"""What stands over every answer, whoever gives it: pages, files, errors, and the server itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What a browser could do for a page, and no page of ours asks for.
_NEVER = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_STANDING = {
    "Permissions-Policy": ", ".join(f"{each}=()" for each in _NEVER),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",  # but for the files of the look, which say otherwise themselves
}
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class HeadersMiddleware:
    """Put over every answer what an answer doesn't already say for itself. The first of all.

    Nothing is kept by a browser unless it says so: a clinic's computers are shared (promise T8).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, said in _STANDING.items():
            response.headers.setdefault(name, said)
        return response


def without_a_page() -> list[tuple[str, str]]:
    """Return what stands over an answer that the server gives before any page is asked.

    There is nothing in it to load, so nothing may be loaded.
    """
    standing = [*_STANDING.items(), ("Content-Security-Policy", _NOTHING)]
    if settings.SECURE_HSTS_SECONDS:
        within = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        standing.append(
            ("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}{within}")
        )
    return standing
