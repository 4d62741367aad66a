"""Whether texts of a corpus are one, compiled: what `near.judge` says of forms.

Only `corpus` imports this. Texts are rows as `compiled_lines.read` packs them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import jit
from .near import NAMING, NUMBERS, SHORT, TITLED, TITLES
from .scheme import BANDS, LETTER, NUMBER

_u32, _u64, _i64 = np.uint32, np.uint64, np.int64
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

NO, YES, UNKNOWN = range(3)
"""Answers; `UNKNOWN` where the words of the bodies would have to be known."""

TURN, HELD, HELD_TURN, SIZE, MASK = range(5)
"""What `Room.state` holds: a number that no text has been marked with since, the text whose
shingles stand in the table (less than 0: none), the number that they are marked with, how many
distinct ones they are, and the places of the table less one."""


@jit
def root(parent: Any, n: Any) -> Any:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


@jit
def _joined(parent: Any, one: Any, other: Any) -> None:
    """Join two roots; the lower one leads."""
    if one < other:
        parent[other] = one
    else:
        parent[one] = other


@jit
def meet(keys: Any, alone: Any, table: Any, own: Any, parent: Any) -> None:
    """Join those of the texts `alone`, by their places in it, that share a bucket with another.

    `table` is room for keys: `uint64`, a power of two, and more than there are texts; `own` is
    room for the keys of one band, which are far apart where they come from.
    """
    mask = _u64(len(table) - 1)
    for band in range(BANDS):
        table[:] = _u64(0)
        for n in range(len(alone)):
            own[n] = keys[alone[n], band]
        for n in range(len(alone)):
            key = _u64(own[n])
            at = key & mask
            slot = table[at]
            while slot != _u64(0) and slot >> _HALF != key:
                at = at + _u64(1) & mask
                slot = table[at]
            if slot == _u64(0):
                table[at] = key << _HALF | _u64(n + 1)
                continue
            first = _i64(slot & _LOW) - 1
            if parent[n] != parent[first]:
                one, other = root(parent, first), root(parent, n)
                if one != other:
                    _joined(parent, one, other)


@jit
def settle(
    edges: Any,
    keys: Any,
    crowd: Any,
    least: Any,
    kept: Any,
    texts: Any,
    room: Any,
    open_: Any,
    lacking: Any,
    parent: Any,
) -> None:
    """Say in `parent` who is the first of each text's group.

    Texts from `edges[i]` to `edges[i + 1]` hang together by their buckets; of those, the ones that
    are still `open_` are settled, and closed. `keys` are the band keys of each text. Where
    the words of bodies would have to be known for a verdict, it stays open, and these are `lacking`
    afterwards. `least` is the similarity that joins, `kept` that to the first of a group.
    """
    for part in range(len(edges) - 1):
        if open_[part]:
            open_[part] = _unsettled(
                edges[part], edges[part + 1], keys, crowd, least, kept, texts, room, lacking, parent
            )


@jit
def _unsettled(
    low: Any,
    high: Any,
    keys: Any,
    crowd: Any,
    least: Any,
    kept: Any,
    texts: Any,
    room: Any,
    lacking: Any,
    parent: Any,
) -> Any:
    """Settle one component, as `corpus._judged` does; whether that needs words of bodies."""
    rest, partner = room.rest, room.partner
    _fit(low, high, texts, room)
    count = high - low
    for n in range(count):
        rest[n] = low + n
    while count:
        for n in range(count):
            parent[rest[n]] = rest[n]
            partner[rest[n]] = -1
        unknown = _unite(rest[:count], keys, crowd, least, texts, room, lacking, parent)
        left = 0
        for n in range(count):
            text = rest[n]
            first = root(parent, text)
            answer = YES
            if first != text and partner[text] != first:
                answer = judged(first, text, kept, texts, room)
            if answer == NO:
                rest[left] = text
                left += 1
            else:
                unknown |= _known(answer, first, text, lacking)
                parent[text] = first
        if unknown:
            return True
        count = left
    return False


@jit
def _unite(
    rest: Any,
    keys: Any,
    crowd: Any,
    least: Any,
    texts: Any,
    room: Any,
    lacking: Any,
    parent: Any,
) -> Any:
    """Join those of one bucket that are one article; whether that needs words of bodies."""
    unknown = False
    count = left = len(rest)
    first = rest[0]
    few = count - 1 <= crowd
    if few:
        # Most are like the first, which so stays in the table, and the guard asks for nothing.
        for n in range(1, count):
            if _met(keys, BANDS, first, rest[n]):
                answer = judged(first, rest[n], least, texts, room)
                unknown |= _known(answer, first, rest[n], lacking)
                left -= _agreed(answer, first, rest[n], parent, room.partner)
    size = 1
    while size < 2 * count:
        size *= 2
    mask = _u64(size - 1)
    last, before = room.last[:size], room.before
    for band in range(BANDS):
        if left == 1:
            break
        last[:] = -1
        for n in range(count):
            text = rest[n]
            key = keys[text, band]
            at = _u64(key) & mask
            while last[at] >= 0 and keys[rest[last[at]], band] != key:
                at = at + _u64(1) & mask
            back = before[n] = last[at]
            last[at] = n
            for _ in range(crowd):
                if back < 0:
                    break
                other = rest[back]
                back = before[back]
                if (
                    (few and other == first)
                    or root(parent, text) == root(parent, other)
                    or _met(keys, band, text, other)
                ):
                    continue
                answer = judged(text, other, least, texts, room)
                unknown |= _known(answer, text, other, lacking)
                left -= _agreed(answer, text, other, parent, room.partner)
    return unknown


@jit
def _known(answer: Any, a: Any, b: Any, lacking: Any) -> Any:
    """Note who has to be read for an answer; whether somebody has."""
    if answer == UNKNOWN:
        lacking[a] = lacking[b] = True
    return answer == UNKNOWN


@jit
def _agreed(answer: Any, a: Any, b: Any, parent: Any, partner: Any) -> Any:
    """Join two texts that are one; how many groups there are less."""
    if answer != YES:
        return 0
    # Whose partner is the first of its group has been judged with it, by more than is asked there.
    partner[max(a, b)] = min(a, b)
    one, other = root(parent, a), root(parent, b)
    if one == other:
        return 0
    _joined(parent, one, other)
    return 1


@jit
def _met(keys: Any, bands: Any, a: Any, b: Any) -> Any:
    """Whether two texts share a bucket in the first `bands`."""
    met = False
    for band in range(bands):
        met |= keys[a, band] == keys[b, band]
    return met


@jit
def judged(a: Any, b: Any, least: Any, texts: Any, room: Any) -> Any:
    """Whether two texts are one; the shingles of `a` are held for whom it is compared with next."""
    # What speaks against is asked first: shingles are many.
    answer = contradiction(a, b, texts)
    if answer == NO:
        return NO
    wanted = min(least, TITLED) if _one_title(a, b, texts) else least
    return answer if alike(a, b, wanted, texts, room) else NO


@jit
def _fit(low: Any, high: Any, texts: Any, room: Any) -> None:
    """Use as much of the table as these texts need: what is small stays in cache."""
    most = 0
    for text in range(low, high):
        most = max(most, texts.counts[text, 0])
    size = 4
    while size < 4 * most:
        size *= 2
    room.state[MASK] = size - 1
    room.state[HELD] = -1


@jit
def _hold(a: Any, texts: Any, room: Any) -> None:
    """Put the shingles of a text into the table."""
    slots, state = room.slots, room.state
    state[TURN] += 1
    turn, mask = _u64(state[TURN]) << _HALF, _u64(state[MASK])
    size = 0
    first = 2 * (texts.places[a] + texts.counts[a, 1] + texts.counts[a, 2])
    for place in range(first, first + texts.counts[a, 0]):
        run = _u64(texts.runs[place])
        at = run & mask
        while slots[at] != turn | run and slots[at] >> _HALF == turn >> _HALF:
            at = at + _u64(1) & mask
        size += slots[at] != turn | run
        slots[at] = turn | run
    state[HELD], state[HELD_TURN], state[SIZE] = a, state[TURN], size


@jit
def alike(a: Any, b: Any, least: Any, texts: Any, room: Any) -> Any:
    """Whether two texts have shingle sets with a Jaccard similarity of `least` or more."""
    slots, seen, state = room.slots, room.seen, room.state
    if state[HELD] == b:
        a, b = b, a
    if state[HELD] != a:
        _hold(a, texts, room)
    state[TURN] += 1
    held, turn = _u64(state[HELD_TURN]) << _HALF, _u64(state[TURN]) << _HALF
    now, mask = _u32(state[TURN]), _u64(state[MASK])
    shared = extra = 0
    first = 2 * (texts.places[b] + texts.counts[b, 1] + texts.counts[b, 2])
    for place in range(first, first + texts.counts[b, 0]):
        run = _u64(texts.runs[place])
        at = run & mask
        while True:
            slot = slots[at]
            if slot == held | run:
                shared += seen[at] != now
                seen[at] = now
                break
            if slot == turn | run:
                break
            if slot >> _HALF != held >> _HALF and slot >> _HALF != turn >> _HALF:
                # What only this text has stands between, and is as good as gone with the next turn.
                slots[at] = turn | run
                extra += 1
                break
            at = at + _u64(1) & mask
    return shared > 0 and shared >= least * (state[SIZE] + extra)


@jit
def contradiction(a: Any, b: Any, texts: Any) -> Any:
    """`YES` where nothing says that two like texts are different news: `near.contradiction`, and
    the like titles that short bodies need."""
    ours, others = texts.counts[a, 1], texts.counts[b, 1]
    shared = _common(texts.tokens, texts.places[a], ours, texts.places[b], others)
    both = ours + others - shared
    if min(texts.words[a], texts.words[b]) < SHORT and (shared == 0 or shared / both < TITLES):
        return NO
    answer = YES
    if shared != both:
        if _number_apart(a, b, texts) and _number_apart(b, a, texts):
            return NO
        if 2 * shared >= min(ours, others) and shared < ours and shared < others:
            if not (texts.read[a] and texts.read[b]):
                answer = UNKNOWN
            elif _swapped(a, b, texts) and _swapped(b, a, texts):
                return NO
    first, second = texts.places[a] + ours, texts.places[b] + others
    ours, others = texts.counts[a, 2], texts.counts[b, 2]
    shared = _common(texts.tokens, first, ours, second, others)
    if min(ours, others) >= NUMBERS and 2 * shared < ours + others - shared:
        return NO
    return answer


@jit
def _one_title(a: Any, b: Any, texts: Any) -> Any:
    """What `near` asks under this name: the same title, long enough to name a story."""
    length = texts.counts[a, 1]
    if length < NAMING or length != texts.counts[b, 1]:
        return False
    letters = 0
    for place in range(length):
        token = texts.tokens[texts.places[a] + place]
        if token != texts.tokens[texts.places[b] + place]:
            return False
        letters += (token & _u64(3)) == _u64(LETTER)
    return length - letters + letters // 2 >= NAMING


@jit
def _common(tokens: Any, i: Any, ours: Any, j: Any, others: Any) -> Any:
    """How many tokens two sorted sets have in common."""
    i_end, j_end = i + ours, j + others
    shared = 0
    while i < i_end and j < j_end:
        one, other = tokens[i], tokens[j]
        shared += one == other
        i += one <= other
        j += other <= one
    return shared


@jit
def _number_apart(a: Any, b: Any, texts: Any) -> Any:
    """Whether the title of `a` has a number that the title of `b` lacks."""
    for place in range(texts.places[a], texts.places[a] + texts.counts[a, 1]):
        token = texts.tokens[place]
        if (token & _u64(3)) == _u64(NUMBER) and not _titled(b, token, texts):
            return True
    return False


@jit
def _swapped(a: Any, b: Any, texts: Any) -> Any:
    """Whether the title of `a` has a word that neither title nor body of `b` has, but the body of
    `a`."""
    bodies, edges = texts.bodies, texts.body_starts
    for place in range(texts.places[a], texts.places[a] + texts.counts[a, 1]):
        token = texts.tokens[place]
        if (
            not _titled(b, token, texts)
            and _holds(bodies, edges[a], edges[a + 1], token)
            and not _holds(bodies, edges[b], edges[b + 1], token)
        ):
            return True
    return False


@jit
def _titled(text: Any, token: Any, texts: Any) -> Any:
    first = texts.places[text]
    return _holds(texts.tokens, first, first + texts.counts[text, 1], token)


@jit
def _holds(tokens: Any, first: Any, last: Any, token: Any) -> Any:
    while first < last and tokens[first] != token:
        first += 1
    return first < last
