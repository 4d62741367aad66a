"""Where every input went: its own id, and the record, the group or the quarantine entry of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from dedupe.record import Row

_SEEN = """SELECT p.input_id, p.url, p.source, s.seen_at, p.id, r.id, a.id, v.id, s.main,
    CASE WHEN r.version = v.n THEN 'chosen' ELSE coalesce(t.relation, '') END
    FROM pages p JOIN sightings s ON s.page = p.n JOIN versions v ON v.n = s.version
    JOIN articles a ON a.n = v.article LEFT JOIN records r ON r.n = a.record
    LEFT JOIN relations t ON t.version = v.n ORDER BY p.n, s.nth"""

_SEEN_NAMES = ("input_id", "url", "source", "seen_at", "page", "record", "article", "version")

_ASIDE = "SELECT input_id, url, place, reason, detail, at FROM quarantine ORDER BY place, id"

ASIDE_FIELDS = ("input_id", "url", "place", "reason", "detail", "seen_at")
"""Fields of a quarantine entry."""

FIELDS = (*_SEEN_NAMES, "main", "relation", "place", "reason", "detail")
"""Fields of a row. A sighting leaves the last three empty; a quarantine entry has an `input_id`,
an `url` and those three. `relation` says what the version is to the one that the record shows:
`chosen` for that one, else `same`, `version` or `copy`."""


def read_sightings(conn: sqlite3.Connection) -> Iterator[Row]:
    """A row for each article of each stored page, then one for each quarantine entry."""
    nothing: Row = dict.fromkeys(FIELDS, "")
    for *values, main, relation in conn.execute(_SEEN):
        said = dict(zip(_SEEN_NAMES, values, strict=True))
        yield nothing | said | {"main": bool(main), "relation": relation}
    for row in read_aside(conn):
        yield nothing | row | {"main": False}


def read_aside(conn: sqlite3.Connection) -> Iterator[Row]:
    """A row for each quarantine entry, by place."""
    return (dict(zip(ASIDE_FIELDS, values, strict=True)) for values in conn.execute(_ASIDE))
