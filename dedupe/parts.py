"""Which part of a page each line is, found for all lines at once.

A linear chain: the traits of a line speak for some parts and against others, some parts follow each
other and others never do, and the way through the page with the highest sum is taken. The weights
are data (`parts.json`), learned by `benchmarks/train_lines.py` from pages whose order of parts,
cards and dumps were drawn at random.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

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


Weights = tuple[dict[str, list[tuple[int, float]]], list[list[tuple[int, float]]], list[float]]
"""Weights by trait, steps into each part from others, weights of the first line."""


@cache
def _weights() -> Weights:
    raw = json.loads(files("dedupe").joinpath("parts.json").read_text(encoding="utf-8"))
    place = {name: at for at, name in enumerate(PARTS)}
    by_trait = {
        name: [(place[part], weight) for part, weight in row.items()]
        for name, row in raw["traits"].items()
    }
    into: list[list[tuple[int, float]]] = [[] for _ in PARTS]
    for pair, weight in raw["steps"].items():
        one, other = pair.split(" ")
        into[place[other]].append((place[one], weight))
    return by_trait, into, raw["first"]


def parts_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The part of each line of a page of bare text, by the traits of all its lines."""
    if not rows:
        return []
    by_trait, into, first = _weights()
    scores = [a + b for a, b in zip(_emitted(rows[0], by_trait), first, strict=True)]
    back: list[list[int]] = []
    for row in rows[1:]:
        emitted = _emitted(row, by_trait)
        best, came = [], []
        for part, weight in enumerate(emitted):
            top, source = max(
                ((scores[one] + step, one) for one, step in into[part]),
                default=(float("-inf"), 0),
            )
            best.append(top + weight)
            came.append(source)
        scores = best
        back.append(came)
    at = max(range(len(scores)), key=scores.__getitem__)
    path = [at]
    for came in reversed(back):
        at = came[at]
        path.append(at)
    return [PARTS[one] for one in reversed(path)]


def _emitted(row: Sequence[str], by_trait: dict[str, list[tuple[int, float]]]) -> list[float]:
    sums = [0.0] * len(PARTS)
    for name in row:
        for part, weight in by_trait.get(name, ()):
            sums[part] += weight
    return sums
