"""Band keys and ids of the texts that `compiled_lines` has read, and the way back, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types

from .compiled import jit, minima
from .compiled_json import BREAK
from .compiled_lines import C_HEADS, C_ID, C_ID_END, C_NUMBERS, C_RUNS
from .scheme import BASE, WEIGHTS

_u32, _u64 = np.uint32, np.uint64
_BASE, _W0 = np.uint64(BASE), np.uint64(WEIGHTS[0])
_HIGH, _HALF = np.uint64(33), np.uint64(32)


@jit
def keyed(packed: Any, rows: Any, factors: Any, offsets: Any, signature: Any, out: Any) -> None:
    """Fill `out`, `uint32[n, bands]`: the upper 32 bits of what `sketch.band_keys` makes.
    `signature` is room for one."""
    bands = out.shape[1]
    each = len(signature) // bands
    at: Any = 0
    for text in range(len(rows)):
        count = rows[text, C_RUNS]
        at += 2 * (rows[text, C_HEADS] + rows[text, C_NUMBERS])
        minima(packed, at, count, factors, offsets, signature)
        at += count + (count & 1)
        for band in range(bands):
            key = _u64(band + 1) * _W0
            for place in range(band * each, band * each + each):
                key = _mixed((key ^ _u64(signature[place])) * _BASE)
            out[text, band] = _u32(key >> _HALF)


@jit
def ids(data: Any, rows: Any, out: Any, ends: Any) -> Any:
    """Write the ids of all rows, as they stand in `data`, and where each ends; how many bytes."""
    at: Any = 0
    for text in range(len(rows)):
        for place in range(rows[text, C_ID], rows[text, C_ID_END]):
            out[at] = data[place]
            at += 1
        ends[text] = at
    return at


@jit
def tabled(data: Any, ends: Any, groups: Any, out: Any) -> Any:
    """Write the lines that `corpus.write_groups` does; how many bytes they are."""
    at: Any = 0
    begin: Any = 0
    for text in range(len(ends)):
        for place in range(begin, ends[text]):
            byte = data[place]
            out[at] = 0x20 if byte == 0x09 or byte == BREAK or byte == 0x0D else byte
            at += 1
        begin = ends[text]
        out[at] = 0x09
        left = groups[text]
        digits = 1
        while left > 9:
            left //= 10
            digits += 1
        left = groups[text]
        for back in range(digits):
            out[at + digits - back] = 0x30 + left % 10
            left //= 10
        at += digits + 2
        out[at - 1] = BREAK
    return at


_pread: Any = types.ExternalFunction(
    "pread", types.intp(types.intc, types.voidptr, types.uintp, types.int64)
)


@jit
def fetch(file: Any, places: Any, edges: Any, out: Any) -> Any:
    """Read texts from their `places` in a file to between their `edges`, both in numbers of 64
    bits; whether all were there. Called from Python for each text, it took two thirds longer."""
    for text in range(len(places)):
        size = 8 * (edges[text + 1] - edges[text])
        if _pread(file, out[edges[text] :].ctypes, size, 8 * places[text]) != size:
            return False
    return True


@jit
def _mixed(value: Any) -> Any:
    value = (value ^ value >> _HIGH) * _u64(0xFF51AFD7ED558CCD)
    value = (value ^ value >> _HIGH) * _u64(0xC4CEB9FE1A85EC53)
    return value ^ value >> _HIGH
