"""Forms at hand: those that lately saved or compared articles have, read again when needed.

With them what was found alike of them, so that no pair is compared twice in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dedupe.near import ALIKE, Form, judge, similarity
from dedupe.near import forms as made

from .bands import Heads

ROOM = 2048
"""Forms kept in memory between pages, some 20 KB each: news repeats within hours."""


@dataclass(slots=True)
class Forms:
    """Forms by number, read from the store when they are not at hand."""

    conn: sqlite3.Connection
    known: dict[int, Form] = field(default_factory=dict)
    fresh: dict[int, Form] = field(default_factory=dict)
    """Forms of the transaction under way, which the store may not have yet."""
    alike: dict[tuple[int, int], float] = field(default_factory=dict)
    """Similarity of pairs that this transaction found to be one."""
    heads: Heads = field(default_factory=Heads)
    """What is in memory of the buckets."""

    def begin(self) -> None:
        """A new transaction: what is in the store by now may be forgotten."""
        for n, known in self.fresh.items():
            self.put(n, known)
        self.fresh.clear()
        self.alike.clear()

    def forget(self) -> None:
        """Forget all forms: what their numbers mean may have changed."""
        self.known.clear()
        self.fresh.clear()
        self.alike.clear()

    def get(self, n: int) -> Form:
        found = self.fresh.get(n) or self.known.get(n)
        if found is None:
            self.load([n])
            found = self.known[n]
        return found

    def has(self, n: int) -> bool:
        """Whether a form is at hand."""
        return n in self.fresh or n in self.known

    def load(self, numbers: Iterable[int]) -> None:
        """Have these at hand, as far as there is room: many at once are read much faster."""
        lacking = sorted({n for n in numbers if not self.has(n)})[:ROOM]
        found = {
            n: (title, json.loads(body))
            for n, title, body in among(self.conn, "form, title, body", "versions", "form", lacking)
        }
        for n, read in zip(found, made(list(found.values())), strict=True):
            assert read is not None, "a form has a body"
            self.put(n, read)

    def put(self, n: int, known: Form) -> None:
        while len(self.known) >= ROOM:
            del self.known[next(iter(self.known))]
        self.known[n] = known

    def drop(self, n: int) -> None:
        """Forget a form that is gone."""
        self.known.pop(n, None)
        self.fresh.pop(n, None)

    def judge(self, a: int, b: int, least: float = ALIKE) -> float | None:
        """What `near.judge` says of two forms."""
        if self.found_alike(a, b, least):
            return self.alike[_pair(a, b)]
        found = judge(self.get(a), self.get(b), least)
        if found is not None:
            self.alike[_pair(a, b)] = found
        return found

    def found_alike(self, a: int, b: int, least: float = 0.0) -> bool:
        """Whether this transaction found two forms to be one, with a similarity of `least`."""
        # One that was joined for its title, by less than what is asked now, has to be judged again.
        return self.alike.get(_pair(a, b), -1.0) >= least

    def similarity(self, a: int, b: int) -> float:
        """True similarity of two forms' bodies."""
        known = self.alike.get(_pair(a, b))
        return similarity(self.get(a), self.get(b)) if known is None else known


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


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
