"""The blocks of a text page: its lines, or its paragraphs where the lines were hard-wrapped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator

from crawler.limits import MOST_BLOCKS, within
from crawler.wrapped import Line, joined, may_be_wrapped
from dedupe.glued import seams
from dedupe.model import Block
from dedupe.text import clean

_BULLET = re.compile(r"^(?:[•◦▪■●‣⁃*·–—-]\s+|\(?\d{1,2}[.)]\s+\S)")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
"""A heading of Markdown, which some dumps are written in."""
_REMNANT = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_TAG_BREAK = re.compile(r"(?:<|&lt;)(?:br|/?p)(?:\s[^<>&]*)?/?(?:>|&gt;)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")
_ESCAPES = 2
"""Times that a sign may have been escaped: `&amp;nbsp;`."""


def blocks_from_text(text: str, glued: bool = True) -> tuple[Block, ...]:
    """Blocks in page order, one a line that shows anything; offsets are code points of `text`.

    Markup remnants (`<p>`, `&nbsp;`) are taken out of `Block.text` and stay in the page's text.
    Lines that hold several parts of a page are cut, unless nothing of it can be `glued`.
    """
    lines = lines_of(text)
    if glued:
        lines = _unglued(text, lines)
    return tuple([_block(number, text, *line) for number, line in enumerate(lines)])


def _unglued(text: str, lines: list[Line]) -> list[Line]:
    """The lines, those cut in pieces that hold several parts of a page."""
    cuts = seams([seen for _, _, seen in lines])
    if not any(cuts):
        return lines
    return [piece for line, at in zip(lines, cuts, strict=True) for piece in _cut(text, line, at)]


def _cut(text: str, line: Line, cuts: list[int]) -> list[Line]:
    """A line cut before the words with these numbers."""
    start, end, seen = line
    raw = _REMNANT.sub(lambda found: " " * len(found[0]), text[start:end])
    places = [found.span() for found in re.finditer(r"\S+", raw)]
    words = seen.split(" ")
    if not cuts or [_seen(raw[a:b]) for a, b in places] != words:
        return [line]  # what is written as an entity may be a space
    out = []
    for first, last in itertools.pairwise([0, *cuts, len(words)]):
        a, b = places[first][0], places[last - 1][1]
        out.append((start + a, start + b, " ".join(words[first:last])))
    return out


def lines_of(text: str) -> list[Line]:
    """The lines that show anything, hard-wrapped ones joined; raises TooLarge for too many."""
    shown = _lines(text)
    within(len(shown), MOST_BLOCKS, "blocks")
    return joined(text, shown)


def plain_lines(text: str) -> list[str] | None:
    """The lines of a text, with plain spaces, which `lines_of` shows if all are clean; None: it may
    not.
    """
    if "<" in text or "&" in text:
        return None
    # Of what is not clean, most has nothing else that is not.
    lines = [line for line in text.replace("\u00a0", " ").split("\n") if line]
    wrapped = may_be_wrapped([*map(len, lines)])
    return None if wrapped or len(lines) > MOST_BLOCKS else lines


def _lines(text: str) -> list[Line]:
    """The lines that show anything, each cut where `str.splitlines` cuts."""
    lines = text.splitlines()
    # A break is one character, but for that of Windows.
    wholes = text.splitlines(keepends=True) if "\r\n" in text else None
    see = _seen if "<" in text or "&" in text else _shown if _are_clean(lines) else clean
    at = 0
    found = []
    for number, line in enumerate(lines):
        for start, piece in _pieces(line) if "<" in line or "&lt;" in line else ((0, line),):
            seen = see(piece) if piece else ""
            if seen:
                found.append((at + start, at + start + len(piece), seen))
        at += len(wholes[number]) if wholes else len(line) + 1
    return found


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """Where each piece of a line begins, and the piece: remnants of markup break lines as well."""
    start = 0
    for tag in _TAG_BREAK.finditer(line):
        yield start, line[start : tag.start()]
        start = tag.end()
    yield start, line[start:]


def _are_clean(lines: list[str]) -> bool:
    """Whether nothing has to be taken out of any of these lines (text.clean)."""
    whole = "\n".join(["", *lines, ""])
    if any(map(whole.__contains__, ("\n ", " \n", "  ", "\ufffc"))):
        return False
    return "".join(lines).isprintable()


def _shown(raw: str) -> str:
    return raw


def _seen(raw: str) -> str:
    if "<" in raw:
        raw = _REMNANT.sub(" ", raw)
    for _ in range(_ESCAPES):
        if "&" in raw and _ENTITY.search(raw):
            raw = _REMNANT.sub(" ", html.unescape(raw))
    return clean(raw)


def _block(index: int, text: str, start: int, end: int, seen: str) -> Block:
    if end - start != len(seen):
        raw = text[start:end]
        # Outer white space belongs to the gaps between blocks, so that a block is what is read.
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
    if not is_set_off(seen):
        return Block(index, seen, "other", start, end)
    marks = _HASHES.match(seen)
    if marks:
        level = len(marks.group(1))
        return Block(index, seen[marks.end() :], "heading", start, end, level=level)
    return Block(index, seen, "list_item", start, end)


def is_set_off(seen: str) -> bool:
    """Whether a line is set as a heading or as an item of a list."""
    return not seen[0].isalpha() and bool(_HASHES.match(seen) or _BULLET.match(seen))
