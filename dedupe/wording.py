"""How much a line's words are those of what stands around texts, whatever its place.

`cookies`, `subscribe` and `leave a reply` stand around texts on any site. The weights are data
(`wording.json`), learned by `benchmarks/train_running.py` from pages of many sites: of words that
eight sites have at least, by checksum. A line without such a word, as most are in a language that
few of those sites had, has none of it, and nor has one whose words speak for a text: a text may be
of any words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SAID = ("said", "said-1", "said+1", "said~3")
"""What `wording` says of a line: its own words, those of its neighbours, and the mean around it."""

_SHORT_LINE = 40
"""Characters below which a line counts as a word, too: `show more`."""
_LEAST = -4.0
"""Log odds below it tell no more."""
_AROUND = 3


Weights = Mapping[int, float]
"""What each known word, by checksum, adds to the log odds of a text."""


def wording(keys: Iterable[str], weights: Weights | None = None) -> Numbers:
    """`float64[line, SAID]`: what the words of each normal form speak against a text."""
    learned = weights or read_wording()
    own = np.array([_odds(key, learned) for key in keys], float)
    sides = np.pad(own, 1)
    sums = np.concatenate([[0.0], np.cumsum(own)])
    order = np.arange(len(own))
    first = np.maximum(0, order - _AROUND)
    below = np.minimum(len(own), order + _AROUND + 1)
    mean = (sums[below] - sums[first]) / (below - first)
    return np.stack([own, sides[:-2], sides[2:], mean], axis=1)


def checksums(key: str) -> set[int]:
    """The words of a line as they are looked up; numbers and single letters are none."""
    words = {word for word in key.split() if len(word) > 1 and not word.isdigit()}
    if len(key) < _SHORT_LINE:
        words.add(key)
    return {crc32(word.encode("utf-8", "surrogatepass")) for word in words}


def _odds(key: str, learned: Weights) -> float:
    known = [learned[word] for word in checksums(key) if word in learned]
    odds = sum(known) / sqrt(max(1, len(known)))
    return max(_LEAST, min(0.0, odds))


def wording_from(data: Mapping[str, float]) -> Weights:
    """The weights from their JSON form, where checksums are in decimal digits."""
    return {int(word): weight for word, weight in data.items()}


@cache
def read_wording() -> Weights:
    """The trained weights that come with the package."""
    return wording_from(json.loads(files("dedupe").joinpath("wording.json").read_text()))
