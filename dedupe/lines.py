"""A file of JSON lines to what grouping keeps of each text, some megabytes at a time.

Compiled, it is one pass over the bytes (`compiled_lines`), with a full parser for the lines that
are not plain; without, all lines go to the parser. Both give the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, overload

import numpy as np
from numpy.typing import NDArray

from . import codepoints, kernel
from .plain import I64, U8, U32, U64, fmix64
from .scheme import BANDS, LETTER, PERMUTATIONS
from .sketch import band_keys

CHUNK = 1 << 20
"""Bytes of the file that are worked on at a time."""

_MARGIN = 32
"""Line breaks behind the data: more than the compiled reader ever looks ahead."""

_KIND = np.uint64(2)
"""Bits that the kind of a token takes beside 62 of its hash."""

I32 = NDArray[np.int32]

Complain = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Names:
    """Keys of the id (where there is none it is the line's number), the title, and the text."""

    id: str = "id"
    title: str = "title"
    body: str = "body"


@dataclass(frozen=True, slots=True, eq=False)
class Ids(Sequence[str]):
    """Ids in a row as UTF-8: a string of Python takes eight times what most of them are long."""

    data: U8
    ends: I64
    """Where each ends in `data`."""

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        n = range(len(self))[at]
        begin = self.ends[n - 1] if n else 0
        return self.data[begin : self.ends[n]].tobytes().decode("utf-8", "surrogatepass")

    def part(self, first: int, last: int) -> Ids:
        """Those from the first to before the last."""
        begin = self.ends[first - 1] if first else 0
        ends = self.ends[first:last]
        return Ids(self.data[begin : ends[-1]], ends - begin)


def joined(parts: Sequence[Ids]) -> Ids:
    """Ids behind each other."""
    before = np.cumsum([0, *(len(part.data) for part in parts)])
    ends = [part.ends + begin for part, begin in zip(parts, before, strict=False)]
    none = Ids(np.zeros(0, np.uint8), np.zeros(0, np.int64))
    return Ids(
        np.concatenate([none.data, *(part.data for part in parts)]),
        np.concatenate([none.ends, *ends]),
    )


def _ids_of(ids: Sequence[str]) -> Ids:
    parts = [id_.encode("utf-8", "surrogatepass") for id_ in ids]
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
    return Ids(np.frombuffer(bytearray(b"".join(parts)), np.uint8), ends)


@dataclass(frozen=True, slots=True)
class Sketches:
    """What is known of some texts, in the order of their lines."""

    ids: Ids
    begins: I64
    """Where in the file the line of each text begins."""
    counts: I32
    """Shingles, tokens of the title, numbers of the body: `int64[n, 3]`; only the first is known
    of what was not compiled."""
    words: I32
    """Length of each body as `near.Form.words` counts it."""
    sums: U64
    """A hash of each text's title and shingles."""
    keys: U32
    """Band keys, `uint32[n, bands]`."""
    packed: U32
    """`counts` of each text in a row, as `compiled_lines.read` packs them; empty of what was not
    compiled. It is overwritten when the next texts are read."""


def sketches(
    path: Path, names: Names, complain: Complain, fast: kernel.Compiled | None
) -> Iterator[Sketches]:
    """Read the file; a line that is no JSON object goes to `complain`, with its number.

    `fast` is what is compiled, or None.
    """
    reader = _Reader(names, complain, fast)
    buffer = bytearray(2 * CHUNK + _MARGIN)
    begin = held = 0
    with open(path, "rb", buffering=0) as file:
        size = -1
        while size:
            if len(buffer) < held + CHUNK + _MARGIN:
                buffer = buffer + bytearray(len(buffer))
            size = file.readinto(memoryview(buffer)[held : held + CHUNK])
            end = held + size
            cut = buffer.rfind(b"\n", held, end) + 1 if size else end
            held = end - cut
            if not cut:
                continue
            rest = buffer[cut : end + _MARGIN]
            buffer[cut : cut + _MARGIN] = b"\n" * _MARGIN
            yield reader.compiled(buffer, cut, begin) if fast else reader.plain(buffer, cut, begin)
            buffer[: len(rest)] = rest
            begin += cut


class _Reader:
    """Holds what goes on from chunk to chunk, and the arrays that each is worked on in."""

    def __init__(self, names: Names, complain: Complain, fast: kernel.Compiled | None) -> None:
        self.names, self.complain = names, complain
        self.fast: Any = fast and fast.lines
        self.packed: Any = fast and fast.packed
        self.signature = np.empty(PERMUTATIONS, np.uint32)
        self.rows = np.empty((0, fast.lines.COLUMNS if fast else 0), np.int64)
        self.sums, self.tokens = np.empty(0, np.uint64), np.empty(0, np.uint64)
        self.lines = 0
        self.size = 0

    def _fit(self, size: int) -> None:
        """Make room for `size` bytes of text; what is not used takes no memory."""
        if size <= self.size:
            return
        most = codepoints.TOKENS_PER_BYTE * size + _MARGIN
        # No object on a line of its own is shorter than three bytes.
        lines = size // 3 + _MARGIN
        self.hashes, self.kinds = np.empty(most, np.uint64), np.empty(most, np.uint8)
        rows, sums = np.empty((lines, self.fast.COLUMNS), np.int64), np.empty(lines, np.uint64)
        # A token is three numbers of 32 bits at most: what it is, and a shingle.
        tokens = np.empty(2 * most + lines, np.uint64)
        for new, old in ((rows, self.rows), (sums, self.sums), (tokens, self.tokens)):
            new[: len(old)] = old
        self.rows, self.sums, self.tokens, self.size = rows, sums, tokens, size

    def compiled(self, buffer: bytearray, end: int, begin: int) -> Sketches:
        """The texts of the first `end` bytes, which begin at `begin` in the file."""
        fast = self.fast
        self._fit(len(buffer))
        data = np.frombuffer(buffer, np.uint8)
        state = np.zeros(4, np.int64)
        state[fast.LINES] = self.lines
        parsed: dict[int, str] = {}
        while self._read(data, end, state):
            at = int(state[fast.AT])
            stop = buffer.find(b"\n", at)
            number = int(state[fast.LINES]) + 1
            line = bytes(buffer[at:stop])
            row = _row(line, number, self.names, self.complain)
            if row is None:
                state[fast.LINES] = number
            else:
                n = int(state[fast.ROWS])
                parsed[n] = row[0]
                self._read_parsed(row, state)
                self.rows[n, fast.C_BEGIN] = at + _blanks(line)
            state[fast.AT] = stop + 1
        self.lines = int(state[fast.LINES])
        return self._sketched(buffer, state, parsed, begin)

    def _read(self, data: U8, end: int, state: I64) -> bool:
        """Read on; whether a line needs a parser before this can go on."""
        names = [np.frombuffer(key.encode(), np.uint8) for key in self._keys()]
        while True:
            table, pool = codepoints.entries()
            found = self.fast.read(
                data,
                end,
                *names,
                table,
                pool,
                codepoints.pairs(),
                self.hashes,
                self.kinds,
                self.tokens.view(np.uint32),
                self.tokens,
                self.rows,
                self.sums,
                state,
            )
            if found <= 0:
                return bool(found)
            codepoints.fill(found - 1)

    def _keys(self) -> tuple[str, str, str]:
        return self.names.id, self.names.title, self.names.body

    def _read_parsed(self, row: tuple[str, str, str], state: I64) -> None:
        """Read what a parser has made of a line, written as the plainest JSON."""
        plain = json.dumps(dict(zip(self._keys(), row, strict=True)), ensure_ascii=False)
        data = bytearray(plain.encode("utf-8", "surrogatepass") + b"\n" * _MARGIN)
        self._fit(len(data))
        state[self.fast.AT] = 0
        refused = self._read(np.frombuffer(data, np.uint8), len(data) - _MARGIN, state)
        assert not refused, "what a parser has made is plain"

    def _sketched(
        self, buffer: bytearray, state: I64, parsed: dict[int, str], begin: int
    ) -> Sketches:
        fast = self.fast
        rows = self.rows[: state[fast.ROWS]]
        packed = self.tokens.view(np.uint32)[: state[fast.PACKED]]
        counts = rows[:, : fast.C_NUMBERS + 1].astype(np.int32)
        keys = np.empty((len(rows), BANDS), np.uint32)
        self.packed.keyed(packed, rows, *kernel.permutations(), self.signature, keys)
        begins = begin + rows[:, fast.C_BEGIN]
        return Sketches(
            self._ids(buffer, rows, parsed),
            begins,
            counts,
            rows[:, fast.C_WORDS].astype(np.int32),
            self.sums[: len(rows)].copy(),
            keys,
            packed,
        )

    def _ids(self, buffer: bytearray, rows: I64, parsed: dict[int, str]) -> Ids:
        fast = self.fast
        kinds = rows[:, fast.C_KIND]
        # Of what was parsed, places are not in the buffer.
        rows[list(parsed), fast.C_ID : fast.C_ID_END + 1] = 0
        out = np.empty(int((rows[:, fast.C_ID_END] - rows[:, fast.C_ID]).sum()), np.uint8)
        ends = np.empty(len(rows), np.int64)
        self.packed.ids(np.frombuffer(buffer, np.uint8), rows, out, ends)
        found = Ids(out, ends)
        if not parsed and (kinds == fast.PLAIN_ID).all():
            return found
        ids = list(found)
        for n in np.flatnonzero(kinds == fast.NO_ID).tolist():
            ids[n] = str(rows[n, fast.C_LINE])
        for n in np.flatnonzero(kinds == fast.ESCAPED_ID).tolist():
            ids[n] = json.loads(f'"{ids[n]}"')
        for n, id_ in parsed.items():
            ids[n] = id_
        return _ids_of(ids)

    def plain(self, buffer: bytearray, end: int, begin: int) -> Sketches:
        """What `compiled` does, without a compiler."""
        ids, begins, heads, parts = [], [], [], []
        at = 0
        while at < end:
            stop = buffer.find(b"\n", at)
            self.lines += 1
            line = bytes(buffer[at:stop])
            row = _row(line, self.lines, self.names, self.complain)
            if row is not None:
                begins.append(begin + at + _blanks(line))
                ids.append(row[0])
                heads.append(row[1])
                parts.append(row[2])
            at = stop + 1
        titles, bodies = kernel.units(heads), kernel.units(parts)
        runs, run_counts = kernel.shingled(bodies.hashes, bodies.starts)
        # 64 bits of each token: with 32, two titles of many are soon the same.
        ends = np.concatenate([np.zeros(1, np.uint64), np.cumsum(fmix64(titles.hashes))])
        titled = ends[titles.starts[1:]] - ends[titles.starts[:-1]]
        counts = np.zeros((len(ids), 3), np.int32)
        counts[:, 0] = run_counts
        letters = np.concatenate([[0], np.cumsum(bodies.kinds == LETTER)])[bodies.starts]
        words = np.diff(bodies.starts) - np.diff(letters) + np.diff(letters) // 2
        return Sketches(
            _ids_of(ids),
            np.array(begins, np.int64),
            counts,
            words.astype(np.int32),
            kernel.sums(runs, run_counts) + fmix64(titled),
            (band_keys(kernel.permuted(runs, run_counts)) >> 16).astype(np.uint32),
            np.zeros(0, np.uint32),
        )


def bodies_at(
    file: IO[bytes], begins: list[int], ends: list[int], names: Names, fast: kernel.Compiled
) -> list[U64]:
    """Tokens of the bodies of the lines that begin there, each its hash above two bits of its kind,
    of lines that have been read before; something else may stand behind a line, up to `ends`."""
    parts = [os.pread(file.fileno(), end - at, at) for at, end in zip(begins, ends, strict=True)]
    places = np.cumsum([0, *map(len, parts)])
    data = np.frombuffer(bytearray(b"".join([*parts, b"\n" * _MARGIN])), np.uint8)
    most = codepoints.TOKENS_PER_BYTE * max(map(len, parts))
    hashes, kinds = np.empty(most, np.uint64), np.empty(most, np.uint8)
    out = np.empty(codepoints.TOKENS_PER_BYTE * len(data), np.uint64)
    starts, row = np.zeros(len(places), np.int64), np.empty(fast.lines.COLUMNS, np.int64)
    keys = [np.frombuffer(key.encode(), np.uint8) for key in (names.id, names.title, names.body)]
    table, pool = codepoints.entries()
    found: list[U64] = []
    while len(found) < len(begins):
        done = fast.lines.bodies(
            data,
            places[len(found) : -1],
            *keys,
            table,
            pool,
            codepoints.pairs(),
            hashes,
            kinds,
            row,
            out,
            starts,
        )
        found += [out[a:b].copy() for a, b in pairwise(starts[: done + 1].tolist())]
        if len(found) < len(begins):
            ((_, body),) = texts_at(file, [begins[len(found)]], names)
            tokens = kernel.units([body])
            found.append(tokens.hashes << _KIND | tokens.kinds)
    return found


def _blanks(line: bytes) -> int:
    """How many bytes stand before the object of a line."""
    return len(line) - len(line.lstrip(b" \t\r"))


def _row(line: bytes, number: int, names: Names, complain: Complain) -> tuple[str, str, str] | None:
    """Id, title and body of a line; None where it is blank or no object."""
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        complain(number, f"no JSON: {error}")
        return None
    if not isinstance(row, dict):
        complain(number, f"a JSON object is expected, not {type(row).__name__}")
        return None
    return str(row.get(names.id, number)), _text(row.get(names.title)), _text(row.get(names.body))


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


def texts_at(file: IO[bytes], begins: list[int], names: Names) -> Iterator[tuple[str, str]]:
    """Titles and bodies of the lines that begin there."""
    for begin in begins:
        file.seek(begin)
        row = _row(file.readline(), 0, names, lambda line, reason: None)
        assert row is not None, "it was read before"
        yield row[1:]
