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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from . import kernel
from .lines import Complain, Ids, Names, bodies_at, joined, sketches, texts_at
from .near import ALIKE, KEPT, Form, forms, judge
from .plain import I64, U32, U64
from .scheme import BANDS

CROWD = 100
"""Texts of a bucket that a text is compared with, the nearest in line order, in the first band
that the two share: so a body under 100,000 headlines stays linear."""

_COMPARED = 1 << 20
"""Shingle hashes that are compared at a time, 4 MB; what hangs together is never parted, and may
need more."""


_WRITTEN = 1 << 16
"""Groups that are written at a time."""

_FLAT = dict.fromkeys(map(ord, "\t\n\r"), " ")


@dataclass(slots=True)
class _Read:
    """What is known of the texts read so far, a chunk an entry."""

    ids: list[Ids] = field(default_factory=list)
    begins: list[I64] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    words: list[Any] = field(default_factory=list)
    sums: list[U64] = field(default_factory=list)


class _Corpus(NamedTuple):
    """All texts of the file: what is kept in memory, and where the rest is."""

    begins: I64
    """Where the line of each begins in `lines`."""
    counts: Any
    """Shingles, title tokens and numbers: `int32[n, 3]`."""
    words: Any
    keys: U32
    """Band keys, `uint32[n, bands]`."""
    places: I64
    """Where each begins in `spool`, in numbers of 64 bits."""
    lines: IO[bytes]
    spool: IO[bytes]
    names: Names


class Texts(NamedTuple):
    """Some texts that are compared; what is packed of each begins at `places` in `tokens`."""

    tokens: U64
    """What `compiled_lines.read` packs: tokens of the title, numbers of the body, shingles."""
    runs: U32
    """The same memory, in numbers of 32 bits."""
    places: I64
    counts: I64
    words: I64
    """Length of the body as `near.Form.words` counts it."""
    bodies: U64
    """Tokens of those bodies that were `read`, which most verdicts do not need; where each begins
    is in `body_starts`."""
    body_starts: I64
    read: Any


class Room(NamedTuple):
    """What comparing works in, and leaves nothing in that anybody needs."""

    slots: U64
    """A table of shingles, each below the number of the turn in which it was put there."""
    seen: U32
    """The turn in which a shingle was last asked for."""
    state: I64
    rest: I64
    partner: I64
    last: Any
    """The last text of each bucket, and the one before each text in its own: `int32`."""
    before: Any


def group_file(
    path: Path,
    least: float = ALIKE,
    complain: Complain = lambda line, reason: None,
    names: tuple[str, str, str] = ("id", "title", "body"),
) -> tuple[Ids, I64]:
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
    with (
        tempfile.TemporaryFile(buffering=0) as spool,
        tempfile.TemporaryFile() as keyed,
        open(path, "rb") as lines,
    ):
        for some in sketches(path, keys, complain, fast):
            spool.write(some.packed.data)
            keyed.write(some.keys.data)
            read.ids.append(some.ids)
            read.begins.append(some.begins)
            read.counts.append(some.counts)
            read.words.append(some.words)
            read.sums.append(some.sums)
        if not read.ids:
            return joined([]), np.zeros(0, np.int64)
        counts = np.concatenate(read.counts)
        sizes = _sizes(counts)
        # By way of a file they are whole in memory, and not there in pieces besides.
        keyed.seek(0)
        corpus = _Corpus(
            np.concatenate(read.begins),
            counts,
            np.concatenate(read.words),
            np.fromfile(keyed, np.uint32).reshape(-1, BANDS),
            np.cumsum(sizes) - sizes,
            lines,
            spool,
            keys,
        )
        return joined(read.ids), _grouped(corpus, read, least, fast)


def write_groups(ids: Ids, groups: I64, file: IO[bytes]) -> None:
    """Write a line a text: its id, a tab, the number of its group; in an id, tabs and line breaks
    become spaces."""
    fast = kernel.load_all() if kernel.pays(len(ids.data)) else None
    for at in range(0, len(ids), _WRITTEN):
        some, own = ids.part(at, at + _WRITTEN), groups[at : at + _WRITTEN]
        if fast is None:
            for id_, group in zip(some, own.tolist(), strict=True):
                file.write(f"{id_.translate(_FLAT)}\t{group}\n".encode("utf-8", "surrogatepass"))
            continue
        # A number of 64 bits has nineteen digits.
        out = np.empty(len(some.data) + 21 * len(some), np.uint8)
        file.write(out[: fast.packed.tabled(some.data, some.ends, own, out)].data)


def _grouped(corpus: _Corpus, read: _Read, least: float, fast: kernel.Compiled | None) -> I64:
    """Groups of the texts: the same at once, then what buckets propose and judging confirms."""
    parent = np.arange(len(corpus.counts))
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
    members, edges = _components(alone, corpus.keys, fast)
    settle = _Compiled(corpus, least, fast).settled if fast else _Plain(corpus, least).settled
    for low, high in _portions(corpus.counts[members, 0], edges):
        some = members[edges[low] : edges[high]]
        parent[some] = some[settle(some, edges[low : high + 1] - edges[low])]
    return _roots(parent)


def _components(alone: I64, keys: U32, fast: kernel.Compiled | None) -> tuple[I64, I64]:
    """Texts that share a bucket with another, sorted by what hangs together so, and where each
    component begins, each in the order of lines."""
    parent = np.arange(len(alone))
    if fast:
        table, own = np.empty(_table(len(alone)), np.uint64), np.empty(len(alone), np.uint32)
        fast.verdict.meet(keys, alone, table, own, parent)
    else:
        for band in range(BANDS):
            order = np.argsort(keys[alone, band], kind="stable")
            own = keys[alone[order], band]
            same = np.flatnonzero(own[1:] == own[:-1])
            for a, b in zip(order[same].tolist(), order[same + 1].tolist(), strict=True):
                _unite(a, b, parent)
    roots = _roots(parent)
    order = np.argsort(roots, kind="stable")
    roots = roots[order]
    sizes = np.bincount(roots, minlength=len(roots))[roots] if len(roots) else roots
    order, roots = order[sizes > 1], roots[sizes > 1]
    edges = np.flatnonzero(np.diff(roots, prepend=-1))
    return alone[order], np.concatenate([edges, [len(roots)]]).astype(np.int64)


def _table(count: int) -> int:
    """Places of a table for `count` entries, half of it or more being free."""
    return int(1 << (2 * count).bit_length())


def _portions(sizes: Any, edges: I64) -> Iterator[tuple[int, int]]:
    """Slices of components with about `_COMPARED` shingle hashes each."""
    sums = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])[edges]
    at = 0
    while at < len(edges) - 1:
        to = max(at + 1, int(np.searchsorted(sums, sums[at] + _COMPARED, "right")) - 1)
        yield at, to
        at = to


class _Plain:
    """Judging by `near.judge`; the texts are read again."""

    def __init__(self, corpus: _Corpus, least: float) -> None:
        self.corpus, self.least = corpus, least

    def settled(self, some: I64, edges: I64) -> I64:
        """The first of each text's group, by places in `some`: what is connected, taken apart
        where it is only a chain. What hangs together stands between two `edges`.

        The first of a group keeps those that are like it; the others are judged again among
        themselves, as `near.groups` has it.
        """
        corpus = self.corpus
        texts = texts_at(corpus.lines, corpus.begins[some].tolist(), corpus.names)
        own = [found for found in forms([(title, [body]) for title, body in texts]) if found]
        assert len(own) == len(some), "a text without a word is compared with nothing"
        keys = corpus.keys[some]
        parent = np.arange(len(some))
        rest = np.arange(len(some))
        while len(rest):
            for band in range(BANDS):
                order = rest[np.argsort(keys[rest, band], kind="stable")].tolist()
                _verify(order, keys, band, self.least, own, parent)
            roots = _roots(parent)
            kept = self._kept(own, rest.tolist(), roots[rest].tolist())
            parent[rest] = roots[rest]
            rest = rest[~kept]
            parent[rest] = rest
        return parent

    def _kept(self, own: list[Form], members: list[int], firsts: list[int]) -> Any:
        least = min(self.least, KEPT)
        like = [
            first == n or judge(own[first], own[n], least) is not None
            for first, n in zip(firsts, members, strict=True)
        ]
        return np.array(like, np.bool_)


def _verify(
    order: list[int], keys: U32, band: int, least: float, forms: list[Form], parent: I64
) -> None:
    """Join those texts of one bucket that are one; `order` is sorted by the keys of this band, and
    a pair that met in an earlier one has been judged there."""
    for at in range(len(order)):
        for back in range(1, min(CROWD, at) + 1):
            a, b = order[at], order[at - back]
            if keys[a, band] != keys[b, band]:
                break
            if _root(parent, a) == _root(parent, b) or (keys[a, :band] == keys[b, :band]).any():
                continue
            if judge(forms[a], forms[b], least) is not None:
                _unite(a, b, parent)


class _Compiled:
    """Judging by `compiled_verdict`, to the same effect."""

    def __init__(self, corpus: _Corpus, least: float, fast: kernel.Compiled) -> None:
        self.corpus, self.least, self.fast = corpus, least, fast
        self.ends = np.append(corpus.begins[1:], os.fstat(corpus.lines.fileno()).st_size)
        self.tokens = np.empty(0, np.uint64)
        self.slots, self.seen = np.zeros(0, np.uint64), np.zeros(0, np.uint32)
        self.state = np.zeros(5, np.int64)

    def settled(self, some: I64, edges: I64) -> I64:
        """What `_Plain.settled` says."""
        texts, room = self._spooled(some), self._room(some)
        keys = self.corpus.keys[some]
        parent = np.arange(len(some))
        unsettled = np.ones(len(edges) - 1, np.bool_)
        lacking = np.zeros(len(some), np.bool_)
        known: dict[int, U64] = {}
        while unsettled.any():
            least, kept = self.least, min(self.least, KEPT)
            self.fast.verdict.settle(
                edges, keys, CROWD, least, kept, texts, room, unsettled, lacking, parent
            )
            if unsettled.any():
                texts = self._read(some, texts, lacking, known)
        return parent

    def _spooled(self, some: I64) -> Texts:
        counts = self.corpus.counts[some].astype(np.int64)
        edges = _starts(_sizes(counts))
        if len(self.tokens) < edges[-1]:
            self.tokens = np.empty(edges[-1], np.uint64)
        tokens, spool = self.tokens, self.corpus.spool.fileno()
        if not self.fast.packed.fetch(spool, self.corpus.places[some], edges, tokens):
            raise OSError("the temporary file does not hold what was written to it")
        return Texts(
            tokens,
            tokens.view(np.uint32),
            edges,
            counts,
            self.corpus.words[some].astype(np.int64),
            tokens[:0],
            np.zeros(len(some) + 1, np.int64),
            np.zeros(len(some), np.bool_),
        )

    def _room(self, some: I64) -> Room:
        size = _table(2 * int(self.corpus.counts[some, 0].max()))
        if size > len(self.slots):
            self.slots, self.seen = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
        return Room(
            self.slots,
            self.seen,
            self.state,
            np.empty(len(some), np.int64),
            np.empty(len(some), np.int64),
            np.empty(_table(len(some)), np.int32),
            np.empty(len(some), np.int32),
        )

    def _read(self, some: I64, texts: Texts, lacking: Any, known: dict[int, U64]) -> Texts:
        """The texts with the words of those bodies that are lacking."""
        wanted = np.flatnonzero(lacking & ~texts.read).tolist()
        assert wanted, "who is open lacks a body"
        begins = self.corpus.begins[some[wanted]].tolist()
        ends = self.ends[some[wanted]].tolist()
        found = bodies_at(self.corpus.lines, begins, ends, self.corpus.names, self.fast)
        known.update(zip(wanted, found, strict=True))
        sizes = np.zeros(len(some), np.int64)
        sizes[list(known)] = list(map(len, known.values()))
        return texts._replace(
            bodies=np.concatenate([known[n] for n in sorted(known)]),
            body_starts=_starts(sizes),
            read=texts.read | lacking,
        )


def _sizes(counts: Any) -> I64:
    """What each text takes in `spool`, in numbers of 64 bits."""
    sizes: I64 = (counts[:, 0].astype(np.int64) + 1 >> 1) + counts[:, 1] + counts[:, 2]
    return sizes


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
