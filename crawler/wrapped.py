"""Texts whose lines were broken at a margin: their paragraphs, put together again.

A text was wrapped where nearly every break inside its sentences stands where the next word would
have crossed the margin. A printed page set in letters of many widths has no margin in characters:
there lines are nearly as long as the longest, most of them end amid a sentence, and sentences end
amid lines, which neither verses nor headlines below each other do.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedupe.text import is_spaceless

Line = tuple[int, int, str]
"""Start and end of a line in its text, and what it shows."""

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = 6
"""Breaks at least that tell of a margin: chance alone puts one in ten there."""
_SHARE = 0.9
"""Of the breaks within sentences so many stand at the margin."""
_MARGINS, _DENSE_MARGINS = range(45, 131), range(20, 131)
"""Characters of a margin; the second in scripts without spaces, of which a letter has the width of
two."""
_LONG = 0.5
"""Share of the margin that a line has at least which tells of it: headlines and names do not."""
_MOST = 0.35
"""Share of such lines: a page of cards and menus has fewer."""
_MANY, _ASTRAY = 20, 20
"""Lines of a text of which one in so many may be longer than the margin: an address, a headline."""
_SET = 0.15
"""Share of the margin that is free at the end of a line of print, at most."""
_SET_END = 0.05
"""The same where the line ends a sentence and no blank line parts paragraphs."""
_WITHIN, _STOPPED = 0.6, 0.15
"""Lines of print that end amid a sentence, and sentences that end amid a line, for each line."""
_ENDS = tuple(".!?…:»”\"')؟。।！？」』")
"""What the last line of a paragraph ends with."""
_STOP = re.compile(r"[.!?؟۔।](?=[»”\"’)]?\s)|[。！？](?=.)")
_NUMBER = re.compile(r"\d+")
_BESIDE = (-2, -1, 1, 2)
_PARTED = 2
"""Blank lines that show that a text has its paragraphs apart."""
_HUNG = 2
"""Places at a margin that no letter stands in, where a comma may not begin a line."""


class _Margin(NamedTuple):
    """Where the lines of a text were broken: at so many characters, give or take."""

    at: int
    free: int = 0
    free_end: int = 0
    """Free places below a line that goes on, and below one that ends a sentence."""


def may_be_wrapped(sizes: Sequence[int]) -> bool:
    """Whether lines with so many characters could have been broken at a margin."""
    return any(at in _DENSE_MARGINS for at in _edges(sizes))


def joined(text: str, lines: list[Line]) -> list[Line]:
    """The lines of a text, those of a paragraph as one where they were broken at a margin."""
    margin = _margin(text, lines)
    if margin is None:
        return lines
    paged = _paged([seen for _, _, seen in lines])
    out: list[list[Line]] = []
    for number, (before, after) in enumerate(itertools.pairwise([lines[0], *lines])):
        apart = not out or _is_blank(text, before, after) or _begins(text, before, after)
        apart = apart or not paged.isdisjoint((number - 1, number))
        if apart or not _is_full(before, after, margin):
            out.append([after])
        else:
            out[-1].append(after)
    return [
        part[0] if len(part) == 1 else (part[0][0], part[-1][1], _put_together(part))
        for part in out
    ]


def _paged(lines: Sequence[str]) -> set[int]:
    """The lines that come again with another number, and those that come again beside them."""
    forms = [_NUMBER.sub("0", line) for line in lines]
    said: dict[str, set[str]] = {}
    for form, line in zip(forms, lines, strict=True):
        said.setdefault(form, set()).add(line)
    numbered = {at for at, form in enumerate(forms) if len(said[form]) > 1}
    near = {at + step for at in numbered for step in _BESIDE}
    beside = near.intersection(range(len(lines))) - numbered
    often = Counter(lines[at] for at in beside)
    return numbered | {at for at in beside if often[lines[at]] > 1}


def _edges(sizes: Sequence[int]) -> Iterator[int]:
    """How long the longest line is, and the longest but for a few that may be astray."""
    if len(sizes) <= _BREAKS:
        return
    yield max(sizes)
    if len(sizes) >= _MANY:
        yield sorted(sizes)[-1 - len(sizes) // _ASTRAY]


def _margin(text: str, lines: list[Line]) -> _Margin | None:
    edges = [*dict.fromkeys(_edges([end - start for start, end, _ in lines]))]
    if not edges:
        return None
    dense = 2 * sum(is_spaceless(seen[0]) for _, _, seen in lines) > len(lines)
    for at in edges:
        if at in (_DENSE_MARGINS if dense else _MARGINS):
            for margin in (_Margin(at), _set_at(text, lines, at)):
                if margin and _is_margin(text, lines, margin):
                    return margin
    return None


def _set_at(text: str, lines: list[Line], at: int) -> _Margin | None:
    """The margin of print whose lines have `at` characters at most; None: it is none."""
    long = [line for line in lines if _LONG * at <= line[1] - line[0] <= at]
    within = sum(not seen.endswith(_ENDS) for _, _, seen in long)
    stopped = sum(len(_STOP.findall(seen)) for _, _, seen in long)
    if within < _WITHIN * len(long) or stopped < _STOPPED * len(long):
        return None
    blank = sum(_is_blank(text, *pair) for pair in itertools.pairwise(lines))
    free = round(_SET * at)
    return _Margin(at, free, free if blank >= _PARTED else round(_SET_END * at))


def _is_margin(text: str, lines: list[Line], margin: _Margin) -> bool:
    """Whether nearly all breaks that say something stand at the margin."""
    if sum(end - start >= _LONG * margin.at for start, end, _ in lines) < _MOST * len(lines):
        return False
    breaks = full = 0
    for number, (before, after) in enumerate(itertools.pairwise(lines)):
        size = before[1] - before[0]
        if size > margin.at or size < _LONG * margin.at or _is_blank(text, before, after):
            continue
        if before[2].endswith(_ENDS) or _is_indented(text, after):
            continue  # a paragraph may end there: that says nothing either way
        is_full = _is_full(before, after, margin)
        full += is_full
        breaks += is_full or number > 0  # the first line may be a headline
    return breaks >= _BREAKS and full >= _SHARE * breaks


def _is_full(before: Line, after: Line, margin: _Margin) -> bool:
    """Whether what the second line begins with would have crossed the margin in the first."""
    size = before[1] - before[0]
    if size > margin.at:
        return False
    free = margin.free_end if before[2].endswith(_ENDS) else margin.free
    if is_spaceless(after[2][0]):
        return size + (0 if before[2].endswith(_ENDS) else max(_HUNG, free)) >= margin.at
    word = after[2].partition(" ")[0]
    return size + 1 + len(word) > margin.at - free


def _put_together(part: Sequence[Line]) -> str:
    """What lines of a paragraph show: words apart, and those that a hyphen cut as one."""
    whole = part[0][2]
    for _, _, seen in part[1:]:
        if is_spaceless(whole[-1]) and is_spaceless(seen[0]):
            whole += seen
        elif whole[-1] in "-\u2010" and whole[-2:-1].isalpha() and seen[0].islower():
            whole = whole[:-1] + seen
        else:
            whole += f" {seen}"
    return whole


def _is_indented(text: str, line: Line) -> bool:
    return text[line[0]] in " \t\u3000"


def _begins(text: str, before: Line, after: Line) -> bool:
    """Whether a paragraph begins with a line, by its indent."""
    return _is_indented(text, after) and not _is_indented(text, before)


def _is_blank(text: str, before: Line, after: Line) -> bool:
    """Whether a blank line stands between two lines."""
    gap = text[before[1] : after[0]]
    return gap != "\n" and (gap == "\n\n" or len(_BREAK.findall(gap)) > 1)
