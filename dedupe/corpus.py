"""Near-duplicates of a whole corpus at once: a JSONL file in, the group of each line out.

Signatures are not kept: 32 band keys of 32 bits are what a text leaves in memory, and its shingle
hashes wait in a temporary file. Texts with the same shingles are one at once, so 100,000 copies of
one text cost as much as 100,000 others. Texts that share a bucket hang together; what hangs
together is read back and compared by true similarity, some megabytes at a time.

This looks at bodies alone: texts are one group where they are connected by pairs of a similarity
of `least` or more. A database judges more closely (`near.judge`, the chain guard).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import numpy as np

from . import kernel
from .near import ALIKE
from .plain import I64, U8, U32, U64
from .sketch import band_keys

CROWD = 100
"""Texts of one bucket that a text is compared with, the nearest in line order."""

_READ = 1 << 20
"""Bytes of the file that are worked on at a time."""

_COMPARED = 1 << 20
"""Shingle hashes that are compared at a time, 4 MB; one component may need more."""

Complain = Callable[[int, str], None]


@dataclass(slots=True)
class _Read:
    """What is known of the texts read so far."""

    ids: list[str] = field(default_factory=list)
    keys: list[U32] = field(default_factory=list)
    sums: list[U64] = field(default_factory=list)
    counts: list[I64] = field(default_factory=list)
    lines: int = 0


def group_file(
    path: Path,
    least: float = ALIKE,
    complain: Complain = lambda line, reason: None,
    names: tuple[str, str] = ("id", "body"),
) -> tuple[list[str], I64]:
    """Ids of the lines of a JSONL file, and the group of each: the place of its first member.

    `names` are the keys of the id (its line number where there is none) and of the text, a string
    or a list of paragraphs. A line that is no JSON object goes to `complain`, with its number, and
    is left out. A text without a word is alone. Memory: some 200 bytes a line.
    """
    # Every text is read, so it pays from the first.
    fast = kernel.load() if kernel.pays(path.stat().st_size) else None
    read = _Read()
    with tempfile.TemporaryFile() as spool:
        with open(path, "rb") as file:
            for chunk in _chunks(file):
                ids, data, edges = _texts(chunk, read, names, complain, fast)
                _sketch(read, ids, data, edges, spool)
        spool.flush()
        return read.ids, _grouped(read, spool, least, fast)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces that end with a line."""
    rest = b""
    while block := file.read(_READ):
        cut = block.rfind(b"\n") + 1
        if cut:
            yield rest + block[:cut]
            rest = block[cut:]
        else:
            rest += block
    if rest:
        yield rest


def _texts(
    chunk: bytes, read: _Read, names: tuple[str, str], complain: Complain, fast: Any
) -> tuple[list[str], U8, I64]:
    """Ids and texts of a chunk; by the compiled reader, or by json where a line needs that."""
    data = np.frombuffer(chunk, np.uint8)
    if fast is not None:
        ends = np.flatnonzero(data == 0x0A) + 1
        lines = np.unique(np.concatenate([[0], ends, [len(data)]])).astype(np.int64)
        out = np.empty(len(data), np.uint8)
        edges = np.zeros(len(lines), np.int64)
        spans = np.zeros((len(lines) - 1, 2), np.int64)
        name, body = (np.frombuffer(key.encode(), np.uint8) for key in names)
        if fast.fields(data, lines, name, body, out, edges, spans) == len(lines) - 1:
            read.lines += len(lines) - 1
            found = [str(chunk[a:b], "utf-8", "replace") for a, b in spans.tolist()]
            return found, out[: edges[-1]], edges
    ids, parts = [], []
    for line in chunk.removesuffix(b"\n").split(b"\n"):
        read.lines += 1
        if not line.strip():
            continue
        row = _row(line, read.lines, complain)
        if row is None:
            continue
        text = row.get(names[1]) or ""
        if isinstance(text, list):
            text = "\n".join(map(str, text))
        ids.append(str(row.get(names[0], read.lines)))
        parts.append(str(text).encode("utf-8", "surrogatepass"))
    edges = np.cumsum([0, *map(len, parts)])
    return ids, np.frombuffer(b"".join(parts), np.uint8), edges


def _row(line: bytes, number: int, complain: Complain) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        complain(number, f"no JSON: {error}")
        return None
    if not isinstance(row, dict):
        complain(number, f"a JSON object is expected, not {type(row).__name__}")
        return None
    return row


def _sketch(read: _Read, ids: list[str], data: U8, edges: I64, spool: IO[bytes]) -> None:
    units = kernel.units_of(data, edges)
    runs, counts = kernel.shingled(units.hashes, units.starts)
    spool.write(runs.tobytes())
    read.ids += ids
    read.counts.append(counts)
    read.sums.append(kernel.sums(runs, counts))
    keys = band_keys(kernel.permuted(runs, counts)) >> 16
    read.keys.append(keys.astype(np.uint32))


def _grouped(read: _Read, spool: IO[bytes], least: float, fast: Any) -> I64:
    """Groups of the texts: the same at once, then what buckets propose and comparing confirms."""
    if not read.ids:
        return np.zeros(0, np.int64)
    counts, sums = np.concatenate(read.counts), np.concatenate(read.sums)
    keys = np.concatenate(read.keys)
    read.keys.clear()
    ends = np.cumsum(counts)
    parent = np.arange(len(counts))
    # Texts with the same shingles: the first stands for all in what follows.
    order = np.argsort(sums, kind="stable")
    new = np.concatenate([[True], sums[order[1:]] != sums[order[:-1]]])
    firsts = order[new][np.cumsum(new) - 1]
    spoken = counts[order] > 0
    parent[order[spoken]] = firsts[spoken]
    alone = np.flatnonzero((parent == np.arange(len(parent))) & (counts > 0))
    members, edges = _components(alone, keys, fast)
    sizes = counts[members]
    for low, high in _portions(sizes, edges):
        some = members[low:high]
        runs, starts = _spooled(spool, ends[some] - counts[some], counts[some])
        _compare(some, keys[some], runs, starts, least, parent, fast)
    return _roots(parent)


def _components(alone: I64, keys: U32, fast: Any) -> tuple[I64, I64]:
    """Texts that share a bucket with another, sorted by what hangs together so, and where each
    component begins."""
    parent = np.arange(len(alone))
    for band in range(keys.shape[1]):
        own = keys[alone, band]
        order = np.argsort(own, kind="stable")
        meet = np.flatnonzero(own[order[1:]] == own[order[:-1]])
        _unite(order[meet], order[meet + 1], parent, fast)
    roots = _roots(parent)
    order = np.argsort(roots, kind="stable")
    roots = roots[order]
    sizes = np.bincount(roots, minlength=len(roots))[roots] if len(roots) else roots
    order, roots = order[sizes > 1], roots[sizes > 1]
    edges = np.flatnonzero(np.diff(roots, prepend=-1))
    return alone[order], np.concatenate([edges, [len(roots)]]).astype(np.int64)


def _portions(sizes: I64, edges: I64) -> Iterator[tuple[int, int]]:
    """Slices of whole components with about `_COMPARED` shingle hashes each."""
    sums = np.concatenate([[0], np.cumsum(sizes)])[edges]
    at = 0
    while at < len(edges) - 1:
        to = max(at + 1, int(np.searchsorted(sums, sums[at] + _COMPARED, "right")) - 1)
        yield int(edges[at]), int(edges[to])
        at = to


def _spooled(spool: IO[bytes], begins: I64, counts: I64) -> tuple[U32, I64]:
    parts = []
    # In the order of the file; then put in the order asked for.
    for begin, count in zip(begins.tolist(), counts.tolist(), strict=True):
        spool.seek(4 * begin)
        parts.append(spool.read(4 * count))
    return np.frombuffer(bytearray(b"".join(parts)), np.uint32), np.concatenate(
        [[0], np.cumsum(counts)]
    ).astype(np.int64)


def _compare(
    some: I64, keys: U32, runs: U32, starts: I64, least: float, parent: I64, fast: Any
) -> None:
    """Unite the texts `some` that share a bucket and are alike."""
    own = np.arange(len(some))
    ends = np.empty(len(some), np.int64)
    if fast is not None:
        for low, high in pairwise(starts.tolist()):
            # numpy's sort is six times as fast as numba's.
            runs[low:high].sort()
        fast.sets(runs, starts, ends)
    else:
        sets = [frozenset(runs[a:b].tolist()) for a, b in pairwise(starts.tolist())]
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")
        ordered = keys[order, band]
        if fast is not None:
            fast.verify(order, ordered, CROWD, least, runs, starts, ends, own)
        else:
            _verify(order.tolist(), ordered.tolist(), least, sets, own)
    parent[some] = some[_roots(own)]


def _verify(
    order: list[int], keys: list[int], least: float, sets: list[frozenset[int]], parent: I64
) -> None:
    """What `compiled.verify` does."""
    for at in range(len(order)):
        for back in range(1, min(CROWD, at) + 1):
            if keys[at - back] != keys[at]:
                break
            a, b = order[at], order[at - back]
            one, other = sorted((_root(parent, a), _root(parent, b)))
            shared = len(sets[a] & sets[b]) if one != other else 0
            if shared and shared >= least * (len(sets[a]) + len(sets[b]) - shared):
                parent[other] = one


def _root(parent: I64, n: int) -> int:
    while parent[n] != n:
        n = int(parent[n])
    return n


def _unite(a: I64, b: I64, parent: I64, fast: Any) -> None:
    if fast is not None:
        fast.unite(a, b, parent)
        return
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        low, high = sorted((_root(parent, one), _root(parent, other)))
        parent[high] = low


def _roots(parent: I64) -> I64:
    """The root of each, by halving the way until nothing changes."""
    while True:
        upper = parent[parent]
        if (upper == parent).all():
            return parent
        parent = upper
