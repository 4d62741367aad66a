"""Pages that lost their line breaks: where in a long line the parts of the page begin.

A text is cut nowhere, unless something on the page shows that lines were glued: a headline or a
picture's text printed again in the same breath, a row of buttons, the heading of a list or of
comments, a name with a day and its time (`dedupe/glued_cues.py`). Where it is, days, buttons and
credits beside such pieces part what stands around them too, but in no sentence that has an end;
only before the first one of a line may a header stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, pairwise

from dedupe.cues import inline_card
from dedupe.glued_cues import Piece, Words, firm, loose
from dedupe.text import is_spaceless, width

# A page on so few lines, one of them so long, may have lost its breaks.
_FEW = 12
_WHOLE = 40
_MOST = 5000
"""Words of a line; what is longer is no page of news."""
_GLUED = 10
"""Words; a shorter line is one piece."""
_RUN = 4
"""Words that a repeat has at least: names and titles in a text have fewer."""
_RUN_CHARS = 16
_MOST_RUN = 200
"""Words of a repeat that are looked at: a header has no more."""
_SURE_RUN = 6
"""Words of a repeat that shows where it begins, though nothing else shows where it ends."""
_PRINTS = 4
"""Places that a run is compared with: the first ones, and the last."""
_MOST_HEADLINE = 40
_TEXT = 3
"""Sentences of a text at least."""
_SPACES = 3
"""Spaces in a text of a script without spaces that show that it was glued."""
_BARS = frozenset("|-–—•·»›")
"""Between the headline and the name of the site."""
_OPENS = "（(［[「『《〈"
_CLOSES = "）)］]」』》〉"


def seams(lines: Sequence[str]) -> list[list[int]]:
    """For each line of a page, cleaned, the numbers of those of its words that begin a piece.

    The first word is not told; a line that is one piece has none.
    """
    none: list[list[int]] = [[] for _ in lines]
    if not 0 < len(lines) <= _FEW:
        return none
    sizes = list(map(width, lines))
    if not _WHOLE <= max(sizes) <= _MOST:
        return none
    whole = [Words(line.split(" ")) for line in lines]
    named = _named(whole)
    shown = [_shown(*one) for one in zip(whole, sizes, named, strict=True)]
    if not any(shown):
        return none
    headlines = [
        words.forms
        for words, size in zip(whole, sizes, strict=True)
        if _RUN <= size <= _MOST_HEADLINE
    ]
    above = [0, *accumulate(len(words.order) - words.is_open for words in whole)]
    return [
        [] if size < _GLUED or inline_card(line) else _seams(words, known, headlines, told)
        for line, words, size, known, told in zip(lines, whole, sizes, shown, above, strict=False)
    ]


def _named(lines: Sequence[Words]) -> list[set[int]]:
    """Where the headline stands in each line that the first one names beside the site: `A lock
    opens | The Courier`, the title of the window."""
    none: list[set[int]] = [set() for _ in lines]
    first = lines[0].forms[: _MOST_HEADLINE + 1]
    bars = [at for at in range(len(first)) if lines[0].text[at] in _BARS]
    if not bars:
        return none
    alone = len(lines[0].text) <= len(first)
    for name in (first[: bars[0]], first[bars[-1] + 1 :] if alone else []):
        if len(name) < _RUN or len(" ".join(name)) < _RUN_CHARS:
            continue
        found = [set(_places(words.forms, name)) for words in lines]
        if sum(map(len, found)) > 1:
            return [{side for at in one for side in (at, at + len(name))} for one in found]
    return none


def _places(forms: Sequence[str], name: Sequence[str]) -> Iterator[int]:
    for at in range(len(forms) - len(name) + 1) if name else ():
        if forms[at] == name[0] and forms[at : at + len(name)] == name:
            yield at


def _shown(words: Words, size: int, named: set[int]) -> set[int]:
    """The places in a line at which something shows that a piece begins or ends."""
    known = named | {at for piece in firm(words) for at in (piece.begin, piece.end)}
    known |= set(_repeats(words, known))
    # In a script without spaces a line is wider than it has words.
    spaces = set(_dense(words, known)) if size > len(words.text) else set()
    return known | spaces if known or len(spaces) >= _SPACES else set()


def _seams(
    words: Words, known: set[int], headlines: Sequence[Sequence[str]], above: int
) -> list[int]:
    """The seams of a line; `above` it so many sentences end."""
    known = known | set(_echoes(words, known, headlines))
    told = [*words.order, *([len(words.text)] * _TEXT)]
    below = told[max(0, _TEXT - above)]
    listed = _list_in(firm(words), below, len(words.text))
    found = loose(words, known, listed)
    listed = _list_in(found, below, listed)
    known |= {at for piece in found for at in (piece.begin, piece.end)}
    known |= set(_repeats(words, known))
    known |= {at for at in words.begins if at > listed} | set(_around(words, known))
    return sorted(known - {0, len(words.text)})


def _list_in(found: Sequence[Piece], below: int, none: int) -> int:
    """Where the first heading of a list stands that is `below` a text: menus have some, too."""
    headings = [piece.begin for piece in found if piece.kind == "list_heading"]
    return min((begin for begin in headings if begin >= below), default=none)


def _dense(words: Words, known: Set[int]) -> Iterator[int]:
    """Spaces in a text of a script without spaces, but for those in and before a bracket."""
    depth = 0
    for at, (left, right) in enumerate(pairwise(words.text), 1):
        depth += sum(map(left.count, _OPENS)) - sum(map(left.count, _CLOSES))
        ended = at in known or not left[-1].isalnum() or is_spaceless(left[-1])
        bar = is_spaceless(left[-1]) and not any(map(str.isalnum, right))
        begun = is_spaceless(right[0]) or bar
        if ended and begun and depth <= 0:
            yield at


def _repeats(words: Words, known: Set[int]) -> Iterator[int]:
    """Where runs of words begin and end that stand in a line again."""
    # Where nothing is known, only a header may show that it is one, above the first sentence.
    forms = words.forms if known else words.forms[: words.head]
    size = len(forms)
    runs = list(zip(*(forms[n:] for n in range(_RUN)), strict=False))
    if len(set(runs)) == len(runs):
        return
    seen: dict[tuple[str, ...], list[int]] = {}
    for at, start in enumerate(runs):
        before = seen.setdefault(start, [])
        for first in before:
            if first and forms[first - 1] == forms[at - 1] and at not in known:
                continue  # the run began earlier
            run = _RUN
            most = min(size - at, _MOST_RUN)
            while run < most and forms[first + run] == forms[at + run]:
                run += 1
            yield from _parted(words, first, at, run, known)
        before[_PRINTS:] = [at]


def _parted(words: Words, first: int, again: int, run: int, known: Set[int]) -> Iterator[int]:
    """The seams that a repeat of `run` words shows, if it is one of pieces."""
    apart = again - first
    unit = words.forms[first : first + min(run, apart)]
    if len(" ".join(unit)) < _RUN_CHARS or len(set(unit)) < _RUN:
        return
    if run >= apart:  # back to back; a slip of the pen is shorter, paragraphs have sentences
        slip = apart < _SURE_RUN and not known
        sentence = first not in known and {first, again} <= words.begins - {0}
        if not slip and not sentence and not words.told(first, again):
            yield from range(first, again + run + 1, apart)
        return
    begun = first == 0 or first in known
    together = again in known or not words.told(first, again)
    barred = first + run < len(words.forms) and not words.forms[first + run]
    ended = barred or not known.isdisjoint((first + run, again + run))
    if begun and together and (ended or run >= _SURE_RUN):
        yield from (first, again)
        yield from (first + run, again + run) if ended else ()


def _echoes(words: Words, known: Set[int], headlines: Sequence[Sequence[str]]) -> Iterator[int]:
    """Where another line of the page stands in a longer one, beside a piece or above the text."""
    for headline in headlines:
        size = len(headline)
        for at in _places(words.forms, headline) if size < len(words.forms) else ():
            if not known.isdisjoint((at, at + size)) or (known and at < words.head):
                yield from (at, at + size)


def _around(words: Words, known: Set[int]) -> Iterator[int]:
    """The beginnings of sentences in which a piece begins: what stands before it is none."""
    places = sorted(known)
    for begin, end in pairwise([*words.order, len(words.text)]):
        if bisect_right(places, begin) < bisect_left(places, end):
            yield begin
