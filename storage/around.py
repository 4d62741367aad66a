"""What stands around a record: the texts of its versions, and which records a page holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from dedupe.record import Row


def read_texts(conn: sqlite3.Connection, versions: Iterable[str]) -> dict[str, Row]:
    """What versions said, by id: `title`, `standfirst`, `body` (paragraphs), `captions`."""
    found = conn.execute(
        "SELECT id, title, standfirst, body, captions FROM versions "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(versions)),),
    )
    return {
        id_: {
            "title": title,
            "standfirst": standfirst,
            "body": json.loads(body),
            "captions": json.loads(captions),
        }
        for id_, title, standfirst, body, captions in found
    }


def read_page_records(conn: sqlite3.Connection, page: str) -> list[str]:
    """Id of the record of each article of a page, in their order."""
    found = conn.execute(
        "SELECT r.id FROM pages p JOIN sightings s ON s.page = p.n "
        "JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "JOIN records r ON r.n = a.record WHERE p.id = ? ORDER BY s.nth",
        (page,),
    )
    return [id_ for (id_,) in found]
