"""What the block classifier sees of a page: one row of numbers for each piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from crawler.groups import GROUPS, word_steps
from crawler.pieces import Piece, ends_sentence
from crawler.places import PLACE, places
from dedupe.model import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from crawler.boxes import Box

KIND_CODES: Final = {kind: code for code, kind in enumerate(KINDS)}

_TEXT_NAMES: Final = """
kind length words ends digits upper links bold figure pictures copies title lead_meta
"""
TEXT: Final = _TEXT_NAMES.split()
NEAR = ("kind", "length", "links", "words")
NEIGHBOURS = (-2, -1, 1, 2)
WINDOWS = (2, 5, 12)

NAMES: Final = (
    TEXT
    + PLACE
    + [f"{name}{offset:+d}" for offset in NEIGHBOURS for name in NEAR]
    + [f"{name}~{size}" for size in WINDOWS for name in ("prose", "links")]
    + [f"group_{name}" for name in GROUPS]
)

_DIGITS = re.compile("[0-9]+")


def features(pieces: list[Piece], boxes: list[Box], title: str, lead: str) -> NDArray[np.float32]:
    """Rows in the order of `pieces`, columns in the order of NAMES.

    `title` and `lead` are the page's own title and description, as its head says.
    """
    text = _text(pieces, title, lead)
    at = np.array([piece.box.number for piece in pieces], dtype=np.int64)
    parent = np.array([box.parent.number if box.parent else 0 for box in boxes], dtype=np.int64)
    chars = np.array([len(piece.text) for piece in pieces], dtype=np.float64)
    links = np.array([piece.links for piece in pieces])
    prose = np.where(
        (text[:, TEXT.index("ends")] > 0) & (links < 0.4) & (text[:, TEXT.index("words")] > 7),
        chars,
        0.0,
    )
    columns = [
        text,
        places(pieces, boxes, at, parent, chars, links, prose, text[:, TEXT.index("title")]),
        *_near(text),
    ]
    columns += _windows(chars, links, prose)
    columns.append(word_steps(pieces, boxes, at, parent))
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _text(pieces: list[Piece], title: str, lead: str) -> NDArray[np.float64]:
    copies: dict[str, int] = {}
    for piece in pieces:
        copies[piece.text] = copies.get(piece.text, 0) + 1
    title, lead = title.casefold(), lead.casefold()
    rows = [_text_row(piece, copies[piece.text], title, lead) for piece in pieces]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(TEXT))


def _text_row(piece: Piece, copies: int, title: str, lead: str) -> tuple[float, ...]:
    text = piece.text
    length = len(text)
    words = text.count(" ") + 1
    if words < length / 12:  # Chinese or Thai, say: two characters make a word, roughly
        words = length // 2 + 1
    digits = sum(map(len, _DIGITS.findall(text))) if length < 300 else 0
    head = text[:60]
    upper = 0 if head == head.lower() else sum(map(str.isupper, head))
    folded = text.casefold() if length < 500 else ""
    return (
        KIND_CODES[piece.kind],
        min(length, 3000),
        min(words, 500),
        ends_sentence(text),
        digits / length,
        upper / min(length, 60),
        piece.links,
        piece.bold,
        piece.figure >= 0,
        min(piece.pictures, 5),
        copies,
        _overlap(folded, title),
        _overlap(folded, lead),
    )


def _overlap(text: str, other: str) -> float:
    """How much of the longer of two texts the shorter is, where it stands in it; else 0."""
    if len(text) < 3 or len(other) < 3:
        return 0.0
    short, long = (text, other) if len(text) < len(other) else (other, text)
    # A description is often the lead, cut off with dots: its beginning is enough.
    if short in long or (len(short) > 60 and long.startswith(short[:50])):
        return len(short) / len(long)
    return 0.0


def _near(text: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    columns = text[:, [TEXT.index(name) for name in NEAR]]
    return [_shift(columns, offset) for offset in NEIGHBOURS]


def _shift(columns: NDArray[np.float64], offset: int) -> NDArray[np.float64]:
    out = np.full_like(columns, -1.0)
    if offset > 0:
        out[:-offset] = columns[offset:]
    else:
        out[-offset:] = columns[:offset]
    return out


def _windows(
    chars: NDArray[np.float64], links: NDArray[np.float64], prose: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Prose and the share of links among the blocks near a block."""
    columns = []
    for size in WINDOWS:
        near_prose, near_links, near_chars = (
            _window_sum(values, size) for values in (prose, chars * links, chars)
        )
        columns.append(np.stack([near_prose, near_links / np.maximum(1, near_chars)], axis=1))
    return columns


def _window_sum(values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    running = np.concatenate([[0.0], np.cumsum(values)])
    count = len(values)
    order = np.arange(count)
    above, below = np.maximum(0, order - size), np.minimum(count, order + size + 1)
    summed: NDArray[np.float64] = running[below] - running[above]
    return summed
