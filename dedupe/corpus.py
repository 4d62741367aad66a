"""Near-duplicates of a whole corpus at once: a JSONL file in, the group of each line out.

Signatures are not kept: 32 band keys of 32 bits are what a text leaves in memory; its shingle
hashes and tokens wait in temporary files. Texts with the same title and shingles are one at once,
so 100,000 copies of one text cost as much as 100,000 others. Texts that share a bucket hang
together; what hangs together is read back and judged, some megabytes at a time.

Pairs are judged as `near.judge` does it, which is what runs where nothing is compiled. Groups are
what these pairs connect: the chain guard of a database is not applied.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from . import kernel
from .near import ALIKE, Form, judge
from .plain import I64, U8, U32, U64, fmix64
from .scheme import LETTER, NUMBER
from .sketch import band_keys

CROWD = 100
"""Texts of a bucket that a text is compared with, the nearest in line order, in the first band
that the two share: so a body under 100,000 headlines stays linear."""

_READ = 1 << 20
"""Bytes of the file that are worked on at a time."""

_COMPARED = 1 << 20
"""Shingle hashes that are compared at a time, 4 MB and 8 MB of tokens; what hangs together is
never parted, and may need more."""

_KIND, _KINDS = 2, 3
"""Bits that the kind of a token takes beside 62 of its hash, and their mask."""

Complain = Callable[[int, str], None]


@dataclass(slots=True)
class _Read:
    """What is known of the texts read so far."""

    ids: list[str] = field(default_factory=list)
    keys: list[U32] = field(default_factory=list)
    sums: list[U64] = field(default_factory=list)
    counts: list[I64] = field(default_factory=list)
    """How many shingles, tokens of the title and tokens of the body each text has: `int64[n, 3]`"""
    lines: int = 0


class Spools(NamedTuple):
    """Temporary files: each text's shingle hashes, and the tokens of its title and its body, as
    the hash shifted by `_KIND` bits with the kind beside it."""

    runs: IO[bytes]
    titles: IO[bytes]
    bodies: IO[bytes]


class Marks(NamedTuple):
    """What can contradict, of the texts that are compared; `x_starts[i]` is where text `i` begins
    in `x`."""

    titles: U64
    """Distinct tokens of the title, sorted."""
    title_starts: I64
    numbers: U64
    """Distinct numbers of the body, sorted."""
    number_starts: I64
    bodies: U64
    body_starts: I64
    words: I64
    """Length of the body as `near.Form.words` counts it."""


def group_file(
    path: Path,
    least: float = ALIKE,
    complain: Complain = lambda line, reason: None,
    names: tuple[str, str, str] = ("id", "title", "body"),
) -> tuple[list[str], I64]:
    """Ids of the lines of a JSONL file, and the group of each: the place of its first member.

    `names` are the keys of the id (its line number where there is none), of the title, which may
    be missing, and of the text; both are strings or lists of strings. A line that is no JSON object
    goes to `complain`, with its number, and is left out. A text without a word is alone.
    """
    # Every text is read, so it pays from the first.
    fast = kernel.load() if kernel.pays(path.stat().st_size) else None
    read = _Read()
    with ExitStack() as open_files:
        spools = Spools(*(open_files.enter_context(tempfile.TemporaryFile()) for _ in range(3)))
        with open(path, "rb") as file:
            for chunk in _chunks(file):
                ids, titles, bodies = _texts(chunk, read, names, complain, fast)
                _sketch(read, ids, titles, bodies, spools)
        for spool in spools:
            spool.flush()
        return read.ids, _grouped(read, spools, least, fast)


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
    chunk: bytes, read: _Read, names: tuple[str, str, str], complain: Complain, fast: Any
) -> tuple[list[str], tuple[U8, I64], tuple[U8, I64]]:
    """Ids, titles and bodies of a chunk, the texts in a row with where each begins; by the
    compiled reader, or by json where a line needs that."""
    data = np.frombuffer(chunk, np.uint8)
    if fast is not None:
        ends = np.flatnonzero(data == 0x0A) + 1
        lines = np.unique(np.concatenate([[0], ends, [len(data)]])).astype(np.int64)
        keys = [np.frombuffer(key.encode(), np.uint8) for key in names]
        spans = np.zeros((len(lines) - 1, 2), np.int64)
        outs = [(np.empty(len(data), np.uint8), np.zeros(len(lines), np.int64)) for _ in range(2)]
        (titles, title_edges), (bodies, body_edges) = outs
        wanted = len(lines) - 1
        done = fast.fields(data, lines, *keys, titles, title_edges, bodies, body_edges, spans)
        if done == wanted:
            read.lines += wanted
            found = [str(chunk[a:b], "utf-8", "replace") for a, b in spans.tolist()]
            cut = titles[: title_edges[-1]], bodies[: body_edges[-1]]
            return found, (cut[0], title_edges), (cut[1], body_edges)
    ids, heads, parts = [], [], []
    for line in chunk.removesuffix(b"\n").split(b"\n"):
        read.lines += 1
        if not line.strip():
            continue
        row = _row(line, read.lines, complain)
        if row is None:
            continue
        ids.append(str(row.get(names[0], read.lines)))
        heads.append(_said(row.get(names[1])))
        parts.append(_said(row.get(names[2])))
    return ids, _in_a_row(heads), _in_a_row(parts)


def _said(value: Any) -> bytes:
    text = "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text.encode("utf-8", "surrogatepass")


def _in_a_row(parts: Sequence[bytes]) -> tuple[U8, I64]:
    return np.frombuffer(b"".join(parts), np.uint8), np.cumsum([0, *map(len, parts)])


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


def _sketch(
    read: _Read, ids: list[str], titles: tuple[U8, I64], bodies: tuple[U8, I64], spools: Spools
) -> None:
    heads, units = kernel.units_of(*titles), kernel.units_of(*bodies)
    runs, counts = kernel.shingled(units.hashes, units.starts)
    spools.runs.write(runs.tobytes())
    for file, found in ((spools.titles, heads), (spools.bodies, units)):
        file.write((found.hashes << np.uint64(_KIND) | found.kinds).tobytes())
    title_counts = np.diff(heads.starts)
    read.ids += ids
    read.counts.append(np.stack([counts, title_counts, np.diff(units.starts)], axis=1))
    # 64 bits of each token: with 32, two numbers of many are soon the same.
    title_sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(fmix64(heads.hashes))])
    titles_said = title_sums[heads.starts[1:]] - title_sums[heads.starts[:-1]]
    read.sums.append(kernel.sums(runs, counts) + fmix64(titles_said))
    keys = band_keys(kernel.permuted(runs, counts)) >> 16
    read.keys.append(keys.astype(np.uint32))


def _grouped(read: _Read, spools: Spools, least: float, fast: Any) -> I64:
    """Groups of the texts: the same at once, then what buckets propose and judging confirms."""
    if not read.ids:
        return np.zeros(0, np.int64)
    counts, sums = np.concatenate(read.counts), np.concatenate(read.sums)
    keys = np.concatenate(read.keys)
    read.keys.clear()
    begins = np.cumsum(counts, axis=0) - counts
    parent = np.arange(len(counts))
    # Texts with the same title and shingles: the first stands for all in what follows.
    order = np.argsort(sums, kind="stable")
    new = np.concatenate([[True], sums[order[1:]] != sums[order[:-1]]])
    firsts = order[new][np.cumsum(new) - 1]
    spoken = counts[order, 0] > 0
    parent[order[spoken]] = firsts[spoken]
    alone = np.flatnonzero((parent == np.arange(len(parent))) & (counts[:, 0] > 0))
    members, edges = _components(alone, keys, fast)
    for low, high in _portions(counts[members, 0], edges):
        some = members[low:high]
        kinds = (np.uint32, np.uint64, np.uint64)
        texts = [_spooled(spools[n], begins[some, n], counts[some, n], kinds[n]) for n in range(3)]
        own = _judged(keys[some], texts, least, fast)
        parent[some] = some[_roots(own)]
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


def _spooled(spool: IO[bytes], begins: I64, counts: I64, kind: Any) -> tuple[Any, I64]:
    """Texts out of a spool in a row, and where each begins."""
    size = np.dtype(kind).itemsize
    parts = []
    for begin, count in zip(begins.tolist(), counts.tolist(), strict=True):
        spool.seek(size * begin)
        parts.append(spool.read(size * count))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return np.frombuffer(bytearray(b"".join(parts)), kind), starts


def _judged(keys: U32, texts: list[tuple[Any, I64]], least: float, fast: Any) -> I64:
    """Union-find over texts: those are one that share a bucket and that `near.judge` calls one.

    `texts` are shingle hashes, tokens of titles and tokens of bodies, each with where they begin.
    """
    parent = np.arange(len(keys))
    (runs, starts), titles, bodies = texts
    if fast is not None:
        ends = np.empty(len(keys), np.int64)
        for low, high in pairwise(starts.tolist()):
            # By numpy: numba's own sort took seven to eleven times as long.
            runs[low:high].sort()
        fast.sets(runs, starts, ends)
        marks = _marks(titles, bodies)
    else:
        forms = _forms(texts)
    for band in range(keys.shape[1]):
        order = np.argsort(keys[:, band], kind="stable")
        if fast is not None:
            fast.verify(order, keys, band, CROWD, least, runs, starts, ends, marks, parent)
        else:
            _verify(order.tolist(), keys, band, least, forms, parent)
    return parent


def _marks(titles: tuple[U64, I64], bodies: tuple[U64, I64]) -> Marks:
    tokens, starts = bodies
    kinds = tokens & np.uint64(_KINDS)
    letters = np.concatenate([[0], np.cumsum(kinds == LETTER)])[starts]
    words = np.diff(starts) - np.diff(letters) + np.diff(letters) // 2
    every = np.ones(len(titles[0]), np.bool_)
    return Marks(*_sets(*titles, every), *_sets(tokens, starts, kinds == NUMBER), *bodies, words)


def _sets(tokens: U64, starts: I64, wanted: Any) -> tuple[U64, I64]:
    """The distinct ones among those tokens of each text that are wanted, sorted."""
    owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))[wanted]
    tokens = tokens[wanted]
    order = np.lexsort((tokens, owners))
    tokens, owners = tokens[order], owners[order]
    new = np.ones(len(tokens), np.bool_)
    new[1:] = (tokens[1:] != tokens[:-1]) | (owners[1:] != owners[:-1])
    return tokens[new], np.searchsorted(owners[new], np.arange(len(starts))).astype(np.int64)


def _forms(texts: list[tuple[Any, I64]]) -> list[Form]:
    (runs, run_starts), (titles, title_starts), (bodies, body_starts) = texts
    kept, kind = np.uint64(_KIND), np.uint64(_KINDS)
    title, title_kinds = titles >> kept, (titles & kind).astype(np.uint8)
    body, body_kinds = bodies >> kept, (bodies & kind).astype(np.uint8)
    return [
        Form(title[h:i], title_kinds[h:i], body[j:k], body_kinds[j:k], runs[m:n])
        for (h, i), (j, k), (m, n) in zip(
            pairwise(title_starts), pairwise(body_starts), pairwise(run_starts), strict=True
        )
    ]


def _verify(
    order: list[int], keys: U32, band: int, least: float, forms: list[Form], parent: I64
) -> None:
    """What `compiled.verify` does."""
    for at in range(len(order)):
        for back in range(1, min(CROWD, at) + 1):
            a, b = order[at], order[at - back]
            if keys[a, band] != keys[b, band]:
                break
            one, other = sorted((_root(parent, a), _root(parent, b)))
            if one == other or (keys[a, :band] == keys[b, :band]).any():
                continue
            if judge(forms[a], forms[b], least) is not None:
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
