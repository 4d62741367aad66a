"""JSON by columns: an object of lists, or of objects by row, as tools for tables write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

Rows = Iterator[dict[str, Any]]

MOST_BYTES = 400_000_000
"""The last column comes last, so all of it has to be in memory; parsed it takes some four times
its bytes."""

_KEY = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_COLUMN = re.compile(r'\[\s*(?:"|-?\d|null|true|false)|\{\s*"\d+"\s*:\s*[^\s{\[]')
_SPLIT = ("columns", "index", "data")
_from_json = json.JSONDecoder(strict=False)


def is_columnar(head: bytes) -> bool:
    """Whether JSON begins as an object of columns, some of which have names that are known.

    >>> is_columnar(b'{"title": ["Storm", "Calm"], "text": ["It rai'), is_columnar(b'{"tags": ["a"')
    (True, False)
    >>> is_columnar(b'{"title": ["Storm"], "text": "It rained."}')
    False
    """
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    names = []
    at, sizes = 1, set()
    while text.startswith("{") and (key := _KEY.match(text, at)):
        names.append(key[1])
        if not _COLUMN.match(text, key.end()) and not (key[1] == "data" and names[0] in _SPLIT):
            return False
        try:
            value, at = _from_json.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            break  # it is cut off
        sizes.add(len(value))
        if names[0] in _SPLIT and key[1] == "columns":
            return all(isinstance(name, str) for name in value) and _are_known(value)
    else:
        if text[at:].strip(" \t\r\n") != "}" or len(names) < 2 or sizes == {1}:
            return False
    return len(sizes) < 2 and _are_known(names)


def _are_known(names: Sequence[str]) -> bool:
    from crawler.columns import columns_of

    return bool(columns_of(dict.fromkeys(names)).paths)


def rows_in(value: Any) -> Rows | None:
    """The rows of an object of columns; None where it is none after all."""
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return _split(list(map(str, value["columns"])), value["data"])
    columns = list(value.values())
    if all(isinstance(column, list) for column in columns):
        even = len(set(map(len, columns))) == 1
        return (
            (dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True))
            if even
            else None
        )
    if all(isinstance(column, dict) for column in columns):
        keys = dict.fromkeys(key for column in columns for key in column)
        return ({name: column.get(key) for name, column in value.items()} for key in keys)
    return None


def _split(names: list[str], data: list[Any]) -> Rows | None:
    fit = all(isinstance(row, list) and len(row) == len(names) for row in data)
    return (dict(zip(names, row, strict=True)) for row in data) if fit else None
