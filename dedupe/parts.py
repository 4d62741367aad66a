"""Which part of a page each line is, found for all lines at once.

A linear chain: the traits of a line speak for some parts and against others, some parts follow each
other and others never do, and the way through the page with the highest sum is taken. The weights
are data (`parts.json`), learned by `benchmarks/train_lines.py` from pages whose order of parts,
cards and dumps were drawn at random.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

PARTS = (
    "out",  # furniture outside every article
    "cards",  # lists of cards, outside the articles
    "kicker",  # a section's name right above a headline
    "sign0",  # names, days and places above the headline
    "caption0",
    "credit0",
    "tool0",
    "title",
    "lead",
    "sign1",  # the same between the headline and the first paragraph
    "caption1",
    "credit1",
    "tool1",
    "cards1",
    "body",
    "caption2",  # from the first paragraph on
    "credit2",
    "tool2",
    "cards2",
    "sign2",  # below the text
)


@dataclass(frozen=True, slots=True)
class _Weights:
    """What `parts.json` says, as arrays."""

    place: dict[str, int]
    """Row of `traits` for each trait."""
    traits: NDArray[np.float64]
    """`[traits, parts]`."""
    steps: NDArray[np.float64]
    """`[other, one]`: into each part from each other, the last part first; minus infinity: never.

    Turned round, for of equal ways the one from the later part is taken and argmax finds the first.
    """
    first: NDArray[np.float64]
    """Weights of the first line."""


@cache
def _weights() -> _Weights:
    raw = json.loads(files("dedupe").joinpath("parts.json").read_text(encoding="utf-8"))
    place = {name: at for at, name in enumerate(PARTS)}
    traits = np.zeros((len(raw["traits"]), len(PARTS)))
    for at, row in enumerate(raw["traits"].values()):
        for part, weight in row.items():
            traits[at, place[part]] = weight
    steps = np.full((len(PARTS), len(PARTS)), -np.inf)
    for pair, weight in raw["steps"].items():
        one, other = pair.split(" ")
        steps[place[other], -1 - place[one]] = weight
    names = {name: at for at, name in enumerate(raw["traits"])}
    return _Weights(names, traits, steps, np.array(raw["first"]))


def parts_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The part of each line of a page of bare text, by the traits of all its lines."""
    if not rows:
        return []
    weights = _weights()
    scores = _emitted(rows[0], weights) + weights.first
    back: list[NDArray[np.intp]] = []
    for row in rows[1:]:
        ways = scores[::-1] + weights.steps
        came = ways.argmax(axis=1)
        scores = ways[_EVERY, came] + _emitted(row, weights)
        back.append(len(PARTS) - 1 - came)
    # Of equal ends the first part is taken.
    at = int(scores.argmax())
    path = [at]
    for one in reversed(back):
        at = int(one[at])
        path.append(at)
    return [PARTS[one] for one in reversed(path)]


_EVERY = np.arange(len(PARTS))


def _emitted(row: Sequence[str], weights: _Weights) -> NDArray[np.float64]:
    known = [at for name in row if (at := weights.place.get(name)) is not None]
    sums: NDArray[np.float64] = np.add.reduce(weights.traits[known], axis=0)
    return sums
