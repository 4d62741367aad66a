"""The blocks of a text page: its lines, or its paragraphs where the lines were hard-wrapped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator

from crawler.limits import MOST_BLOCKS, within
from dedupe.glued import seams
from dedupe.model import Block
from dedupe.text import clean

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"^(?:[•◦▪■●‣⁃*·–—-]\s+|\(?\d{1,2}[.)]\s+\S)")
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
"""A heading of Markdown, which some dumps are written in."""
_REMNANT = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_TAG_BREAK = re.compile(r"(?:<|&lt;)(?:br|/?p)(?:\s[^<>&]*)?/?(?:>|&gt;)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")
_ESCAPES = 2
"""Times that a sign may have been escaped: `&amp;nbsp;`."""

# A text counts as hard-wrapped when nearly every line break inside its sentences stands where the
# next word would have crossed the margin: chance alone does that to one break in ten.
_WRAPPED_SHARE = 0.9
_WRAPPED_BREAKS = 6
_MARGINS = range(45, 131)

Line = tuple[int, int, str]
"""Start and end of a line in its text, and what it shows."""


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
    if _hard_wrapped(text, shown):
        joined = _join_wrapped(text, shown)
        return [(start, end, _seen(text[start:end])) for start, end in joined]
    return shown


def plain_lines(text: str) -> list[str] | None:
    """The lines of a text, with plain spaces, which `lines_of` shows if all are clean; None: it may
    not.
    """
    if "<" in text or "&" in text:
        return None
    # Of what is not clean, most has nothing else that is not.
    lines = [line for line in text.replace("\u00a0", " ").split("\n") if line]
    wrapped = len(lines) > _WRAPPED_BREAKS and max(map(len, lines)) in _MARGINS
    return None if wrapped or len(lines) > MOST_BLOCKS else lines


def _lines(text: str) -> list[Line]:
    """The lines that show anything, each cut where `_BREAK` cuts."""
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


def _hard_wrapped(text: str, lines: list[Line]) -> bool:
    if len(lines) <= _WRAPPED_BREAKS:
        return False
    margin = _margin(lines)
    if margin not in _MARGINS:
        return False
    breaks = full = 0
    for number, (before, after) in enumerate(itertools.pairwise(lines)):
        if _is_blank(text[before[1] : after[0]]):
            continue
        if _is_full(text, before, after, margin):
            full += 1
        elif not number or before[2].endswith(_ENDS) or _is_indented(text, after):
            continue  # a headline or a paragraph ends there: that says nothing either way
        breaks += 1
    return breaks >= _WRAPPED_BREAKS and full >= _WRAPPED_SHARE * breaks


_ENDS = tuple(".!?…:»”\"')؟。।")
"""What the last line of a paragraph ends with."""


def _is_indented(text: str, line: Line) -> bool:
    return text[line[0]] in " \t\u3000"


def _margin(lines: list[Line]) -> int:
    return max([end - start for start, end, _ in lines])


def _is_full(text: str, before: Line, after: Line, margin: int) -> bool:
    words = text[after[0] : after[1]].split(maxsplit=1)
    return before[1] - before[0] + 1 + len(words[0] if words else "") > margin


def _join_wrapped(text: str, lines: list[Line]) -> list[tuple[int, int]]:
    margin = _margin(lines)
    joined = [lines[0][:2]]
    for before, after in itertools.pairwise(lines):
        apart = _is_blank(text[before[1] : after[0]]) or _begins(text, before, after)
        if apart or not _is_full(text, before, after, margin):
            joined.append(after[:2])
        else:
            joined[-1] = (joined[-1][0], after[1])
    return joined


def _begins(text: str, before: Line, after: Line) -> bool:
    """Whether a paragraph begins with a line, by its indent."""
    return _is_indented(text, after) and not _is_indented(text, before)


def _is_blank(gap: str) -> bool:
    """Whether a blank line stands in what is between two lines."""
    return gap != "\n" and (gap == "\n\n" or len(_BREAK.findall(gap)) > 1)
