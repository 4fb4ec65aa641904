"""The binary form of a catalog, byte for byte the same for the same texts."""

import struct

from babel.messages.catalog import Catalog, Message

MAGIC = 0x950412DE
NUMBERS = struct.Struct("<7I")
ENTRY = struct.Struct("<2I")


def compiled(catalog: Catalog, header: str) -> bytes:
    """Return the catalog in GNU's MO format (version 0, no hash table, entries sorted).

    :param header: the header entry as it stands in the PO file
    """
    entries = {b"": _header_value(header)}
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            entries[_key(message)] = _joined(message.string)
    return _packed(sorted(entries.items()))


def _header_value(header: str) -> bytes:
    lines = [line for line in header.splitlines() if line.startswith('"')]
    return "".join(line[1:-1].replace("\\n", "\n") for line in lines).encode()


def _key(message: Message) -> bytes:
    context = f"{message.context}\x04".encode() if message.context else b""
    return context + _joined(message.id)


def _joined(texts: str | list[str] | tuple[str, ...]) -> bytes:
    return "\0".join([texts] if isinstance(texts, str) else texts).encode()


def _packed(entries: list[tuple[bytes, bytes]]) -> bytes:
    count = len(entries)
    originals = NUMBERS.size
    translations = originals + count * ENTRY.size
    position = translations + count * ENTRY.size
    tables, strings = b"", b""
    for column in (0, 1):
        for entry in entries:
            text = entry[column]
            tables += ENTRY.pack(len(text), position + len(strings))
            strings += text + b"\0"
    numbers = NUMBERS.pack(MAGIC, 0, count, originals, translations, 0, translations)
    return numbers + tables + strings
