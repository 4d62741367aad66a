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
from crawler.readers.streams import CHUNK, Opened, chunks, lines

_WHITE = b"\xef\xbb\xbf \t\r\n"
# A string, an open one at the end of what was read, or a bracket.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|"|[\[\]{}]', re.DOTALL)
# `{"articles": [{`: the records are the elements of that array.
_WRAPPED = re.compile(
    rb'\s*\{\s*(?:"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-\d.eE+]+|true|false|null)'
    rb'\s*,\s*)*"[^"\\]*"\s*:\s*\[(?=\s*\{)'
)
_FIRST_KEY = re.compile(rb'\s*\{\s*("(?:[^"\\]|\\.)*")')
_PAIRS = {b"}": b"{", b"]": b"["}


def read_jsonl(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A line is a record."""
    count = 0
    for number, line in lines(file):
        where = f"{file.name}:{number}"
        if line is None:
            count += 1
            yield beyond(where, "a line")
        elif line.strip(_WHITE):
            count += 1
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
    scan = _Scan()
    for data in chunks(file):
        yield from scan.feed(data)
    yield from scan.end()


class _Scan:
    """Where one element ends and the next begins, in bytes that come some at a time."""

    def __init__(self) -> None:
        self.buffer = b""
        self.start = self.at = 0
        """Where the element begins, and what has been looked at."""
        self.open: list[bytes] = []
        """Brackets of the element that are open."""
        self.begun = self.skipping = False
        self.next: re.Pattern[bytes] | None = None
        """How an element begins: with the key that the first one begins with."""

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        self.buffer += data
        if not self.begun:
            if not self.buffer.strip(_WHITE):
                return
            self.begun = True
            self.start = self.at = _opening(self.buffer)
        if self.skipping and not self.resume():
            return
        yield from self.scan()
        if len(self.buffer) - self.start > MAX_BYTES:
            yield None
            self.skipping = True
            self.start += 1
        self.buffer, self.at, self.start = self.buffer[self.start :], self.at - self.start, 0

    def scan(self) -> Iterator[bytes | None]:
        """The elements that are complete."""
        while token := _TOKEN.search(self.buffer, self.at):
            kind = token[0]
            if kind == b'"':
                return  # a string that has not ended yet
            self.at = token.end()
            if kind in (b"{", b"["):
                if not self.open:
                    yield self.buffer[self.start : token.start()]  # what is no object
                    self.start = token.start()
                if not self.open and kind == b"[" and self.next:
                    yield kind  # among objects it is astray, and would swallow the rest of them
                    self.start = self.at
                else:
                    self.open.append(kind)
            elif kind in _PAIRS:
                if self.open and self.open[-1] == _PAIRS[kind]:
                    self.open.pop()
                elif self.open:
                    # A bracket is missing or too much: nobody knows how far the damage goes.
                    yield from self.pieces(self.buffer[self.start : self.at])
                    self.open.clear()
                    self.start = self.at
                else:
                    self.start = self.at  # the array's own end; objects may still follow
                    continue
                if not self.open:
                    found = self.buffer[self.start : self.at]
                    self.learn(found)
                    yield found
                    self.start = self.at
        self.at = len(self.buffer)

    def learn(self, element: bytes) -> None:
        key = _FIRST_KEY.match(element) if self.next is None else None
        if key:
            self.next = re.compile(rb"(?<=[\s,\[}])(?=\{\s*" + re.escape(key[1]) + rb"\s*:)")

    def pieces(self, broken: bytes) -> Iterator[bytes]:
        """What an element that is broken has swallowed."""
        starts = [found.start() for found in self.next.finditer(broken)] if self.next else []
        for start, end in zip([0, *starts], [*starts, len(broken)], strict=True):
            yield broken[start:end].rstrip(_WHITE + b",]")

    def resume(self) -> bool:
        """Go to where the next element begins, after one that was too large."""
        found = self.next.search(self.buffer, self.start) if self.next else None
        if found is None:
            self.buffer = self.buffer[-CHUNK:]
            self.start = self.at = 0
            return False
        self.start = self.at = found.start()
        self.open.clear()
        self.skipping = False
        return True

    def end(self) -> Iterator[bytes | None]:
        """What is left at the end, which is no whole element."""
        left = self.buffer[self.start :].strip(_WHITE + b",")
        if left and not self.skipping:
            pieces = list(self.pieces(left))
            if self.open and len(pieces) == 1:
                raise Broken("truncated", "the last element has no end")
            yield from pieces


def _opening(buffer: bytes) -> int:
    """Where the first element begins: after the array's bracket, if there is one."""
    skipped = len(buffer) - len(buffer.lstrip(_WHITE))
    wrapped = _WRAPPED.match(buffer, skipped)
    if wrapped:
        return wrapped.end()
    return skipped + (buffer[skipped : skipped + 1] == b"[")
