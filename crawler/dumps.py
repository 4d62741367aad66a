"""Pages out of files: text, HTML and JSON lines, one by one, and what could not be read.

Reading never stops at a bad input. What cannot become a page comes out as a `Bad` in its place,
with the file, the line and the reason, and its neighbours come out as if it were not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from crawler.html import decode_html
from crawler.page import page_from_fields, page_from_html, page_from_text
from dedupe.model import Page
from dedupe.text import clean

# A text file has next to no control characters; pictures and archives are full of them.
_BINARY_SHARE = 0.02
_SNIFFED_BYTES = 65536
# A larger file or line is set aside: it is no page, and folding it would take the memory of many.
MAX_BYTES = 50_000_000
_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"%PDF",
    b"\x1f\x8b",
    b"SQLite format 3",
)


@dataclass(frozen=True, slots=True)
class Bad:
    """An input that became no page."""

    where: str
    """File name, with `:line` for a line of it."""
    reason: str
    detail: str
    input_id: str = ""
    url: str = ""


class InputError(ValueError):
    """An input that cannot be started on: no such file, a form that nobody reads."""


def find_inputs(paths: Iterable[str | Path], form: str = "") -> list[Path]:
    """The files under `paths`, folders opened, in a fixed order; raises InputError."""
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found += sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and file.suffix.lower() in READERS and not _hidden(file, path)
            )
        elif not path.exists():
            raise InputError(f"{path}: no such file or folder")
        elif not form and path.suffix.lower() not in READERS:
            known = ", ".join(sorted(READERS))
            raise InputError(
                f"{path}: no reader for {path.suffix or 'a name without an ending'!r}; "
                f"known are {known}; or say what it holds with --form text|html|jsonl"
            )
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def read_dump(path: Path, form: str = "", source: str = "") -> Iterator[Page | Bad]:
    """The pages of one file; what is not readable comes as Bad."""
    reader = FORMS[form] if form else READERS[path.suffix.lower()]
    try:
        with path.open("rb") as stream:
            yield from reader(stream, path.name, source)
    except OSError as error:
        yield Bad(str(path), "unreadable", error.strerror or str(error), path.name)


def read_text(stream: BinaryIO, name: str, source: str = "") -> Iterator[Page | Bad]:
    """A text file is one page."""
    data = stream.read(MAX_BYTES + 1)
    bad = _refuse(data, name)
    if bad is not None:
        yield bad
        return
    text = _decode(data)
    if not clean(text):
        yield Bad(name, "empty", "the file holds no text", name)
    else:
        yield page_from_text(text, id=name, source=source)


def read_html(stream: BinaryIO, name: str, source: str = "") -> Iterator[Page | Bad]:
    """An HTML file is one page."""
    data = stream.read(MAX_BYTES + 1)
    bad = _refuse(data, name)
    yield bad if bad is not None else _html_page(data, name, {"id": name, "source": source})


def read_jsonl(stream: BinaryIO, name: str, source: str = "") -> Iterator[Page | Bad]:
    """A line is a page: `text`, or `html`, or `title` with `body`; `id`, `url`, `fetched_at`."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > MAX_BYTES:
            yield Bad(where, "too large", f"a line of more than {MAX_BYTES} bytes", where)
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _page_of_line(line, where, source)
    if not number:
        yield Bad(name, "empty", "the file holds no line", name)


def _page_of_line(line: bytes, where: str, source: str) -> Page | Bad:
    try:
        fields = json.loads(_decode(line))
    except (ValueError, RecursionError) as error:
        return Bad(where, "broken JSON", str(error) or "nested too deeply", where)
    if not isinstance(fields, dict):
        kind = type(fields).__name__
        return Bad(where, "broken JSON", f"a line holds one object; this one is a {kind}", where)
    fields.setdefault("source", source)
    if not fields["source"]:
        fields["source"] = source
    return page_of_fields(fields, where)


def page_of_fields(fields: dict[str, Any], where: str) -> Page | Bad:
    """A page from the fields of a record; numbers are taken for text, other types are not."""
    known = {key: _string(fields.get(key)) for key in _FIELDS}
    input_id = known["id"] or where
    wrong = [key for key in ("text", "html", "title") if known[key] is None]
    if wrong:
        kind = type(fields[wrong[0]]).__name__
        detail = f"{wrong[0]!r} should be a string and is a {kind}"
        return Bad(where, "wrong type", detail, input_id, known["url"] or "")
    body = fields.get("body")
    if isinstance(body, list):
        known["body"] = "\n\n".join(part for part in map(_string, body) if part)
    said = {key: value or "" for key, value in known.items()} | {"id": input_id}
    if said["html"]:
        return _html_page(said["html"], where, said)
    if clean(said["text"]):
        return page_from_text(said["text"], **_origin(said))
    if clean(said["body"]) or clean(said["title"]):
        return page_from_fields(said["title"], said["body"], said, **_origin(said))
    detail = "no text in any of the fields text, html, title, body"
    return Bad(where, "no text", detail, input_id, said["url"])


_FIELDS = [
    "id",
    "url",
    "source",
    "fetched_at",
    "text",
    "html",
    "title",
    "body",
    "lang",
    "section",
    "published",
    "date",
    "author",
]


def _origin(said: dict[str, str]) -> dict[str, Any]:
    return {key: said.get(key, "") for key in ("id", "url", "source", "fetched_at")}


def _string(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _html_page(html: str | bytes, where: str, said: dict[str, str]) -> Page | Bad:
    try:
        page = page_from_html(html, **_origin(said))
    except Exception as error:  # whatever the markup holds, its neighbours are read
        detail = f"{type(error).__name__}: {error}"
        return Bad(where, "unreadable", detail, said.get("id", where), said.get("url", ""))
    if not page.blocks:
        detail = "the markup shows no text"
        return Bad(where, "empty", detail, page.id, page.url)
    return page


def _refuse(data: bytes, name: str) -> Bad | None:
    if not data.strip():
        return Bad(name, "empty", "the file is empty", name)
    if len(data) > MAX_BYTES:
        return Bad(name, "too large", f"more than {MAX_BYTES} bytes", name)
    if _is_binary(data[:_SNIFFED_BYTES]):
        return Bad(name, "binary", "the file holds no text but binary data", name)
    return None


def _is_binary(head: bytes) -> bool:
    if head.startswith(_MAGIC):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    nuls = head.count(0)
    if nuls and abs(head[0::2].count(0) - head[1::2].count(0)) > 0.8 * nuls > len(head) // 8:
        return False  # UTF-16 of Latin letters without a mark
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _BINARY_SHARE * len(head)


_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_html(data)


READERS: dict[str, Callable[[BinaryIO, str, str], Iterator[Page | Bad]]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}
FORMS = {"text": read_text, "html": read_html, "jsonl": read_jsonl}
