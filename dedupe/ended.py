"""Where a text ends on a page of markup: what stands below its last sentence and is none of it.

Sources, credits, addresses and the labels of lists are set as the paragraphs above them are, so the
chain and the block classifier take them for more text. What they announce is no part of the text,
and nothing of the text follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dedupe import cue_words
from dedupe.carded import CARDS
from dedupe.cue_forms import alternatives
from dedupe.cues import begins_as_credit, ends_sentence, is_list_heading
from dedupe.looks import Look

_LABEL_WORDS = 8
"""Words of a label that announces a list, with its colon."""
_SOURCE_WORDS = 12
_ADDRESS = re.compile(r"[(\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)\]]?")
_SIGNED = frozenset(("date", "byline", "dateline"))
_PICTURE = frozenset(("caption", "credit"))


def ended(lines: Sequence[Look], parts: list[str]) -> None:
    """Take from the end of each article's text what only looks like its last lines."""
    text: list[int] = []
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] == "title":
            _shorten(lines, parts, text)
            text = []
        elif parts[at] == "body":
            text.append(at)
    _shorten(lines, parts, text)


def _shorten(lines: Sequence[Look], parts: list[str], text: Sequence[int]) -> None:
    """Give each of the last lines, `text` from the last upwards, the part that it has."""
    if all(lines[at].block.level for at in text):
        return
    for at in text[:-1]:
        part = _part(lines, parts, at)
        if not part:
            return
        parts[at] = part


def _part(lines: Sequence[Look], parts: Sequence[str], at: int) -> str:
    """The part of a line below which a text has no other; "" where it is the text's last line."""
    look = lines[at]
    words = look.block.text.rstrip()
    short = look.words <= _SOURCE_WORDS
    if short and look.sort != "byline" and _source().match(words):
        return "out"
    if look.sort in _SIGNED:
        return "body"
    below = parts[at + 1] if at + 1 < len(parts) else ""
    if look.block.kind == "table" or below[:-1] in _PICTURE:
        return ""
    label = words.endswith((":", "：")) and look.words <= _LABEL_WORDS
    heads = look.block.level > 0 and short and not ends_sentence(words)
    if heads or label or is_list_heading(words):
        return "cards" if below in CARDS else "out"
    if short and begins_as_credit(words) and look.block.kind == "paragraph":
        return "credit2"
    return "out" if _ADDRESS.fullmatch(words) else ""


@cache
def _source() -> re.Pattern[str]:
    """A label that says where a text comes from, and what stands behind its colon."""
    return re.compile(rf"(?:{alternatives(cue_words.SOURCE_LABELS)})\s*[:：]\s*\S", re.IGNORECASE)
