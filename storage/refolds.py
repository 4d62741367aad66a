"""What folding all stored pages again changes, and how far it has come if it is cut off."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from dedupe.model import Page
from dedupe.record import page_id

Place = tuple[int, str]
"""Rank and id of a page: where it stands among those of its source."""

START: Place = (-1, "")
"""Before the first page of a source."""


def left_off(conn: sqlite3.Connection, detail: str, mark: str) -> dict[str, Any]:
    """What the last run kept that was cut off, of the same sources by the same rules; else {}."""
    row = conn.execute(
        "SELECT finished, detail, counts FROM runs WHERE command = 'refold' "
        "ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None or row[0] is not None or row[1] != detail:
        return {}
    state: dict[str, Any] = json.loads(row[2])
    return state if state.get("mark") == mark else {}


def keep(conn: sqlite3.Connection, run: int, state: Mapping[str, Any]) -> None:
    """Note in a run how far it is, inside the caller's transaction."""
    conn.execute("UPDATE runs SET counts = ? WHERE id = ?", (json.dumps(state), run))


def place_of(conn: sqlite3.Connection, page: Page) -> Place:
    """Where a stored page stands."""
    rank, id_ = conn.execute("SELECT rank, id FROM pages WHERE id = ?", (page_id(page),)).fetchone()
    return rank, id_


def folds_by_reason(conn: sqlite3.Connection) -> dict[str, int]:
    """How many blocks are folded, by reason."""
    return dict(conn.execute("SELECT reason, count(*) FROM folds GROUP BY 1 ORDER BY 1"))


def remember(conn: sqlite3.Connection) -> None:
    """Keep aside, in a temporary table, which records there are and which version each shows."""
    conn.execute("DROP TABLE IF EXISTS temp.records_before")
    conn.execute(
        "CREATE TEMP TABLE records_before AS "
        "SELECT r.id, v.id AS version FROM records r JOIN versions v ON v.n = r.version"
    )
    conn.execute("CREATE UNIQUE INDEX temp.records_before_id ON records_before(id)")


def compared(conn: sqlite3.Connection) -> dict[str, int]:
    """What became of the records since `remember`: `same`, `changed`, `new` and `gone`.

    Records that are the same or changed keep their ids.
    """
    same, changed, new = conn.execute(
        "SELECT coalesce(sum(b.version = v.id), 0), coalesce(sum(b.version <> v.id), 0), "
        "coalesce(sum(b.id IS NULL), 0) FROM records r JOIN versions v ON v.n = r.version "
        "LEFT JOIN records_before b ON b.id = r.id"
    ).fetchone()
    (gone,) = conn.execute(
        "SELECT count(*) FROM records_before WHERE id NOT IN (SELECT id FROM records)"
    ).fetchone()
    conn.execute("DROP TABLE temp.records_before")
    return {"same": same, "changed": changed, "new": new, "gone": gone}
