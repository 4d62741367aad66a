"""Text and HTML files: one page each, or several with a separator between them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from crawler.readers.press import press_in, read_press
from crawler.readers.raw import MAX_BYTES, Bad, Raw, Reading, beyond
from crawler.readers.streams import Opened, lines, narrow, peek, whole
from crawler.readers.telling import HEAD_BYTES, kind_of

# A text file has next to no control characters; pictures and archives are full of them.
_BINARY_SHARE = 0.02
_SNIFFED_BYTES = 65536
HEAD = 1024
"""Bytes by which markup is told from what is none; it begins with its own plain letters."""
_MAGIC: tuple[bytes, ...] = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"%PDF",
    b"\x1f\x8b",
)
_MAGIC += (b"SQLite format 3", b"PAR1", b"ARROW1", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f")
# Browsers that save a page say first where it was.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SIDECARS = ("{stem}.json", "{name}.json", "{stem}.meta.json", "{name}.meta.json")
SIDECAR_BYTES = 1_000_000
_WHITE = b"\xef\xbb\xbf \t\r\n\f\v"


def read_text(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A text file is a page; with a separator, each stretch between two of them is.

    The export of a press database holds several, which its own lines part.
    """
    if reading.separator:
        yield from _separated(file, reading.separator)
        return
    press = None if reading.form == "text" else press_in(narrow(peek(file, _SNIFFED_BYTES)))
    if press is not None:
        yield from read_press(file, press)
        return
    data = whole(file)
    bad = refused(data, file.name)
    yield bad or Raw(file.name, "text", data, {"id": file.name}, len(data))


def _separated(file: Opened, separator: str) -> Iterator[Raw | Bad]:
    """`separator` is a string; the escapes `\\n`, `\\t` and `\\f` in it mean what they say.

    Where lines end as on Windows, a line end in it stands for that.
    """
    end = separator.replace("\\n", "\n").replace("\\t", "\t").replace("\\f", "\f").encode()
    if b"\r\n" in peek(file, _SNIFFED_BYTES) and b"\r" not in end:
        end = end.replace(b"\n", b"\r\n")
    count = 0
    for number, piece in lines(file, end):
        where = f"{file.name}:{number}"
        if piece is None:
            yield beyond(where, "a page")
        elif piece.strip(_WHITE):
            binary = is_binary(piece[:_SNIFFED_BYTES])
            count += 1
            yield (
                Bad(where, "binary", "the page holds no text but binary data", where)
                if binary
                else Raw(where, "text", piece, {"id": where}, len(piece))
            )
    if not count:
        yield Bad(file.name, "empty", "the file holds no page", file.name)


def read_html(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """An HTML file is a page; a JSON file of its name beside it says what is known of it."""
    data = whole(file)
    said, problem = _sidecar(file)
    saved = _SAVED_FROM.search(data[:2048])
    if saved and "url" not in said:
        said["url"] = saved[1].decode("ascii", "replace")
    bad = refused(data, file.name)
    if problem:
        yield Bad(f"{file.name} ({problem[0]})", "broken JSON", problem[1], file.name)
    yield bad or Raw(file.name, "html", data, {"id": file.name, **said}, len(data))


OF_PAGES = "files of saved pages"
"""What is said to be passed over."""
_SAVED = re.compile(
    r"(.+)(?:_files|\.files|[-_]dateien|_fichiers|_archivos|_ficheiros|_arquivos|_file|-filer|"
    r"_bestanden|_pliki|_soubory|_dosyalar|_tiedostot|_elemei)",
    re.IGNORECASE,
)
"""Folders in which browsers put what belongs to a page that they save."""


def is_of_page(name: str, there: Collection[str]) -> bool:
    """Whether a folder holds pictures, scripts and frames of a page saved beside it."""
    found = _SAVED.fullmatch(name)
    return found is not None and any(
        f"{found[1]}{end}" in there for end in (".html", ".htm", ".xhtml")
    )


def sidecars(path: str) -> list[str]:
    """Where the metadata of an HTML file would stand, if it has any."""
    file = Path(path)
    return [str(file.with_name(form.format(stem=file.stem, name=file.name))) for form in _SIDECARS]


def is_sidecar(name: str, there: Collection[str]) -> bool:
    """Whether a JSON file says what is known of an HTML file beside it."""
    return bool(_page_of(name, there))


def sidecars_of(names: Collection[str]) -> dict[str, str]:
    """Of some files the HTML files, each with the JSON file that says what is known of it."""
    there = set(names)
    return {page: name for name in names if (page := _page_of(name, there))}


def _page_of(name: str, there: Collection[str]) -> str:
    if not name.lower().endswith(".json"):
        return ""
    stem = name[: -len(".json")].removesuffix(".meta")
    pages = (stem, *(stem + ending for ending in (".html", ".htm", ".xhtml")))
    return next((page for page in pages if page in there and name in sidecars(page)), "")


def _sidecar(file: Opened) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """The fields beside an HTML file, and what is wrong with them: file and reason."""
    if file.beside:
        return _said_in(*file.beside)
    for name in sidecars(file.path) if file.path else ():
        try:
            with open(name, "rb") as stream:
                data = stream.read(SIDECAR_BYTES)
        except FileNotFoundError:
            continue
        except OSError as error:
            return {}, (Path(name).name, str(error))
        return _said_in(name, data)
    return {}, None


def _said_in(name: str, data: bytes) -> tuple[dict[str, Any], tuple[str, str] | None]:
    try:
        fields = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return {}, (Path(name).name, str(error))
    if isinstance(fields, dict):
        return fields, None
    return {}, (Path(name).name, f"holds a {type(fields).__name__}, not an object")


def refused(data: bytes, name: str) -> Bad | None:
    """Why the bytes of a file are no text, if they are none."""
    if not data.strip(_WHITE):
        return Bad(name, "empty", "the file is empty", name)
    if len(data) > MAX_BYTES:
        return beyond(name, "a file")
    if is_binary(data[:_SNIFFED_BYTES]):
        kind = kind_of(data[:HEAD_BYTES]) or "binary data"
        return Bad(name, "binary", f"the file holds no text but {kind}", name)
    return None


def is_binary(head: bytes) -> bool:
    """Whether these first bytes are no text."""
    if head.startswith(_MAGIC):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    nuls = head.count(0)
    if nuls and abs(head[0::2].count(0) - head[1::2].count(0)) > 0.8 * nuls > len(head) // 8:
        return False  # UTF-16 of Latin letters without a mark
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _BINARY_SHARE * len(head)
