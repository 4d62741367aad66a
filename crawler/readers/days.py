"""Days in numbers, as `5/3/2023`: which is the month, told by the other records of an input.

Alone, such a day is read day first, as nearly everywhere. Where some records of an input can only
be meant month first, `5/13/2023`, and none only day first, all are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.readers.raw import Bad, Raw, Reading

MONTH_FIRST = "month first"
"""Under this, `Raw.said` has the column whose days are so."""

_LOOK = 1000
_LOOK_BYTES = 4_000_000
"""Records and bytes by which it is told; they wait until it is."""
_DAY = re.compile(r"(\s*)([0-9]{1,2})([/.-])([0-9]{1,2})(?=\3[0-9])")
_MONTHS = 12


def told_days(records: Iterator[Raw | Bad], reading: Reading) -> Iterator[Raw | Bad]:
    """The records, those of an input that writes months first with the column that does."""
    ahead: list[Raw | Bad] = []
    size = 0
    error: Exception | None = None
    try:
        for found in records:
            ahead.append(found)
            size += found.size if isinstance(found, Raw) else 0
            if len(ahead) >= _LOOK or size >= _LOOK_BYTES:
                break
    except Exception as raised:  # what came before it comes first
        error = raised
    column = _month_first(ahead, reading)
    for found in ahead:
        yield _with(found, column) if column else found
    if error is not None:
        raise error
    for found in records:
        yield _with(found, column) if column else found


def _with(found: Raw | Bad, column: str) -> Raw | Bad:
    return found if isinstance(found, Bad) else found._replace(said={MONTH_FIRST: column})


def _month_first(ahead: list[Raw | Bad], reading: Reading) -> str:
    """The column of days that are written month first; empty where there is none for certain."""
    from crawler.columns import columns_of

    column, months, days = "", 0, 0
    for found in ahead:
        fields = _fields(found)
        path = columns_of(fields, reading.columns).paths.get("published", ()) if fields else ()
        value = fields.get(path[0]) if len(path) == 1 else None
        day = _DAY.match(value) if isinstance(value, str) else None
        if day:
            column = path[0]
            days += int(day[2]) > _MONTHS
            months += int(day[4]) > _MONTHS
    return column if months and not days else ""


def _fields(found: Raw | Bad) -> Mapping[str, Any]:
    if isinstance(found, Bad) or found.form not in ("json", "fields"):
        return {}
    if found.form == "fields":
        return dict(found.data)
    # A slash, dot or dash among digits is in most records: parsed is only what may be such a day.
    if not _ANY_DAY.search(found.data):
        return {}
    try:
        fields = json.loads(found.data)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


_ANY_DAY = re.compile(rb'"\s*[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]')


def day_first(fields: Mapping[str, Any], column: str) -> dict[str, Any]:
    """The fields with the day of a column before its month.

    >>> day_first({"date": "5/3/2023 10:15"}, "date"), day_first({"date": "5/13/2023"}, "date")
    ({'date': '3/5/2023 10:15'}, {'date': '13/5/2023'})
    """
    value = fields.get(column)
    if not isinstance(value, str):
        return dict(fields)
    return {**fields, column: _DAY.sub(r"\1\4\3\2", value, count=1)}
