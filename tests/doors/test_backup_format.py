"""The format of backups: what was cut, changed, moved or opened with another key is never believed."""

import gzip
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from vardag.doors.ops.backup.folder import begin, read
from vardag.doors.ops.backup.key import Key
from vardag.doors.ops.backup.manifest import Manifest
from vardag.doors.ops.backup.progress import Progress
from vardag.doors.ops.backup.restore import verify
from vardag.doors.ops.backup.sealed import PIECE, Damaged, Opening, Sealing

KEY, ANOTHER = Key(b"k" * 64), Key(b"a" * 64)
LONG = bytes(range(256)) * 3 * 1024  # three pieces
SAID = Manifest(
    backup="",
    made_at="2026-04-07T08:00:00+00:00",
    version="0.1.0",
    database="sqlite",
    server="SQLite",
    migrations=[],
    tables={},
    sequences=[],
    files=0,
    files_size=0,
    gone=[],
    damaged=[],
    log_key="",
    log_head="",
    parts=[],
)


def a_backup(folder: Path, key: Key | None) -> Path:
    new = begin(folder, key)
    with new.part("database.sqlite3.gz") as out:
        out.write(gzip.compress(LONG))
    with new.part("files.tar") as out:
        out.write(LONG)
    new.finish(replace(SAID, backup=new.id.hex(), parts=new.parts))
    return folder


def verified(folder: Path, key: Key | None) -> None:
    verify(read(folder, key), Progress())


def changed_at_the_beginning(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def changed_in_the_middle(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def cut(data: bytes) -> bytes:
    return data[:-1]


def longer(data: bytes) -> bytes:
    return data + b"x"


def empty(data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize(
    "harm", [changed_at_the_beginning, changed_in_the_middle, cut, longer, empty, None]
)
@pytest.mark.asvs("11.3.3")
def test_a_backup_that_is_changed_cut_or_incomplete_is_not_believed(tmp_path, key, harm):
    whole = a_backup(tmp_path / "whole", key)
    verified(whole, key)
    for part in sorted(each.name for each in whole.iterdir()):
        harmed = tmp_path / f"harmed {part}"
        shutil.copytree(whole, harmed)
        if harm is None:
            (harmed / part).unlink()
        else:
            (harmed / part).write_bytes(harm((whole / part).read_bytes()))

        with pytest.raises(Damaged):
            verified(harmed, key)


def test_parts_of_two_backups_cannot_be_mixed(tmp_path):
    one, other = a_backup(tmp_path / "one", KEY), a_backup(tmp_path / "other", KEY)

    shutil.copy(one / "files.tar.sealed", other / "files.tar.sealed")

    with pytest.raises(Damaged, match="a part of another backup"):
        verified(other, KEY)


def test_another_key_opens_nothing_and_none_says_that_there_must_be_one(tmp_path):
    backup = a_backup(tmp_path / "backup", KEY)

    with pytest.raises(Damaged, match="encrypted with another key"):
        read(backup, ANOTHER)
    with pytest.raises(Damaged, match="name its key"):
        read(backup, None)


def sealed(data: bytes) -> bytes:
    out = io.BytesIO()
    sealing = Sealing(out, b"s" * 32)
    sealing.write(data)
    sealing.finish()
    return out.getvalue()


def opened(data: bytes) -> bytes:
    return io.BufferedReader(Opening(io.BytesIO(data), b"s" * 32, name="it")).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 1])
def test_what_was_sealed_is_opened_whatever_its_length(size):
    data = (LONG * 2)[:size]

    assert opened(sealed(data)) == data


@pytest.mark.asvs("11.3.3")
def test_pieces_that_change_places_come_twice_or_are_left_out_are_found():
    whole = sealed(LONG)
    size = PIECE + 16
    first, second, last = whole[:size], whole[size : 2 * size], whole[2 * size :]
    assert opened(first + second + last) == LONG

    for other in (
        second + first + last,
        first + first + last,
        first + last,
        first + second,
        first,
        first + second + last + last,
        last,
    ):
        with pytest.raises(Damaged):
            opened(other)


def test_the_same_words_are_never_sealed_alike(tmp_path):
    one, other = a_backup(tmp_path / "one", KEY), a_backup(tmp_path / "other", KEY)

    parts = [(each / "files.tar.sealed").read_bytes()[200:400] for each in (one, other)]

    assert parts[0] != parts[1]
