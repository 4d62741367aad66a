"""Pictures that a page counts: `1/9`, a picture's text and its credit, `2/9`, and so on.

A gallery in bare text has next to no sentences, and buttons between its pictures. What shows it is
that each number from one to the last has the same lines beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dedupe.looks import Look
from dedupe.text import western

_NUMBER = re.compile(r"\d{1,3}")
_WORDS = 6
"""Words of a counter at most: `Picture 3 of 9`."""
_LEAST = 3
"""Pictures at least."""
_SLOT = 2
"""Lines of a picture: its text, and perhaps its credit."""
_CREDIT_WORDS = 7
_CAPTION_WORDS = 60
_CLOSED = frozenset(("list_heading", "comments", "frame"))
_SIGNED = frozenset(("byline", "date", "dateline"))
_HEADER = 3
"""Lines above the first picture among which the headline is."""
_TITLE_WORDS = 3
"""Words that a headline has more of."""


def counted(lines: Sequence[Look], parts: list[str]) -> None:
    """Give the lines of counted pictures their parts, and a gallery its headline."""
    places = counters(lines)
    if not places:
        return
    gaps = [range(one + 1, other) for one, other in pairwise(places)]
    buttons = set.intersection(*({lines[at].key for at in gap} for gap in gaps))
    slots = [_told(lines, gap, buttons) for gap in gaps]
    size = len(slots[0])
    end = places[-1] + 1
    while end < len(lines) and lines[end].key in buttons:
        end += 1
    if end == len(lines) or lines[end].sort in _CLOSED:
        slots.insert(0, list(range(max(0, places[0] - size), places[0])))
    else:
        slots.append(_told(lines, range(end, len(lines)), buttons)[:size])
    found = _parts(lines, slots, size)
    first = min((*found, places[0]))
    above = range(max(0, first - _HEADER), first)
    titles = [at for at in above if _is_headline(lines[at])]
    taken = [at for at in range(first) if parts[at] == "title"]
    if not found or not (taken or titles):
        return
    for at in range(first, max(*found, end - 1) + 1):
        parts[at] = found.get(at, "tool1")
    title = taken[-1] if taken else titles[0]
    parts[title] = "title"
    for at in range(title + 1, first):
        if lines[at].sort in _SIGNED:
            parts[at] = "sign1"
        elif not taken:
            parts[at] = "lead" if lines[at].is_prose else "tool1"


def _is_headline(look: Look) -> bool:
    return look.sort == "short" and look.words > _TITLE_WORDS


def counters(lines: Sequence[Look]) -> list[int]:
    """The lines that count from one to a number that each of them names."""
    shapes: dict[str, list[tuple[int, int]]] = {}
    for at, look in enumerate(lines):
        if look.words <= _WORDS and any(map(str.isdigit, look.block.text)):
            text = western(look.block.text).casefold()
            numbers = _NUMBER.findall(text)
            if len(numbers) == 2:
                shape = f"{_NUMBER.sub('0', text)} {numbers[1]}"
                shapes.setdefault(shape, []).append((at, int(numbers[0])))
    for shape, said in shapes.items():
        last = int(shape.rpartition(" ")[2])
        if last >= _LEAST and [number for _, number in said] == [*range(1, last + 1)]:
            return [at for at, _ in said]
    return []


def _told(lines: Sequence[Look], gap: range, buttons: set[str]) -> list[int]:
    return [at for at in gap if lines[at].key not in buttons and lines[at].sort != "marker"]


def _parts(lines: Sequence[Look], slots: Sequence[Sequence[int]], size: int) -> dict[int, str]:
    """Which line of each slot is the picture's text: the longer one; empty: none is."""
    if not 1 <= size <= _SLOT or any(len(slot) != size for slot in slots):
        return {}
    columns = [*zip(*slots, strict=True)]
    columns.sort(key=lambda column: -sum(lines[at].words for at in column))
    if any(lines[at].words > _CAPTION_WORDS for at in columns[0]):
        return {}
    if any(lines[at].words > _CREDIT_WORDS for column in columns[1:] for at in column):
        return {}
    found = dict.fromkeys(columns[0], "caption1")
    return found | dict.fromkeys(columns[1] if size > 1 else (), "credit1")
