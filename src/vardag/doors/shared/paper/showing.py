"""A PDF as an answer: shown by the browser, or saved."""

from django.http import HttpResponse
from django.utils.csp import CSP, build_policy

# A browser shows a PDF by embedding it in a page of its own, to which our usual policy would apply.
_POLICY = build_policy(
    {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
)


def as_pdf(pdf: bytes, *, name: str, inline: bool) -> HttpResponse:
    """Return the answer; what else the view answers with, such as a page, keeps the usual policy.

    :param name: of the file, of our own making; says nothing of a patient
    :param inline: shown by the browser; otherwise saved
    """
    how = "inline" if inline else "attachment"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            str(CSP.HEADER_ENFORCE): _POLICY,
        },
    )
