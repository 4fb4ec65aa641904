"""What stands over an answer: drawn by hand, apart from the code (promise T8)."""

from typing import Any

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PDF = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
FILE = "default-src 'none'; sandbox"
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
KEPT_BY_NOBODY = "no-store"
KEPT_FOR_GOOD = "max-age=315360000, public, immutable"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS, OVER_HTTPS = "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
NOT_ASKED_FOR = ("camera", "microphone", "geolocation", "payment", "usb")


def lacking(answer: Any, *, csp: str = PAGE, kept: str = KEPT_BY_NOBODY) -> list[str]:
    """Return what an answer says otherwise than the table does."""
    table = {**EVERYWHERE, "Content-Security-Policy": csp, "Cache-Control": kept}
    wrong = [
        f"{name}: {answer.headers.get(name)}"
        for name, said in table.items()
        if answer.headers.get(name) != said
    ]
    allowed = answer.headers.get("Permissions-Policy", "")
    wrong += [each for each in NOT_ASKED_FOR if f"{each}=()" not in allowed]
    wrong += [name for name in ("Server", "X-Powered-By") if name in answer.headers]
    wrong += [name for name in answer.headers if name.startswith("Access-Control-")]
    return wrong
