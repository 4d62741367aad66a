"""The batch kernel, compiled: UTF-8 to tokens, shingles and signatures, a few passes in cache.

Only `kernel` imports this; numba comes with the extra `[fast]`. What is compiled is kept beside
this file, or in the user's cache folder where that cannot be written to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from .codepoints import ALONE, CODE, POOL_BEGIN, POOL_COUNT, POOL_SHIFT, POOLED, SPACE, UNKNOWN
from .scheme import BASE, LETTER, NUMBER, PERMUTATIONS, WEIGHTS, WORD

_u32, _u64 = np.uint32, np.uint64
_BASE = np.uint64(BASE)
_W0, _W1, _W2 = (np.uint64(weight) for weight in WEIGHTS)
_ALONE, _CODE, _POOLED = np.uint32(ALONE), np.uint32(CODE), np.uint32(POOLED)
_SPACE, _UNKNOWN = np.uint32(SPACE), np.uint32(UNKNOWN)
_POOL_BEGIN, _POOL_COUNT = np.uint32(POOL_BEGIN), np.uint32(POOL_COUNT)
_POOL_SHIFT = np.uint32(POOL_SHIFT)
_ZERO, _NINE = np.uint32(ord("0")), np.uint32(ord("9"))
_BLANK = ord(" ")
_NONE = np.uint64(0)
_ONE, _TWO = np.uint64(1), np.uint64(2)
"""Indices without a sign: numba asks of others at every use whether they count from the end."""
_HIGH = np.uint64(33)
_HALF = np.uint64(32)
_LEADS = np.uint64(0x0080008000800080)
"""The bit, of each of four characters of two bytes, that ASCII does not have."""
_LETTER = np.uint64(0xFFFF)
_POWERS = np.array([1] * 8 + [pow(BASE, n, 1 << 64) for n in range(8)], np.uint64)
"""Of `BASE`, from the ninth on; what stands before is only ever multiplied with 0."""

_AHEAD = np.uint64(16)
"""Bytes that `plain_words` looks at beyond where it is."""


_HOW: dict[str, Any] = {"cache": True, "nogil": True, "boundscheck": False, "_nrt": False}


def jit(function: Any) -> Any:
    """Compile for this machine when it is first called, and keep the result on disk.

    Nothing that is compiled makes an array, so none of them is counted: the counting of each array
    at each call took a fifth of the time that reading takes.
    """
    return njit(**_HOW)(function)


def _counted(typing: Any, value: Any) -> Any:
    """How many zeros a number of 64 bits ends in; 64 for 0."""

    def made(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), made


_zeros: Any = intrinsic(_counted)


@jit
def _eight(data: Any, at: Any) -> Any:
    """The next eight bytes as one number; LLVM makes one load of this."""
    value = _NONE
    for place in range(8):
        value |= _u64(data[at + _u64(place)]) << _u64(8 * place)
    return value


@jit
def plain_words(data: Any, at: Any, end: Any, pairs: Any, hashes: Any, kinds: Any, n: Any) -> Any:
    """Read words of characters of two bytes, each with a space behind it: where that ends, how
    many tokens by then, and the beginning of one more: its value, and whether there is one.

    Nothing is read at `end` or behind it; `pairs` are those of `codepoints`. Up to eight letters
    are looked up and multiplied side by side, with nothing for the processor to guess but that a
    plain word comes next. It halves the time that letters take one by one, where the end of every
    word is guessed wrong.
    """
    while at + _AHEAD < end:
        front, back = _eight(data, at), _eight(data, at + _u64(8))
        stop, far = (~front & _LEADS) >> _u64(7), (~back & _LEADS) >> _u64(7)
        size = _zeros(stop) >> _u64(4)
        full = _NONE - (size >> _TWO)
        size += _zeros(far) >> _u64(4) & full
        # What is behind the word is zero, and has the entry 0.
        front &= (stop & (_NONE - stop)) - _ONE
        back &= (far & (_NONE - far)) - _ONE & full
        a, b = pairs[front & _LETTER], pairs[front >> _u64(16) & _LETTER]
        c, d = pairs[front >> _u64(32) & _LETTER], pairs[front >> _u64(48)]
        e, f = pairs[back & _LETTER], pairs[back >> _u64(16) & _LETTER]
        g, h = pairs[back >> _u64(32) & _LETTER], pairs[back >> _u64(48)]
        if size == _NONE or (a | b | c | d | e | f | g | h) & _POOLED:
            break
        by = size + _u64(7)
        one = _u64(a) * _POWERS[by] + _u64(b) * _POWERS[by - _u64(1)]
        two = _u64(c) * _POWERS[by - _u64(2)] + _u64(d) * _POWERS[by - _u64(3)]
        three = _u64(e) * _POWERS[by - _u64(4)] + _u64(f) * _POWERS[by - _u64(5)]
        four = _u64(g) * _POWERS[by - _u64(6)] + _u64(h) * _POWERS[by - _u64(7)]
        value = (one + two) + (three + four)
        at += size + size
        if data[at] != _BLANK:
            return at, n, value, True
        hashes[n] = value
        kinds[n] = WORD
        n += _ONE
        at += _ONE
    return at, n, _NONE, False


@jit
def units(
    data: Any,
    offsets: Any,
    table: Any,
    pool: Any,
    pairs: Any,
    hashes: Any,
    kinds: Any,
    starts: Any,
) -> Any:
    """Fill `hashes`, `kinds` and `starts`; the number of tokens, or less than 0: the code point,
    negated and less one, that `table` does not know yet."""
    n: Any = _u64(0)
    for text in range(len(offsets) - 1):
        starts[text] = n
        at: Any = _u64(offsets[text])
        end: Any = _u64(offsets[text + 1])
        value = _u64(0)
        inside: Any = False
        other: Any = False
        while at < end:
            code = _u32(data[at])
            if not inside and code >= _u32(0xC2):
                begun = at
                at, n, value, inside = plain_words(data, at, end, pairs, hashes, kinds, n)
                other = inside
                if at > begun:
                    continue
            if code < _u32(0x80):
                at += _ONE
            elif code < _u32(0xE0) and at + _ONE < end:
                code = (code & _u32(0x1F)) << _u32(6) | _u32(data[at + _ONE] & 0x3F)
                at += _TWO
            else:
                code, at = decoded(data, at, end)
            entry = table[code]
            if entry < _u32(0x200000):
                if entry > _SPACE:
                    value = value * _BASE + _u64(entry)
                    other |= _u32(entry - _ZERO) > _u32(9)
                    inside = True
                elif entry == _SPACE and inside:
                    hashes[n] = value
                    kinds[n] = WORD if other else NUMBER
                    n += _ONE
                    value = _u64(0)
                    inside = False
                    other = False
                continue
            if entry == _UNKNOWN:
                return -1 - np.int64(code)
            first: Any = 0
            last: Any = 1
            if entry & _POOLED:
                first = np.int64(entry & _POOL_BEGIN)
                last = first + np.int64(entry >> _POOL_SHIFT & _POOL_COUNT)
            for place in range(first, last):
                one = pool[place] if entry & _POOLED else entry
                if inside and (one == _SPACE or one & _ALONE):
                    hashes[n] = value
                    kinds[n] = WORD if other else NUMBER
                    n += _ONE
                    value = _u64(0)
                    inside = False
                    other = False
                if one & _ALONE:
                    hashes[n] = _u64(one & _CODE)
                    kinds[n] = LETTER
                    n += _ONE
                elif one != _SPACE:
                    value = value * _BASE + _u64(one)
                    other |= _u32(one - _ZERO) > _u32(9)
                    inside = True
        if inside:
            hashes[n] = value
            kinds[n] = WORD if other else NUMBER
            n += _ONE
    starts[len(offsets) - 1] = n
    return np.int64(n)


@jit
def decoded(data: Any, at: Any, end: Any) -> Any:
    """The code point of three or four bytes at `at`, and where the next begins."""
    lead = _u32(data[at])
    at += _ONE
    more = 2 if lead < _u32(0xF0) else 3
    code = lead & _u32(0x0F if more == 2 else 0x07)
    for _ in range(more):
        if at < end:
            code = _u32(code << _u32(6) | _u32(data[at] & 0x3F))
            at += _ONE
    return (code if code <= _u32(0x10FFFF) else _u32(0x20)), at


@jit
def shingled(hashes: Any, starts: Any, out: Any, counts: Any) -> Any:
    """Fill `out` with shingle hashes and `counts` with how many each text has; their number."""
    n: Any = 0
    for text in range(len(starts) - 1):
        first, end = np.int64(starts[text]), np.int64(starts[text + 1])
        size = end - first
        count = size - 2 if size > 2 else 1 if size else 0
        counts[text] = count
        own, run = hashes[first:end], out[n : n + count]
        if size > 2:
            for at in range(count):
                run[at] = _mix(own[at] * _W0 + own[at + 1] * _W1 + own[at + 2] * _W2)
        elif size == 2:
            run[0] = _mix(own[0] * _W0 + own[1] * _W1)
        elif size == 1:
            run[0] = _mix(own[0] * _W0)
        n += count
    return n


@jit
def _mix(value: Any) -> Any:
    value = (value ^ value >> _HIGH) * _u64(0xFF51AFD7ED558CCD)
    value = (value ^ value >> _HIGH) * _u64(0xC4CEB9FE1A85EC53)
    return _u32((value ^ value >> _HIGH) >> _HALF)


@jit
def permuted(hashes: Any, counts: Any, factors: Any, offsets: Any, out: Any) -> None:
    """Fill `out`, `uint32[n, 128]`."""
    at: Any = 0
    for text in range(len(counts)):
        minima(hashes, at, counts[text], factors, offsets, out[text])
        at += counts[text]


@jit
def minima(hashes: Any, first: Any, count: Any, factors: Any, offsets: Any, row: Any) -> None:
    """Fill `row` with the signature of `count` hashes, all ones where there are none."""
    for way in range(PERMUTATIONS):
        row[way] = _u32(0xFFFFFFFF)
    last = first + count - 1
    # Eight at a time, the last one again where there are less: so a row, its factors and its
    # offsets are fetched for eight. It halves the time; with four it takes a tenth longer.
    for n in range(first, last + 1, 8):
        a, b = _fmix32(hashes[n]), _fmix32(hashes[min(n + 1, last)])
        c, d = _fmix32(hashes[min(n + 2, last)]), _fmix32(hashes[min(n + 3, last)])
        e, f = _fmix32(hashes[min(n + 4, last)]), _fmix32(hashes[min(n + 5, last)])
        g, h = _fmix32(hashes[min(n + 6, last)]), _fmix32(hashes[min(n + 7, last)])
        for way in range(PERMUTATIONS):
            # numba makes 64 bits of a product of two of 32 unless it is told otherwise.
            by, off = factors[way], offsets[way]
            one = min(_u32(by * a + off), _u32(by * b + off))
            two = min(_u32(by * c + off), _u32(by * d + off))
            three = min(_u32(by * e + off), _u32(by * f + off))
            four = min(_u32(by * g + off), _u32(by * h + off))
            row[way] = min(row[way], min(min(one, two), min(three, four)))


@jit
def _fmix32(value: Any) -> Any:
    value = _u32((value ^ value >> _u32(16)) * _u32(0x85EBCA6B))
    value = _u32((value ^ value >> _u32(13)) * _u32(0xC2B2AE35))
    return _u32(value ^ value >> _u32(16))


@jit
def sums(runs: Any, counts: Any, out: Any) -> None:
    """A hash of each text's shingles, whatever their order; 0 for none."""
    at: Any = 0
    for text in range(len(counts)):
        value = _u64(0)
        for place in range(at, at + counts[text]):
            mixed = (_u64(runs[place]) + _u64(1)) * _BASE
            value += (mixed ^ mixed >> _HIGH) * _W1
        out[text] = value
        at += counts[text]


@jit
def common(a: Any, b: Any) -> Any:
    """How many numbers two arrays have in common, that are in order and have each once."""
    i: Any = 0
    j: Any = 0
    shared = 0
    while i < len(a) and j < len(b):
        one, other = a[i], b[j]
        shared += one == other
        i += one <= other
        j += other <= one
    return shared
