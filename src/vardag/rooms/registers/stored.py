"""Rows and cells as they are stored, and back."""

import gzip
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from vardag.domain.folding import folded_words
from vardag.domain.registers.cells import Cell, Unread, Why
from vardag.domain.registers.entry import Entry
from vardag.rooms.registers.files.sheets import Sheet, Workbook


def said(entry: Entry) -> dict[str, Any]:
    """Return a row as it is stored."""
    return {
        "received": entry.received.isoformat(),
        "patient": entry.patient,
        "personal_number": entry.personal_number,
        "texts": dict(entry.texts),
        "first_response": _iso(entry.first_response),
        "is_done": entry.is_done,
        "done": _iso(entry.done),
        "done_by": entry.done_by,
    }


def entry_said(stored: Mapping[str, Any]) -> Entry:
    """Return a row from what is stored."""
    days = {name: _day(stored[name]) for name in ("first_response", "done")}
    received = date.fromisoformat(stored["received"])
    return Entry(**{**stored, **days, "received": received})


def columns_of(entry: Entry) -> dict[str, Any]:
    """Return what stands of a row in columns of its own, for lists."""
    return {
        "received_date": entry.received,
        "patient": entry.patient,
        "personal_number": entry.personal_number,
        "said": said(entry),
        "is_done": entry.is_done,
        "sought": sought_words(entry),
        "fingerprint": entry.fingerprint,
    }


def sought_words(entry: Entry) -> str:
    """Return a row's words as a search compares them."""
    texts = (entry.patient, *entry.texts.values(), entry.done_by)
    return " ".join(dict.fromkeys(word for text in texts for word in folded_words(text)))


def packed(workbook: Workbook) -> bytes:
    """Return a workbook's cells as they are kept until they are imported."""
    sheets = [
        {
            "name": sheet.name,
            "hidden": sheet.is_hidden,
            "rows": [[_stored(cell) for cell in row] for row in sheet.rows],
        }
        for sheet in workbook.sheets
    ]
    kept = {"since_1904": workbook.since_1904, "sheets": sheets}
    return gzip.compress(json.dumps(kept, separators=(",", ":")).encode(), compresslevel=1)


def unpacked(kept: bytes) -> Workbook:
    """Return a workbook from what is kept of it."""
    found = json.loads(gzip.decompress(kept))
    sheets = (
        Sheet(
            sheet["name"],
            tuple(tuple(_cell(cell) for cell in row) for row in sheet["rows"]),
            is_hidden=sheet["hidden"],
        )
        for sheet in found["sheets"]
    )
    return Workbook(tuple(sheets), since_1904=found["since_1904"])


def _stored(cell: Cell) -> object:
    match cell:
        case date():
            return [cell.isoformat()]
        case Unread():
            return [cell.why.value, cell.text]
        case _:
            return cell


def _cell(stored: Any) -> Cell:
    match stored:
        case [str() as day]:
            return date.fromisoformat(day)
        case [str() as why, str() as text]:
            return Unread(Why(why), text)
        case _:
            return stored  # type: ignore[no-any-return]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
