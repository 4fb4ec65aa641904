"""``vardag routine check`` and ``vardag routine show``."""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, TextIO

from vardag.domain.routine.document import Routine
from vardag.domain.words import Language
from vardag.doors.ops.routine.document import RoutineDocument
from vardag.doors.ops.routine.html import as_page
from vardag.doors.ops.routine.text import as_text
from vardag.rooms.routines.packaged import packaged_routine
from vardag.rooms.routines.reading import UnreadableRoutine, read_sound_routine


def check_files(paths: list[str]) -> int:
    """Say what is wrong in each file, a line for each finding; return 1 if there is anything."""
    unsound = 0
    for path in paths:
        try:
            routine = _read(path)
        except (OSError, UnreadableRoutine) as wrong:
            unsound = 1
            said = _said(path, wrong)
        else:
            said = f"{path}: {_summary(routine)}"
        print(said, file=_in_utf8(sys.stdout))
    return unsound


def show(
    path: str | None,
    *,
    format: Literal["text", "html"],  # noqa: A002  # as on the command line
    language: Language,
) -> int:
    """Print a routine as the document that a nurse reads; return 1 if it can't be shown."""
    try:
        routine = _read(path)
    except (OSError, UnreadableRoutine) as wrong:
        print(_said(path or "", wrong), file=_in_utf8(sys.stderr))
        return 1
    document = RoutineDocument(routine, language).whole()
    text = as_page(document, routine, language) if format == "html" else as_text(document)
    _in_utf8(sys.stdout).write(text)
    return 0


def _read(path: str | None) -> Routine:
    if path is None:
        name, text = packaged_routine()
        return read_sound_routine(text, name=name)
    return read_sound_routine(Path(path).read_bytes(), name=path)


def _said(path: str, wrong: OSError | UnreadableRoutine) -> str:
    if isinstance(wrong, UnreadableRoutine):
        return str(wrong)
    return f"{path}: the file can't be read: {wrong.strerror or wrong}."


def _in_utf8(stream: TextIO) -> TextIO:
    """Return a stream that can say what a routine says, whatever the terminal's language."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
    return stream


def _summary(routine: Routine) -> str:
    header = routine.document
    counts = f"{len(routine.services)} services, {len(routine.processes)} processes"
    return f"sound: {header.document_id} version {header.version}, {counts}."
