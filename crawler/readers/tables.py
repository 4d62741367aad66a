"""CSV and TSV: a row is a record, under the names of the first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

from crawler.html import decode_html
from crawler.readers.raw import MAX_BYTES, Bad, Raw, Reading, beyond
from crawler.readers.streams import Opened, lines

_DELIMITERS = ("\t", ",", ";", "|")
# A cell with an open quote swallows what follows; no page has more lines than this in one cell.
_MOST_LINES = 20_000

csv.field_size_limit(MAX_BYTES)


def read_table(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A row with another number of cells than the header is set aside, and its lines read again."""
    rows = _Rows(file)
    header = rows.header()
    if header is None:
        yield Bad(file.name, "empty", "the file holds no row", file.name)
        return
    count = 0
    for where, cells, size in rows.read(len(header)):
        count += 1
        if isinstance(cells, Bad):
            yield cells
        else:
            yield Raw(where, "fields", dict(zip(header, cells, strict=True)), {}, size)
    if not count:
        yield Bad(file.name, "empty", "the file holds a header and no row", file.name)


class _Rows:
    """The rows of a file, with the lines that were read ahead and have to be looked at again."""

    def __init__(self, file: Opened) -> None:
        self.name = file.name
        self.source = lines(file)
        self.again: list[tuple[int, bytes | None]] = []
        self.delimiter = ","

    def header(self) -> list[str] | None:
        for _, line in self.source:
            text = decoded(line or b"").strip("\ufeff\r\n")
            if text.strip():
                self.delimiter = max(_DELIMITERS, key=text.count)
                return [name.strip() for name in self.cells(text)]
        return None

    def cells(self, text: str) -> list[str]:
        return next(csv.reader([text], delimiter=self.delimiter), [])

    def read(self, width: int) -> Iterator[tuple[str, list[str] | Bad, int]]:
        while taken := self.take():
            number, line = taken
            where = f"{self.name}:{number}"
            if line is None:
                yield where, beyond(where, "a line"), 0
            elif line.strip():
                yield self.row(number, line, width)

    def take(self) -> tuple[int, bytes | None] | None:
        return self.again.pop() if self.again else next(self.source, None)

    def row(self, number: int, line: bytes, width: int) -> tuple[str, list[str] | Bad, int]:
        """The row that begins with `line`, and as many more as its quotes ask for."""
        where = f"{self.name}:{number}"
        parts, size = [line], len(line)
        more: list[tuple[int, bytes | None]] = []
        quotes = line.count(b'"')
        while quotes % 2 and len(more) < _MOST_LINES and size <= MAX_BYTES:
            following = self.take()
            if following is None:
                break
            more.append(following)
            if following[1] is None:
                break
            parts.append(following[1])
            size += len(following[1])
            quotes += following[1].count(b'"')
        try:
            cells = self.cells_of(parts) if quotes % 2 == 0 else []
        except csv.Error as error:
            cells, said = [], str(error)
        else:
            said = "a quote has no end" if quotes % 2 else ""
        if len(cells) == width:
            return where, cells, size
        # The lines that the quotes swallowed are rows of their own.
        self.again += reversed(more)
        detail = said or f"{len(cells)} cells under {width} names"
        return where, Bad(where, "broken row", detail, where), 0

    def cells_of(self, parts: list[bytes]) -> list[str]:
        text = decoded(b"\n".join(parts)).removesuffix("\r")
        read = csv.reader(
            text.split("\n") if "\n" not in text else _kept(text),
            strict=False,
            delimiter=self.delimiter,
        )
        rows = list(islice(read, 2))
        return rows[0] if len(rows) == 1 else []


def _kept(text: str) -> list[str]:
    """Lines with their ends, as the csv module wants them."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + parts[-1:]


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_html(data)
