"""Keep the Swedish translations complete: collect the English texts, and compile the catalogs.

Each door has a catalog of its own; what lies below the doors is translated in ``doors/shared``. The
English texts are the keys. Needs no GNU gettext.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from tools.compiled_messages import compiled

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/vardag"
DOORS = PACKAGE / "doors"
BELOW_THE_DOORS = ("domain", "rooms", "reactions", "adapters", "config")

CONTEXT_FIRST = ((1, "c"), 2)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "say": None,  # the domain's own mark; a door translates the sentence later
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": CONTEXT_FIRST,
    "pgettext_lazy": CONTEXT_FIRST,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
msgid ""
msgstr ""
"Language: sv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]")
TAG = re.compile(r"</?[a-z]+")
MARK = re.compile(r'"')  # Swedish quotes otherwise; one that stands alone is a slip of a merge


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./dev messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if need be")
    if parser.parse_args(argv).check:
        problems = check()
        print("\n".join(problems) or "the translations are complete")
        return 1 if problems else 0
    update()
    return 0


def update() -> None:
    """Write every catalog anew with today's texts, and compile it."""
    known = {key: message for door in doors() for key, message in held(stored(door)).items()}
    for door in doors():
        catalog = renewed(door, known)
        path = po_path(door)
        if not len(catalog):
            for stale in (path, path.with_suffix(".mo")):
                stale.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog, HEADER))
        missing = sum(not is_translated(message) for message in texts(catalog))
        print(f"{door.name}: {len(catalog)} texts, {missing} without Swedish")


def check() -> list[str]:
    """Return what keeps the translations from being complete and compiled."""
    return [problem for door in doors() for problem in _problems(door)] + _disagreements()


# --- Catalogs ------------------------------------------------------------------------------------


def doors() -> list[Path]:
    return sorted(path.parent for path in DOORS.glob("*/__init__.py"))


def po_path(door: Path) -> Path:
    return door / "locale/sv/LC_MESSAGES/django.po"


def stored(door: Path) -> Catalog:
    path = po_path(door)
    if not path.exists():
        return Catalog(locale="sv")
    with path.open("rb") as file:
        return read_po(file, locale="sv")


def texts(catalog: Catalog) -> list[Message]:
    """Return the messages of a catalog, without the header."""
    return [message for message in catalog if message.id]


Key = tuple[object, object]


def held(catalog: Catalog) -> dict[Key, Message]:
    """Return the translated messages by what identifies them; those marked obsolete among them."""
    everything = [*texts(catalog), *catalog.obsolete.values()]
    return {key_of(message): message for message in everything if is_translated(message)}


def key_of(message: Message) -> Key:
    return (message.context, message.id)


def is_translated(message: Message) -> bool:
    return all(forms(message.string))


def forms(text: object) -> list[str]:
    """Return a text's singular and plural, or the only form it has."""
    return [str(form) for form in text] if isinstance(text, (list, tuple)) else [str(text or "")]


def renewed(door: Path, known: dict[Key, Message]) -> Catalog:
    """Return today's texts of a door, each with its Swedish if any door has had it."""
    catalog, before = Catalog(locale="sv"), stored(door)
    own = {key_of(message): message for message in texts(before)}
    for message in texts(collected(door)):
        earlier = own.get(key_of(message))
        source = earlier if earlier and is_translated(earlier) else known.get(key_of(message))
        catalog.add(
            message.id,
            string=source.string if source else "",
            locations=message.locations,
            flags=(source.flags if source else set()) & {"fuzzy"},
            context=message.context,
            user_comments=earlier.user_comments if earlier else (),
        )
    return catalog


def as_text(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, width=100, omit_header=True, include_lineno=False, sort_by_file=True)
    return HEADER + file.getvalue().decode().strip() + "\n"


# --- Collecting ----------------------------------------------------------------------------------


def collected(door: Path) -> Catalog:
    """Return the texts in a door's programs and templates, without translations."""
    catalog = Catalog(locale="sv")
    for path in sources(door):
        for found, context in extracted(path):
            place = [(path.relative_to(ROOT).as_posix(), 0)]
            catalog.add(found, locations=place, context=context)
    return catalog


def sources(door: Path) -> list[Path]:
    folders = [door]
    if door.name == "shared":
        folders += [PACKAGE / name for name in BELOW_THE_DOORS]
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if (path.suffix == ".py" and "migrations" not in path.parts)
        or ("templates" in path.parts and path.suffix == ".html")
    )


def extracted(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    file = BytesIO(path.read_bytes())
    found_in = (
        extract_python(file, KEYWORDS, [], {})
        if path.suffix == ".py"
        else babel_extract(file, tuple(KEYWORDS), [], {})
    )
    for _, function, found, _ in found_in:
        if message := arguments_of(str(function), found):
            yield message


def arguments_of(function: str, found: object) -> tuple[str | tuple[str, ...], str | None] | None:
    """Return the text, or its singular and plural, and the context; None if it isn't a literal."""
    given = list(found) if isinstance(found, tuple) else [found]
    context = str(given.pop(0)) if "pgettext" in function else None
    wanted = given[: 2 if "ngettext" in function or "npgettext" in function else 1]
    strings = tuple(text for text in wanted if isinstance(text, str) and text)
    if not strings or len(strings) < len(wanted):
        return None
    return (strings[0] if len(wanted) == 1 else strings), context


# --- Checking ------------------------------------------------------------------------------------


def _problems(door: Path) -> Iterator[str]:
    catalog, path = stored(door), po_path(door)
    have = {key_of(message): message for message in texts(catalog)}
    need = {key_of(message): message for message in texts(collected(door))}
    for key in sorted(need.keys() - have.keys(), key=str):
        yield f"{door.name}: missing: {key[1]}"
    for key in sorted(have.keys() - need.keys(), key=str):
        yield f"{door.name}: no longer used: {key[1]}"
    if catalog.obsolete:
        yield f"{door.name}: {len(catalog.obsolete)} obsolete entries"
    for message in texts(catalog):
        yield from (f"{door.name}: {problem}: {message.id}" for problem in _faults(message))
    if have and not _is_compiled(catalog, path.with_suffix(".mo")):
        yield f"{door.name}: {path.name} has changed since it was compiled"


def _faults(message: Message) -> Iterator[str]:
    if not is_translated(message):
        yield "without Swedish"
        return
    if message.fuzzy:
        yield "marked as uncertain (fuzzy)"
    ids, strings = forms(message.id), forms(message.string)
    held = ((PLACEHOLDER, "placeholders"), (TAG, "tags"), (MARK, "quotation marks"))
    for pattern, what in held:
        expected = [Counter(pattern.findall(text)) for text in ids]
        held_to = [Counter(pattern.findall(text)) for text in strings]
        if len(held_to) > 1 and held_to[0] <= expected[-1]:
            held_to.pop(0)  # "one day" need not say the number
        if any(found not in expected for found in held_to):
            yield f"other {what} in Swedish"


def _is_compiled(catalog: Catalog, path: Path) -> bool:
    return path.exists() and path.read_bytes() == compiled(catalog, HEADER)


def _disagreements() -> list[str]:
    """Find English texts with two Swedish ones: at run time all catalogs are one, so one would win."""
    seen: dict[Key, tuple[str, object]] = {}
    found = []
    for door in doors():
        for key, message in held(stored(door)).items():
            first = seen.setdefault(key, (door.name, message.string))
            if first[1] != message.string:
                found.append(f"{door.name}: not the same Swedish as in {first[0]}: {key[1]}")
    return found


if __name__ == "__main__":
    sys.exit(main())
