"""JSON lines to tokens and shingles, compiled: one pass over the bytes of a file.

Nothing is copied or unescaped on the way: words are hashed where they stand. What is not the
plainest JSON is handed back, line by line, to a full parser; what is read here is read as that
would. Places are as `compiled_json` has them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .codepoints import ALONE, CODE, POOL_BEGIN, POOL_COUNT, POOL_SHIFT, POOLED, SPACE, UNKNOWN
from .compiled import jit, plain_words
from .compiled_json import (
    BACK,
    BREAK,
    CLOSE,
    CLOSE_LIST,
    COLON,
    COMMA,
    MINUS,
    OPEN,
    OPEN_LIST,
    QUOTE,
    blank,
    equal,
    escaped,
    number,
    sequence,
    skipped,
    string_end,
    word,
)
from .scheme import BASE, LETTER, NUMBER, WEIGHTS, WORD

_u32, _u64 = np.uint32, np.uint64
_BASE = np.uint64(BASE)
_W0, _W1, _W2 = (np.uint64(weight) for weight in WEIGHTS)
_ALONE, _CODE, _POOLED = np.uint32(ALONE), np.uint32(CODE), np.uint32(POOLED)
_SPACE, _UNKNOWN = np.uint32(SPACE), np.uint32(UNKNOWN)
_POOL_BEGIN, _POOL_COUNT = np.uint32(POOL_BEGIN), np.uint32(POOL_COUNT)
_POOL_SHIFT = np.uint32(POOL_SHIFT)
_DIGIT = np.uint32(ord("0"))
_NONE, _ONE, _TWO = np.uint64(0), np.uint64(1), np.uint64(2)
_HIGH, _HALF = np.uint64(33), np.uint64(32)
_NULL = 0x6E

AT, LINES, ROWS, PACKED = range(4)
"""What `state` holds: the next byte, lines and rows so far, and numbers packed."""

C_RUNS, C_HEADS, C_NUMBERS, C_WORDS, C_BEGIN, C_LINE, C_ID, C_ID_END, C_KIND = range(9)
"""Columns of `rows`: how many shingles, title tokens and numbers, the body's length in words,
where the line begins, its number, and where its id stands."""
COLUMNS = 9

NO_ID, PLAIN_ID, ESCAPED_ID = range(3)

DIGITS = 18
"""Digits of an id that is a number."""
FOR_A_PARSER = -1


@jit
def read(
    data: Any,
    end: Any,
    name: Any,
    title: Any,
    body: Any,
    table: Any,
    pool: Any,
    pairs: Any,
    hashes: Any,
    kinds: Any,
    packed: Any,
    tokens: Any,
    rows: Any,
    sums: Any,
    state: Any,
) -> Any:
    """Read lines from `state` on, until `end`, or until one needs a parser
    (`FOR_A_PARSER`) or holds a code point that `table` does not know yet (that, and one more).

    `hashes` and `kinds` are room for the tokens of a line. Of each text `packed` gets the distinct
    tokens of the title and the distinct numbers of the body, sorted, each its hash above two bits
    of its kind; then the shingle hashes of the body, in their order; and a 0 where it would
    not come out even. `tokens` is the same memory, taken as numbers of 64 bits.
    """
    at: Any = _u64(state[AT])
    end = _u64(end)
    while at < end:
        at = blank(data, at)
        if data[at] == BREAK:
            at += _ONE
            state[AT] = at
            state[LINES] += 1
            continue
        n = state[ROWS]
        row = rows[n]
        begin = at
        status, at, first, last, first_head, last_head = _line(
            data, at, name, title, body, table, pool, pairs, hashes, kinds, row
        )
        if status != 0:
            return status
        own, own_kinds = hashes[first:last], kinds[first:last]
        heads, heads_kinds = hashes[first_head:last_head], kinds[first_head:last_head]
        place = state[PACKED]
        row[C_HEADS] = _set(heads, heads_kinds, tokens[place // 2 :], True)
        place += 2 * row[C_HEADS]
        row[C_NUMBERS] = _set(own, own_kinds, tokens[place // 2 :], False)
        place += 2 * row[C_NUMBERS]
        count = _shingled(own, packed[place:])
        row[C_RUNS] = count
        sums[n] = _sum(packed[place : place + count]) + _title_sum(heads)
        place += count
        if place & 1:
            packed[place] = 0
        state[PACKED] = place + (place & 1)
        letters = 0
        for place in range(len(own)):
            letters += own_kinds[place] == LETTER
        row[C_WORDS] = len(own) - letters + letters // 2
        row[C_BEGIN] = begin
        state[LINES] += 1
        row[C_LINE] = state[LINES]
        state[ROWS] = n + 1
        state[AT] = at
    return 0


@jit
def bodies(
    data: Any,
    begins: Any,
    name: Any,
    title: Any,
    body: Any,
    table: Any,
    pool: Any,
    pairs: Any,
    hashes: Any,
    kinds: Any,
    row: Any,
    out: Any,
    starts: Any,
) -> Any:
    """Put the tokens of the bodies whose lines begin there into `out`, and where each begins, and
    the last one ends, into `starts`; how many there are before one that needs a parser. Each token
    is its hash above two bits of its kind."""
    count: Any = 0
    starts[0] = 0
    for text in range(len(begins)):
        status, _, first, last, _, _ = _line(
            data,
            _u64(begins[text]),
            name,
            title,
            body,
            table,
            pool,
            pairs,
            hashes,
            kinds,
            row,
        )
        if status != 0:
            return text
        for place in range(first, last):
            out[count] = hashes[place] << _TWO | _u64(kinds[place])
            count += 1
        starts[text + 1] = count
    return len(begins)


@jit
def _line(
    data: Any,
    at: Any,
    name: Any,
    title: Any,
    body: Any,
    table: Any,
    pool: Any,
    pairs: Any,
    hashes: Any,
    kinds: Any,
    row: Any,
) -> Any:
    """Tokens of one object: a status, where the next line begins, and where the tokens of the body
    and of the title begin and end in `hashes`."""
    bad = (FOR_A_PARSER, at, 0, 0, 0, 0)
    count = first = last = first_head = last_head = 0
    got_name = got_title = got_body = False
    row[C_ID], row[C_ID_END], row[C_KIND] = 0, 0, NO_ID
    if data[at] != OPEN:
        return bad
    at = blank(data, at + _ONE)
    going = data[at] != CLOSE
    while going:
        if data[at] != QUOTE:
            return bad
        key = at + _ONE
        at = string_end(data, key, False)
        if at == _NONE:
            return bad
        is_name = equal(data, key, at, name)
        is_title = equal(data, key, at, title)
        is_body = equal(data, key, at, body)
        at = blank(data, at + _ONE)
        if data[at] != COLON:
            return bad
        at = blank(data, at + _ONE)
        if is_body or is_title:
            begun = count
            status, at, count = _said(data, at, table, pool, pairs, hashes, kinds, count)
            if status != 0:
                return (status, at, 0, 0, 0, 0)
            if is_body:
                if got_body or is_title:
                    return bad
                got_body, first, last = True, begun, count
            else:
                if got_title:
                    return bad
                got_title, first_head, last_head = True, begun, count
        elif is_name:
            if got_name:
                return bad
            got_name = True
            at = _id(data, at, row)
        else:
            at = skipped(data, at)
        if at == _NONE:
            return bad
        at = blank(data, at)
        if data[at] == COMMA:
            at = blank(data, at + _ONE)
        elif data[at] == CLOSE:
            going = False
        else:
            return bad
    at = blank(data, at + _ONE)
    if data[at] != BREAK:
        return bad
    return (0, at + _ONE, first, last, first_head, last_head)


@jit
def _id(data: Any, at: Any, row: Any) -> Any:
    """Where the value of an id ends, a string or a small number; 0 where it is another."""
    if data[at] == QUOTE:
        at += _ONE
        row[C_ID] = at
        end = string_end(data, at, False)
        row[C_KIND] = PLAIN_ID
        if end == _NONE:
            end = string_end(data, at, True)
            row[C_KIND] = ESCAPED_ID
            if end == _NONE:
                return _NONE
        row[C_ID_END] = end
        return end + _ONE
    row[C_ID] = at
    end = number(data, at)
    if end == _NONE or end - at > _u64(DIGITS):
        return _NONE
    for place in range(at, end):
        # A fraction, or -0: Python would write them in its own way.
        if not 0x30 <= data[place] <= 0x39 and (data[place] != MINUS or data[at + _ONE] == 0x30):
            return _NONE
    row[C_ID_END], row[C_KIND] = end, PLAIN_ID
    return end


@jit
def _said(
    data: Any, at: Any, table: Any, pool: Any, pairs: Any, hashes: Any, kinds: Any, count: Any
) -> Any:
    """Tokens of a string, a list of strings or null: a status, where it ends, how many by then."""
    status = 0
    if data[at] == QUOTE:
        return _tokens(data, at + _ONE, table, pool, pairs, hashes, kinds, count)
    if data[at] == _NULL:
        at = word(data, at)
        return (FOR_A_PARSER if at == _NONE else 0, at, count)
    if data[at] != OPEN_LIST:
        return (FOR_A_PARSER, at, count)
    at = blank(data, at + _ONE)
    if data[at] == CLOSE_LIST:
        return (0, at + _ONE, count)
    while True:
        if data[at] != QUOTE:
            return (FOR_A_PARSER, at, count)
        status, at, count = _tokens(data, at + _ONE, table, pool, pairs, hashes, kinds, count)
        if status != 0:
            return (status, at, count)
        at = blank(data, at)
        if data[at] == CLOSE_LIST:
            return (0, at + _ONE, count)
        if data[at] != COMMA:
            return (FOR_A_PARSER, at, count)
        at = blank(data, at + _ONE)


@jit
def _tokens(
    data: Any, at: Any, table: Any, pool: Any, pairs: Any, hashes: Any, kinds: Any, count: Any
) -> Any:
    """Tokens of a string that begins at `at`, as `compiled.units` makes them: a status, where it
    ends, how many by then."""
    n: Any = _u64(count)
    end = _u64(len(data))
    value = _u64(0)
    inside: Any = False
    other: Any = False
    while True:
        code = _u32(data[at])
        if not inside and code >= _u32(0xC2):
            begun = at
            at, n, value, inside = plain_words(data, at, end, pairs, hashes, kinds, n)
            other = inside
            if at > begun:
                continue
        if code < _u32(0x80):
            if code == _u32(QUOTE):
                break
            if code == _u32(BACK):
                code, at = escaped(data, at)
                if at == _NONE:
                    return (FOR_A_PARSER, at, np.int64(n))
            elif code < _u32(0x20):
                return (FOR_A_PARSER, at, np.int64(n))
            else:
                at += _ONE
        elif code < _u32(0xE0):
            more = _u32(data[at + _ONE])
            if code < _u32(0xC2) or more & _u32(0xC0) != _u32(0x80):
                return (FOR_A_PARSER, at, np.int64(n))
            code = (code & _u32(0x1F)) << _u32(6) | more & _u32(0x3F)
            at += _TWO
        else:
            size = sequence(data, at)
            if size == _NONE:
                return (FOR_A_PARSER, at, np.int64(n))
            code = code & _u32(0x0F if size < _u64(4) else 0x07)
            for place in range(at + _ONE, at + size):
                code = _u32(code << _u32(6) | _u32(data[place] & 0x3F))
            at += size
        entry = table[code]
        if entry < _u32(0x200000):
            if entry > _SPACE:
                value = value * _BASE + _u64(entry)
                other |= _u32(entry - _DIGIT) > _u32(9)
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
            return (np.int64(code) + 1, at, np.int64(n))
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
                other |= _u32(one - _DIGIT) > _u32(9)
                inside = True
    if inside:
        hashes[n] = value
        kinds[n] = WORD if other else NUMBER
        n += _ONE
    return (0, at + _ONE, np.int64(n))


@jit
def _shingled(own: Any, out: Any) -> Any:
    """What `compiled.shingled` makes of one text."""
    size = len(own)
    count = size - 2 if size > 2 else 1 if size else 0
    if size > 2:
        for at in range(count):
            out[at] = _mix(own[at] * _W0 + own[at + 1] * _W1 + own[at + 2] * _W2)
    elif size == 2:
        out[0] = _mix(own[0] * _W0 + own[1] * _W1)
    elif size == 1:
        out[0] = _mix(own[0] * _W0)
    return count


@jit
def _mix(value: Any) -> Any:
    return _u32(_mixed(value) >> _HALF)


@jit
def _mixed(value: Any) -> Any:
    value = (value ^ value >> _HIGH) * _u64(0xFF51AFD7ED558CCD)
    value = (value ^ value >> _HIGH) * _u64(0xC4CEB9FE1A85EC53)
    return value ^ value >> _HIGH


@jit
def _sum(own: Any) -> Any:
    """What `compiled.sums` makes of one text."""
    value = _u64(0)
    for place in range(len(own)):
        mixed = (_u64(own[place]) + _ONE) * _BASE
        value += (mixed ^ mixed >> _HIGH) * _W1
    return value


@jit
def _title_sum(own: Any) -> Any:
    value = _u64(0)
    for place in range(len(own)):
        value += _mixed(own[place])
    return _mixed(value)


@jit
def _set(own: Any, kinds: Any, out: Any, every: Any) -> Any:
    """Put the distinct tokens, or the distinct numbers, into `out`, sorted; how many they are."""
    count = 0
    for place in range(len(own)):
        if every or kinds[place] == NUMBER:
            out[count] = own[place] << _TWO | _u64(kinds[place])
            count += 1
    gap = count
    while gap > 1:
        # Shell's sort, with steps that do well: most titles have ten words.
        gap = max(1, gap * 5 // 11)
        for place in range(gap, count):
            value, at = out[place], place
            while at >= gap and out[at - gap] > value:
                out[at] = out[at - gap]
                at -= gap
            out[at] = value
    kept = 0
    for place in range(count):
        if kept == 0 or out[place] != out[kept - 1]:
            out[kept] = out[place]
            kept += 1
    return kept
