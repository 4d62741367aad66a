"""Forms at hand: those that lately saved or compared articles have, read again when needed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dedupe.near import Form, form

_REMEMBERED = 1024
"""Forms kept in memory between pages, some 50 KB each: news repeats within hours."""


@dataclass(slots=True)
class Forms:
    """Forms by number, read from the store when they are not at hand."""

    conn: sqlite3.Connection
    known: dict[int, Form] = field(default_factory=dict)

    def get(self, n: int) -> Form:
        if n not in self.known:
            title, body = self.conn.execute(
                "SELECT title, body FROM versions WHERE form = ? LIMIT 1", (n,)
            ).fetchone()
            read = form(title, json.loads(body))
            assert read is not None, "a form has a body"
            self.put(n, read)
        return self.known[n]

    def put(self, n: int, known: Form) -> None:
        while len(self.known) >= _REMEMBERED:
            del self.known[next(iter(self.known))]
        self.known[n] = known


def among(
    conn: sqlite3.Connection, columns: str, table: str, column: str, values: Iterable[int | str]
) -> Iterable[Any]:
    """Rows of a table whose `column` is one of `values`."""
    return conn.execute(
        f"SELECT {columns} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(values)),),
    )
