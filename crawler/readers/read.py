"""One input read from its beginning to its end, whatever goes wrong in between."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO

from crawler.readers import FORMS, READERS, reader_of, suffix_of
from crawler.readers.days import told_days
from crawler.readers.find import STDIN, Input
from crawler.readers.raw import Bad, Broken, InputError, Raw, Reading
from crawler.readers.sqlite import read_sqlite
from crawler.readers.streams import Opened, failing, mind_end, opened, peek, unpacked
from crawler.readers.telling import HEAD_BYTES, astray, form_of


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
        yield from told_days(read_sqlite(item.path, item.table, item.name), reading)
        return
    unknown = item.path == STDIN and not reading.form
    reader = reader_of(item.path, "text" if unknown else reading.form)
    if reader is None:
        raise InputError(f"{item.path}: no reader for {suffix_of(item.path)!r}")
    with _stream(item) as stream:
        file = opened(stream, item.name, reader.suffix, item.path)
        if unknown:
            file = unpacked(file)
            reader = READERS[FORMS[form_of(peek(file, HEAD_BYTES))]]
            file = replace(file, suffix=reader.suffix)
        position.file = file
        if not reader.packed:
            file = unpacked(file)
        told = reading.form == "text"  # what is no markup and no table may well be text
        detail = "" if told else astray(peek(file, HEAD_BYTES), reader.suffix)
        if detail:
            yield Bad(file.name, "wrong suffix", detail, file.name)
        else:
            records = reader.read(file, reading)
            yield from records if reader.archive else told_days(records, reading)
            mind_end(file)
            _mind_size(item, stream)


def _mind_size(item: Input, stream: BinaryIO) -> None:
    """Raise Broken where a file got shorter while it was read: text shows no sign of that."""
    if item.size and not item.remote:
        now = os.fstat(stream.fileno()).st_size
        if now < item.size:
            raise Broken("truncated", f"the file had {item.size} bytes and now has {now}")


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
