"""The batch kernel, compiled: UTF-8 to tokens, shingles and signatures, a few passes in cache.

Only `kernel` imports this; numba comes with the extra `[fast]`. What is compiled is kept beside
this file, or in the user's cache folder where that cannot be written to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from .codepoints import ALONE, CODE, POOL_BEGIN, POOL_COUNT, POOL_SHIFT, POOLED, SPACE, UNKNOWN
from .near import NAMING, NUMBERS, SHORT, TITLED, TITLES
from .scheme import BASE, LETTER, NUMBER, PERMUTATIONS, WEIGHTS, WORD

_u32, _u64 = np.uint32, np.uint64
_BASE = np.uint64(BASE)
_W0, _W1, _W2 = (np.uint64(weight) for weight in WEIGHTS)
_ALONE, _CODE, _POOLED = np.uint32(ALONE), np.uint32(CODE), np.uint32(POOLED)
_SPACE, _UNKNOWN = np.uint32(SPACE), np.uint32(UNKNOWN)
_POOL_BEGIN, _POOL_COUNT = np.uint32(POOL_BEGIN), np.uint32(POOL_COUNT)
_POOL_SHIFT = np.uint32(POOL_SHIFT)
_ZERO, _NINE = np.uint32(ord("0")), np.uint32(ord("9"))
_ONE, _TWO = np.uint64(1), np.uint64(2)
"""Indices without a sign: numba asks of others at every use whether they count from the end."""
_HIGH = np.uint64(33)
_HALF = np.uint64(32)


def jit(function: Any) -> Any:
    """Compile for this machine when it is first called, and keep the result on disk."""
    return njit(cache=True, nogil=True, boundscheck=False)(function)


@jit
def units(
    data: Any, offsets: Any, table: Any, pool: Any, hashes: Any, kinds: Any, starts: Any
) -> Any:
    """Fill `hashes`, `kinds` and `starts`; the number of tokens, or less than 0: the code point,
    negated and less one, that `table` does not know yet."""
    n: Any = _u64(0)
    for text in range(len(offsets) - 1):
        starts[text] = n
        at: Any = _u64(offsets[text])
        end: Any = _u64(offsets[text + 1])
        value = _u64(0)
        inside: Any = False
        other: Any = False
        while at < end:
            code = _u32(data[at])
            if code < _u32(0x80):
                at += _ONE
            elif code < _u32(0xE0) and at + _ONE < end:
                code = (code & _u32(0x1F)) << _u32(6) | _u32(data[at + _ONE] & 0x3F)
                at += _TWO
            else:
                code, at = _decoded(data, at, end)
            entry = table[code]
            if entry < _u32(0x200000):
                if entry > _SPACE:
                    value = value * _BASE + _u64(entry)
                    other |= _u32(entry - _ZERO) > _u32(9)
                    inside = True
                elif entry == _SPACE and inside:
                    hashes[n] = value
                    kinds[n] = WORD if other else NUMBER
                    n += _ONE
                    value = _u64(0)
                    inside = False
                    other = False
                continue
            if entry == _UNKNOWN:
                return -1 - np.int64(code)
            first: Any = 0
            last: Any = 1
            if entry & _POOLED:
                first = np.int64(entry & _POOL_BEGIN)
                last = first + np.int64(entry >> _POOL_SHIFT & _POOL_COUNT)
            for place in range(first, last):
                one = pool[place] if entry & _POOLED else entry
                if inside and (one == _SPACE or one & _ALONE):
                    hashes[n] = value
                    kinds[n] = WORD if other else NUMBER
                    n += _ONE
                    value = _u64(0)
                    inside = False
                    other = False
                if one & _ALONE:
                    hashes[n] = _u64(one & _CODE)
                    kinds[n] = LETTER
                    n += _ONE
                elif one != _SPACE:
                    value = value * _BASE + _u64(one)
                    other |= _u32(one - _ZERO) > _u32(9)
                    inside = True
        if inside:
            hashes[n] = value
            kinds[n] = WORD if other else NUMBER
            n += _ONE
    starts[len(offsets) - 1] = n
    return np.int64(n)


@jit
def _decoded(data: Any, at: Any, end: Any) -> Any:
    """The code point of three or four bytes at `at`, and where the next begins."""
    lead = _u32(data[at])
    at += _ONE
    more = 2 if lead < _u32(0xF0) else 3
    code = lead & _u32(0x0F if more == 2 else 0x07)
    for _ in range(more):
        if at < end:
            code = _u32(code << _u32(6) | _u32(data[at] & 0x3F))
            at += _ONE
    return (code if code <= _u32(0x10FFFF) else _u32(0x20)), at


@jit
def shingled(hashes: Any, starts: Any, out: Any, counts: Any) -> Any:
    """Fill `out` with shingle hashes and `counts` with how many each text has; their number."""
    n: Any = 0
    for text in range(len(starts) - 1):
        first, end = np.int64(starts[text]), np.int64(starts[text + 1])
        size = end - first
        count = size - 2 if size > 2 else 1 if size else 0
        counts[text] = count
        own, run = hashes[first:end], out[n : n + count]
        if size > 2:
            for at in range(count):
                run[at] = _mix(own[at] * _W0 + own[at + 1] * _W1 + own[at + 2] * _W2)
        elif size == 2:
            run[0] = _mix(own[0] * _W0 + own[1] * _W1)
        elif size == 1:
            run[0] = _mix(own[0] * _W0)
        n += count
    return n


@jit
def _mix(value: Any) -> Any:
    value = (value ^ value >> _HIGH) * _u64(0xFF51AFD7ED558CCD)
    value = (value ^ value >> _HIGH) * _u64(0xC4CEB9FE1A85EC53)
    return _u32((value ^ value >> _HIGH) >> _HALF)


@jit
def permuted(hashes: Any, counts: Any, factors: Any, offsets: Any, out: Any) -> None:
    """Fill `out`, `uint32[n, 128]`, which comes as all ones."""
    at: Any = 0
    for text in range(len(counts)):
        row = out[text]
        for place in range(at, at + counts[text]):
            value = hashes[place]
            # numba makes 64 bits of a product of two 32-bit numbers unless it is told otherwise.
            value = _u32((value ^ value >> _u32(16)) * _u32(0x85EBCA6B))
            value = _u32((value ^ value >> _u32(13)) * _u32(0xC2B2AE35))
            value = _u32(value ^ value >> _u32(16))
            for way in range(PERMUTATIONS):
                other = _u32(factors[way] * value + offsets[way])
                row[way] = other if other < row[way] else row[way]
        at += counts[text]


_QUOTE, _BACK, _COMMA, _COLON = 0x22, 0x5C, 0x2C, 0x3A


@jit
def fields(
    data: Any,
    lines: Any,
    name: Any,
    title: Any,
    body: Any,
    heads: Any,
    head_edges: Any,
    out: Any,
    edges: Any,
    spans: Any,
) -> Any:
    """Read the strings `name`, `title` and `body` of JSON objects, one a line, in UTF-8.

    `lines` says where each line begins and, at last, where the data ends. Bodies are written to
    `out`, unescaped, line `n` from `edges[n]` to `edges[n + 1]`, titles, which may be missing, to
    `heads` in the same way; `spans[n]` is where the name stands in `data`. Returns the number of
    lines read: less than all where one is not of the plainest kind, which a full parser then has
    to look at.
    """
    at_out: Any = _u64(0)
    at_head: Any = _u64(0)
    edges[0] = 0
    head_edges[0] = 0
    for line in range(len(lines) - 1):
        at: Any = _u64(lines[line])
        end: Any = _u64(lines[line + 1])
        got_name = False
        got_title = False
        got_body = False
        at = _blank(data, at, end)
        if at >= end or data[at] != 0x7B:
            return line
        at = _blank(data, at + _ONE, end)
        closed = False
        while at < end and data[at] == _QUOTE:
            first = at + _ONE
            at = _string(data, first, end)
            if at == end:
                return line
            is_name = _equal(data, first, at, name)
            is_title = _equal(data, first, at, title)
            is_body = _equal(data, first, at, body)
            at = _blank(data, at + _ONE, end)
            if at >= end or data[at] != _COLON:
                return line
            at = _blank(data, at + _ONE, end)
            if at >= end:
                return line
            if data[at] == _QUOTE:
                first = at + _ONE
                if is_body:
                    if got_body:
                        return line
                    got_body = True
                    at, at_out = _unescaped(data, first, end, out, at_out)
                elif is_title:
                    if got_title:
                        return line
                    got_title = True
                    at, at_head = _unescaped(data, first, end, heads, at_head)
                else:
                    at = _string(data, first, end)
                if at == end:
                    return line
                if is_name:
                    if got_name:
                        return line
                    got_name = True
                    spans[line, 0], spans[line, 1] = first, at
                at += _ONE
            else:
                if is_name or is_title or is_body:
                    return line
                # A number, true, false, null: what it is does not matter here.
                while at < end and (
                    0x30 <= data[at] <= 0x39
                    or 0x61 <= data[at] <= 0x7A
                    or data[at] == 0x2D
                    or data[at] == 0x2E
                ):
                    at += _ONE
            at = _blank(data, at, end)
            if at >= end:
                return line
            if data[at] == _COMMA:
                at = _blank(data, at + _ONE, end)
                continue
            closed = data[at] == 0x7D
            break
        if not (closed and got_name and got_body):
            return line
        if _blank(data, at + _ONE, end) != end:
            return line
        edges[line + 1] = at_out
        head_edges[line + 1] = at_head
    return len(lines) - 1


@jit
def _blank(data: Any, at: Any, end: Any) -> Any:
    while at < end and (data[at] == 0x20 or 0x09 <= data[at] <= 0x0D):
        at += _ONE
    return at


@jit
def _equal(data: Any, first: Any, last: Any, name: Any) -> Any:
    if last - first != _u64(len(name)):
        return False
    same = True
    for place in range(len(name)):
        same &= data[first + _u64(place)] == name[place]
    return same


@jit
def _string(data: Any, at: Any, end: Any) -> Any:
    """Where a string without escapes ends; `end` where it has some."""
    while at < end:
        byte = data[at]
        if byte == _QUOTE:
            return at
        if byte == _BACK or byte < 0x20:
            return end
        at += _ONE
    return end


@jit
def _unescaped(data: Any, at: Any, end: Any, out: Any, to: Any) -> Any:
    """Copy a string; where it ends in `data` and in `out`, or `end` where it is not a plain one."""
    need = 0
    while at < end:
        byte = data[at]
        if byte >= 0x80:
            # Valid UTF-8, as far as counting goes.
            if byte < 0xC0:
                if need == 0:
                    return end, to
                need -= 1
            else:
                if need or byte >= 0xF5:
                    return end, to
                need = 1 if byte < 0xE0 else 2 if byte < 0xF0 else 3
        else:
            if need or byte < 0x20:
                return end, to
            if byte == _QUOTE:
                return at, to
            if byte == _BACK:
                at += _ONE
                if at >= end:
                    return end, to
                byte = data[at]
                # Breaks and tabs are space, the others themselves; \\u is left to a full parser.
                if byte == 0x6E or byte == 0x72 or byte == 0x74 or byte == 0x62 or byte == 0x66:
                    byte = np.uint8(0x20)
                elif byte != _QUOTE and byte != _BACK and byte != 0x2F:
                    return end, to
        out[to] = byte
        to += _ONE
        at += _ONE
    return end, to


@jit
def root(parent: Any, n: Any) -> Any:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


@jit
def unite(a: Any, b: Any, parent: Any) -> None:
    """Join sets of a union-find pair by pair; the lowest number is the root."""
    for n in range(len(a)):
        one, other = root(parent, a[n]), root(parent, b[n])
        if one < other:
            parent[other] = one
        else:
            parent[one] = other


@jit
def sums(runs: Any, counts: Any, out: Any) -> None:
    """A hash of each text's shingles, whatever their order; 0 for none."""
    at: Any = 0
    for text in range(len(counts)):
        value = _u64(0)
        for place in range(at, at + counts[text]):
            mixed = (_u64(runs[place]) + _u64(1)) * _BASE
            value += (mixed ^ mixed >> _HIGH) * _W1
        out[text] = value
        at += counts[text]


@jit
def sets(runs: Any, starts: Any, ends: Any) -> None:
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
def verify(
    order: Any,
    keys: Any,
    band: Any,
    crowd: Any,
    least: Any,
    runs: Any,
    starts: Any,
    ends: Any,
    marks: Any,
    parent: Any,
) -> None:
    """Unite those texts of one bucket that are one article: what `near.judge` says of forms.

    `order` are texts sorted by their `keys` of this band; a pair that met in an earlier band has
    been judged there.
    """
    for at in range(len(order)):
        for back in range(1, min(crowd, at) + 1):
            a, b = order[at], order[at - back]
            if keys[a, band] != keys[b, band]:
                break
            one, other = root(parent, a), root(parent, b)
            if one == other or _met(keys, band, a, b):
                continue
            wanted = min(least, TITLED) if _one_title(a, b, marks) else least
            if not alike(runs, starts[a], ends[a], starts[b], ends[b], wanted):
                continue
            if not contradiction(a, b, marks):
                if one < other:
                    parent[other] = one
                else:
                    parent[one] = other


@jit
def _met(keys: Any, band: Any, a: Any, b: Any) -> Any:
    met = False
    for earlier in range(band):
        met |= keys[a, earlier] == keys[b, earlier]
    return met


@jit
def contradiction(a: Any, b: Any, marks: Any) -> Any:
    """Whether something says that two like texts are different news: `near.contradiction`, and
    the like titles that short bodies need; `marks` are `corpus.Marks`."""
    titles, starts = marks.titles, marks.title_starts
    shared, both = _common(titles, starts, a, b)
    if min(marks.words[a], marks.words[b]) < SHORT and (shared == 0 or shared / both < TITLES):
        return True
    if shared != both:
        one = min(starts[a + 1] - starts[a], starts[b + 1] - starts[b])
        numbers, known = _own(a, b, marks, 2 * shared >= one)
        other_numbers, other_known = _own(b, a, marks, 2 * shared >= one)
        if (numbers and other_numbers) or (known and other_known):
            return True
    shared, both = _common(marks.numbers, marks.number_starts, a, b)
    ours = marks.number_starts[a + 1] - marks.number_starts[a]
    others = marks.number_starts[b + 1] - marks.number_starts[b]
    return min(ours, others) >= NUMBERS and 2 * shared < both


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
def _own(a: Any, b: Any, marks: Any, pattern: Any) -> Any:
    """Whether the title of `a` has a number that the title of `b` lacks, and, where they are of
    one pattern, a token that neither title nor body of `b` has, but the body of `a`."""
    number = False
    known = False
    titles, starts = marks.titles, marks.title_starts
    bodies, edges = marks.bodies, marks.body_starts
    for place in range(starts[a], starts[a + 1]):
        token = titles[place]
        if _holds(titles, starts[b], starts[b + 1], token):
            continue
        number |= (token & _u64(3)) == _u64(NUMBER)
        if pattern and not known:
            known = _holds(bodies, edges[a], edges[a + 1], token) and not _holds(
                bodies, edges[b], edges[b + 1], token
            )
    return number, known


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
