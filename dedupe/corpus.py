"""Near-duplicates of a whole corpus at once: a JSONL file in, the group of each line out.

Signatures are not kept: 32 band keys of 32 bits are what a text leaves in memory; its shingle
hashes, and the tokens that can contradict, wait in a temporary file. Texts with the same title and
shingles are one at once, so 100,000 copies of one text cost as much as 100,000 others. Texts that
share a bucket hang together; what hangs together is read back and judged, some megabytes at a time.

Pairs are judged as `near.judge` does it, which is what runs where nothing is compiled. Groups are
what these pairs connect, guarded against chains as those of a database: each member is like the
first of its group to `near.KEPT` or more, and those that are not are groups of their own.

Nothing is written but temporary files without a name: who is interrupted begins again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from . import kernel
from .lines import Complain, Names, sketches, texts_at
from .near import ALIKE, KEPT, Form, forms, judge
from .plain import I64, U32, U64
from .scheme import BANDS
from .sketch import band_keys

CROWD = 100
"""Texts of a bucket that a text is compared with, the nearest in line order, in the first band
that the two share: so a body under 100,000 headlines stays linear."""

_COMPARED = 1 << 20
"""Shingle hashes that are compared at a time, 4 MB; what hangs together is never parted, and may
need more."""

_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(slots=True)
class _Read:
    """What is known of the texts read so far, a chunk an entry."""

    ids: list[str] = field(default_factory=list)
    begins: list[I64] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    words: list[Any] = field(default_factory=list)
    sums: list[U64] = field(default_factory=list)
    keys: list[U32] = field(default_factory=list)
    """By bands: `uint32[bands, n]`."""


class _Corpus(NamedTuple):
    """All texts of the file: what is kept in memory, and where the rest is."""

    begins: I64
    """Where the line of each begins in `lines`."""
    counts: Any
    """Shingles, title tokens and numbers: `int32[n, 3]`."""
    words: Any
    places: I64
    """Where each begins in `spool`, in numbers of 32 bits."""
    lines: IO[bytes]
    spool: IO[bytes]
    names: Names


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
    """Tokens of those bodies that were `read`: most verdicts do not need them."""
    body_starts: I64
    read: Any
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
    if len(set(names)) < len(names):
        raise ValueError(f"three different keys are needed for id, title and body, not {names}")
    # Every text is read, so it pays from the first.
    fast = kernel.load_all() if kernel.pays(path.stat().st_size) else None
    keys, read = Names(*names), _Read()
    with tempfile.TemporaryFile(buffering=0) as spool, open(path, "rb") as lines:
        for some in sketches(path, keys, complain, fast):
            spool.write(some.packed.data)
            read.ids += some.ids
            read.begins.append(some.begins)
            read.counts.append(some.counts)
            read.words.append(some.words)
            read.sums.append(some.sums)
            read.keys.append(np.ascontiguousarray(some.keys.T))
        if not read.ids:
            return [], np.zeros(0, np.int64)
        counts = np.concatenate(read.counts)
        sizes = BANDS + counts[:, 0].astype(np.int64) + 2 * (counts[:, 1] + counts[:, 2])
        corpus = _Corpus(
            np.concatenate(read.begins),
            counts,
            np.concatenate(read.words),
            np.cumsum(sizes) - sizes,
            lines,
            spool,
            keys,
        )
        return read.ids, _grouped(corpus, read, least, fast)


def _grouped(corpus: _Corpus, read: _Read, least: float, fast: kernel.Compiled | None) -> I64:
    """Groups of the texts: the same at once, then what buckets propose and judging confirms."""
    parent = np.arange(len(read.ids))
    spoken = corpus.counts[:, 0] > 0
    # Texts with the same title and shingles: the first stands for all in what follows.
    sums = np.concatenate(read.sums)
    order = np.argsort(sums, kind="stable")
    new = np.concatenate([[True], sums[order[1:]] != sums[order[:-1]]])
    firsts = order[new][np.cumsum(new) - 1]
    meant = spoken[order]
    parent[order[meant]] = firsts[meant]
    del sums, order, new, firsts, meant
    alone = np.flatnonzero((parent == np.arange(len(parent))) & spoken)
    members, edges = _components(alone, read.keys, fast)
    read.keys.clear()
    for low, high in _portions(corpus.counts[members, 0], edges):
        some = members[low:high]
        judging = _compiled(corpus, some, least, fast) if fast else _plain(corpus, some, least)
        parent[some] = some[_judged(len(some), judging)]
    return _roots(parent)


def _components(alone: I64, keys: list[U32], fast: kernel.Compiled | None) -> tuple[I64, I64]:
    """Texts that share a bucket with another, sorted by what hangs together so, and where each
    component begins, each in the order of lines."""
    parent = np.arange(len(alone))
    for band in range(BANDS):
        places = _placed(np.concatenate([some[band] for some in keys])[alone])
        if fast:
            fast.verdict.meet(places, parent)
            continue
        texts = (places & _LOW).astype(np.int64)
        same = np.flatnonzero(places[1:] >> _HALF == places[:-1] >> _HALF)
        for a, b in zip(texts[same].tolist(), texts[same + 1].tolist(), strict=True):
            _unite(a, b, parent)
    roots = _roots(parent)
    order = np.argsort(roots, kind="stable")
    roots = roots[order]
    sizes = np.bincount(roots, minlength=len(roots))[roots] if len(roots) else roots
    order, roots = order[sizes > 1], roots[sizes > 1]
    edges = np.flatnonzero(np.diff(roots, prepend=-1))
    return alone[order], np.concatenate([edges, [len(roots)]]).astype(np.int64)


def _placed(keys: U32) -> U64:
    """Keys, sorted, each with its place in the lower 32 bits; places of one key in their order."""
    # Numpy sorts such numbers much faster than it sorts places by keys.
    places: U64 = keys.astype(np.uint64) << _HALF | np.arange(len(keys), dtype=np.uint64)
    places.sort()
    return places


def _portions(sizes: Any, edges: I64) -> Iterator[tuple[int, int]]:
    """Slices of whole components with about `_COMPARED` shingle hashes each."""
    sums = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])[edges]
    at = 0
    while at < len(edges) - 1:
        to = max(at + 1, int(np.searchsorted(sums, sums[at] + _COMPARED, "right")) - 1)
        yield int(edges[at]), int(edges[to])
        at = to


class _Judging(NamedTuple):
    """How some texts are judged, by their places in the portion."""

    unite: Callable[[Any, I64], None]
    """Join, in a union-find, those of the given ones that one bucket has and that are one."""
    keep: Callable[[I64, I64], Any]
    """Which members are like the first of their group, which is the second argument's."""


def _judged(count: int, judging: _Judging) -> I64:
    """The first of each text's group: what is connected, taken apart where it is only a chain.

    The first of a group keeps those that are like it; the others are judged again among
    themselves, as `near.groups` has it.
    """
    parent = np.arange(count)
    rest = np.arange(count)
    while len(rest):
        judging.unite(rest, parent)
        roots = _roots(parent)
        kept = judging.keep(rest, roots)
        parent[rest] = roots[rest]
        rest = rest[~kept]
        parent[rest] = rest
    return parent


def _plain(corpus: _Corpus, some: I64, least: float) -> _Judging:
    """Judging by `near.judge`; the texts are read again."""
    texts = texts_at(corpus.lines, corpus.begins[some].tolist(), corpus.names)
    own = [found for found in forms([(title, [body]) for title, body in texts]) if found]
    assert len(own) == len(some), "a text without a word is compared with nothing"
    runs, counts = np.concatenate([form.runs for form in own]), [len(form.runs) for form in own]
    keys = band_keys(kernel.permuted(runs, np.array(counts, np.int64))) >> 16

    def unite(rest: I64, parent: I64) -> None:
        for band in range(BANDS):
            order = rest[np.argsort(keys[rest, band], kind="stable")].tolist()
            _verify(order, keys, band, least, own, parent)

    def keep(rest: I64, roots: I64) -> Any:
        firsts = roots[rest].tolist()
        like = [
            first == n or judge(own[first], own[n], min(least, KEPT)) is not None
            for first, n in zip(firsts, rest.tolist(), strict=True)
        ]
        return np.array(like, np.bool_)

    return _Judging(unite, keep)


def _verify(
    order: list[int], keys: I64, band: int, least: float, forms: list[Form], parent: I64
) -> None:
    """What `compiled_verdict.verify` does."""
    for at in range(len(order)):
        for back in range(1, min(CROWD, at) + 1):
            a, b = order[at], order[at - back]
            if keys[a, band] != keys[b, band]:
                break
            if _root(parent, a) == _root(parent, b) or (keys[a, :band] == keys[b, :band]).any():
                continue
            if judge(forms[a], forms[b], least) is not None:
                _unite(a, b, parent)


def _compiled(corpus: _Corpus, some: I64, least: float, fast: kernel.Compiled) -> _Judging:
    """Judging by `compiled_verdict`, which asks for the words of bodies where it needs them."""
    keys, sets, marks = _spooled(corpus, some, fast)
    known: dict[int, U64] = {}
    lacking = np.zeros(len(some), np.bool_)
    partner = np.full(len(some), len(some))

    def read() -> None:
        """Read the bodies that are lacking."""
        nonlocal marks
        wanted = np.flatnonzero(lacking & ~marks.read).tolist()
        if not wanted:
            return
        texts = texts_at(corpus.lines, corpus.begins[some[wanted]].tolist(), corpus.names)
        found = kernel.units([body for _, body in texts])
        tokens = found.hashes << np.uint64(2) | found.kinds
        known.update(zip(wanted, np.split(tokens, found.starts[1:-1]), strict=True))
        sizes = np.zeros(len(some), np.int64)
        sizes[list(known)] = list(map(len, known.values()))
        marks = marks._replace(
            bodies=np.concatenate([known[n] for n in sorted(known)]),
            body_starts=_starts(sizes),
            read=marks.read | lacking,
        )

    def unite(rest: I64, parent: I64) -> None:
        asked = np.ones(len(some), np.bool_)
        while asked.any():
            lacking[:] = False
            for band in range(BANDS):
                order = rest[(_placed(keys[rest, band]) & _LOW).astype(np.int64)]
                fast.verdict.verify(
                    order, keys, band, CROWD, least, asked, sets, marks, lacking, parent, partner
                )
            asked = lacking.copy()
            read()

    def keep(rest: I64, roots: I64) -> Any:
        kept = np.zeros(len(some), np.bool_)
        lacking[0] = True
        while lacking.any():
            lacking[:] = False
            fast.verdict.guard(rest, roots, min(least, KEPT), sets, marks, partner, lacking, kept)
            read()
        return kept[rest]

    return _Judging(unite, keep)


def _spooled(corpus: _Corpus, some: I64, fast: kernel.Compiled) -> tuple[U32, Any, Marks]:
    """Band keys, sets of shingle hashes (where each begins and ends) and marks of some texts."""
    counts = corpus.counts[some].astype(np.int64)
    sizes = BANDS + counts[:, 0] + 2 * (counts[:, 1] + counts[:, 2])
    edges = _starts(sizes)
    packed = np.empty(edges[-1], np.uint32)
    room, spool = memoryview(packed.view(np.uint8).data), corpus.spool.fileno()
    for (low, high), place in zip(
        pairwise((4 * edges).tolist()), (4 * corpus.places[some]).tolist(), strict=True
    ):
        os.preadv(spool, [room[low:high]], place)
    starts, title_starts, number_starts = (_starts(counts[:, n]) for n in range(3))
    keys = np.empty((len(some), BANDS), np.uint32)
    runs = np.empty(starts[-1], np.uint32)
    titles, numbers = (np.empty(own[-1], np.uint64) for own in (title_starts, number_starts))
    fast.packed.unpack(packed, counts, keys, titles, numbers, runs)
    for low, high in pairwise(starts.tolist()):
        # By numpy: numba's own sort took seven to eleven times as long.
        runs[low:high].sort()
    ends = np.empty(len(some), np.int64)
    fast.verdict.distinct(runs, starts, ends)
    marks = Marks(
        titles,
        title_starts,
        numbers,
        number_starts,
        titles[:0],
        np.zeros(len(some) + 1, np.int64),
        np.zeros(len(some), np.bool_),
        corpus.words[some].astype(np.int64),
    )
    return keys, (runs, starts, ends), marks


def _starts(counts: I64) -> I64:
    return np.concatenate([[0], np.cumsum(counts)])


def _root(parent: I64, n: int) -> int:
    while parent[n] != n:
        n = int(parent[n])
    return n


def _unite(a: int, b: int, parent: I64) -> None:
    low, high = sorted((_root(parent, a), _root(parent, b)))
    parent[high] = low


def _roots(parent: I64) -> I64:
    """The root of each, by halving the way until nothing changes."""
    while True:
        upper = parent[parent]
        if (upper == parent).all():
            return parent
        parent = upper
