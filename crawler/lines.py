"""The blocks of a text page: its lines, or its paragraphs where the lines were hard-wrapped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator

from crawler.limits import MOST_BLOCKS, within
from dedupe.model import Block
from dedupe.text import clean

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"^(?:[•◦▪■●‣⁃*·–—-]\s+|\(?\d{1,2}[.)]\s+\S)")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
"""A heading of Markdown, which some dumps are written in."""
_REMNANT = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")

# A text counts as hard-wrapped when nearly every line break stands where the next word would
# have crossed the margin: chance alone does that to one break in ten.
_WRAPPED_SHARE = 0.9
_WRAPPED_BREAKS = 6
_MARGINS = range(45, 131)


def blocks_from_text(text: str) -> tuple[Block, ...]:
    """Blocks in page order, one a line that shows anything; offsets are code points of `text`.

    Markup remnants (`<p>`, `&nbsp;`) are taken out of `Block.text` and stay in the page's text.
    """
    shown = [(span, seen) for span, line in _lines(text) if line and (seen := _seen(line))]
    within(len(shown), MOST_BLOCKS, "blocks")
    spans = [span for span, _ in shown]
    if _hard_wrapped(text, spans):
        shown = [(span, _seen(text[slice(*span)])) for span in _join_wrapped(text, spans)]
    return tuple(_block(number, text, *span, seen) for number, (span, seen) in enumerate(shown))


def _lines(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Start and end of each line with the line; it ends at what `_BREAK` finds."""
    at = 0
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        yield (at, at + len(line)), line
        at += len(whole)


def _seen(raw: str) -> str:
    if "<" in raw:
        raw = _REMNANT.sub(" ", raw)
    if "&" in raw and _ENTITY.search(raw):
        raw = html.unescape(raw)
    return clean(raw)


def _block(index: int, text: str, start: int, end: int, seen: str) -> Block:
    if end - start != len(seen):
        raw = text[start:end]
        # Outer white space belongs to the gaps between blocks, so that a block is what is read.
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
    if seen[0].isalpha():  # neither a bullet nor a hash, as nearly every line
        return Block(index, seen, "other", start, end)
    marks = _HASHES.match(seen)
    if marks:
        level = len(marks.group(1))
        return Block(index, seen[marks.end() :], "heading", start, end, level=level)
    kind = "list_item" if _BULLET.match(seen) else "other"
    return Block(index, seen, kind, start, end)


def _hard_wrapped(text: str, spans: list[tuple[int, int]]) -> bool:
    margin = _margin(spans)
    if len(spans) <= _WRAPPED_BREAKS or margin not in _MARGINS:
        return False
    breaks = full = 0
    for before, after in itertools.pairwise(spans):
        if not _blank_lines(text[before[1] : after[0]]):
            breaks += 1
            full += _is_full(text, before, after, margin)
    return breaks >= _WRAPPED_BREAKS and full >= _WRAPPED_SHARE * breaks


def _margin(spans: list[tuple[int, int]]) -> int:
    return max((end - start for start, end in spans), default=0)


def _is_full(text: str, before: tuple[int, int], after: tuple[int, int], margin: int) -> bool:
    words = text[slice(*after)].split(maxsplit=1)
    return before[1] - before[0] + 1 + len(words[0] if words else "") > margin


def _join_wrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    margin = _margin(spans)
    joined = [spans[0]]
    for before, after in itertools.pairwise(spans):
        if _blank_lines(text[before[1] : after[0]]) or not _is_full(text, before, after, margin):
            joined.append(after)
        else:
            joined[-1] = (joined[-1][0], after[1])
    return joined


def _blank_lines(gap: str) -> int:
    return max(0, len(_BREAK.findall(gap)) - 1)
