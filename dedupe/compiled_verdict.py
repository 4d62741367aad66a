"""Whether two texts of a corpus are one, compiled: what `near.judge` says of forms.

Only `corpus` imports this. Texts are arrays of sorted shingle hashes and of sorted tokens.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import jit
from .near import NAMING, NUMBERS, SHORT, TITLED, TITLES
from .scheme import LETTER, NUMBER

_u64 = np.uint64
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

NO, YES, UNKNOWN = range(3)
"""Answers; `UNKNOWN` where the words of the bodies would have to be known."""


@jit
def root(parent: Any, n: Any) -> Any:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


@jit
def distinct(runs: Any, starts: Any, ends: Any) -> None:
    """Drop repeats of each text's shingle hashes, which are sorted, and set where they end."""
    for text in range(len(starts) - 1):
        own = runs[starts[text] : starts[text + 1]]
        kept = 0
        for place in range(len(own)):
            if kept == 0 or own[place] != own[kept - 1]:
                own[kept] = own[place]
                kept += 1
        ends[text] = starts[text] + kept


@jit
def meet(places: Any, parent: Any) -> None:
    """Join those that share a bucket: `places`, sorted, are keys above 32 bits of their text."""
    for n in range(1, len(places)):
        if places[n] >> _HALF == places[n - 1] >> _HALF:
            one = root(parent, np.int64(places[n - 1] & _LOW))
            other = root(parent, np.int64(places[n] & _LOW))
            if one < other:
                parent[other] = one
            else:
                parent[one] = other


@jit
def verify(
    order: Any,
    keys: Any,
    band: Any,
    crowd: Any,
    least: Any,
    asked: Any,
    sets: Any,
    marks: Any,
    lacking: Any,
    parent: Any,
    partner: Any,
) -> None:
    """Unite those texts of one bucket that are one article.

    `order` are texts sorted by their `keys` of this band; a pair that met in an earlier band has
    been judged there. Only those are judged that are both `asked`. Who would have to be read for a
    verdict is `lacking` afterwards; `partner` is the lowest one that each was found to be one with.
    """
    for at in range(len(order)):
        for back in range(1, min(crowd, at) + 1):
            a, b = order[at], order[at - back]
            if keys[a, band] != keys[b, band]:
                break
            one, other = root(parent, a), root(parent, b)
            if one == other or not (asked[a] and asked[b]) or _met(keys, band, a, b):
                continue
            answer = judged(a, b, least, sets, marks)
            if answer == UNKNOWN:
                lacking[a] = lacking[b] = True
            elif answer == YES:
                partner[a], partner[b] = min(partner[a], b), min(partner[b], a)
                if one < other:
                    parent[other] = one
                else:
                    parent[one] = other


@jit
def guard(
    members: Any,
    roots: Any,
    least: Any,
    sets: Any,
    marks: Any,
    partner: Any,
    lacking: Any,
    kept: Any,
) -> None:
    """Which `members` are `kept` by the first of their group; `roots` are of all texts. Whose
    `partner` the first is has been judged with it, and by more than is asked here."""
    for n in members:
        first = roots[n]
        answer = YES
        if first != n and partner[n] != first:
            answer = judged(first, n, least, sets, marks)
        kept[n] = answer == YES
        if answer == UNKNOWN:
            lacking[n] = lacking[first] = True


@jit
def judged(a: Any, b: Any, least: Any, sets: Any, marks: Any) -> Any:
    runs, starts, ends = sets
    wanted = min(least, TITLED) if _one_title(a, b, marks) else least
    if not alike(runs, starts[a], ends[a], starts[b], ends[b], wanted):
        return NO
    return contradiction(a, b, marks)


@jit
def _met(keys: Any, band: Any, a: Any, b: Any) -> Any:
    met = False
    for earlier in range(band):
        met |= keys[a, earlier] == keys[b, earlier]
    return met


@jit
def contradiction(a: Any, b: Any, marks: Any) -> Any:
    """`YES` where nothing says that two like texts are different news: `near.contradiction`, and
    the like titles that short bodies need; `marks` are `corpus.Marks`."""
    titles, starts = marks.titles, marks.title_starts
    shared, both = _common(titles, starts, a, b)
    if min(marks.words[a], marks.words[b]) < SHORT and (shared == 0 or shared / both < TITLES):
        return NO
    answer = YES
    if shared != both:
        ours, others = starts[a + 1] - starts[a], starts[b + 1] - starts[b]
        if _number_apart(a, b, marks) and _number_apart(b, a, marks):
            return NO
        if 2 * shared >= min(ours, others) and shared < ours and shared < others:
            if not (marks.read[a] and marks.read[b]):
                answer = UNKNOWN
            elif _swapped(a, b, marks) and _swapped(b, a, marks):
                return NO
    shared, both = _common(marks.numbers, marks.number_starts, a, b)
    ours = marks.number_starts[a + 1] - marks.number_starts[a]
    others = marks.number_starts[b + 1] - marks.number_starts[b]
    if min(ours, others) >= NUMBERS and 2 * shared < both:
        return NO
    return answer


@jit
def _one_title(a: Any, b: Any, marks: Any) -> Any:
    """What `near` asks under this name: the same title, long enough to name a story."""
    titles, starts = marks.titles, marks.title_starts
    length = starts[a + 1] - starts[a]
    if length < NAMING or length != starts[b + 1] - starts[b]:
        return False
    letters = 0
    for place in range(length):
        token = titles[starts[a] + place]
        if token != titles[starts[b] + place]:
            return False
        letters += (token & _u64(3)) == _u64(LETTER)
    return length - letters + letters // 2 >= NAMING


@jit
def _common(tokens: Any, starts: Any, a: Any, b: Any) -> Any:
    """How many tokens two sorted sets have in common, and how many together."""
    i, i_end, j, j_end = starts[a], starts[a + 1], starts[b], starts[b + 1]
    both = i_end - i + j_end - j
    shared = 0
    while i < i_end and j < j_end:
        one, other = tokens[i], tokens[j]
        shared += one == other
        i += one <= other
        j += other <= one
    return shared, both - shared


@jit
def _number_apart(a: Any, b: Any, marks: Any) -> Any:
    """Whether the title of `a` has a number that the title of `b` lacks."""
    titles, starts = marks.titles, marks.title_starts
    for place in range(starts[a], starts[a + 1]):
        number = (titles[place] & _u64(3)) == _u64(NUMBER)
        if number and not _holds(titles, starts[b], starts[b + 1], titles[place]):
            return True
    return False


@jit
def _swapped(a: Any, b: Any, marks: Any) -> Any:
    """Whether the title of `a` has a word that neither title nor body of `b` has, but the body of
    `a`."""
    titles, starts = marks.titles, marks.title_starts
    bodies, edges = marks.bodies, marks.body_starts
    for place in range(starts[a], starts[a + 1]):
        token = titles[place]
        if (
            not _holds(titles, starts[b], starts[b + 1], token)
            and _holds(bodies, edges[a], edges[a + 1], token)
            and not _holds(bodies, edges[b], edges[b + 1], token)
        ):
            return True
    return False


@jit
def _holds(tokens: Any, first: Any, last: Any, token: Any) -> Any:
    while first < last and tokens[first] != token:
        first += 1
    return first < last


@jit
def alike(runs: Any, i: Any, i_end: Any, j: Any, j_end: Any, least: Any) -> Any:
    """Whether two sorted sets of `runs` have a Jaccard similarity of `least` or more."""
    a, b = i_end - i, j_end - j
    if min(a, b) < least * max(a, b) or min(a, b) == 0:
        return False
    shared: Any = 0
    while i < i_end and j < j_end:
        one, other = runs[i], runs[j]
        shared += one == other
        i += one <= other
        j += other <= one
    return shared >= least * (a + b - shared)
