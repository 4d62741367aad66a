"""`text.spelled` as arrays: what the batch kernel looks up for each code point.

An entry is 0 where the character is dropped, `SPACE` where it parts tokens, and else the code
point that it becomes, with `ALONE` added where that is a token by itself (scripts without
spaces). A character that becomes several has `POOLED`, and where in the pool its entries stand:
begin in the low 20 bits, count in the 8 above.

Entries are worked out 256 at a time when a text has one of them: all would take a quarter of a
second, which few pages should not pay for.
"""

from __future__ import annotations

from array import array
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .text import SPACELESS, spelled

U32 = NDArray[np.uint32]

SPACE = 1
UNKNOWN = 0xFFFFFFFF
"""Entry that `fill` has not worked out yet."""
ALONE = 1 << 30
POOLED = 1 << 31
CODE = (1 << 21) - 1
POOL_BEGIN = (1 << 20) - 1
POOL_SHIFT = 20
POOL_COUNT = 0xFF

TOKENS_PER_BYTE = 2
"""More tokens than this a byte of UTF-8 cannot make: U+3316, three bytes, is six characters."""

_TOP = 0x110000
_SET = 256
_entries = np.full(_TOP, UNKNOWN, np.uint32)
_pool = array("I")


def entries() -> tuple[U32, U32]:
    """Entries `uint32[0x110000]`, as far as they are worked out, and the pool."""
    return _entries, np.array(_pool, np.uint32)


def pooled(entry: int, pool: U32) -> list[int]:
    """The entries that a pooled one stands for."""
    begin = entry & POOL_BEGIN
    return list(map(int, pool[begin : begin + (entry >> POOL_SHIFT & POOL_COUNT)]))


@cache
def pairs() -> U32:
    """What two bytes are that are one letter, `uint32[0x10000]`, the first byte being the lower:
    the entry of the letter, and `POOLED` where they are anything else. 0 stays 0."""
    found = np.full(1 << 16, POOLED, np.uint32)
    found[0] = 0
    for code in range(0, 0x800, _SET):
        fill(code)
    for code in range(0x80, 0x800):
        first, second = chr(code).encode()
        if SPACE < _entries[code] <= CODE and not chr(_entries[code]).isdigit():
            found[first | second << 8] = _entries[code]
    return found


def fill(code: int) -> None:
    """Work out the entry of a code point, and of its neighbours."""
    first = code - code % _SET
    _entries[first : first + _SET] = [_entry(other) for other in range(first, first + _SET)]


def _entry(code: int) -> int:
    found = [_single(char) for char in spelled(chr(code))]
    if len(found) < 2:
        return found[0] if found else 0
    _pool.extend(found)
    return POOLED | len(found) << POOL_SHIFT | (len(_pool) - len(found))


def _single(char: str) -> int:
    code = ord(char)
    if char == " ":
        return SPACE
    return code | ALONE if any(first <= code <= last for first, last in SPACELESS) else code
