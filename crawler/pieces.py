"""A block as the walk finds it, and whether a text reads like sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crawler.boxes import Box

_SENTENCE_END: Final = re.compile(r"[.!?…。！？۔؟।॥։]['\"»”’)\]」』]*$")
_CJK = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(slots=True)  # not frozen: that would cost a third of the time to make one
class Piece:
    """One block as the walk finds it: what a Block says, and what the classifier looks at."""

    raw: str
    text: str
    kind: str
    level: int
    figure: int
    links: float
    href: str
    path: str
    box: Box
    names: tuple[str, ...]
    """Words of the inline elements that hold all of the text."""
    bold: float
    """Share of the characters that are bold, 0 to 1."""
    pictures: int
    """Pictures since the piece before."""


def prose(text: str) -> bool:
    """Whether a text reads like sentences: long, or ended like one and not very short."""
    length = len(text)
    if length < 80 and not text.isascii():
        length += len(_CJK.findall(text))
    return length >= 80 or (length >= 40 and ends_sentence(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a sentence mark of any script, quotes and brackets aside."""
    # A letter at the end, as most lines have one, is no mark: asked first, for it costs least.
    return not text[-1:].isalnum() and _SENTENCE_END.search(text[-8:]) is not None
