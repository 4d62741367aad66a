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
from dedupe.cue_forms import alternatives, named
from dedupe.cues import begins_as_credit, ends_sentence, is_list_heading
from dedupe.looks import Look

_LABEL_WORDS = 8
"""Words of a label that announces a list, with its colon."""
_SOURCE_WORDS = 12
_MARK_WORDS, _NUMBER = 4, "0123456789 "
"""Words of a mark that ends a text, and the number of a desk behind it."""
_CONTACT_WORDS = 15
_KEYS = re.compile(r"\bCtrl\s?\+\s?Enter\b|\bweb-?master\b", re.IGNORECASE)
"""Keys that report a mistake to the outlet, and who reads what is reported."""
_ADDRESS = re.compile(r"[(\[]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)\]]?")
_LINKED = 0.5
_BAR = re.compile(r"\[[^\[\]]{1,30}\](?:\s*[|·]?\s*\[[^\[\]]{1,30}\])+")
"""Links in brackets, one beside the other, as pages had them for a menu."""
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
    mark = look.key.rstrip(_NUMBER) if look.words <= _MARK_WORDS else ""
    if short and look.sort != "byline" and (_source().match(words) or mark in _end_marks()):
        return "out"
    if look.sort in _SIGNED:
        return "body"
    below = parts[at + 1] if at + 1 < len(parts) else ""
    if look.block.kind == "table" or below[:-1] in _PICTURE:
        return ""
    bar = look.block.links >= _LINKED and short and not ends_sentence(words)
    if bar and look.block.kind == "paragraph" and _BAR.fullmatch(words):
        return "out"
    label = words.endswith((":", "：")) and look.words <= _LABEL_WORDS
    heads = look.block.level > 0 and short and not ends_sentence(words)
    if heads or label or is_list_heading(words):
        return "cards" if below in CARDS else "out"
    if short and begins_as_credit(words) and look.block.kind == "paragraph":
        return "credit2"
    return "out" if _is_contact(look) else ""


def _is_contact(look: Look) -> bool:
    """Whether a line says where to write to, or what to press, when something is wrong."""
    text = look.block.text.strip()
    if look.words <= _CONTACT_WORDS and _KEYS.search(text):
        return True
    label, colon, address = text.rpartition(":")
    return bool(_ADDRESS.fullmatch(address.strip() if colon else text)) and (
        len(label.split()) <= _LABEL_WORDS
    )


@cache
def _end_marks() -> frozenset[str]:
    return named("END_MARKS")


@cache
def _source() -> re.Pattern[str]:
    """A label that says where a text comes from, and what stands behind its colon."""
    labels = f"{cue_words.SOURCE_LABELS}|{cue_words.EDITOR_LABELS}"
    return re.compile(rf"[(（\[【]?\s*(?:{alternatives(labels)})\s*[:：]\s*\S", re.IGNORECASE)
