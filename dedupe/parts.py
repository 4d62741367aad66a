"""Which part of a page each line is, found for all lines at once.

A linear chain: the traits of a line speak for some parts and against others, some parts follow each
other and others never do, and the way through the page with the highest sum is taken. The weights
are data (`parts_text.json`, `parts_html.json`), learned by `benchmarks/train_lines.py` from pages
whose order of parts, cards and dumps were drawn at random, those of markup from real pages too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedupe.marks import COLUMNS, FIRST, TRAITS, set_alike

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
# A heading that is set as the page's headline is another headline, but for a page that sets all its
# headings so. Outlets drawn at random have too few appended articles to teach how sure that is.
_SET_ALIKE = 15.0
_HEADLINES = 6
# More than all that a line's traits may say against what is proven of it.
_CERTAIN = 1000.0
NOTHING: Mapping[int, Collection[str]] = MappingProxyType({})
# Lines whose weights are looked up at once: ten KB each.
_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the file of a form says, as arrays."""

    place: dict[str, int]
    """Row of `traits` for each trait of a line of text."""
    traits: NDArray[np.float64]
    """`[traits, parts]`; the last row is that of any trait without weights."""
    steps: NDArray[np.float64]
    """`[other, one]`: into each part from each other, the last part first; minus infinity: never.

    Turned round, for of equal ways the one from the later part is taken and argmax finds the first.
    """
    first: NDArray[np.float64]
    """Weights of the first line."""


def parts_of(
    rows: Sequence[Sequence[str]], proven: Mapping[int, Collection[str]] = NOTHING
) -> list[str]:
    """The part of each line of a page of bare text, by the traits of all its lines.

    `proven` names the parts that some lines may have, by their numbers.
    """
    if not rows:
        return []
    weights = _of_text()
    return _best(_of_lines(rows, proven, weights), weights)


def likely(
    rows: Sequence[Sequence[str]], proven: Mapping[int, Collection[str]] = NOTHING
) -> NDArray[np.float64]:
    """`[lines, parts]`: how likely each line of bare text is each of PARTS, over all ways."""
    if not rows:
        return np.zeros((0, len(PARTS)))
    weights = _of_text()
    emitted = _of_lines(rows, proven, weights)
    emitted = np.exp(emitted - emitted.max(axis=1, keepdims=True))
    into = np.exp(weights.steps[:, ::-1])
    ahead = emitted.copy()
    ahead[0] *= np.exp(weights.first - weights.first.max())
    for at in range(len(rows)):
        if at:
            ahead[at] *= into @ ahead[at - 1]
        ahead[at] /= ahead[at].sum()
    back = np.ones_like(emitted)
    for at in range(len(rows) - 2, -1, -1):
        back[at] = (emitted[at + 1] * back[at + 1]) @ into
        back[at] /= back[at].sum()
    both: NDArray[np.float64] = ahead * back
    both /= both.sum(axis=1, keepdims=True)
    return both


def sureness(found: NDArray[np.float64], parts: Sequence[str]) -> list[float]:
    """How likely each line of a page of bare text has its part, 0 to 1, of what is `likely`."""
    return [float(row[_PLACE[part]]) for row, part in zip(found, parts, strict=True)]


def _of_lines(
    rows: Sequence[Sequence[str]], proven: Mapping[int, Collection[str]], weights: _Weights
) -> NDArray[np.float64]:
    """What lines of bare text say of their parts, with what is proven of them."""
    emitted = _emitted(rows, weights)
    for at, able in proven.items():
        emitted[at, [part not in able for part in PARTS]] -= _CERTAIN
    return emitted


def _emitted(rows: Sequence[Sequence[str]], weights: _Weights) -> NDArray[np.float64]:
    """`[lines, parts]`: what the traits of each line say of its part; a line has one at least."""
    place, unknown = weights.place.get, len(weights.traits) - 1
    known = [place(name, unknown) for row in rows for name in row]
    lengths = np.fromiter(map(len, rows), np.intp, len(rows))
    starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
    sums: NDArray[np.float64] = np.add.reduceat(weights.traits[known], starts, axis=0)
    return sums


def parts_of_markup(marked: NDArray[np.int64]) -> list[str]:
    """The part of each line of a page from markup, by the numbers that `marks` gives."""
    if not len(marked):
        return []
    weights = _of_markup()
    emitted = np.empty((len(marked), len(PARTS)))
    for at in range(0, len(marked), _CHUNK):
        numbers = marked[at : at + _CHUNK].T
        # The numbers are all in the table: `clip` spares a look at each.
        weights.traits.take(numbers, axis=0, mode="clip").sum(axis=0, out=emitted[at : at + _CHUNK])
    alike = set_alike(marked)
    if 0 < alike.sum() < _HEADLINES:
        emitted[alike, _PLACE["title"]] += _SET_ALIKE
    return _best(emitted, weights)


def _best(emitted: NDArray[np.float64], weights: _Weights) -> list[str]:
    """The way with the highest sum; `emitted[line, part]` is what the line says of itself."""
    scores = emitted.copy()
    scores[0] += weights.first
    ways = np.empty_like(weights.steps)
    best = np.empty(len(PARTS))
    for above, own in zip(scores[:, ::-1], scores[1:], strict=False):
        np.add(above, weights.steps, out=ways)
        np.maximum.reduce(ways, axis=1, out=best)
        own += best
    # Of equal ends the first part is taken. Only the best way is gone back.
    at = int(scores[-1].argmax())
    path = [at]
    for above in scores[-2::-1, ::-1]:
        at = len(PARTS) - 1 - int((above + weights.steps[at]).argmax())
        path.append(at)
    return [PARTS[one] for one in reversed(path)]


_PLACE = {name: at for at, name in enumerate(PARTS)}


@cache
def _of_text() -> _Weights:
    raw = _read("parts_text.json")
    names = {name: at for at, name in enumerate(raw["traits"])}
    traits = np.zeros((len(names) + 1, len(PARTS)))
    for at, row in enumerate(raw["traits"].values()):
        _fill(traits[at], row)
    return _Weights(names, traits, _steps(raw), np.array(raw["first"]))


@cache
def _of_markup() -> _Weights:
    raw = _read("parts_html.json")
    if raw["columns"] != COLUMNS or list(raw["traits"]) != ["&".join(trait) for trait in TRAITS]:
        raise ValueError(
            "parts_html.json was trained on other traits than dedupe/marks.py computes; "
            "train again: python benchmarks/train_lines.py html dedupe/parts_html.json"
        )
    traits = np.zeros((int(FIRST[-1]), len(PARTS)))
    for first, codes in zip(FIRST.tolist(), raw["traits"].values(), strict=False):
        for code, row in codes.items():
            _fill(traits[first + int(code)], row)
    return _Weights({}, traits, _steps(raw), np.array(raw["first"]))


def _read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(files("dedupe").joinpath(name).read_text(encoding="utf-8"))
    return raw


def _fill(row: NDArray[np.float64], said: dict[str, float]) -> None:
    for part, weight in said.items():
        row[_PLACE[part]] = weight


def _steps(raw: dict[str, Any]) -> NDArray[np.float64]:
    steps = np.full((len(PARTS), len(PARTS)), -np.inf)
    for pair, weight in raw["steps"].items():
        one, other = pair.split(" ")
        steps[_PLACE[other], -1 - _PLACE[one]] = weight
    return steps
