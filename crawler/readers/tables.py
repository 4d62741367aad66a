"""CSV and TSV: a row is a record, under the names of the first row.

Quotes are read as RFC 4180 has them, as programs do that put a backslash before them or use single
ones, and, between tabs or bars, as plain characters: whichever gives a row as many cells as there
are names.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crawler.html import decode_html
from crawler.readers.raw import MAX_BYTES, Bad, Raw, Reading, beyond
from crawler.readers.streams import Opened, lines

_DELIMITERS = ("\t", ",", ";", "|")
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATOR_LINE = re.compile(r"sep=(.)")
"""First line of some spreadsheets, by which they tell each other what stands between cells."""
# A cell with an open quote swallows what follows; no page has more lines than this in one cell.
_MOST_LINES = 20_000
_ESCAPED = re.compile(r"\\([Nntr\\])")
_UNESCAPED = {"N": "", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_SINGLE_TRIES = 20
"""Rows that may be broken before nobody thinks of single quotes any more: an apostrophe that opens
nothing is looked for an end for thousands of lines."""
_NAME_CHARACTERS = 100
"""A longer cell is no name of a column."""

csv.field_size_limit(MAX_BYTES)

_DOUBLED: dict[str, Any] = {"doublequote": True}
_BACKSLASH: dict[str, Any] = {"doublequote": False, "escapechar": "\\"}
_SINGLE: list[dict[str, Any]] = [{**said, "quotechar": "'"} for said in (_DOUBLED, _BACKSLASH)]
_PLAIN: dict[str, Any] = {"quoting": csv.QUOTE_NONE}


def read_table(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A row with another number of cells than the header is set aside, and its lines read again.

    Where `--map` names columns by number, there is no header.
    """
    rows = _Rows(file, reading.passed)
    numbered = bool(reading.columns) and all(name.isdigit() for _, name in reading.columns)
    header = rows.header(numbered)
    if header is None:
        yield Bad(file.name, "empty", "the file holds no row", file.name)
        return
    if not reading.columns and _is_row(header):
        detail = "the first row is a record; say which columns are what: --map title=1,text=2"
        yield Bad(file.name, "no header", detail, file.name)
        return
    count = 0
    for where, cells, size in rows.read(header):
        if cells == header:
            continue  # of tables that were put one behind the other
        count += 1
        if isinstance(cells, Bad):
            yield cells
        else:
            yield Raw(where, "fields", dict(zip(header, cells, strict=True)), {}, size)
    if not count:
        yield Bad(file.name, "empty", "the file holds a header and no row", file.name)


def names_at(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows has the names of the columns: the first, or one below narrower ones
    of which several are known.

    >>> names_at([["Archive of Velm"], [], ["Title", "Text", "Day"], ["Storm", "It rained.", "1"]])
    2
    >>> names_at([["Headline", "Words"], ["Storm", "Text", "Title"]])
    0
    """
    from crawler.columns import CONTENT, columns_of

    width = 0
    for at, row in enumerate(rows):
        known = columns_of(dict.fromkeys(row)).paths
        if known.keys() & set(CONTENT):
            wide = len(known) > 1 and sum(map(bool, row)) > width
            return at if at and wide else 0
        width = max(width, sum(map(bool, row)))
    return 0


ABOVE = "lines above tables"
"""What is said to be passed over."""
MOST_ABOVE = 12
_LONG = 10_000
"""Bytes of a line that stands in no title."""


def _is_row(header: list[str]) -> bool:
    """Whether what should be names are values."""
    from crawler.columns import CONTENT, columns_of

    if columns_of(dict.fromkeys(header)).paths.keys() & set(CONTENT):
        return False
    return any("://" in name or len(name) > _NAME_CHARACTERS for name in header)


class _Rows:
    """The rows of a file, with the lines that were read ahead and have to be looked at again."""

    def __init__(self, file: Opened, passed: Counter[str]) -> None:
        self.name = file.name
        self.passed = passed
        self.source = lines(file)
        self.again: list[tuple[int, bytes | None]] = []
        self.delimiter = "\t" if file.suffix == ".tsv" else ","
        self.quotings = [_DOUBLED, _BACKSLASH]
        """How quotes may be meant, as the last row had them first."""
        self.begun = False
        self.single = _SINGLE_TRIES
        """How often single quotes may still be tried; never, once a row had double ones."""

    def header(self, numbered: bool) -> list[str] | None:
        """The names of the columns, or their numbers; None where there is no row."""
        if not numbered:
            self.pass_title()
        while taken := self.take():
            text = decoded(taken[1] or b"").strip("\ufeff\r\n")
            told = _SEPARATOR_LINE.fullmatch(text)
            if told:
                self.delimiter = told[1]
            elif text.strip():
                if text.lstrip().startswith("'"):
                    self.quotings = [*_SINGLE, *self.quotings]
                plain = _QUOTED.sub("", text)
                if not plain.count(self.delimiter) or not self.begun:
                    found = max(_DELIMITERS, key=plain.count)
                    self.delimiter = found if found in plain else self.delimiter
                quote = self.quotings[0].get("quotechar", '"')
                cells = next(csv.reader([text], delimiter=self.delimiter, quotechar=quote), [])
                if numbered:
                    self.again.append(taken)
                    return [str(number + 1) for number in range(len(cells))]
                return distinct([name.strip() for name in cells])
        return None

    def pass_title(self) -> None:
        """Go to the line of names, below those that say what the table is."""
        ahead: list[tuple[int, bytes | None]] = []
        rows: list[list[str]] = []
        while len(rows) < MOST_ABOVE and (taken := self.take()):
            ahead.append(taken)
            if taken[1] is None or len(taken[1]) > _LONG:
                break
            text = decoded(taken[1]).strip("\ufeff\r\n")
            if _SEPARATOR_LINE.fullmatch(text):
                break
            delimiter = max(_DELIMITERS, key=text.count)
            try:
                cells = next(csv.reader([text], delimiter=delimiter), [])
            except csv.Error:
                break  # a carriage return within a line: whoever reads the row says so
            rows.append([cell.strip() for cell in cells])
        above = names_at(rows)
        if above:
            self.passed[ABOVE] += above
        self.again += reversed(ahead[above:])

    def read(self, header: list[str]) -> Iterator[tuple[str, list[str] | Bad, int]]:
        """Place, cells and bytes of each row; `header` grows where a row has one more name."""
        while taken := self.take():
            number, line = taken
            where = f"{self.name}:{number}"
            if line is None:
                yield where, beyond(where, "a line"), 0
            elif line.strip():
                yield self.row(number, line, header)

    def take(self) -> tuple[int, bytes | None] | None:
        return self.again.pop() if self.again else next(self.source, None)

    def row(self, number: int, line: bytes, header: list[str]) -> tuple[str, list[str] | Bad, int]:
        """The row that begins with `line`, and as many more as its quotes ask for."""
        where = f"{self.name}:{number}"
        others = [_PLAIN] if self.delimiter in "\t|" else []
        if self.single > 0:
            others += [each for each in _SINGLE if each not in self.quotings]
        said = ""
        for quoting in (*self.quotings, *others):
            more: list[tuple[int, bytes | None]] = []
            try:
                cells = self.cells(line, quoting, more)
            except csv.Error as error:
                cells, problem = [], "a quote has no end" if more else str(error)
            else:
                problem = f"{len(cells)} cells under {len(header)} names"
            fitted = self.fitted(cells, header, quoting)
            if fitted is not None:
                if quoting is not self.quotings[0] and quoting is not _PLAIN:
                    rest = [each for each in self.quotings if each is not quoting]
                    self.quotings = [quoting, *rest]
                if b'"' in line and "quotechar" not in quoting:
                    self.single = 0
                size = len(line) + sum(len(part or b"") for _, part in more)
                return where, fitted, size
            # The lines that the quotes swallowed are rows of their own.
            self.again += reversed(more)
            said = said or problem
        self.single -= 1
        return where, Bad(where, "broken row", said, where), 0

    def cells(
        self, line: bytes, quoting: dict[str, Any], more: list[tuple[int, bytes | None]]
    ) -> list[str]:
        """The cells of a row; the lines it takes after the first go into `more`.

        Raises csv.Error where its quotes are not as `quoting` has them.
        """
        if line.count(_quote(quoting)) % 2 == 0 or quoting is _PLAIN:
            try:
                return self.parsed([line], quoting)
            except csv.Error:
                if quoting is _PLAIN:
                    raise
        # Where the row ends is told by bytes alone, and what they mean by all of them together.
        self.first(self.following(line, more), quoting)
        return self.parsed([line, *(part or b"" for _, part in more)], quoting)

    def parsed(self, parts: list[bytes], quoting: dict[str, Any]) -> list[str]:
        """The cells of a row that is these lines."""
        data = b"\n".join(parts)
        if quoting.get("escapechar") and b"\\" + _quote(quoting) not in data:
            raise csv.Error("no quote has a backslash before it")
        found = self.first([part + "\n" for part in decoded(data).split("\n")], quoting)
        if found:
            found[-1] = found[-1].removesuffix("\r")
        return found

    def first(self, source: Iterable[str], quoting: dict[str, Any]) -> list[str]:
        """The first row of these lines."""
        return next(csv.reader(source, strict=True, delimiter=self.delimiter, **quoting), [])

    def following(self, line: bytes, more: list[tuple[int, bytes | None]]) -> Iterator[str]:
        """A line, and those after it as long as they are asked for."""
        yield line.decode("latin-1") + "\n"
        size = len(line)
        while len(more) < _MOST_LINES and size <= MAX_BYTES and (taken := self.take()):
            more.append(taken)
            if taken[1] is None:
                return
            size += len(taken[1])
            yield taken[1].decode("latin-1") + "\n"

    def fitted(
        self, cells: list[str], header: list[str], quoting: dict[str, Any]
    ) -> list[str] | None:
        """As many cells as names; None where there are too few or too many."""
        width = len(header)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]  # an end of line with one more delimiter
        elif (
            len(cells) == width + 1
            and not self.begun
            and cells[0].isdigit()
            and self.next_width(quoting) in (0, len(cells))
        ):
            header.insert(0, "")  # R numbers the rows, and gives the numbers no name
        if len(cells) != len(header):
            return None
        self.begun = True
        return [_unescaped(cell) for cell in cells] if self.delimiter == "\t" else cells

    def next_width(self, quoting: dict[str, Any]) -> int:
        """The cells of the row that comes, which is left where it is; 0 where none can be read."""
        taken = self.take()
        while taken and not (taken[1] or b"").strip():
            taken = self.take()
        if taken is None:
            return 0
        more: list[tuple[int, bytes | None]] = []
        try:
            width = len(self.cells(taken[1] or b"", quoting, more))
        except csv.Error:
            width = 0
        self.again += [*reversed(more), taken]
        return width


def _quote(quoting: dict[str, Any]) -> bytes:
    return str(quoting.get("quotechar", '"')).encode()


def _unescaped(cell: str) -> str:
    """A cell of a table in which databases write line ends as `\\n`, and nothing as `\\N`."""
    if "\\" not in cell:
        return cell
    return _ESCAPED.sub(lambda found: _UNESCAPED[found[1]], cell)


def distinct(names: list[str]) -> list[str]:
    """Names of columns, none of them twice: what stands under the second is not lost.

    >>> distinct(["id", "text", "text"])
    ['id', 'text', 'text 2']
    """
    found: list[str] = []
    for name in names:
        found.append(f"{name} {found.count(name) + 1}" if name and name in found else name)
    return found


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_html(data)
