"""Pieces of a page that are known by their own words, wherever in a long line they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from dedupe import cues
from dedupe.cue_forms import cased, named
from dedupe.cue_tools import tool_parts
from dedupe.dates import find_date
from dedupe.text import normal, western, word_forms

_MOST_TOOLS = 14  # words of a row of buttons
_ROW = 3
"""Words of a row of buttons that no sentence begins with."""
_MOST_HEADING = 7
_MOST_DATE = 12
_NUMBERS = 5  # of a date and its time, at most
_BEFORE_DATE = 4
"""Words of a date at most before its first number: a label, a weekday."""
_MOST_BYLINE = 7
_MOST_CREDIT = 7
_CAPTION = 4
"""Words that stand before a credit at least."""
_CLOCK = re.compile(r"(?<![\d:.])[0-2]?\d[:.][0-5]\d(?!\d)")
_BARS = frozenset("|•·»›")
_COLONS = frozenset(":：")
"""Behind the label of a single card, whose title ends where nothing shows it."""
_CLOSERS = ")]）】］"
_OPENERS = ("(", "[", "（", "【", "［")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words from `begin` to before `end`, and what they are."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a line: as written, as comparisons see them, and where sentences begin."""

    text: Sequence[str]
    forms: list[str] = field(init=False)
    firsts: list[str] = field(init=False)
    """The first word of each form: most are one, `A/B` is two."""
    begins: frozenset[int] = field(init=False)
    order: list[int] = field(init=False)
    """The same in order."""
    head: int = field(init=False)
    """Where the first sentence ends: a header may stand before it."""
    tail: int = field(init=False)
    """Where the last sentence ends, if more stands behind it, which has no end."""

    def __post_init__(self) -> None:
        size = len(self.text)
        ends = [
            at
            for at, (word, after) in enumerate(pairwise(self.text), 1)
            if not word[-1].isalnum() and _stops(word, after)
        ]
        ended = cues.ends_sentence(self.text[-1])
        forms = word_forms(self.text)
        several = " " in "".join(forms)
        firsts = [form.partition(" ")[0] for form in forms] if several else forms
        object.__setattr__(self, "forms", forms)
        object.__setattr__(self, "firsts", firsts)
        object.__setattr__(self, "order", [0, *ends])
        object.__setattr__(self, "begins", frozenset(self.order))
        object.__setattr__(self, "head", ends[0] if ends else size)
        object.__setattr__(self, "tail", size if ended else ends[-1] if ends else 0)

    @property
    def is_open(self) -> bool:
        """Whether the line does not end as a text does."""
        return self.tail < len(self.text)

    def told(self, begin: int, end: int) -> bool:
        """Whether a sentence ends between two words."""
        return bisect_right(self.order, begin) < bisect_left(self.order, end)

    def line(self, begin: int, end: int) -> str:
        """The words as they stand in the line."""
        return " ".join(self.text[begin:end])

    def may_begin(self, at: int) -> bool:
        """Whether a piece may begin with a word: not with a small letter."""
        return at in self.begins or at >= len(self.text) or not self.text[at][0].islower()


def _stops(word: str, after: str) -> bool:
    """Whether a sentence ends with `word`, as far as it and the next one tell."""
    if not cues.ends_sentence(word) or after[0].islower():
        return False
    bare = word.rstrip(".")
    number = bare.replace(".", "").isdigit()
    return not (bare != word and (number or (len(bare) < 2 and cased(bare))))


def firm(words: Words) -> list[Piece]:
    """The pieces that no text has where they stand: between sentences, behind the last, above.

    That is rows of buttons, headings of lists and of comments, and names with day and time.
    """

    def found(at: int) -> Iterator[Piece]:
        between = at in words.begins or at >= words.tail
        if between or at < words.head:
            yield from _tools(words, at, _ROW if between else len(words.text))
            yield from _bylines(words, at, ())
        if between or words.is_open:
            yield from _headings(words, at, 2)
        if at >= words.tail:
            yield from _rights(words, at)

    known = _first_of_any()
    places = [at for at, one in enumerate(words.firsts) if one in known or not one]
    return _in_order(words, found, places)


def loose(words: Words, known: Set[int], listed: int) -> list[Piece]:
    """The pieces beside others that are `known`, above the first sentence and behind the last.

    From the heading of a list on, at `listed` or found here, no text is expected.
    """
    edges = set(known)
    # No sentence of a text begins with a bare day; what stands below one may.
    opened = words.begins - {0} if words.is_open else frozenset[int]()

    def found(at: int) -> Iterator[Piece]:
        below = at >= words.tail or at >= listed
        if not (below or at < words.head):
            yield from _tools(words, at, _ROW) if at in words.begins else ()
            yield from (piece for piece in _dates(words, at) if piece.begin in opened)
            return
        if words.text[at] in _BARS or (at in edges and not words.forms[at]):
            yield Piece(at, at + 1, "bar")
        yield from _rights(words, at) if below else ()
        yield from _tools(words, at, 1 if at in edges else _ROW)
        yield from _headings(words, at, 1 if at in edges or words.tail == 0 else 2) if below else ()
        for piece in _dates(words, at):
            timed = below and _CLOCK.search(western(words.line(piece.begin, piece.end)))
            if (
                timed
                or at >= listed
                or piece.begin in opened
                or not edges.isdisjoint((piece.begin, piece.end))
            ):
                yield piece
        yield from _bylines(words, at, edges)
        if below or any(edge < words.head for edge in edges):
            yield from _credits(words, at)

    return _in_order(words, found, range(len(words.text)), edges)


def _in_order(
    words: Words,
    found: Callable[[int], Iterator[Piece]],
    places: Iterable[int],
    edges: set[int] | None = None,
) -> list[Piece]:
    """Pieces at any of these places, none in another; `edges` grows with them."""
    out: list[Piece] = []
    end = 0
    for at in places:
        fitting = (one for one in found(at) if words.may_begin(one.begin)) if at >= end else ()
        piece = next((one for one in fitting if words.may_begin(one.end)), None)
        if piece is not None:
            out.append(piece)
            end = piece.end
            if edges is not None:
                edges |= {piece.begin, piece.end}
    return out


@cache
def _first_of_tools() -> frozenset[str]:
    return _firsts(tool_parts()[1] | named("MENU_WORDS"))


@cache
def _first_of_headings() -> frozenset[str]:
    return _firsts(named("LIST_HEADINGS") | named("COMMENT_HEADINGS"))


@cache
def _first_of_bylines() -> frozenset[str]:
    return _firsts(named("BYLINE_LABELS") | named("BYLINE_NO_COLON"))


@cache
def _first_of_any() -> frozenset[str]:
    return _first_of_tools() | _first_of_headings() | _first_of_bylines() | {normal(_SIZE)}


def _firsts(phrases: Collection[str]) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


def _tools(words: Words, at: int, least: int) -> Iterator[Piece]:
    """Rows of buttons, of `least` words, the longest first; `TT` is one by its shape."""
    if words.text[at] == _SIZE:
        yield Piece(at, at + 1, "tools")
    if words.firsts[at] not in _first_of_tools():
        return
    for end in range(min(len(words.text), at + _MOST_TOOLS), at + least - 1, -1):
        row = _is_tool(words, at, end) and (least == 1 or _are_several(words, at, end))
        if row or cues.is_menu(words.line(at, end)):
            yield Piece(at, end, "tools")


def _are_several(words: Words, begin: int, end: int) -> bool:
    """Whether a row of buttons is one behind another; a sentence may begin with `share in`."""
    cuts = range(begin + 1, end)
    return any(_is_tool(words, begin, at) and _is_tool(words, at, end) for at in cuts)


def _is_tool(words: Words, begin: int, end: int) -> bool:
    line = words.line(begin, end)
    return any(map(str.isalpha, line)) and cues.is_short_furniture(line)


_SIZE = "TT"
"""A button for the size of the text; other letters make grades and numbers."""


def _headings(words: Words, at: int, least: int) -> Iterator[Piece]:
    """Headings of lists and of comments, of so many words at least."""
    if words.firsts[at] not in _first_of_headings():
        return
    for end in range(min(len(words.text), at + _MOST_HEADING), at + least - 1, -1):
        line = words.line(at, end)
        if cues.is_comments_heading(line):
            yield Piece(at, end, "comments")
        elif line[-1] not in _COLONS and normal(line) in named("LIST_HEADINGS"):
            yield Piece(at, end, "list_heading")


def _dates(words: Words, at: int) -> Iterator[Piece]:
    """Lines of a date whose first number is the word at `at`, the longest first."""
    if not _has_number(words.text[at]):
        return
    first = at
    while at - first < _BEFORE_DATE and first and not _has_number(words.text[first - 1]):
        first -= 1
    numbers = [
        n for n in range(at, min(len(words.text), at + _MOST_DATE)) if _has_number(words.text[n])
    ]
    most = numbers[_NUMBERS] if len(numbers) > _NUMBERS else min(len(words.text), at + _MOST_DATE)
    for begin in range(first, at + 1):
        for end in range(most, at, -1):
            line = words.line(begin, end)
            if cues.is_date_line(line) and find_date(line):
                yield Piece(begin, end, "date")


def _rights(words: Words, at: int) -> Iterator[Piece]:
    """The line of rights, which ends a page."""
    if words.text[at][0] in "©ⓒ":
        yield Piece(at, len(words.text), "rights")


def _has_number(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


def _bylines(words: Words, at: int, edges: Collection[int]) -> Iterator[Piece]:
    """A label and names up to a date with a time, or up to where another piece begins."""
    if words.firsts[at] not in _first_of_bylines():
        return
    for end in range(at + 1, min(len(words.text), at + _MOST_BYLINE) + 1):
        ends = end in edges or _is_dated(words, end)
        if ends and cues.byline(words.line(at, end)) is not None:
            yield Piece(at, end, "byline")
            return


def _is_dated(words: Words, at: int) -> bool:
    """Whether a date with a time begins at `at`."""
    near = range(at, min(len(words.text), at + _BEFORE_DATE + 1))
    digit = next((n for n in near if _has_number(words.text[n])), None)
    dates = () if digit is None else _dates(words, digit)
    return any(
        piece.begin == at and _CLOCK.search(western(words.line(at, piece.end))) for piece in dates
    )


def _credits(words: Words, at: int) -> Iterator[Piece]:
    """The end of a credit in a bracket; it belongs to the caption before it."""
    before = words.line(at - 2, at)
    if not words.text[at].startswith(_OPENERS) or at < _CAPTION or any(map(str.isdigit, before)):
        return
    for end in range(at + 1, min(len(words.text), at + _MOST_CREDIT) + 1):
        if words.text[end - 1][-1] in _CLOSERS:
            if cues.has_credit(words.line(at - _CAPTION, end)):
                yield Piece(end, end, "credit")
            return
