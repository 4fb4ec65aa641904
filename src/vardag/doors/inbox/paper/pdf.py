"""Setting a case's paper in type."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vardag.doors.shared.paper import pdf

TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf_of(paper: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a paper as PDF.

    :param paper: what ``paper.typ`` asks for; only text, lists and mappings
    :param at: the moment of printing, aware; stands in the file as its date
    :raises PaperFailed: if it can't be done
    """
    return pdf.pdf_of(paper, at=at, template=TEMPLATE)
