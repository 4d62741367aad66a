"""JSON: an object a line, or one array of any length, read element by element.

Elements are cut out by their brackets and parsed by whoever folds them. So an array needs no more
memory than its largest element, parsing is shared by all cores, and an element that is broken
inside leaves its neighbours whole. (ijson was the alternative: it builds each object event by
event in this process, and stops for good at the first error.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.readers.raw import MAX_BYTES, Bad, Broken, Raw, Reading, beyond
from crawler.readers.streams import Opened, chunks, lines

_WHITE = b"\xef\xbb\xbf \t\r\n"
# A string, an open one at the end of what was read, or a bracket.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|"|[\[\]{}]', re.DOTALL)
# `{"articles": [{`: the records are the elements of that array.
_WRAPPED = re.compile(
    rb'\s*\{\s*(?:"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-\d.eE+]+|true|false|null)'
    rb'\s*,\s*)*"[^"\\]*"\s*:\s*\[(?=\s*\{)'
)
# Where an element is beyond repair, the next one begins at the next line with a bracket.
_NEXT = re.compile(rb"[\r\n]\s*,?\s*(?=\{)")


def read_jsonl(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A line is a record."""
    count = 0
    for number, line in lines(file):
        count = number
        where = f"{file.name}:{number}"
        if line is None:
            yield beyond(where, "a line")
        elif line.strip(_WHITE):
            yield Raw(where, "json", line, {}, len(line))
    if not count:
        yield Bad(file.name, "empty", "the file holds no line", file.name)


def read_json(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """An array's elements are records; without an array, the objects that follow each other."""
    number = 0
    for found in _elements(file):
        if found is None:
            number += 1
            yield beyond(f"{file.name}:{number}", "an element")
        elif found.strip(_WHITE + b","):
            number += 1
            yield Raw(f"{file.name}:{number}", "json", found, {}, len(found))
    if not number:
        yield Bad(file.name, "empty", "the file holds no record", file.name)


def _elements(file: Opened) -> Iterator[bytes | None]:
    """The bytes of each element; None for one that is too large. Raises Broken for an open end."""
    buffer = b""
    depth: int | None = None
    start = at = level = 0
    for data in chunks(file):
        buffer += data
        if depth is None:
            if not buffer.strip(_WHITE):
                continue
            depth, at = _opening(buffer)
            start = at
        while token := _TOKEN.search(buffer, at):
            kind = token[0]
            if kind == b'"':
                break
            at = token.end()
            if kind in b"{[":
                if level == 0:
                    between = buffer[start : token.start()].strip(_WHITE + b",")
                    if between and depth:
                        yield between
                    start = token.start()
                level += 1
            elif kind in b"}]":
                if level == 0:
                    depth = 0  # the array's own end; objects may still follow
                    start = at
                    continue
                level -= 1
                if level == 0:
                    yield buffer[start:at]
                    start = at
        if token is None:
            at = len(buffer)
        if len(buffer) - start > MAX_BYTES:
            yield None
            after = _NEXT.search(buffer, start + 1)
            start = at = after.end() if after else len(buffer)
            level = 0
        buffer, at, start = buffer[start:], at - start, 0
    left = buffer[start:].strip(_WHITE + b",")
    if left:
        yield from _recovered(left, level)


def _opening(buffer: bytes) -> tuple[int, int]:
    """1 inside an array, 0 where objects stand side by side; and where the first one begins."""
    wrapped = _WRAPPED.match(buffer.lstrip(_WHITE))
    skipped = len(buffer) - len(buffer.lstrip(_WHITE))
    if wrapped:
        return 1, skipped + wrapped.end()
    return (1, skipped + 1) if buffer[skipped : skipped + 1] == b"[" else (0, skipped)


def _recovered(left: bytes, level: int) -> Iterator[bytes]:
    """What an element that never ends has swallowed: a bracket or a quote is missing in it."""
    pieces = _NEXT.split(left)
    yield from (piece.rstrip(_WHITE + b",]") if n else piece for n, piece in enumerate(pieces))
    if level and len(pieces) == 1:
        raise Broken("truncated", "the last element has no end")
