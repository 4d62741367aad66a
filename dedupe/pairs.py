"""Pairs of texts that are alike across parts that should have nothing in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .near import ALIKE
from .plain import U32, U64
from .scheme import BANDS, PERMUTATIONS, ROWS, SEED
from .sketch import band_key

Ints = NDArray[np.int64]

PLAUSIBLE = 0.45
"""Share of equal signature places from which a pair is worth comparing. A pair at `ALIKE` has a
share of 0.6 with a standard error of 0.043; under 0.45 is three and a half of them away."""

_AT_ONCE = 1 << 16
"""Pairs of which the signatures are compared at a time: 2 * 512 bytes each, some 64 MB."""

_CHUNK = 1 << 15
"""Signatures that are worked on at a time."""


def suspects(signature: U32, part: Sequence[int] | Ints) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) of different parts that may have a similarity of `ALIKE` or more.

    `signature` is `uint32[n, 128]` and may be a file that is mapped into memory, `part` the part
    that each of the `n` texts belongs to. A pair may come more than once. The caller compares:
    this proposes, as signatures do everywhere. Beside its arguments it holds some 60 bytes a text.
    """
    parts = np.asarray(part, np.int64)
    same, chosen = _representatives(signature, parts)
    yield from same
    for band in range(BANDS):
        keys = _keys(signature, chosen, band)
        order = np.argsort(keys, kind="stable")
        members = chosen[order]
        for low, high in _mixed_runs(keys[order], parts[members]):
            yield from _within(np.sort(members[low:high]), parts, signature)


def _representatives(
    signature: U32, parts: Ints
) -> tuple[Iterator[tuple[int, int]], NDArray[np.int64]]:
    """Pairs of equal signatures, each with the first, and one text of each signature and part.

    So ten thousand texts that are the same are ten thousand pairs, not fifty million.
    """
    one, two = _fingerprints(signature)
    order = np.lexsort((parts, two, one))
    one, two, parts = one[order], two[order], parts[order]
    new_text = np.ones(len(order), bool)
    new_text[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    new = new_text.copy()
    new[1:] |= parts[1:] != parts[:-1]
    # The sort is stable, so the first of a run is the lowest number in it.
    chosen, opens = order[new], np.flatnonzero(new_text[new])
    if not len(chosen):
        return iter(()), chosen
    first = np.repeat(np.minimum.reduceat(chosen, opens), np.diff(np.append(opens, len(chosen))))
    other = np.flatnonzero(first != chosen)
    return zip(first[other].tolist(), chosen[other].tolist(), strict=True), np.sort(chosen)


def _fingerprints(signature: U32) -> tuple[U64, U64]:
    """Two 64-bit hashes of each signature: multilinear, with weights from a fixed seed."""
    weights = np.random.default_rng(SEED).integers(1, 1 << 63, (2, PERMUTATIONS), np.uint64)
    found = np.empty((2, len(signature)), np.uint64)
    for at in range(0, len(signature), _CHUNK):
        rows = signature[at : at + _CHUNK].astype(np.uint64)
        for n in range(2):
            found[n, at : at + _CHUNK] = (rows * weights[n]).sum(axis=1, dtype=np.uint64)
    return found[0], found[1]


def _keys(signature: U32, chosen: Ints, band: int) -> Ints:
    """The keys of one band: those of all at once would be half as large as the signatures."""
    found = np.empty(len(chosen), np.int64)
    for at in range(0, len(chosen), _CHUNK):
        rows = signature[chosen[at : at + _CHUNK], band * ROWS : (band + 1) * ROWS]
        found[at : at + _CHUNK] = band_key(rows, band)
    return found


def _mixed_runs(keys: Ints, parts: Ints) -> Iterator[tuple[int, int]]:
    """Slices of sorted keys that hold one key more than once, and more than one part."""
    if not len(keys):
        return
    opens = np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1])
    mixed = np.minimum.reduceat(parts, opens) != np.maximum.reduceat(parts, opens)
    closes = np.append(opens[1:], len(keys))
    yield from zip(opens[mixed].tolist(), closes[mixed].tolist(), strict=True)


def _within(members: Ints, parts: Ints, signature: U32) -> Iterator[tuple[int, int]]:
    step = max(1, _AT_ONCE // len(members))
    for low in range(0, len(members), step):
        some = members[low : low + step]
        left, right = np.repeat(some, len(members)), np.tile(members, len(some))
        wanted = (left < right) & (parts[left] != parts[right])
        left, right = left[wanted], right[wanted]
        likely = (signature[left] == signature[right]).mean(axis=1) >= PLAUSIBLE
        yield from zip(left[likely].tolist(), right[likely].tolist(), strict=True)


def alike(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two shingle sets are a near-duplicate of each other, by true similarity alone.

    Stricter than `near.judge`: bulletins with other numbers, or one notice under two headlines,
    are different news, but a model that has seen the one has seen the other.
    """
    shared = len(a & b)
    return bool(shared) and shared >= ALIKE * (len(a) + len(b) - shared)
