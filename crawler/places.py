"""Where each block stands: on the page, among the boxes, below which heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crawler.boxes import Box
    from crawler.pieces import Piece

_PLACE_NAMES: Final = """
order place after_h1 before_h1 depth same_path same_prose same_links box_prose box_links
box_pieces up_prose up_links up_pieces top_prose top_links top_pieces sibling_prose
sibling_share best_up best_down prose_before prose_after like_box like_up like_top head_links
head_since page_prose page_links page_heads
"""
PLACE: Final = _PLACE_NAMES.split()


def places(
    pieces: list[Piece],
    boxes: list[Box],
    at: NDArray[np.int64],
    parent: NDArray[np.int64],
    chars: NDArray[np.float64],
    links: NDArray[np.float64],
    prose: NDArray[np.float64],
    titles: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Rows in the order of `pieces`, columns in the order of PLACE.

    `at` is the number of each piece's box, `parent` that of the box around each box; `titles` says
    how much of the page's title each block is.
    """
    count = len(pieces)
    order = np.arange(count)
    out = np.zeros((count, len(PLACE)))
    out[:, 0] = order / count
    out[:, 1] = np.cumsum(chars) / max(1.0, chars.sum())
    out[:, 2:4] = _around_h1(pieces, titles)
    out[:, 4] = [min(piece.box.depth, 60) for piece in pieces]
    out[:, 5:8] = _same_path(pieces, links, prose)
    out[:, 8:21] = _containers(boxes, at, parent, chars, links, prose)
    total = max(1.0, prose.sum())
    running = np.cumsum(prose)
    out[:, 21] = (running - prose) / total
    out[:, 22] = 1 - running / total
    out[:, 23:26] = _alike(boxes, at, parent)
    out[:, 26:28] = _under_heading(pieces)
    heads = links[np.array([piece.kind == "heading" for piece in pieces])]
    out[:, 28] = min(prose.sum(), 20000)
    out[:, 29] = (chars * links).sum() / max(1.0, chars.sum())
    out[:, 30] = heads.mean() if len(heads) else -1
    return out


def _alike(
    boxes: list[Box], at: NDArray[np.int64], parent: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many boxes of the same names stand beside each block's box, and those around it."""
    numbers: dict[tuple[object, ...], int] = {}
    keys = [
        numbers.setdefault((up, box.tag.name, box.tag.names), number)
        for number, (box, up) in enumerate(zip(boxes, parent.tolist(), strict=True))
    ]
    alike = np.minimum(np.bincount(keys, minlength=len(boxes))[keys], 50)
    up = parent[at]
    return np.stack([alike[at], alike[up], alike[parent[up]]], axis=1).astype(np.float64)


def _under_heading(pieces: list[Piece]) -> NDArray[np.float64]:
    """Whether the heading above a block in the same two boxes is a link, and blocks since it.

    On a card the heading is one; in an article it hardly ever is.
    """
    out = np.full((len(pieces), 2), -1.0)
    around: set[int] = set()
    links, since = -1.0, 0
    for index, piece in enumerate(pieces):
        up = piece.box.parent
        top = up.parent if up else None
        if piece.kind == "heading":
            around = {box.number for box in (up, top) if box is not None}
            links, since = piece.links, 0
            continue
        since += 1
        if any(box is not None and box.number in around for box in (piece.box, up, top)):
            out[index] = links, min(since, 50)
    return out


def _around_h1(pieces: list[Piece], titles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blocks since the last main heading and until the next one, at most 100."""
    is_title = [
        piece.level == 1 or (piece.kind == "heading" and match > 0.5)
        for piece, match in zip(pieces, titles, strict=True)
    ]
    after, before = [], []
    seen = 100
    for flag in is_title:
        seen = 0 if flag else min(100, seen + 1)
        after.append(seen)
    seen = 100
    for flag in reversed(is_title):
        seen = 0 if flag else min(100, seen + 1)
        before.append(seen)
    return np.array([after, before[::-1]], dtype=np.float64).T


def _same_path(
    pieces: list[Piece], links: NDArray[np.float64], prose: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How many blocks stand in boxes of the same names, and what they are like on average."""
    numbers: dict[tuple[object, ...], int] = {}
    group = np.empty(len(pieces), dtype=np.int64)
    for index, piece in enumerate(pieces):
        tag, up = piece.box.tag, (piece.box.parent or piece.box).tag
        key = (piece.kind, tag.name, tag.names, up.name, up.names)
        group[index] = numbers.setdefault(key, len(numbers))
    size = np.bincount(group)
    mean_prose = np.bincount(group, prose) / size
    mean_links = np.bincount(group, links) / size
    return np.stack([np.minimum(size, 200)[group], mean_prose[group], mean_links[group]], axis=1)


def _containers(
    boxes: list[Box],
    at: NDArray[np.int64],
    parent: NDArray[np.int64],
    chars: NDArray[np.float64],
    links: NDArray[np.float64],
    prose: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Sums over the boxes around each block: prose, share of links, blocks; three boxes up."""
    count = len(boxes)
    own: NDArray[np.float64] = np.stack(
        [np.bincount(at, weight, count) for weight in (prose, chars * links, chars, chars * 0 + 1)],
        axis=1,
    )
    table = _sums_inside(own, parent.tolist())
    total = max(1.0, table[0, 0])
    columns = []
    box = parent[at]
    for _ in range(3):
        columns += [
            table[box, 0] / total,
            table[box, 1] / np.maximum(1.0, table[box, 2]),
            np.minimum(table[box, 3], 500),
        ]
        box = parent[box]
    siblings = np.bincount(parent, own[:, 0], count) + own[:, 0]
    direct = siblings[parent[at]]
    columns += [np.minimum(direct, 20000), direct / total]
    columns += _to_best(boxes, siblings + np.bincount(parent, siblings, count) / 2, at)
    return np.stack(columns, axis=1)


def _sums_inside(own: NDArray[np.float64], parents: list[int]) -> NDArray[np.float64]:
    """For each box the sums over it and all boxes in it.

    Boxes are numbered as they open, so those inside one are the numbers right after it.
    """
    last = list(range(len(parents)))
    for number in range(len(parents) - 1, 0, -1):
        if last[number] > last[parents[number]]:
            last[parents[number]] = last[number]
    running = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(own, axis=0)])
    sums: NDArray[np.float64] = running[np.array(last) + 1] - running[:-1]
    return sums


def _to_best(
    boxes: list[Box], score: NDArray[np.float64], at: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """Steps from a block up to the first box it shares with the richest one, and down to that."""
    down: dict[int, int] = {}
    box: Box | None = boxes[int(score.argmax())]
    while box is not None:
        down[box.number] = len(down)
        box = box.parent
    steps = [(0, down[0])] * len(boxes)
    for box in boxes[1:]:
        if box.number in down:
            steps[box.number] = (0, down[box.number])
        elif box.parent is not None:
            up, low = steps[box.parent.number]
            steps[box.number] = (up + 1, low)
    found = np.array(steps, dtype=np.float64)[at]
    return [np.minimum(found[:, 0], 30), np.minimum(found[:, 1], 30)]
