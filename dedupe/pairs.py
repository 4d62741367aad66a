"""Pairs of texts that are alike across parts that should have nothing in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from .near import ALIKE
from .plain import U32
from .scheme import BANDS
from .sketch import band_keys

Ints = NDArray[np.int64]

PLAUSIBLE = 0.45
"""Share of equal signature places from which a pair is worth comparing. A pair at `ALIKE` has a
share of 0.6 with a standard error of 0.043; under 0.45 is three and a half of them away."""

_AT_ONCE = 1 << 16
"""Pairs of which the signatures are compared at a time: 2 * 512 bytes each, some 64 MB."""

_CHUNK = 1 << 15
"""Signatures of which the keys are worked out at a time."""


def suspects(signature: U32, part: Sequence[int] | Ints) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) of different parts that may have a similarity of `ALIKE` or more.

    `signature` is `uint32[n, 128]`, `part` the part that each of the `n` texts belongs to. A pair
    may come more than once. The caller compares: this proposes, as signatures do everywhere.
    """
    parts = np.asarray(part, np.int64)
    same, chosen = _representatives(signature, parts)
    yield from same
    keys = np.concatenate(
        [band_keys(signature[chosen[at : at + _CHUNK]]) for at in range(0, len(chosen), _CHUNK)]
        or [np.zeros((0, BANDS), np.int64)]
    )
    for band in range(BANDS):
        order = np.argsort(keys[:, band], kind="stable")
        for low, high in _runs(keys[order, band]):
            yield from _within(np.sort(chosen[order[low:high]]), parts, signature)


def _representatives(signature: U32, parts: Ints) -> tuple[list[tuple[int, int]], Ints]:
    """Pairs of equal signatures, each with the first, and one text of each signature and part.

    So ten thousand texts that are the same are ten thousand pairs, not fifty million.
    """
    first: dict[bytes, int] = {}
    known: set[tuple[bytes, int]] = set()
    same, chosen = [], []
    for n in range(len(signature)):
        row = blake2b(signature[n].tobytes(), digest_size=16).digest()
        if (row, int(parts[n])) in known:
            continue
        known.add((row, int(parts[n])))
        chosen.append(n)
        if first.setdefault(row, n) != n:
            same.append((first[row], n))
    return same, np.array(chosen, np.int64)


def _runs(keys: Ints) -> Iterator[tuple[int, int]]:
    """Slices of sorted keys that hold one key more than once."""
    edges = np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1, [len(keys)]])
    long = np.flatnonzero(np.diff(edges) > 1)
    yield from zip(edges[long].tolist(), edges[long + 1].tolist(), strict=True)


def _within(members: Ints, parts: Ints, signature: U32) -> Iterator[tuple[int, int]]:
    if (parts[members] == parts[members[0]]).all():
        return
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
