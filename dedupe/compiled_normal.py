"""Texts in normal form, compiled: what `text.normal`, `text.tokens` and `spans.with_bare` say.

Only `kernel` imports this.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .codepoints import ALONE, CODE, POOL_BEGIN, POOL_COUNT, POOL_SHIFT, POOLED, SPACE, UNKNOWN
from .compiled import decoded, jit
from .spans import BARE, NOT_BARE

_u8, _u32, _u64, _i64 = np.uint8, np.uint32, np.uint64, np.int64
_ALONE, _CODE, _POOLED = np.uint32(ALONE), np.uint32(CODE), np.uint32(POOLED)
_SPACE, _UNKNOWN = np.uint32(SPACE), np.uint32(UNKNOWN)
_POOL_BEGIN, _POOL_COUNT = np.uint32(POOL_BEGIN), np.uint32(POOL_COUNT)
_POOL_SHIFT = np.uint32(POOL_SHIFT)
_BLANK = np.uint8(ord(" "))
_ONE, _TWO, _FOUR, _SIX = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(6)


def _packed(word: str) -> int:
    return int.from_bytes(word.encode(), "big")


_MARK = np.frombuffer(BARE.encode(), np.uint8)
_WAW, _FEH, _BEH, _KAF, _ALEF, _LAM = (np.uint32(_packed(letter)) for letter in "وفبكال")
_FIRST, _LAST = np.uint32(_packed("ء")), np.uint32(_packed("ي"))
_NOT_BARE = np.array([_packed(word) for word in NOT_BARE], np.uint64)
_LONGEST = np.uint64(max(len(word.encode()) for word in NOT_BARE))

FULL = -1 << 40
"""Answer where there is not enough room; others below 0 are code points, negated and less one."""

_MOST = 5
"""Bytes that an entry becomes at most: a space, and four of a character."""


@jit
def spelled(
    data: Any, offsets: Any, table: Any, pool: Any, apart: Any, marked: Any, out: Any, starts: Any
) -> Any:
    """Fill `out` with the normal forms of all texts in a row, as UTF-8, and `starts` with where
    each begins; the number of bytes, or `FULL`, or what `table` does not know yet.

    With `apart` there is a space on both sides of each character that is a token by itself. With
    `marked` what `spans.with_bare` adds comes behind each.
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
        if marked:
            if to + _TWO * (to - begun) > room:
                return _i64(FULL)
            to = _bare(out, begun, to)
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


@jit
def _bare(out: Any, begun: Any, end: Any) -> Any:
    """Write those words of a text that have prefixes without them behind it, each behind a mark;
    where that ends."""
    to = end
    word: Any = begun
    while word < end:
        stop: Any = word
        while stop < end and out[stop] != _BLANK:
            stop += _ONE
        first = _prefix(out, word, stop)
        if first > word:
            out[to] = _BLANK
            to += _ONE
            for byte in _MARK:
                out[to] = byte
                to += _ONE
            for at in range(first, stop):
                out[to] = out[at]
                to += _ONE
        word = stop + _ONE
    return to


@jit
def _prefix(out: Any, word: Any, stop: Any) -> Any:
    """Where a word begins without its prefixes: the rule of `spans.stripped`, letter by letter."""
    opening = _letter(out, word, stop)
    article = word + _TWO if opening in (_WAW, _FEH) else word
    letter = _letter(out, article, stop)
    then = _letter(out, article + _TWO, stop)
    rest = stop
    if letter in (_BEH, _KAF):
        if then == _ALEF and _letter(out, article + _FOUR, stop) == _LAM:
            rest = article + _SIX
    elif then == _LAM and letter in (_ALEF, _LAM):
        rest = article + _FOUR
    if _letters(out, rest, stop, 2) and not _is_whole(out, rest, stop):
        return rest
    short = opening in (_WAW, _BEH, _LAM)
    return word + _TWO if short and _letters(out, word + _TWO, stop, 4) else word


@jit
def _letter(out: Any, at: Any, stop: Any) -> Any:
    """The two bytes of an Arabic letter at `at`; 0 for anything else."""
    if at + _ONE >= stop:
        return _u32(0)
    value = _u32(out[at]) << _u32(8) | _u32(out[at + _ONE])
    return value if _FIRST <= value <= _LAST else _u32(0)


@jit
def _letters(out: Any, at: Any, stop: Any, count: Any) -> Any:
    """Whether so many Arabic letters stand at `at`."""
    whole = True
    for n in range(count):
        whole &= _letter(out, at + _u64(2 * n), stop) != _u32(0)
    return whole


@jit
def _is_whole(out: Any, at: Any, stop: Any) -> Any:
    """Whether what is left of a word is one of those whose article is not one."""
    if stop - at > _LONGEST:
        return False
    value = _u64(0)
    for place in range(at, stop):
        value = value << _u64(8) | _u64(out[place])
    same = False
    for other in _NOT_BARE:
        same |= value == other
    return same
