"""Answers that are text go compressed over the line: pages, style sheets, scripts.

What others could have compressed for us (a proxy) is left alone, and so is what is small, or no text.
Django's own middleware adds a little at random to each answer, so that nothing can be guessed from how
long it is (BREACH).
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/json", "image/svg+xml", "application/javascript")


class CompressingMiddleware(GZipMiddleware):
    """Compress text for who takes it so."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response  # what comes bit by bit would wait until there is enough to compress
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
