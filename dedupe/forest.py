"""A small forest of decision trees, read from data, that scores many rows of numbers at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CHUNK = 4096
"""Rows scored at once, so that a page of a hundred thousand needs no gigabyte."""

_MOST_LEAVES = 64
"""Leaves of a tree: as many as an integer has bits."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees as arrays: the questions of all trees, then the values at their leaves.

    Row `n` of the first three holds the `n`-th question of every tree. A question that is answered
    with no rules out the leaves to its left: `out` has their bits set. Of the leaves that are
    left in the end the first is the one that a walk down the tree ends at; so no tree has to be
    walked, and numpy asks each question of all rows in turn.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    out: NDArray[np.unsignedinteger]
    value: NDArray[np.float32]
    base: float


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


def forest_from(data: dict[str, object], features: Sequence[str]) -> Forest:
    """A forest from its JSON form: `trees` of nodes, and the `base` that their sum begins at.

    Raises ValueError where it was trained on others than `features`, the names of the columns.
    """
    if data["features"] != list(features):
        raise ValueError(
            "these trees were trained on other features than are computed; train again as "
            "benchmarks/README.md says"
        )
    trees = data["trees"]
    assert isinstance(trees, list)
    leaves = max(sum(len(node) == 1 for node in tree) for tree in trees)
    if leaves > _MOST_LEAVES:
        raise ValueError(f"a tree has {leaves} leaves, at most {_MOST_LEAVES} fit")
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


def shifted(columns: NDArray[np.float64], offset: int) -> NDArray[np.float64]:
    """Rows of numbers, each that of the line `offset` below; -1 beyond the page's ends."""
    out = np.full_like(columns, -1.0)
    if offset > 0:
        out[:-offset] = columns[offset:]
    else:
        out[-offset:] = columns[:offset]
    return out
