"""What is known of texts in a row of numbers of 32 bits, compiled: to a temporary file and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import jit
from .compiled_json import BREAK
from .compiled_lines import C_HEADS, C_ID, C_ID_END, C_KIND, C_NUMBERS, C_RUNS, PLAIN_ID
from .scheme import BASE, WEIGHTS

_u32, _u64 = np.uint32, np.uint64
_BASE, _W0 = np.uint64(BASE), np.uint64(WEIGHTS[0])
_HIGH, _HALF = np.uint64(33), np.uint64(32)


@jit
def band_keys(signatures: Any, out: Any) -> None:
    """Fill `out`, `uint32[n, bands]`: the upper 32 bits of what `sketch.band_keys` makes."""
    bands = out.shape[1]
    each = signatures.shape[1] // bands
    for text in range(len(out)):
        own = signatures[text]
        for band in range(bands):
            key = _u64(band + 1) * _W0
            for place in range(band * each, band * each + each):
                key = _mixed((key ^ _u64(own[place])) * _BASE)
            out[text, band] = _u32(key >> _HALF)


@jit
def ids(data: Any, rows: Any, out: Any) -> Any:
    """Write the plain ids of all rows, each with a line break behind it, and only that for those
    of other kinds; how many bytes that is."""
    at: Any = 0
    for text in range(len(rows)):
        if rows[text, C_KIND] == PLAIN_ID:
            for place in range(rows[text, C_ID], rows[text, C_ID_END]):
                out[at] = data[place]
                at += 1
        out[at] = BREAK
        at += 1
    return at


@jit
def pack(rows: Any, keys: Any, heads: Any, numbers: Any, runs: Any, out: Any) -> Any:
    """Write what is known of each text in a row; how many numbers of 32 bits that is."""
    at: Any = 0
    head: Any = 0
    number: Any = 0
    run: Any = 0
    for text in range(len(rows)):
        for band in range(keys.shape[1]):
            out[at + band] = keys[text, band]
        at += keys.shape[1]
        for _ in range(rows[text, C_HEADS]):
            out[at], out[at + 1] = _u32(heads[head]), _u32(heads[head] >> _HALF)
            at += 2
            head += 1
        for _ in range(rows[text, C_NUMBERS]):
            out[at], out[at + 1] = _u32(numbers[number]), _u32(numbers[number] >> _HALF)
            at += 2
            number += 1
        count = rows[text, C_RUNS]
        out[at : at + count] = runs[run : run + count]
        at += count
        run += count
    return at


@jit
def unpack(packed: Any, counts: Any, keys: Any, heads: Any, numbers: Any, runs: Any) -> None:
    """What `pack` wrote; `counts` are the shingles, title tokens and numbers of each text."""
    at: Any = 0
    head: Any = 0
    number: Any = 0
    run: Any = 0
    for text in range(len(counts)):
        for band in range(keys.shape[1]):
            keys[text, band] = packed[at + band]
        at += keys.shape[1]
        for _ in range(counts[text, C_HEADS]):
            heads[head] = _u64(packed[at]) | _u64(packed[at + 1]) << _HALF
            at += 2
            head += 1
        for _ in range(counts[text, C_NUMBERS]):
            numbers[number] = _u64(packed[at]) | _u64(packed[at + 1]) << _HALF
            at += 2
            number += 1
        count = counts[text, C_RUNS]
        runs[run : run + count] = packed[at : at + count]
        at += count
        run += count


@jit
def _mixed(value: Any) -> Any:
    value = (value ^ value >> _HIGH) * _u64(0xFF51AFD7ED558CCD)
    value = (value ^ value >> _HIGH) * _u64(0xC4CEB9FE1A85EC53)
    return value ^ value >> _HIGH
