"""Whether a text lost its paragraphs: on few lines, or a sentence on each."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEW_LINES = 4
_WHOLE_WORDS = 60
"""Words of a line that holds several paragraphs, where there are few lines."""
_SINGLE_SHARE = 0.95
_STOP = re.compile(r"[.!?؟۔।…](?=[\s»”\"’)]|$)|[。！？]")


def is_flat(prose: Sequence[tuple[str, int]], count: int) -> bool:
    """Whether a text without blank lines, of so many lines, lost its paragraphs.

    `prose` are the texts and widths of those of its lines that are no headings or the like.
    """
    if count <= FEW_LINES:
        return any(words >= _WHOLE_WORDS for _, words in prose)
    single = sum(len(_STOP.findall(text)) <= 1 for text, _ in prose)
    return single >= _SINGLE_SHARE * len(prose) > 0
