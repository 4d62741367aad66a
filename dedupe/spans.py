"""Where in a text the words stand that a search found: from normal form back to original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from .query import Word
from .text import is_spaceless, spelled, tokens

Span = tuple[int, int]

# The article with what may stand before it: و ف, then ب ك or ل, whose alef is lost (لل). It is not
# an article in the name of God and in the words for now, to me and which. Without the article,
# و ب ل are prefixes where four letters follow: in 10,000 news articles hardly a word of that length
# is another one without its first letter (بطاقة and طاقة is such a pair); with three many are, and
# so are those with ف and ك at any length.
NOT_BARE = ("له", "ان", "لي", "تي", "ذي", "ذين", "لذين", "لتين")
_PREFIX = (
    rf"(?:[وف]?(?:[بك]?ال|لل)(?=[ء-ي]{{2}})(?!(?:{'|'.join(NOT_BARE)})(?![^ ]))"
    r"|[وبل](?=[ء-ي]{4}))"
)
_PREFIXES = re.compile(_PREFIX)
_PREFIXED = re.compile(f" (?=[وفبكال]){_PREFIX}([^ ]+)")
"""A word with prefixes, behind a space; without them it is the group."""

BARE = "\ue000"
"""Stands before a word that is indexed without its prefixes. A private-use character is space to
`normal`, so no text and no query holds it."""


@lru_cache(maxsize=65536)
def stripped(token: str) -> str:
    """A normalised word without the Arabic article and the prefixes that are one letter.

    >>> [stripped(word) for word in ("القوات", "وبالقوات", "للقوات", "وقوات", "وزير", "الله")]
    ['قوات', 'قوات', 'قوات', 'قوات', 'وزير', 'الله']
    """
    match = _PREFIXES.match(token)
    return token[match.end() :] if match else token


def with_bare(words: str) -> str:
    """Normalised words, then those of them that have prefixes without them, marked.

    >>> with_bare("elan القوات")
    'elan القوات \\ue000قوات'
    """
    if words.isascii():
        return words
    return "".join((words, *(f" {BARE}{short}" for short in _PREFIXED.findall(f" {words}"))))


def find(text: str, words: Sequence[Word]) -> list[Span]:
    """Places in `text`, as (start, end), that any of the words stands in; in order, none twice.

    A quoted word must stand just so; others are also found with other prefixes or none.
    """
    if not words:
        return []
    units = tokens(text)
    distinct = set(units)
    marked: set[int] = set()
    for word in words:
        # The first token sorts out nearly all places; the others are looked at only there.
        starts = _alike(distinct, word, 0)
        ends = _alike(distinct, word, len(word.tokens) - 1) if len(word.tokens) > 1 else starts
        for at, unit in enumerate(units) if starts and ends else ():
            if unit in starts and _stands(word, units[at : at + len(word.tokens)], ends):
                marked.update(range(at, at + len(word.tokens)))
    return _joined(_places(text, marked)) if marked else []


def _alike(units: set[str], word: Word, at: int) -> set[str]:
    """Those tokens of a text that can stand for a word's token."""
    token = word.tokens[at]
    ends = word.prefix and at == len(word.tokens) - 1
    if word.exact or len(word.tokens) > 1:
        return {u for u in units if u.startswith(token)} if ends else units & {token}
    forms = (token, stripped(token))
    if ends:
        return {u for u in units if u.startswith(forms) or stripped(u).startswith(forms)}
    return {u for u in units if u in forms or stripped(u) in forms}


def _stands(word: Word, units: Sequence[str], ends: set[str]) -> bool:
    """Whether these tokens of a text are the word's, the last being one of `ends`."""
    return (
        len(units) == len(word.tokens)
        and units[-1] in ends
        and (len(units) == 1 or tuple(units[:-1]) == word.tokens[:-1])
    )


def _places(text: str, marked: set[int]) -> list[Span]:
    """Where the tokens with these numbers stand."""
    places: list[Span] = []
    nth = 0
    for match in re.finditer(r"\S+", text):
        count = _count(match[0])
        if any(nth + i in marked for i in range(count)):
            spans = token_spans(match[0])
            places += [
                (match.start() + start, match.start() + end)
                for i, (start, end) in enumerate(spans)
                if nth + i in marked
            ]
        nth += count
    return places


@lru_cache(maxsize=65536)
def _count(word: str) -> int:
    return len(tokens(word))


def _joined(places: list[Span]) -> list[Span]:
    """Without the same place twice, which a word has that becomes several."""
    return [here for before, here in pairwise([(-1, -1), *sorted(set(places))]) if here != before]


def token_spans(word: str) -> list[Span]:
    """Where each token of a word without white space stands in it, with the marks on it.

    `spelled` says of each character what it becomes, whatever stands beside it; so which
    characters of the original make a token can be read off.

    >>> [("(أوكْرانيا)،"[a:b]) for a, b in token_spans("(أوكْرانيا)،")]
    ['أوكْرانيا']
    """
    spans: list[Span] = []
    open_ = False
    for at, char in enumerate(word):
        said = spelled(char)
        if not said and open_ and unicodedata.category(char)[0] == "M":
            spans[-1] = (spans[-1][0], at + 1)
        for one in said:
            if one == " ":
                open_ = False
                continue
            alone = is_spaceless(one)
            if open_ and not alone:
                spans[-1] = (spans[-1][0], at + 1)
            else:
                spans.append((at, at + 1))
            open_ = not alone
    return spans
