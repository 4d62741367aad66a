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
    heading = np.array([piece.kind == "heading" for piece in pieces])
    main = np.array([piece.level == 1 for piece in pieces]) | (heading & (titles > 0.5))
    out[:, 2] = _since(main)
    out[:, 3] = _since(main[::-1])[::-1]
    depth = np.array([box.depth for box in boxes])
    out[:, 4] = np.minimum(depth[at], 60)
    out[:, 5:8] = _same_path(pieces, links, prose)
    out[:, 8:21] = _containers(depth, at, parent, chars, links, prose)
    total = max(1.0, prose.sum())
    running = np.cumsum(prose)
    out[:, 21] = (running - prose) / total
    out[:, 22] = 1 - running / total
    out[:, 23:26] = _alike(boxes, at, parent)
    out[:, 26:28] = _under_heading(pieces, at, parent)
    heads = links[heading]
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


def _under_heading(
    pieces: list[Piece], at: NDArray[np.int64], parent: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Whether the heading above a block in the same two boxes is a link, and blocks since it.

    On a card the heading is one; in an article it hardly ever is.
    """
    rows: list[tuple[float, int]] = []
    up = parent[at]
    around: tuple[int, ...] = ()
    links, since = -1.0, 0
    inside = zip(at.tolist(), up.tolist(), parent[up].tolist(), strict=True)
    for piece, (own, first, second) in zip(pieces, inside, strict=True):
        since += 1
        found = False
        if piece.kind == "heading":
            around, links, since = (first, second), piece.links, 0
        else:
            found = own in around or first in around or second in around
        rows.append((links, min(since, 50)) if found else (-1.0, -1))
    return np.array(rows, dtype=np.float64)


def _since(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Blocks since the last one with a flag, at most 100."""
    order = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, order, -100))
    return np.minimum(order - last, 100)


def _same_path(
    pieces: list[Piece], links: NDArray[np.float64], prose: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How many blocks stand in boxes of the same names, and what they are like on average."""
    numbers: dict[tuple[object, ...], int] = {}
    groups = []
    for piece in pieces:
        tag, up = piece.box.tag, (piece.box.parent or piece.box).tag
        key = (piece.kind, tag.name, tag.names, up.name, up.names)
        groups.append(numbers.setdefault(key, len(numbers)))
    group = np.array(groups)
    size = np.bincount(group)
    mean_prose = np.bincount(group, prose) / size
    mean_links = np.bincount(group, links) / size
    return np.stack([np.minimum(size, 200)[group], mean_prose[group], mean_links[group]], axis=1)


def _containers(
    depth: NDArray[np.int64],
    at: NDArray[np.int64],
    parent: NDArray[np.int64],
    chars: NDArray[np.float64],
    links: NDArray[np.float64],
    prose: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Sums over the boxes around each block: prose, share of links, blocks; three boxes up."""
    count = len(depth)
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
    columns += _to_best(depth, parent, siblings + np.bincount(parent, siblings, count) / 2, at)
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
    depth: NDArray[np.int64],
    parent: NDArray[np.int64],
    score: NDArray[np.float64],
    at: NDArray[np.int64],
) -> list[NDArray[np.int64]]:
    """Steps from a block up to the first box it shares with the richest one, and down to that."""
    best = box = int(score.argmax())
    shared = parent.copy()
    while box:  # it and those around it are shared themselves; for others it is one around them
        shared[box] = box
        box = int(parent[box])
    while (further := shared[shared]).tolist() != shared.tolist():
        shared = further
    found = shared[at]
    return [
        np.minimum(depth[at] - depth[found], 30),
        np.minimum(depth[best] - depth[found], 30),
    ]
