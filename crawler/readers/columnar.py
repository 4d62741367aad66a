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


def rows_before(text: str) -> Rows:
    """The rows of an object of columns that is cut off or broken, as far as each column that began
    has a value for them; none where no text has begun, for rows without it say little.

    >>> list(rows_before('{"title": ["Storm", "Calm"], "text": ["It rained.", "It wa'))
    [{'title': 'Storm', 'text': 'It rained.'}]
    """
    from crawler.columns import CONTENT, columns_of

    columns: dict[str, Any] = {}
    at, whole = text.find("{") + 1, True
    while whole and (key := _KEY.match(text, at)):
        columns[key[1]], at, whole = _values(text, key.end())
    names = columns.get("columns") if columns.keys() & set(_SPLIT) else None
    if isinstance(names, list) and isinstance(rows := columns.get("data"), list):
        fit = (row for row in rows if isinstance(row, list) and len(row) == len(names))
        return (dict(zip(map(str, names), row, strict=True)) for row in fit)
    if not columns_of(dict.fromkeys(columns)).paths.keys() & (set(CONTENT) - {"title"}):
        return iter(())
    held = [
        dict(enumerate(column)) if isinstance(column, list) else column
        for column in columns.values()
    ]
    if not all(isinstance(column, dict) for column in held):
        return iter(())
    keys = [key for key in held[0] if all(key in column for column in held)]
    return (dict(zip(columns, (column[key] for column in held), strict=True)) for key in keys)


def _values(text: str, at: int) -> tuple[Any, int, bool]:
    """What begins at a place, as far as it goes; where that ends, and whether it is whole."""
    try:
        value, end = _from_json.raw_decode(text, at)
        return value, end, True
    except (ValueError, RecursionError):
        pass
    values: list[Any] | dict[str, Any] = {} if text[at : at + 1] == "{" else []
    keyed, at = isinstance(values, dict), at + 1
    while key := (_KEY if keyed else _BETWEEN).match(text, at):
        try:
            value, at = _from_json.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            break
        if not _FOLLOWS.match(text, at):
            break  # a number that may be cut
        if isinstance(values, dict):
            values[key[1]] = value
        else:
            values.append(value)
    return values, at, False


_BETWEEN = re.compile(r"[\s,]*")
_FOLLOWS = re.compile(r"\s*[,\]}]")


def _split(names: list[str], data: list[Any]) -> Rows | None:
    fit = all(isinstance(row, list) and len(row) == len(names) for row in data)
    return (dict(zip(names, row, strict=True)) for row in data) if fit else None
