"""Texts in their normal form, compiled: what `text.normal` and `text.tokens` say, in one pass.

Only `kernel` imports this.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .codepoints import ALONE, CODE, POOL_BEGIN, POOL_COUNT, POOL_SHIFT, POOLED, SPACE, UNKNOWN
from .compiled import decoded, jit

_u8, _u32, _u64, _i64 = np.uint8, np.uint32, np.uint64, np.int64
_ALONE, _CODE, _POOLED = np.uint32(ALONE), np.uint32(CODE), np.uint32(POOLED)
_SPACE, _UNKNOWN = np.uint32(SPACE), np.uint32(UNKNOWN)
_POOL_BEGIN, _POOL_COUNT = np.uint32(POOL_BEGIN), np.uint32(POOL_COUNT)
_POOL_SHIFT = np.uint32(POOL_SHIFT)
_BLANK = np.uint8(ord(" "))
_ONE, _TWO = np.uint64(1), np.uint64(2)

FULL = -1 << 40
"""Answer where there is not enough room; others below 0 are code points, negated and less one."""

_MOST = 5
"""Bytes that an entry becomes at most: a space, and four of a character."""


@jit
def spelled(
    data: Any, offsets: Any, table: Any, pool: Any, apart: Any, out: Any, starts: Any
) -> Any:
    """Fill `out` with the normal forms of all texts in a row, as UTF-8, and `starts` with where
    each begins; the number of bytes, or `FULL`, or what `table` does not know yet.

    With `apart` there is a space on both sides of each character that is a token by itself.
    """
    room = _u64(len(out))
    to: Any = _u64(0)
    for text in range(len(offsets) - 1):
        begun = to
        starts[text] = _i64(begun)
        at: Any = _u64(offsets[text])
        end: Any = _u64(offsets[text + 1])
        gap: Any = False
        while at < end:
            code = _u32(data[at])
            if code < _u32(0x80):
                at += _ONE
            elif code < _u32(0xE0) and at + _ONE < end:
                code = (code & _u32(0x1F)) << _u32(6) | _u32(data[at + _ONE] & 0x3F)
                at += _TWO
            else:
                code, at = decoded(data, at, end)
            entry = table[code]
            if entry == _UNKNOWN:
                return -1 - _i64(code)
            first: Any = 0
            last: Any = 0 if entry == _u32(0) else 1
            if entry & _POOLED:
                first = _i64(entry & _POOL_BEGIN)
                last = first + _i64(entry >> _POOL_SHIFT & _POOL_COUNT)
            if to + _u64(_MOST * (last - first)) > room:
                return _i64(FULL)
            for place in range(first, last):
                one = pool[place] if entry & _POOLED else entry
                if one == _SPACE:
                    gap = True
                    continue
                lone = apart and (one & _ALONE) != _u32(0)
                if (gap or lone) and to > begun:
                    out[to] = _BLANK
                    to += _ONE
                to = _written(_u32(one & _CODE), out, to)
                gap = lone
    starts[len(offsets) - 1] = _i64(to)
    return _i64(to)


@jit
def _written(code: Any, out: Any, to: Any) -> Any:
    """Write a code point as UTF-8; where the next one goes."""
    if code < _u32(0x80):
        out[to] = _u8(code)
        return to + _ONE
    if code < _u32(0x800):
        out[to] = _u8(_u32(0xC0) | code >> _u32(6))
        out[to + _ONE] = _u8(_u32(0x80) | code & _u32(0x3F))
        return to + _TWO
    if code < _u32(0x10000):
        out[to] = _u8(_u32(0xE0) | code >> _u32(12))
        to += _ONE
    else:
        out[to] = _u8(_u32(0xF0) | code >> _u32(18))
        out[to + _ONE] = _u8(_u32(0x80) | code >> _u32(12) & _u32(0x3F))
        to += _TWO
    out[to] = _u8(_u32(0x80) | code >> _u32(6) & _u32(0x3F))
    out[to + _ONE] = _u8(_u32(0x80) | code & _u32(0x3F))
    return to + _TWO
