"""The grammar of JSON, compiled: where a value ends in the bytes of a file, or that it does not.

Places are without a sign, and 0 stands for none. The data has to end in some line breaks: a break
ends every string and number, so nothing has to ask whether the data ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import jit

_u32, _u64 = np.uint32, np.uint64
_NONE, _ONE, _TWO, _SIX = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(6)
_SPACE = np.uint32(0x20)
QUOTE, BACK, COMMA, COLON, BREAK, MINUS = 0x22, 0x5C, 0x2C, 0x3A, 0x0A, 0x2D
OPEN, CLOSE, OPEN_LIST, CLOSE_LIST = 0x7B, 0x7D, 0x5B, 0x5D
_U = 0x75
_ESCAPES = (QUOTE, BACK, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74)
_TRUE, _FALSE, _NULL = (np.frombuffer(word, np.uint8) for word in (b"true", b"false", b"null"))

_DEPTH = 60
"""Brackets in brackets that are skipped here."""
_LONG = 4000
"""Digits of a number; with 4,300 Python refuses it."""


@jit
def escaped(data: Any, at: Any) -> Any:
    """The character of an escape, and where it ends, or 0; two halves of one are one."""
    kind = data[at + _ONE]
    if kind != _U:
        # What these stand for is space to a token, or nothing that it consists of.
        return (_SPACE, at + _TWO if _escapes(kind) else _NONE)
    code = _hex(data, at + _TWO)
    if code < 0:
        return (_SPACE, _NONE)
    at += _SIX
    if 0xD800 <= code < 0xDC00 and data[at] == BACK and data[at + _ONE] == _U:
        low = _hex(data, at + _TWO)
        if 0xDC00 <= low < 0xE000:
            return (_u32(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00), at + _SIX)
    return (_u32(code), at)


@jit
def _escapes(kind: Any) -> Any:
    return kind in _ESCAPES


@jit
def _hex(data: Any, at: Any) -> Any:
    """Four hexadecimal digits, less than 0 where they are not."""
    code: Any = np.int64(0)
    for place in range(at, at + _u64(4)):
        byte = np.int64(data[place])
        if 0x30 <= byte <= 0x39:
            code = code << 4 | (byte - 0x30)
        elif 0x61 <= byte | 0x20 <= 0x66:
            code = code << 4 | ((byte | 0x20) - 0x57)
        else:
            return np.int64(-1)
    return code


@jit
def sequence(data: Any, at: Any) -> Any:
    """Bytes of the character beyond ASCII at `at`, 0 where it is none; halves of a character, each
    in three bytes, are let through, as json does."""
    lead, second = data[at], data[at + _ONE]
    if lead < 0xC2 or lead > 0xF4 or second & 0xC0 != 0x80:
        return _NONE
    if lead < 0xE0:
        return _TWO
    if data[at + _TWO] & 0xC0 != 0x80:
        return _NONE
    if lead < 0xF0:
        return _u64(3) if lead != 0xE0 or second >= 0xA0 else _NONE
    if (lead == 0xF0 and second < 0x90) or (lead == 0xF4 and second >= 0x90):
        return _NONE
    return _u64(4) if data[at + _u64(3)] & 0xC0 == 0x80 else _NONE


@jit
def string_end(data: Any, at: Any, escapes: Any) -> Any:
    """Where the string that goes on at `at` ends; 0 where it is none, or has `escapes` that are
    not asked for."""
    while True:
        byte = data[at]
        if byte >= 0x80:
            size = sequence(data, at)
            if size == _NONE:
                return _NONE
            at += size
        elif byte == QUOTE:
            return at
        elif byte == BACK:
            if not escapes:
                return _NONE
            if data[at + _ONE] == _U:
                if _hex(data, at + _TWO) < 0:
                    return _NONE
                at += _SIX
            elif _escapes(data[at + _ONE]):
                at += _TWO
            else:
                return _NONE
        elif byte < 0x20:
            return _NONE
        else:
            at += _ONE


@jit
def skipped(data: Any, at: Any) -> Any:
    """Where the value at `at` ends; 0 where it is none."""
    lists = _u64(0)
    depth = 0
    while True:
        byte = data[at]
        if byte in (OPEN, OPEN_LIST):
            if depth == _DEPTH:
                return _NONE
            depth += 1
            lists = lists << _ONE | _u64(byte == OPEN_LIST)
            at = blank(data, at + _ONE)
            if data[at] != (CLOSE_LIST if lists & _ONE else CLOSE):
                if not lists & _ONE:
                    at = _key(data, at)
                    if at == _NONE:
                        return _NONE
                continue
        elif byte == QUOTE:
            at = string_end(data, at + _ONE, True)
            if at == _NONE:
                return _NONE
            at += _ONE
        elif byte == MINUS or 0x30 <= byte <= 0x39:
            at = number(data, at)
        else:
            at = word(data, at)
        if at == _NONE:
            return _NONE
        # What was opened is closed, until there is a comma.
        while depth:
            at = blank(data, at)
            if data[at] == (CLOSE_LIST if lists & _ONE else CLOSE):
                depth -= 1
                lists = lists >> _ONE
                at += _ONE
                continue
            if data[at] != COMMA:
                return _NONE
            at = blank(data, at + _ONE)
            if not lists & _ONE:
                at = _key(data, at)
                if at == _NONE:
                    return _NONE
            break
        if depth == 0:
            return at


@jit
def _key(data: Any, at: Any) -> Any:
    """Where the value of the key at `at` begins; 0 where there is none."""
    if data[at] != QUOTE:
        return _NONE
    at = string_end(data, at + _ONE, True)
    if at == _NONE:
        return _NONE
    at = blank(data, at + _ONE)
    return blank(data, at + _ONE) if data[at] == COLON else _NONE


@jit
def number(data: Any, at: Any) -> Any:
    """Where the number at `at` ends; 0 where it is none, or one that Python may refuse."""
    begin = at
    if data[at] == MINUS:
        at += _ONE
    first = at
    at = _digits(data, at)
    if at == first or (data[first] == 0x30 and at > first + _ONE):
        return _NONE
    if data[at] == 0x2E:
        first = at + _ONE
        at = _digits(data, first)
        if at == first:
            return _NONE
    if data[at] | 0x20 == 0x65:
        at += _ONE
        if data[at] == 0x2B or data[at] == MINUS:
            at += _ONE
        first = at
        at = _digits(data, at)
        if at == first:
            return _NONE
    return at if at - begin < _u64(_LONG) else _NONE


@jit
def _digits(data: Any, at: Any) -> Any:
    while 0x30 <= data[at] <= 0x39:
        at += _ONE
    return at


@jit
def word(data: Any, at: Any) -> Any:
    """Where `true`, `false` or `null` at `at` ends; 0 where it is none of them."""
    for word in (_TRUE, _FALSE, _NULL):
        if data[at] == word[0] and equal(data, at, at + _u64(len(word)), word):
            return at + _u64(len(word))
    return _NONE


@jit
def blank(data: Any, at: Any) -> Any:
    while data[at] == 0x20 or data[at] == 0x09 or data[at] == 0x0D:
        at += _ONE
    return at


@jit
def equal(data: Any, first: Any, last: Any, name: Any) -> Any:
    if last - first != _u64(len(name)):
        return False
    same = True
    for place in range(len(name)):
        same &= data[first + _u64(place)] == name[place]
    return same
