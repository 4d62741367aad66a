"""One input read from its beginning to its end, whatever goes wrong in between."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

from crawler.readers import FORMS, READERS, reader_of, suffix_of
from crawler.readers.find import STDIN, Input
from crawler.readers.raw import Bad, Broken, InputError, Raw, Reading
from crawler.readers.sqlite import read_sqlite
from crawler.readers.streams import Opened, failing, opened, peek, unpacked

# First bytes of what other readers read, with the form's name.
_TELLING = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"PK\x03\x04": "zip",
    b"WARC/": "warc",
    b"SQLite format 3": "an SQLite table",
}
_MAGIC_BYTES = 16


class Position:
    """How many bytes of an input have been read; for showing progress only."""

    def __init__(self) -> None:
        self.file: Opened | None = None

    @property
    def bytes(self) -> int:
        return self.file.counted.count if self.file else 0


def read_input(
    item: Input, reading: Reading, position: Position | None = None
) -> Iterator[Raw | Bad]:
    """The records of an input; whatever stops the reading comes last, as Bad."""
    count = 0
    try:
        for found in _read(item, reading, position or Position()):
            count += 1
            yield found
    except Broken as error:
        yield _end(item, error.reason, error.detail, count)
    except InputError:
        raise
    except MemoryError:
        yield _end(item, "too large", "there is not enough memory for it", count)
    except OSError as error:
        yield _end(item, "unreadable", error.strerror or str(error), count)
    except Exception as error:  # whatever a library raises, the next input is read
        yield _end(item, "unreadable", f"{type(error).__name__}: {error}", count)


def _end(item: Input, reason: str, detail: str, count: int) -> Bad:
    after = f"; {count} records were read before that" if count else ""
    return Bad(item.name, reason, detail + after, item.name)


def _read(item: Input, reading: Reading, position: Position) -> Iterator[Raw | Bad]:
    if item.table:
        yield from read_sqlite(item.path, item.table, item.name)
        return
    unknown = item.path == STDIN and not reading.form
    reader = reader_of(item.path, "text" if unknown else reading.form)
    if reader is None:
        raise InputError(f"{item.path}: no reader for {suffix_of(item.path)!r}")
    with _stream(item) as stream:
        file = opened(stream, item.name, reader.suffix, item.path)
        if unknown:
            file = unpacked(file)
            reader = READERS[FORMS[_form_of(peek(file, _HEAD_BYTES))]]
            file = replace(file, suffix=reader.suffix)
        position.file = file
        if not reader.packed:
            file = unpacked(file)
        bad = _otherwise(file, reader.suffix)
        if bad is not None:
            yield bad
        else:
            yield from reader.read(file, reading)
            _mind_size(item, stream)


def _mind_size(item: Input, stream: BinaryIO) -> None:
    """Raise Broken where a file got shorter while it was read: text shows no sign of that."""
    if item.size and not item.remote:
        now = os.fstat(stream.fileno()).st_size
        if now < item.size:
            raise Broken("truncated", f"the file had {item.size} bytes and now has {now}")


def _otherwise(file: Opened, suffix: str) -> Bad | None:
    """What to say of a file that holds something else than its name tells."""
    if suffix in (".txt", ".html"):
        return None  # these look at more than the first bytes, and say what they saw
    head = peek(file, _MAGIC_BYTES)
    for magic, form in _TELLING.items():
        if head.startswith(magic) and form not in (suffix[1:], _ALIASES.get(suffix)):
            detail = f"the name says {suffix}, but it holds {form}; try --form {form}"
            return Bad(file.name, "wrong suffix", detail, file.name)
    return None


def _form_of(head: bytes) -> str:
    """What a stream without a name holds, by its first bytes: text, if they tell nothing."""
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, form in _TELLING.items():
        if head.startswith(magic) and form in FORMS:
            return form
    return next((form for form, begins in _BEGINS.items() if begins.match(head)), "text")


_HEAD_BYTES = 256
_BEGINS = {
    "jsonl": re.compile(rb'\{[ \t]*"'),
    "json": re.compile(rb'\{\s*"|\[\s*\{'),
    "html": re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE),
}
_ALIASES = {".feather": "arrow", ".wet": "warc", ".wacz": "zip"}


@contextmanager
def _stream(item: Input) -> Iterator[BinaryIO]:
    if item.path == STDIN:
        yield sys.stdin.buffer
    elif item.remote:
        import fsspec

        with failing():
            file: Any = fsspec.open(item.path, "rb").open()
        with file:
            yield file
    else:
        with open(os.fspath(item.path), "rb", buffering=0) as stream:
            yield stream
