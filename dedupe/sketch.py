"""MinHash signatures and band keys of forms, many at a time; `scheme` defines them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import kernel
from .near import SHORT, Form
from .plain import I64, U32, U64, fmix64
from .scheme import BANDS, BASE, PERMUTATIONS, ROWS, WEIGHTS


def sketch_forms(forms: Sequence[Form]) -> tuple[U32, list[I64]]:
    """Signatures `uint32[n, 128]` of the forms' bodies, and the band keys of each form.

    A short body decides nothing without its title, so its keys are mixed with those of the title:
    else a notice under ten thousand headlines would be ten thousand proposals for each of them.
    A body that is a little longer, which a short one could be like, has keys of both kinds.
    """
    if not forms:
        return np.zeros((0, PERMUTATIONS), np.uint32), []
    signature = kernel.permuted(*_in_a_row([form.runs for form in forms]))
    keys = band_keys(signature)
    titled = [n for n, form in enumerate(forms) if form.needs_title]
    titles = band_keys(title_signatures([forms[n].title for n in titled]))
    mixed = dict(zip(titled, mix(keys[titled], titles), strict=True))
    none = np.zeros(0, np.int64)
    own = [keys[n] if form.words >= SHORT else none for n, form in enumerate(forms)]
    return signature, [
        np.concatenate([keys, mixed[n]]) if n in mixed else keys for n, keys in enumerate(own)
    ]


def signatures(texts: Sequence[str]) -> U32:
    """Signatures `uint32[n, 128]` of `n` texts; one without a token has all ones."""
    return kernel.permuted(*shingle_hashes(texts))


def shingle_hashes(texts: Sequence[str]) -> tuple[U32, I64]:
    """Shingle hashes of all texts in a row, and how many belong to each text."""
    found = kernel.units(texts)
    return kernel.shingled(found.hashes, found.starts)


def band_keys(signature: U32) -> I64:
    """Keys `int64[n, 32]` of signatures `uint32[n, 128]`: 48 bits over band number and 4 rows.

    48 bits, because SQLite stores such a number in six bytes; two bands that meet by chance only
    propose a pair that the true similarity then refuses.
    """
    rows = signature.reshape(len(signature), BANDS, ROWS)
    return _keyed(rows, np.arange(1, BANDS + 1, dtype=np.uint64)[None, :])


def band_key(rows: U32, band: int) -> I64:
    """The keys `int64[n]` of one band, from its own rows `uint32[n, 4]` of the signatures."""
    return _keyed(rows, np.full(len(rows), band + 1, np.uint64))


def _keyed(rows: U32, number: U64) -> I64:
    key = number * np.uint64(WEIGHTS[0])
    for row in range(ROWS):
        key = fmix64((key ^ rows[..., row].astype(np.uint64)) * np.uint64(BASE))
    return (key >> np.uint64(16)).astype(np.int64)


def title_signatures(titles: Sequence[U64]) -> U32:
    """Signatures over single tokens: word order means little in a headline."""
    hashes, counts = _in_a_row(titles)
    return kernel.permuted((fmix64(hashes) >> np.uint64(32)).astype(np.uint32), counts)


def mix(keys: I64, titles: I64) -> I64:
    """Keys that meet where those of both bodies and titles do."""
    mixed = fmix64(keys.astype(np.uint64) * np.uint64(WEIGHTS[1]) + titles.astype(np.uint64))
    return (mixed >> np.uint64(16)).astype(np.int64)


def _in_a_row(arrays: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], I64]:
    counts = np.fromiter(map(len, arrays), np.int64, len(arrays))
    return np.concatenate(arrays) if arrays else np.zeros(0, np.uint64), counts
