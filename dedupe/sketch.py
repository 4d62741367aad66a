"""MinHash signatures and band keys, many texts at a time.

A shingle is a run of three tokens (`text.tokens`); a shorter text is one shingle. Its 32-bit hash
is defined over the UTF-8 bytes of its tokens, all arithmetic modulo 2^64:

    token hash     T = sum over its bytes b[i] of (b[i] + 1) * BASE^i
    shingle hash   fmix64(T1 * WEIGHTS[0] + T2 * WEIGHTS[1] + T3 * WEIGHTS[2]) >> 32

with 0 for a token that is not there and the 64-bit finalizer of MurmurHash3. The signature is
then what `datasketch.MinHash(num_perm=128, scheme="affine32", seed=1)` computes from these
hashes, bit for bit, so a stored signature loads with

    MinHash(hashvalues=numpy.frombuffer(signature, "<u4"), scheme="affine32", seed=1)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .near import ALIKE, BANDS, PERMUTATIONS, ROWS, SEED, SHINGLE, SHORT, Form

U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]

BASE = 0x9E3779B97F4A7C15
WEIGHTS = (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)

_CHUNK = 2048
"""Shingles permuted at a time: 2048 * 128 * 4 bytes is 1 MB, which stays in a core's cache."""


def sketch_forms(forms: Sequence[Form]) -> tuple[U32, list[list[int]]]:
    """Signatures `uint32[n, 128]` of the forms' bodies, and the band keys of each form.

    A short body decides nothing without its title, so its keys are mixed with those of the title:
    else a notice under ten thousand headlines would be ten thousand proposals for each of them.
    A body that is a little longer, which a short one could be like, has keys of both kinds.
    """
    signature = signatures([form.body for form in forms])
    keys = band_keys(signature)
    titled = [n for n, form in enumerate(forms) if form.title and form.words * ALIKE < SHORT]
    titles = band_keys(_title_signatures([forms[n].title for n in titled]))
    mixed = dict(zip(titled, _mix(keys[titled], titles).tolist(), strict=True))
    own = [
        (keys[n].tolist() if form.words >= SHORT else []) + mixed.get(n, [])
        for n, form in enumerate(forms)
    ]
    return signature, own


def signatures(texts: Sequence[Sequence[str]]) -> U32:
    """Signatures `uint32[n, 128]` of `n` texts, given as their tokens; no token: all ones."""
    hashes, counts = shingle_hashes(texts)
    return permuted(hashes, counts)


def shingle_hashes(texts: Sequence[Sequence[str]]) -> tuple[U32, NDArray[np.int64]]:
    """Shingle hashes of all texts in a row, and how many belong to each text."""
    sizes = np.fromiter((len(tokens) for tokens in texts), np.int64, len(texts))
    tokens = _token_hashes(texts)
    counts = np.where(sizes >= SHINGLE, sizes - SHINGLE + 1, (sizes > 0).astype(np.int64))
    starts = np.cumsum(sizes) - sizes
    # Position of each shingle's first token: the text's first token plus its own rank.
    rank = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    first = np.repeat(starts, counts) + rank
    end = np.repeat(starts + sizes, counts)
    padded = np.concatenate([tokens, np.zeros(SHINGLE, np.uint64)])
    mixed = np.zeros(len(first), np.uint64)
    for step, weight in enumerate(WEIGHTS):
        there = first + step < end
        mixed += np.where(there, padded[first + step], np.uint64(0)) * np.uint64(weight)
    return (_fmix64(mixed) >> np.uint64(32)).astype(np.uint32), counts


def permuted(hashes: U32, counts: NDArray[np.int64]) -> U32:
    """Signatures from shingle hashes; text `i` owns the next `counts[i]` of them."""
    out = np.full((len(counts), PERMUTATIONS), 0xFFFFFFFF, np.uint32)
    factors, offsets = _permutations()
    mixed = _fmix32(hashes)
    for low, high, owners, starts in _chunks(counts):
        values = mixed[low:high, None] * factors + offsets
        out[owners] = np.minimum(out[owners], np.minimum.reduceat(values, starts, axis=0))
    return out


def band_keys(signature: U32) -> NDArray[np.int64]:
    """Keys `int64[n, 32]` of signatures `uint32[n, 128]`: 48 bits over band number and 4 rows.

    48 bits, because SQLite stores such a number in six bytes; two bands that meet by chance only
    propose a pair that the true similarity then refuses.
    """
    rows = signature.reshape(len(signature), BANDS, ROWS).astype(np.uint64)
    key = np.arange(1, BANDS + 1, dtype=np.uint64)[None, :] * np.uint64(WEIGHTS[0])
    for row in range(ROWS):
        key = _fmix64((key ^ rows[:, :, row]) * np.uint64(BASE))
    return (key >> np.uint64(16)).astype(np.int64)


def _title_signatures(titles: Sequence[Sequence[str]]) -> U32:
    """Signatures over single tokens: word order means little in a headline."""
    hashes = (_fmix64(_token_hashes(titles)) >> np.uint64(32)).astype(np.uint32)
    return permuted(hashes, np.fromiter((len(title) for title in titles), np.int64, len(titles)))


def _mix(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    mixed = _fmix64(a.astype(np.uint64) * np.uint64(WEIGHTS[1]) + b.astype(np.uint64))
    return (mixed >> np.uint64(16)).astype(np.int64)


def _token_hashes(texts: Sequence[Sequence[str]]) -> U64:
    joined = " ".join([token for tokens in texts for token in tokens])
    if not joined:
        return np.zeros(0, np.uint64)
    data = np.frombuffer(joined.encode("utf-8", "surrogatepass"), np.uint8)
    gaps = np.flatnonzero(data == 0x20)
    starts = np.concatenate([[0], gaps + 1])
    lengths = np.diff(np.concatenate([starts, [len(data) + 1]]))
    place = np.arange(len(data) + 1) - np.repeat(starts, lengths)
    values = np.zeros(len(data) + 1, np.uint64)
    values[:-1] = data
    values += np.uint64(1)
    values *= _powers(int(lengths.max()))[place]
    # The space after a token belongs to no token.
    values[gaps] = 0
    values[-1] = 0
    return np.add.reduceat(values, starts)


def _powers(count: int) -> U64:
    powers = np.full(count, BASE, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _chunks(counts: NDArray[np.int64]) -> Iterator[tuple[int, int, Any, Any]]:
    """Slices of the shingles with the texts they belong to and where each text begins in them."""
    ends = np.cumsum(counts)
    begins = ends - counts
    for low in range(0, int(ends[-1]) if len(ends) else 0, _CHUNK):
        high = min(low + _CHUNK, int(ends[-1]))
        first, last = np.searchsorted(ends, low, "right"), np.searchsorted(begins, high, "left")
        owners = np.arange(first, last)
        owners = owners[counts[owners] > 0]
        yield low, high, owners, np.maximum(begins[owners] - low, 0)


@cache
def _permutations() -> tuple[U32, U32]:
    """The odd factors and the offsets that datasketch draws for this seed."""
    draw = np.random.RandomState(SEED)
    half = draw.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32)
    offsets = draw.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)
    return half * np.uint32(2) + np.uint32(1), offsets


def _fmix32(values: U32) -> U32:
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def _fmix64(values: U64) -> U64:
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))
