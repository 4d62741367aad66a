"""Page numbers and running heads of print that was converted to bare text.

A line that comes again and again with a number that grows by one is a page's foot or head where
something shows that it is no heading: it says of how many pages it is one, its number stands alone
between dashes, it stands amid a sentence, or the text of each page stands above it, and none below
the last. What stands right beside such lines more than once is the running head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from dedupe.cues import ends_sentence
from dedupe.looks import Look
from dedupe.text import western

_WORDS = 12
"""Words of a page's foot or head at most."""
_NUMBER = re.compile(r"\d{1,4}")
_DASHED = re.compile(r"[^\w\s]+\s*\d+\s*[^\w\s]+")
_DATED = frozenset(("date", "dateline"))
_LEAST = 3
"""Numbers in a row; two where it is said of how many pages each is one, or a sentence goes on."""
_STEP = 2
"""From one number to the next at most: a page may have lost its number."""
_BROKEN_WORDS = 7
"""Words of a line that does not end its sentence, right above a page's foot."""
_BESIDE = 2
"""Lines from a page number to a running head at most, on either side."""
_TIMES = 2


def printed(lines: Sequence[Look]) -> set[int]:
    """The lines of bare text that are page numbers and running heads."""
    numbered = _numbered(lines)
    return numbered | _heads(lines, numbered)


def _numbered(lines: Sequence[Look]) -> set[int]:
    """The lines that number pages."""
    shapes: dict[str, list[tuple[int, list[int]]]] = {}
    for at, look in enumerate(lines):
        if look.words > _WORDS or not any(map(str.isdigit, look.block.text)):
            continue
        text = western(look.block.text).casefold()
        if look.sort in _DATED and not _DASHED.fullmatch(text):
            continue
        numbers = [int(one) for one in _NUMBER.findall(text)]
        if numbers:
            shapes.setdefault(_NUMBER.sub("0", text), []).append((at, numbers))
    found: set[int] = set()
    for shape, said in shapes.items():
        places = [at for at, _ in said]
        if len(said) >= _TIMES and _counts(lines, shape, places, [own for _, own in said]):
            found.update(places)
    return found


def _counts(
    lines: Sequence[Look], shape: str, places: Sequence[int], numbers: Sequence[list[int]]
) -> bool:
    """Whether lines of one shape count the pages; `numbers` are those in each."""
    columns = [*zip(*numbers, strict=True)]
    growing = [column for column in columns if _grows(column)]
    same = [column[0] for column in columns if len(set(column)) == 1]
    if len(growing) != 1 or len(growing) + len(same) < len(columns):
        return False
    if not all(_has_text(lines, *pair) for pair in pairwise(places)):
        return False
    if len(same) == 1 and same[0] >= growing[0][-1]:
        # Between the numbers of a gallery there is a sentence at most.
        return sum(look.is_prose for look in lines[places[0] + 1 : places[1]]) > 1
    if any(_is_broken(lines, at) for at in places):
        return True
    if len(places) < _LEAST:
        return False
    last = _has_text(lines, places[-1], len(lines))
    return bool(_DASHED.fullmatch(shape)) or (_has_text(lines, -1, places[0]) and not last)


def _grows(column: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(column)]
    return all(0 < step <= _STEP for step in steps) and 2 * steps.count(1) >= len(steps)


def _has_text(lines: Sequence[Look], above: int, below: int) -> bool:
    return any(look.is_prose for look in lines[above + 1 : below])


def _is_broken(lines: Sequence[Look], at: int) -> bool:
    """Whether the text goes on amid a sentence below a line."""
    above = lines[at - 1] if at else None
    if above is None or above.words < _BROKEN_WORDS or ends_sentence(above.block.text):
        return False
    return above.is_prose or above.block.text[-1:] not in ":："


def _heads(lines: Sequence[Look], numbered: Iterable[int]) -> set[int]:
    """The lines that stand beside page numbers more than once."""
    beside: dict[str, set[int]] = {}
    for at, step in product(numbered, (-1, 1)):
        for place in range(at + step, at + step * (_BESIDE + 1), step):
            if not 0 <= place < len(lines) or lines[place].is_prose:
                break
            if lines[place].words <= _WORDS and lines[place].key:
                beside.setdefault(lines[place].key, set()).add(place)
    return {at for places in beside.values() if len(places) >= _TIMES for at in places}
