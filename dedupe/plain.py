"""The batch kernel without a compiler: the same numbers as `compiled`, in vectorised numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import codepoints
from .scheme import BASE, LETTER, NUMBER, PERMUTATIONS, SHINGLE, WEIGHTS, WORD

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_CHUNK = 1 << 16
"""Numbers permuted at a time: 256 KB, which stay in a core's cache."""


def in_a_row(texts: Sequence[str]) -> tuple[U8, I64]:
    """The texts as UTF-8, and where each begins: `int64[n+1]`."""
    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(parts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=offsets[1:])
    return np.frombuffer(b"".join(parts), np.uint8), offsets


def units(data: U8, offsets: I64) -> tuple[U64, U8, I64]:
    """Token hashes and kinds of all texts in a row, and where each text's begin, `int64[n+1]`."""
    codes, edges = _code_points(data, offsets)
    entries, edges = _looked_up(codes, edges)
    spoken = entries != codepoints.SPACE
    alone = (entries & np.uint32(codepoints.ALONE)) != 0
    # A token begins after a space, at a text's beginning, and at and after a lone character.
    begins = np.ones(len(entries) + 1, np.bool_)
    begins[1:-1] = alone[1:] | alone[:-1] | ~spoken[:-1]
    begins[edges] = True
    begins = begins[:-1] & spoken
    starts = np.concatenate([[0], np.cumsum(begins)])[edges]
    first = np.flatnonzero(begins[spoken])
    if len(first) == 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint8), starts
    letters = entries[spoken] & np.uint32(codepoints.CODE)
    kinds = np.full(len(first), WORD, np.uint8)
    digits = (letters >= ord("0")) & (letters <= ord("9"))
    kinds[np.logical_and.reduceat(digits, first)] = NUMBER
    kinds[alone[spoken][first]] = LETTER
    return _hashed(letters, first), kinds, starts


def _code_points(data: U8, offsets: I64) -> tuple[U32, I64]:
    text = data.tobytes().decode("utf-8", "surrogatepass")
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    leads = np.concatenate([[0], np.cumsum((data & 0xC0) != 0x80)])
    return codes, leads[offsets]


def _looked_up(codes: U32, edges: I64) -> tuple[U32, I64]:
    """Entries of the code points, those that are dropped gone and those that are several opened;
    and where each text begins in them."""
    table, _ = codepoints.entries()
    entries = table[codes]
    unknown = entries == codepoints.UNKNOWN
    if unknown.any():
        for code in np.unique(codes[unknown] >> 8).tolist():
            codepoints.fill(code << 8)
        entries = table[codes]
    pooled = entries >= codepoints.POOLED
    if not pooled.any():
        kept = entries != 0
        return entries[kept], np.concatenate([[0], np.cumsum(kept)])[edges]
    several = (entries >> codepoints.POOL_SHIFT) & codepoints.POOL_COUNT
    counts = np.where(pooled, several, entries != 0).astype(np.int64)
    ends = np.concatenate([[0], np.cumsum(counts)])
    opened = np.repeat(entries, counts)
    places = np.flatnonzero(np.repeat(pooled, counts))
    rank = np.arange(len(opened)) - np.repeat(ends[:-1], counts)
    begin = (opened[places] & codepoints.POOL_BEGIN).astype(np.int64)
    opened[places] = codepoints.entries()[1][begin + rank[places]]
    return opened, ends[edges]


def _hashed(letters: U32, first: I64) -> U64:
    lengths = np.diff(np.concatenate([first, [len(letters)]]))
    powers = np.full(int(lengths.max()), BASE, np.uint64)
    powers[0] = 1
    powers = np.multiply.accumulate(powers)
    place = np.repeat(first + lengths - 1, lengths) - np.arange(len(letters))
    return np.add.reduceat(letters * powers[place], first)


def shingled(hashes: U64, starts: I64) -> tuple[U32, I64]:
    """Shingle hashes of all texts in a row, and how many belong to each text."""
    sizes = np.diff(starts)
    counts = np.where(sizes >= SHINGLE, sizes - SHINGLE + 1, (sizes > 0).astype(np.int64))
    # As many of none stand behind a text's tokens as its last shingles reach beyond them.
    gaps = np.full(len(sizes), SHINGLE - 1)
    padded = np.zeros(len(hashes) + int(gaps.sum()), np.uint64)
    padded[_turns(sizes, gaps)] = hashes
    size = max(len(padded) - SHINGLE + 1, 0)
    mixed = np.zeros(size, np.uint64)
    for step, weight in enumerate(WEIGHTS):
        mixed += padded[step : step + size] * np.uint64(weight)
    mixed = mixed[_turns(counts, sizes + gaps - counts)[:size]]
    return (fmix64(mixed) >> np.uint64(32)).astype(np.uint32), counts


def _turns(yes: I64, no: I64) -> NDArray[np.bool_]:
    """So many true and so many false, in turns."""
    turns = np.tile(np.array([True, False]), len(yes))
    return np.repeat(turns, np.stack([yes, no], axis=1).ravel())


def permuted(hashes: U32, counts: I64, factors: U32, offsets: U32) -> U32:
    """Signatures from shingle hashes; text `i` owns the next `counts[i]` of them."""
    out = np.full((PERMUTATIONS, len(counts)), 0xFFFFFFFF, np.uint32)
    mixed = _fmix32(hashes)
    for low, high, owners, starts in _chunks(counts):
        # A row for each permutation: the least of numbers side by side is found many at a time.
        rows = max(1, _CHUNK // (high - low))
        for first in range(0, PERMUTATIONS, rows):
            some = slice(first, first + rows)
            values = mixed[low:high] * factors[some, None]
            values += offsets[some, None]
            least = np.minimum.reduceat(values, starts, axis=1)
            out[some, owners] = np.minimum(out[some, owners], least)
    return np.ascontiguousarray(out.T)


def sums(runs: U32, counts: I64) -> U64:
    """A hash of each text's shingles, whatever their order; 0 for none."""
    mixed = (runs.astype(np.uint64) + np.uint64(1)) * np.uint64(BASE)
    mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(WEIGHTS[1])
    ends: U64 = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    edges = np.concatenate([[0], np.cumsum(counts)])
    found: U64 = ends[edges[1:]] - ends[edges[:-1]]
    return found


def _chunks(counts: I64) -> Iterator[tuple[int, int, Any, Any]]:
    """Slices of the shingles with the texts they belong to and where each text begins in them."""
    ends = np.cumsum(counts)
    begins = ends - counts
    for low in range(0, int(ends[-1]) if len(ends) else 0, _CHUNK):
        high = min(low + _CHUNK, int(ends[-1]))
        first, last = np.searchsorted(ends, low, "right"), np.searchsorted(begins, high, "left")
        owners = np.arange(first, last)
        owners = owners[counts[owners] > 0]
        yield low, high, owners, np.maximum(begins[owners] - low, 0)


def _fmix32(values: U32) -> U32:
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def fmix64(values: U64) -> U64:
    """The 64-bit finalizer of MurmurHash3."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))
