"""Records as programs write them by mistake, or to save room: nearly JSON, and packed cells."""

from __future__ import annotations

import ast
import json
import re
import warnings
import zlib
from typing import Any

from crawler.readers.raw import MAX_BYTES

_MOST_CHARACTERS = 10_000_000
"""Of what is read as Python writes it, which takes many times its size in memory."""
_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_PYTHON = re.compile(r"\{\s*(?:'|\"(?:[^\"\\]|\\.)*\"\s*:\s*(?:'|None|True|False))")
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
"""How gzip and zlib begin."""


def nearly_json(text: str) -> dict[str, Any] | None:
    r"""An object with commas behind its last members, or as Python shows it; None: it is neither.

    >>> nearly_json('{"title": "Storm, ,]", "tags": ["sea",],}')
    {'title': 'Storm, ,]', 'tags': ['sea']}
    >>> nearly_json("{'title': 'It\\'s over', 'text': None}")
    {'title': "It's over", 'text': None}
    """
    found: Any = None
    try:
        if _PYTHON.match(text) and len(text) <= _MOST_CHARACTERS:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of escapes that are none
                found = ast.literal_eval(text)
        else:
            plain = _COMMA.sub(lambda part: "" if part[0] == "," else part[0], text)
            found = json.JSONDecoder(strict=False).decode(plain)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    fits = isinstance(found, dict) and all(isinstance(name, str) for name in found)
    return found if fits else None


def unpacked(cell: bytes) -> bytes:
    """What a cell holds, which may be compressed: no more of it than a page may have."""
    if not cell.startswith(_PACKED):
        return cell
    try:
        return zlib.decompressobj(47).decompress(cell, MAX_BYTES)
    except zlib.error:
        return cell
