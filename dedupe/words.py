"""Texts to hashes of their tokens, by what a table says of each character.

The same as `plain.units`, for most texts and in a third of the time: where a character becomes one
other or none, and words stand between spaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import forms, plain
from .plain import I64, U8, U64
from .scheme import BASE, NUMBER, WORD

_MOST = 1 << 16
"""Characters of one text whose tokens are hashed so; powers are kept for as many."""


def units(texts: Sequence[str]) -> tuple[U64, U8, I64]:
    """Token hashes and kinds of all texts in a row, and where each text's begin, `int64[n+1]`."""
    parts = [_units(some) or plain.units(*plain.in_a_row(some)) for some in forms.portions(texts)]
    hashes, kinds, starts = zip(*parts, strict=True)
    sizes = np.concatenate([np.diff(own) for own in starts])
    return np.concatenate(hashes), np.concatenate(kinds), np.concatenate([[0], sizes.cumsum()])


def _units(texts: Sequence[str]) -> tuple[U64, U8, I64] | None:
    """The same for a portion; None where one of the texts has another character."""
    whole = "\n".join(texts)
    letters = forms.entries(whole)
    if len(letters) > _MOST or (letters == forms.OTHER).any():
        return None
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
    kept = letters != 0
    if not kept.all():
        letters = letters[kept]
        ends = np.concatenate([[0], np.cumsum(kept)])[ends]
    spoken = np.zeros(len(letters) + 2, np.int8)
    np.greater(letters, ord(" "), out=spoken[1:-1].view(np.bool_))
    change = np.diff(spoken)
    first, last = np.flatnonzero(change > 0), np.flatnonzero(change < 0) - 1
    starts = np.concatenate([[0], first.searchsorted(ends)])
    return _hashed(letters, first, last), _kinds(letters, first, last), starts


def _hashed(letters: NDArray[np.uint16], first: I64, last: I64) -> U64:
    """Hashes of the tokens from `first` to `last`, as the difference of two sums from the
    beginning: what is to be multiplied by a power of the place is divided by one before."""
    powers, inverse = _powers()
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * inverse[: len(letters)], out=sums[1:])
    found: U64 = (sums[last + 1] - sums[first]) * powers[last]
    return found


@cache
def _powers() -> tuple[U64, U64]:
    """Powers of `BASE` and those of its inverse, modulo 2^64, from 0 on."""
    both: list[Any] = []
    for base in (BASE, pow(BASE, -1, 1 << 64)):
        powers = np.full(_MOST, base, np.uint64)
        powers[0] = 1
        both.append(np.multiply.accumulate(powers))
    return both[0], both[1]


def _kinds(letters: NDArray[np.uint16], first: I64, last: I64) -> U8:
    kinds = np.full(len(first), WORD, np.uint8)
    digits = np.zeros(len(letters) + 1, np.int32)
    np.cumsum((letters >= ord("0")) & (letters <= ord("9")), out=digits[1:])
    kinds[digits[last + 1] - digits[first] == last + 1 - first] = NUMBER
    return kinds
