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


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees as arrays, one row a tree.

    Children are indexes into the whole flattened array; a leaf's children are the leaf itself.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float32]
    depth: int
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
    """Every block walks down every tree at once, by flat indexes: those are the fast ones."""
    count, width = rows.shape
    trees, size = forest.value.shape
    flat, row = rows.ravel(), (np.arange(count) * width)[None, :]
    root = (np.arange(trees) * size)[:, None]
    node = np.broadcast_to(root, (trees, count))
    for _ in range(forest.depth):
        value = flat.take(forest.feature.take(node) + row)
        below = value <= forest.threshold.take(node)
        node = np.where(below, forest.left.take(node), forest.right.take(node))
    total: NDArray[np.float64] = forest.value.take(node).sum(axis=0, dtype=np.float64)
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
    size = max(len(tree) for tree in trees)
    shape = (len(trees), size)
    feature, left, right = (np.zeros(shape, dtype=np.intp) for _ in range(3))
    threshold, value = (np.zeros(shape, dtype=np.float32) for _ in range(2))
    for row, tree in enumerate(trees):
        first = row * size
        for at, node in enumerate(tree):
            if len(node) == 1:
                left[row, at] = right[row, at] = first + at
                value[row, at] = node[0]
            else:
                feature[row, at], threshold[row, at] = node[:2]
                left[row, at], right[row, at] = first + node[2], first + node[3]
    depth, base = data["depth"], data["base"]
    assert isinstance(depth, int)
    assert isinstance(base, float)
    return Forest(feature, threshold, left, right, value, depth, base)


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
