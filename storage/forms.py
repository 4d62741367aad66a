"""Forms at hand: those that lately saved or compared articles have, read again when needed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dedupe.near import Form
from dedupe.near import forms as made

_REMEMBERED = 2048
"""Forms kept in memory between pages, some 20 KB each: news repeats within hours."""


@dataclass(slots=True)
class Forms:
    """Forms by number, read from the store when they are not at hand."""

    conn: sqlite3.Connection
    known: dict[int, Form] = field(default_factory=dict)

    def get(self, n: int) -> Form:
        if n not in self.known:
            self.load([n])
        return self.known[n]

    def load(self, numbers: Iterable[int]) -> None:
        """Have these at hand, as far as there is room: many at once are read much faster."""
        lacking = {n for n in numbers if n not in self.known}
        found = {
            n: (title, json.loads(body))
            for n, title, body in among(
                self.conn,
                "form, title, body",
                "versions",
                "form",
                sorted(lacking)[:_REMEMBERED],
            )
        }
        for n, read in zip(found, made(list(found.values())), strict=True):
            assert read is not None, "a form has a body"
            self.put(n, read)

    def put(self, n: int, known: Form) -> None:
        while len(self.known) >= _REMEMBERED:
            del self.known[next(iter(self.known))]
        self.known[n] = known


def among(
    conn: sqlite3.Connection, columns: str, table: str, column: str, values: Iterable[int | str]
) -> Iterable[Any]:
    """Rows of a table whose `column` is one of `values`."""
    wanted = sorted(values)
    if not wanted:
        return ()
    if len(wanted) == 1:
        return conn.execute(f"SELECT {columns} FROM {table} WHERE {column} = ?", wanted)
    return conn.execute(
        f"SELECT {columns} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
