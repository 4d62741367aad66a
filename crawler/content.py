"""How likely each block belongs to an article: a small forest of decision trees, read from data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from crawler.features import NAMES, features
from dedupe.text import clean

if TYPE_CHECKING:
    from lxml import etree
    from numpy.typing import NDArray

    from crawler.boxes import Box
    from crawler.pieces import Piece

_CHUNK = 4096
"""Blocks scored at once, so that a page of a hundred thousand needs no gigabyte."""


_MOST_LEAVES = 64
"""Leaves of a tree: as many as an integer has bits."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees as arrays: the questions of all trees, then the values at their leaves.

    Row `n` of the first three holds the `n`-th question of every tree. A question that is answered
    with no rules out the leaves to its left: `out` has their bits set. Of the leaves that are
    left in the end the first is the one that a walk down the tree ends at; so no tree has to be
    walked, and numpy asks each question of all blocks in a row.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    out: NDArray[np.unsignedinteger]
    value: NDArray[np.float32]
    base: float


def main_scores(
    root: etree._Element, pieces: list[Piece], boxes: list[Box], forest: Forest | None = None
) -> list[float]:
    """One number between 0 and 1 for each piece; 0.5 is where the measured F1 is best."""
    if not pieces:
        return []
    rows = features(pieces, boxes, *head_texts(root))
    return [round(score, 4) for score in score_rows(rows, forest or read_forest()).tolist()]


def score_rows(rows: NDArray[np.float32], forest: Forest) -> NDArray[np.float64]:
    """Scores of feature rows: the trees' leaves summed up and put through the logistic function."""
    parts = [_sums(rows[at : at + _CHUNK], forest) for at in range(0, len(rows), _CHUNK)]
    scores: NDArray[np.float64] = 1 / (1 + np.exp(-np.concatenate(parts)))
    return scores


def _sums(rows: NDArray[np.float32], forest: Forest) -> NDArray[np.float64]:
    columns = np.ascontiguousarray(rows.T)
    trees = len(forest.value)
    gone = np.zeros((trees, len(rows)), forest.out.dtype)
    for feature, threshold, out in zip(forest.feature, forest.threshold, forest.out, strict=True):
        gone |= (columns[feature] > threshold[:, None]) * out[:, None]
    # The lowest bit that is not set, alone and as a float, has its place for an exponent.
    lowest = ~gone & (gone + gone.dtype.type(1))
    leaf = np.frexp(lowest.astype(np.float32))[1] - 1
    first = (np.arange(trees) * forest.value.shape[1])[:, None]
    total: NDArray[np.float64] = forest.value.take(leaf + first).sum(axis=0, dtype=np.float64)
    return total + forest.base


@cache
def read_forest() -> Forest:
    """The trained forest that comes with the package."""
    return forest_from(json.loads(files("crawler").joinpath("weights.json").read_text()))


def forest_from(data: dict[str, object]) -> Forest:
    """A forest from its JSON form; it must have been trained on the features that are computed."""
    if data["features"] != NAMES:
        raise ValueError(
            "weights.json was trained on other features than crawler/features.py computes; "
            "train again: python benchmarks/train_blocks.py PAGES.jsonl.gz"
        )
    trees = data["trees"]
    assert isinstance(trees, list)
    leaves = max(sum(len(node) == 1 for node in tree) for tree in trees)
    if leaves > _MOST_LEAVES:
        raise ValueError(f"weights.json has a tree of {leaves} leaves, at most {_MOST_LEAVES} fit")
    kind = np.uint16 if leaves <= 16 else np.uint64
    shape = (max(1, leaves - 1), len(trees))
    # A tree with fewer questions than the largest is asked some that are always answered with yes.
    feature, threshold = np.zeros(shape, np.intp), np.full(shape, np.inf, np.float32)
    out = np.zeros(shape, kind)
    value = np.zeros((len(trees), leaves), np.float32)
    for at, tree in enumerate(trees):
        questions, values = _flat(tree)
        value[at, : len(values)] = values
        for n, (node, first, last) in enumerate(questions):
            feature[n, at], threshold[n, at] = node[:2]
            out[n, at] = (1 << last) - (1 << first)
    base = data["base"]
    assert isinstance(base, float)
    return Forest(feature, threshold, out, value, base)


def _flat(tree: list[list[float]]) -> tuple[list[tuple[list[float], int, int]], list[float]]:
    """A tree's questions, each with the range of the leaves to its left, and its leaves' values."""
    questions: list[tuple[list[float], int, int]] = []
    values: list[float] = []

    def go(at: int) -> None:
        node = tree[at]
        if len(node) == 1:
            values.append(node[0])
            return
        first = len(values)
        go(int(node[2]))
        questions.append((node, first, len(values)))
        go(int(node[3]))

    go(0)
    return questions, values


_TITLES = ("og:title", "twitter:title")
_LEADS = ("description", "og:description", "twitter:description")


def head_texts(root: etree._Element) -> tuple[str, str]:
    """The longest title and description in the page's head, to know headline and lead by."""
    title = lead = ""
    for element in root.iter("title", "meta", "body"):
        if element.tag == "body":
            break
        if element.tag == "title":
            title = max(title, clean(element.text or "")[:400], key=len)
            continue
        name = (element.get("property") or element.get("name") or "").lower()
        content = element.get("content")
        if content and name in _TITLES:
            title = max(title, clean(content)[:400], key=len)
        elif content and name in _LEADS:
            lead = max(lead, clean(content)[:2000], key=len)
    return title, lead
