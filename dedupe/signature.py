"""Lines that say who wrote an article, where and when, all in one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dedupe.cue_tools import is_own
from dedupe.cues import byline, dateline, is_date_line
from dedupe.text import width

# "By Ada Quill, Tarnholm | Updated 12 March 2025 - 06:30" has eleven words; sentences have more.
MOST_WORDS = 18
_NAME_WORDS = 4
# `Wednesday, March 12`: so many words of a date at most stand before or behind its numbers.
_LABEL = 3
_EDGES = " |·•–—-,،؛;/:\u00a0"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a line of credits says: `names` of authors, the part that is a `date`, the `rest`."""

    names: tuple[str, ...] = ()
    date: str = ""
    rest: str = ""


@lru_cache(maxsize=4096)
def signature(text: str) -> Signature | None:
    """The parts of a line that holds a date with a name, a place or a section, else None.

    >>> signature("By Ada Quill 12 March 2025")
    Signature(names=('Ada Quill',), date='12 March 2025', rest='')
    >>> signature("In 2025 the harbour froze.") is None
    True
    """
    words = text.split()
    if not 2 <= len(words) <= MOST_WORDS or not _DIGIT.search(text):
        return None
    digits = [n for n, word in enumerate(words) if _DIGIT.search(word)]
    own = [n for n, word in enumerate(words) if is_own(word)]  # no date has such a word
    if not own or own[-1] < digits[0]:
        # A date that ends the line begins at its first number or at a label right before it.
        for at in range(max(1, digits[0] - _LABEL), digits[0] + 1):
            found = _parts(" ".join(words[:at]), " ".join(words[at:]))
            if found is not None:
                return found
    if not own or own[0] > digits[-1]:
        for at in range(digits[-1] + 1, min(digits[-1] + _LABEL + 1, len(words))):
            found = _parts(" ".join(words[at:]), " ".join(words[:at]))
            if found is not None:
                return found
    return None


def _parts(other: str, date: str) -> Signature | None:
    date, other = date.strip(_EDGES), other.strip(_EDGES)
    if not _DIGIT.search(date) or not is_date_line(date):
        return None
    names = byline(other)
    if names is not None:
        return Signature(names, date)
    if dateline(other) is not None or is_date_line(other):
        return Signature((), date, other)
    if 1 <= width(other) <= _NAME_WORDS and not _DIGIT.search(other):
        return Signature((), date, other)
    return None
