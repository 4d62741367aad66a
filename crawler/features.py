"""What the block classifier sees of a page: one row of numbers for each piece."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from crawler.groups import GROUPS, word_steps
from crawler.pieces import Piece, ends_sentence
from crawler.places import PLACE, places
from dedupe.forest import shifted
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

_CAPITALS = string.ascii_uppercase.encode()
_DIGITS = string.digits.encode()
_BYTES = bytes(range(256))


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
    texts = [piece.text for piece in pieces]
    copies = Counter(texts)
    length = np.array(list(map(len, texts)))
    words = np.array([text.count(" ") for text in texts]) + 1
    # Chinese or Thai, say: two characters make a word, roughly.
    words = np.where(words < length / 12, length // 2 + 1, words)
    digits = np.array(_counts([text if len(text) < 300 else "" for text in texts], _DIGITS))
    upper = np.array(_capitals([text[:60] for text in texts]))
    folded = [text.casefold() if len(text) < 500 else "" for text in texts]
    out = np.empty((len(pieces), len(TEXT)))
    out[:, 0] = [KIND_CODES[piece.kind] for piece in pieces]
    out[:, 1] = np.minimum(length, 3000)
    out[:, 2] = np.minimum(words, 500)
    out[:, 3] = list(map(ends_sentence, texts))
    out[:, 4] = digits / length
    out[:, 5] = upper / np.minimum(length, 60)
    out[:, 6] = [piece.links for piece in pieces]
    out[:, 7] = [piece.bold for piece in pieces]
    out[:, 8] = [piece.figure >= 0 for piece in pieces]
    out[:, 9] = np.minimum([piece.pictures for piece in pieces], 5)
    out[:, 10] = [copies[text] for text in texts]
    out[:, 11] = _overlaps(folded, title.casefold())
    out[:, 12] = _overlaps(folded, lead.casefold())
    return out


def _capitals(texts: list[str]) -> list[int]:
    return [
        count if text.isascii() or text == text.lower() else sum(map(str.isupper, text))
        for text, count in zip(texts, _counts(texts, _CAPITALS), strict=True)
    ]


def _counts(texts: list[str], letters: bytes) -> list[int]:
    """How many characters of each text, which is on one line, are among some of ASCII."""
    others = _BYTES.translate(None, letters + b"\n")
    return list(map(len, "\n".join(texts).encode().translate(None, others).split(b"\n")))


def _overlaps(texts: list[str], other: str) -> list[float]:
    """How much of the longer of each text and another the shorter is, where it stands in it."""
    size = len(other)
    if size < 3:
        return [0.0] * len(texts)
    begin = other[:50]
    shares = []
    for text in texts:
        length = len(text)
        # A description is often the lead, cut off with dots: its beginning is enough.
        if length < size:
            inside = text in other or (length > 60 and other.startswith(text[:50]))
            shares.append(length / size if inside and length > 2 else 0.0)
        else:
            inside = other in text or (size > 60 and text.startswith(begin))
            shares.append(size / length if inside else 0.0)
    return shares


def _near(text: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    columns = text[:, [TEXT.index(name) for name in NEAR]]
    return [shifted(columns, offset) for offset in NEIGHBOURS]


def _windows(
    chars: NDArray[np.float64], links: NDArray[np.float64], prose: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Prose and the share of links among the blocks near a block."""
    none = np.zeros((1, 3))
    running = np.concatenate([none, np.cumsum(np.stack([prose, chars * links, chars], 1), axis=0)])
    count = len(chars)
    order = np.arange(count)
    columns = []
    for size in WINDOWS:
        above, below = np.maximum(0, order - size), np.minimum(count, order + size + 1)
        near_prose, near_links, near_chars = (running[below] - running[above]).T
        columns.append(np.stack([near_prose, near_links / np.maximum(1, near_chars)], axis=1))
    return columns
