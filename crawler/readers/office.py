"""Documents and sheets of offices: `.docx` as text, `.xlsx` as a table; both are XML in a zip."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from typing import Any
from xml.etree import ElementTree as ET

from crawler.readers.raw import MAX_BYTES, Bad, Broken, Raw, Reading
from crawler.readers.streams import Opened, failing, mind_bomb, opened, seekable
from crawler.readers.tables import ABOVE, MOST_ABOVE, distinct, names_at
from crawler.readers.text import read_text

_MOST_SHARED = 400_000_000
"""Bytes of the texts of a workbook, which it keeps apart from its sheets; they are in memory."""
_DAYS = (*range(14, 23), *range(45, 48))
"""Numbers of the formats that show days and times; those of users say y, d or h."""
_DAY_FORM = re.compile(r"[ydh]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SKIPPED = ("Fallback", "instrText", "delText")
"""What a document holds twice, or shows no more."""
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_document(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The text of a document, a line a paragraph, read as a text file is."""
    with _unzipped(file) as archive, _whole():
        root = ET.fromstring(_member(archive, "word/document.xml", MAX_BYTES))
    lines = [_shown(part) for part in root.iter() if _name(part) == "p"]
    data = "\n".join(lines).encode("utf-8", "replace")
    text = replace(opened(io.BytesIO(data), file.name, ".txt"), plain=False)
    yield from read_text(text, reading)


def _shown(paragraph: ET.Element) -> str:
    """The text of a paragraph without those of boxes in it, which are paragraphs themselves."""
    out: list[str] = []
    for child in paragraph:
        name = _name(child)
        if name == "t":
            out.append(child.text or "")
        elif name in ("tab", "br", "cr"):
            out.append("\t" if name == "tab" else "\n")
        elif name not in _SKIPPED and name != "p":
            out.append(_shown(child))
    return "".join(out)


def read_sheets(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The rows of each sheet of a workbook, under the names of its first row."""
    with _unzipped(file) as archive, _whole():
        texts = _shared(archive)
        days, since = _days(archive)
        sheets = _sheets(archive)
        count = 0
        for sheet, member in sheets:
            name = file.name if len(sheets) == 1 else f"{file.name}!{sheet}"
            rows = _rows(archive, member, texts, days, since)
            ahead = list(islice(rows, MOST_ABOVE))
            wholes = [
                [cells.get(at, "").strip() for at in range(max(cells) + 1)] for _, cells in ahead
            ]
            above = names_at(wholes)
            reading.passed.update({ABOVE: above} if above else {})
            names = distinct(wholes[above]) if wholes else []
            for number, cells in chain(ahead[above + 1 :], rows):
                fields = {name: cells.get(at, "") for at, name in enumerate(names)}
                fields |= {f"column {at + 1}": cells[at] for at in cells if at >= len(names)}
                count += 1
                size = sum(map(len, fields.values()))
                yield Raw(f"{name}:{number}", "fields", fields, {}, size)
    if not count:
        yield Bad(file.name, "empty", "the workbook holds no row below a header", file.name)


def _unzipped(file: Opened) -> zipfile.ZipFile:
    with failing():
        try:
            return zipfile.ZipFile(seekable(file))
        except zipfile.BadZipFile as error:
            raise Broken("corrupt", str(error)) from error


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what damaged XML comes to into Broken."""
    try:
        yield
    except (ET.ParseError, ValueError, IndexError, zipfile.BadZipFile, zlib.error) as error:
        raise Broken("corrupt", str(error)) from error
    except RecursionError as error:
        raise Broken("corrupt", "its elements are nested too deeply") from error


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member whole; empty where there is none. Raises Broken where it is too large."""
    try:
        with failing(), archive.open(name) as stream:
            data = stream.read(most + 1)
    except Broken as error:
        if name in archive.namelist():
            raise
        if name == "word/document.xml":
            raise Broken("corrupt", "it is no document of an office") from error
        return b""
    if len(data) > most:
        raise Broken("too large", f"{name} has more than {most} bytes")
    return data


def _shared(archive: zipfile.ZipFile) -> list[str]:
    data = _member(archive, "xl/sharedStrings.xml", _MOST_SHARED)
    return [_text_of(part) for part in ET.fromstring(data)] if data else []


def _text_of(part: ET.Element) -> str:
    """The text of a string, without how it is read aloud in Japanese."""
    runs = (child for child in part if _name(child) != "rPh")
    return "".join(text.text or "" for run in runs for text in run.iter() if _name(text) == "t")


def _days(archive: zipfile.ZipFile) -> tuple[frozenset[int], dt.datetime]:
    """Numbers of the styles in which numbers are days, and the day from which they count."""
    data = _member(archive, "xl/styles.xml", MAX_BYTES)
    book = _member(archive, "xl/workbook.xml", MAX_BYTES)
    since = dt.datetime(1904, 1, 1) if re.search(rb'date1904="(?:1|true)"', book) else _FIRST_DAY
    if not data:
        return frozenset(), since
    root = ET.fromstring(data)
    forms = {
        int(part.get("numFmtId", 0)): _LITERAL.sub("", part.get("formatCode", ""))
        for part in root.iter()
        if _name(part) == "numFmt"
    }
    own = {number for number, form in forms.items() if _DAY_FORM.search(form)}
    styles = next((part for part in root if _name(part) == "cellXfs"), ())
    kinds = [int(style.get("numFmtId", 0)) for style in styles]
    return frozenset(n for n, kind in enumerate(kinds) if kind in own or kind in _DAYS), since


_FIRST_DAY = dt.datetime(1899, 12, 30)
"""Day 0 of workbooks, which believe in a 29th of February 1900."""


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and member of each sheet, in their order."""
    links = _member(archive, "xl/_rels/workbook.xml.rels", MAX_BYTES)
    book = _member(archive, "xl/workbook.xml", MAX_BYTES)
    if not (links and book):
        raise Broken("corrupt", "it is no workbook of an office")
    targets = {part.get("Id"): part.get("Target", "") for part in ET.fromstring(links)}
    found = (part for part in ET.fromstring(book).iter() if _name(part) == "sheet")
    named = [(part.get("name", ""), targets.get(part.get(_REL), "")) for part in found]
    members = [(name, "xl/" + target.removeprefix("/xl/").lstrip("/")) for name, target in named]
    return [(name, member) for name, member in members if member in archive.namelist()]


def _rows(
    archive: zipfile.ZipFile,
    member: str,
    texts: list[str],
    days: frozenset[int],
    since: dt.datetime,
) -> Iterator[tuple[int, dict[int, str]]]:
    """Number and cells of each row that has some; cells by the numbers of their columns."""
    info = archive.getinfo(member)
    mind_bomb(info.file_size, info.compress_size)
    with archive.open(member) as stream:
        number = 0
        for _, element in ET.iterparse(stream):
            if _name(element) != "row":
                continue
            number = int(element.get("r", number + 1))
            cells: dict[int, str] = {}
            for at, cell in enumerate(element):
                value = _value(cell, texts, days, since)
                if value:
                    cells[_column(cell.get("r", ""), at)] = value
            element.clear()
            if cells:
                yield number, cells


def _column(place: str, at: int) -> int:
    """The number of a column from the name of a cell, `AB7`.

    >>> _column("A1", 5), _column("AB7", 0), _column("", 3)
    (0, 27, 3)
    """
    number = 0
    for letter in place.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1 if number else at


def _value(cell: ET.Element, texts: list[str], days: frozenset[int], since: dt.datetime) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text_of(part) for part in cell)
    said = next((part.text or "" for part in cell if _name(part) == "v"), "")
    if kind == "s":
        return texts[int(said)] if said else ""
    if kind == "n" and said and int(cell.get("s", 0)) in days:
        moment = since + dt.timedelta(days=float(said))
        return moment.isoformat(timespec="seconds").removesuffix("T00:00:00")
    return said


def _name(element: ET.Element) -> Any:
    return element.tag.rpartition("}")[2]
