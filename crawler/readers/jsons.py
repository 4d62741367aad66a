"""JSON: an object a line, or one array of any length, read element by element.

Elements are cut out by their brackets and parsed by whoever folds them. So an array needs no more
memory than its largest element, parsing is shared by all cores, and an element that is broken
inside leaves its neighbours whole. (ijson was the alternative: it builds each object event by
event in this process, and stops for good at the first error.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.readers.columnar import MOST_BYTES, is_columnar, rows_before, rows_in
from crawler.readers.raw import MAX_BYTES, Bad, Broken, Raw, Reading, beyond
from crawler.readers.streams import CHUNK, Opened, chunks, lines, narrow, peek

_WHITE = b"\xef\xbb\xbf \t\r\n"
_AROUND = _WHITE + b",\x1e"
"""What stands around the records of a line: commas of an array, the mark of RFC 7464."""
# A string, an open one at the end of what was read, or a bracket.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|"|[\[\]{}]', re.DOTALL)
_FIRST_KEY = re.compile(rb'\s*\{\s*("(?:[^"\\]|\\.)*")')
_KEY = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:')
_ACTION = re.compile(
    rb'\{\s*"(?:index|create)"\s*:\s*\{[^{}]*"_id"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)[^{}]*\}\s*\}'
)
_PAIRS = {b"}": b"{", b"]": b"["}
_SIDE_BY_SIDE = re.compile(rb'\}\s*\{\s*"[^"\\]*"\s*:')
_HEAD_BYTES = 1 << 16
"""Bytes by which it is told where the records are in what holds them."""
_MOST_HEAD_BYTES = 1 << 24
"""The same where so far there is nothing else than what is no record."""


def read_jsonl(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """A line is a record; what is no object a line after all is read as `read_json` reads it."""
    if _is_spread(peek(file, CHUNK)):
        yield from read_json(file, reading)
        return
    count = 0
    action: re.Match[bytes] | None = None
    for number, line in lines(file):
        where = f"{file.name}:{number}"
        if line is None:
            count += 1
            yield beyond(where, "a line")
        elif found := line.strip(_AROUND):
            count += 1
            if action:
                # Written to be sent to Elasticsearch: the line above says the id of this one.
                found, action = b'{"_id": %s, "_source": %s}' % (action[1], found), None
            elif action := _ACTION.fullmatch(found):
                continue
            yield Raw(where, "json", found, {}, len(found))
    if action:
        yield Raw(where, "json", action[0], {}, len(action[0]))
    if not count:
        yield Bad(file.name, "empty", "the file holds no line", file.name)


def _is_spread(head: bytes) -> bool:
    """Whether JSON begins that is an array, is indented, or has no ends of lines.

    >>> _is_spread(b'{"a": 1}\\n{"a": 2}'), _is_spread(b'[{"a": 1}]'), _is_spread(b'{\\n  "a": 1')
    (False, True, True)
    """
    head = head.lstrip(_WHITE)
    if not head.startswith(b"{"):
        return head.startswith(b"[")
    line = re.split(rb"[\r\n]", head, maxsplit=1)[0].rstrip(_WHITE)
    return line.endswith((b"{", b"[", b",")) or _SIDE_BY_SIDE.search(line) is not None


def read_json(file: Opened, reading: Reading) -> Iterator[Raw | Bad]:
    """The elements of arrays are records, wherever in an object the arrays are.

    Of an object of columns, the rows are. Without either, the objects that follow each other, or
    the members of an object by their ids.
    """
    number = 0
    data: Iterable[bytes] = chunks(file)
    if is_columnar(narrow(peek(file, _HEAD_BYTES))):
        columns, cut = _gathered(data)
        if len(columns) > MOST_BYTES:
            yield _too_wide(file.name)
            return
        rows, lost = _rows(columns, cut)
        for number, row in enumerate(rows, 1):
            size = sum(len(value) for value in row.values() if isinstance(value, str))
            yield Raw(f"{file.name}:{number}", "fields", row, {}, size)
        if lost:
            raise lost
        if number:
            return
        data = [columns]
    for found in _elements(data):
        if found is None:
            number += 1
            yield beyond(f"{file.name}:{number}", "an element")
        elif found := found.strip(_AROUND):
            number += 1
            yield Raw(f"{file.name}:{number}", "json", found, {}, len(found))
    if not number:
        yield Bad(file.name, "empty", "the file holds no record", file.name)


def _gathered(data: Iterable[bytes]) -> tuple[bytes, Broken | None]:
    """All bytes, but few more than may be; and what ended them too early."""
    parts: list[bytes] = []
    size = 0
    try:
        for part in data:
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                break
    except Broken as error:
        return b"".join(parts), error
    return b"".join(parts), None


def _rows(data: bytes, cut: Broken | None) -> tuple[Iterator[dict[str, Any]], Broken | None]:
    """The rows of what begins as an object of columns, and what broke it; none where it is
    something else. `cut` ended it too early."""
    text = data.decode("utf-8-sig", "replace")
    try:
        return rows_in(json.JSONDecoder(strict=False).decode(text)) or iter(()), cut
    except RecursionError:
        return iter(()), cut
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return iter(()), cut  # objects that follow each other
        if cut is None and text.rstrip().endswith("}"):
            cut = Broken("corrupt", f"the columns are broken: {error}")
        return rows_before(text), cut or Broken("truncated", "the columns have no end")


def _too_wide(name: str) -> Bad:
    detail = (
        f"its columns have more than {MOST_BYTES} bytes together; write it by rows: "
        'pandas.read_json(...).to_json("rows.jsonl", orient="records", lines=True)'
    )
    return Bad(name, "too large", detail, name)


def _elements(data: Iterable[bytes]) -> Iterator[bytes | None]:
    """The bytes of each element; None for one that is too large. Raises Broken for an open end."""
    scan = _Scan()
    for part in data:
        yield from scan.feed(part)
    yield from scan.end()


class _Scan:
    """Where one element ends and the next begins, in bytes that come some at a time."""

    def __init__(self) -> None:
        self.buffer = b""
        self.start = self.at = 0
        """Where the element begins, and what has been looked at."""
        self.open: list[bytes] = []
        """Brackets of the element that are open."""
        self.around: list[bytes] = []
        """Brackets that are open around it."""
        self.look = _HEAD_BYTES
        """Bytes by which it is told where the records are."""
        self.begun = self.ended = self.skipping = False
        self.wrapped = self.between = False
        """Whether an object holds the records, and whether this is none of them."""
        self.next: re.Pattern[bytes] | None = None
        """How an element begins: with the key that the first one begins with."""

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        self.buffer += data
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
        while self.begun or self.begin():
            token = _TOKEN.search(self.buffer, self.at)
            if token is None:
                self.at = len(self.buffer)
                return
            kind, before = token[0], token.start()
            if kind == b'"' or (self.between and self.waits(kind, token.end())):
                return  # what has begun here has not ended yet
            self.at = token.end()
            if self.between:
                self.pass_by(kind)
            elif kind in (b"{", b"["):
                yield from self.opened(kind, before)
            elif kind in _PAIRS:
                yield from self.closed(kind, before)
            elif not self.open and self.around[-1:] == [b"["]:
                yield self.buffer[self.start : self.at]  # a string in an array
                self.start = self.at

    def begin(self) -> bool:
        """Go to where the first record is; False where more has to be read to tell."""
        there = self.buffer[self.at :].lstrip(_AROUND)
        self.start = self.at = len(self.buffer) - len(there)
        if not there or (len(there) < self.look and not self.ended):
            return False
        found, is_open = _records_in(there[: self.look])
        if found is None and is_open and self.look < _MOST_HEAD_BYTES and not self.ended:
            self.look *= 4
            return self.begin()
        self.begun = True
        if found:
            self.wrapped, self.around = True, found[0]
            self.start = self.at = self.at + found[1]
        return True

    def opened(self, kind: bytes, before: int) -> Iterator[bytes]:
        if not self.open:
            if self.around[-1:] != [b"{"]:  # there, it is the key of a member
                yield self.buffer[self.start : before]  # what is no object
            self.start = before
            if kind == b"[" and not self.around:
                self.around.append(kind)
                self.start = self.at
                return
            if kind == b"[" and self.next:
                yield kind  # among objects it is astray, and would swallow the rest of them
                self.start = self.at
                return
        self.open.append(kind)

    def closed(self, kind: bytes, before: int) -> Iterator[bytes]:
        if not self.open:
            if self.around[-1:] != [b"{"]:
                yield self.buffer[self.start : before]
            self.start = self.at
            self.leave()
            return
        if self.open[-1] == _PAIRS[kind]:
            self.open.pop()
        else:
            # A bracket is missing or too much: nobody knows how far the damage goes.
            yield from self.pieces(self.buffer[self.start : self.at])
            self.open.clear()
            self.start = self.at
        if not self.open and self.start < self.at:
            found = self.buffer[self.start : self.at]
            self.learn(found)
            yield found
            self.start = self.at

    def leave(self) -> None:
        """Go out of a bracket around the records; objects may still follow."""
        if self.around:
            self.around.pop()
        self.between = self.wrapped and bool(self.around)
        if self.wrapped and not self.around:
            self.wrapped = self.begun = False  # another one may follow, with records of its own

    def waits(self, kind: bytes, end: int) -> bool:
        """Whether more has to be read to tell what is in an array."""
        return kind == b"[" and not self.ended and not self.buffer[end:].lstrip(_WHITE)

    def pass_by(self, kind: bytes) -> None:
        """Follow the brackets of what holds the records, to the next array of them."""
        self.start = self.at
        if kind in (b"{", b"["):
            self.around.append(kind)
            after = self.buffer[self.at : self.at + CHUNK]
            self.between = not (kind == b"[" and self.next and self.next.match(b"[" + after, 1))
        elif kind in _PAIRS:
            self.leave()

    def learn(self, element: bytes) -> None:
        key = _FIRST_KEY.match(element) if self.next is None else None
        if key:
            self.next = re.compile(rb"(?<=[\s,\[}])(?=\s*\{\s*" + re.escape(key[1]) + rb"\s*:)")

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
        self.ended = True
        if not self.skipping:
            yield from self.scan()
        left = self.buffer[self.start :].strip(_AROUND)
        if left and not self.skipping and not self.between:
            pieces = list(self.pieces(left))
            if self.open and len(pieces) == 1:
                raise Broken("truncated", "the last element has no end")
            yield from pieces
        if self.around:
            raise Broken("truncated", "the array of records has no end")


def _records_in(head: bytes) -> tuple[tuple[list[bytes], int] | None, bool]:
    """The brackets around the records that an object holds, and where the first one begins.

    None where the object is a record itself: nothing in it says more than it does. And whether it
    has not ended yet, and said nothing.

    >>> _records_in(b'{"n": 1, "data": {"items": [{"id": 1, "text": "Storm"}]}}')
    (([b'{', b'{', b'['], 28), False)
    """
    if not head.startswith(b"{"):
        return None, False
    best, most = None, _worth(head)
    silent = not most
    stack: list[bytes] = []
    for token in _TOKEN.finditer(head):
        kind, at = token[0], token.start()
        if kind in (b"{", b"["):
            first = head[:at].rstrip(_WHITE)[-1:] == b"["
            if kind == b"{" and stack and (first or stack[-1] == b"{"):
                # Members of an object count for less than the elements of an array.
                worth = _worth(head[at : at + _HEAD_BYTES]) - (not first)
                if worth > most:
                    best, most = ([*stack], at), worth
            stack.append(kind)
        elif kind in _PAIRS:
            stack = stack[:-1]
            if not stack:
                return best, False
        if most == _TEXT:
            break  # nothing says more
    return best, silent


_TEXT = 6
"""What an object with a text is worth."""
_FEW = 60
"""Characters of a text that may as well be the name of a tag, or a comment."""


def _worth(head: bytes) -> int:
    """What the object at the beginning of some bytes says: 6 a text, 4 a summary, 2 a title."""
    from crawler.columns import columns_of, is_summary, value_at

    record, whole = _object(head)
    paths = columns_of(record).paths
    for key in ("html", "text", "body"):
        if key in paths and not isinstance(value := value_at(record, paths[key]), dict):
            parts = value if isinstance(value, list) else [value]
            if any(isinstance(part, dict) for part in parts):
                continue
            if is_summary(paths[key]):
                return 4
            return _TEXT if not whole or len(str(value)) > _FEW else 2
    return 2 if isinstance(record.get("".join(paths.get("title", ()))), str) else 0


def _object(head: bytes) -> tuple[dict[str, Any], bool]:
    """The object at the beginning of some bytes; where it is cut off, its keys alone."""
    try:
        text = head.decode("utf-8", "replace")
        found = json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        depth, keys = 0, {}
        for token in _TOKEN.finditer(head):
            depth += (token[0] in (b"{", b"[")) - (token[0] in _PAIRS)
            key = _KEY.match(head, token.start()) if depth == 1 else None
            if key:
                keys[key[1].decode("utf-8", "replace")] = ""
            if not depth:
                break
        return keys, False
    return (found, True) if isinstance(found, dict) else ({}, True)
