"""Captions and credits of an article that their own labels announce, wherever they stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from dedupe.carded import CARDS
from dedupe.cues import read_out
from dedupe.looks import Look

_PICTURE = frozenset(("caption", "credit"))
_ASTRAY = CARDS | {"out"}
_PARTS = {"source": "credit", "caption": "caption"}


def captioned(lines: Sequence[Look], parts: list[str]) -> None:
    """Make captions and credits of the lines that say so, in a header or between lines of text."""
    zone, near = "", False
    for at, look in enumerate(lines):
        said = read_out(look.block.text) if near and look.sort in _PICTURE else None
        if said is not None and said[0] in _PARTS:
            parts[at] = f"{_PARTS[said[0]]}{zone}"
        elif parts[at] in ("title", "body"):
            zone, near = "1" if parts[at] == "title" else "2", True
        elif parts[at] in _ASTRAY:
            near = False
