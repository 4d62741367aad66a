"""Reading records, their history, and the figures of a database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from dedupe.record import FIELDS, Row

from .connect import StoreError
from .leads import read_teasers_to

_VERSION = """SELECT r.id, v.n, v.lang, v.title, v.standfirst, v.body, v.captions, v.authors,
    v.agency, v.dateline, v.section, v.published, v.modified
    FROM records r JOIN versions v ON v.n = r.version"""

# The sighting that stands for a version: as main article, with an address, earliest; the id of
# the page decides the rest, so that the order of arrival does not.
SIGHTINGS = """SELECT p.input_id, p.source, s.seen_at, s.main, s.nth, p.id,
    CASE WHEN s.url <> '' THEN s.url WHEN s.main THEN p.url ELSE '' END AS address
    FROM sightings s JOIN pages p ON p.n = s.page WHERE s.version = ?
    ORDER BY s.main DESC, address = '', s.seen_at = '', s.seen_at, p.id, s.nth"""

_PREFIX = 4
"""Characters of an id that are enough to look for it."""


def read_records(conn: sqlite3.Connection) -> Iterator[Row]:
    """Every record as a row of `FIELDS`, ordered by id, one at a time."""
    return (_row(conn, values) for values in conn.execute(f"{_VERSION} ORDER BY r.id"))


def read_chosen(conn: sqlite3.Connection, version: int) -> Row:
    """The record that stands for this version, as a row of `FIELDS`."""
    return _row(conn, conn.execute(f"{_VERSION} WHERE r.version = ?", (version,)).fetchone())


def read_teasers(conn: sqlite3.Connection) -> Iterator[Row]:
    """Every teaser once, as a row of `FIELDS`, ordered by id; the earliest card speaks for it."""
    last = ""
    for id_, *said, input_id, source, at, url in conn.execute(
        "SELECT t.id, t.lang, t.title, t.standfirst, '[]', t.captions, t.authors, t.agency, "
        "t.dateline, t.section, t.published, '', p.input_id, p.source, p.fetched_at, t.url "
        "FROM teasers t JOIN pages p ON p.n = t.page "
        "ORDER BY t.id, p.fetched_at = '', p.fetched_at, p.id, t.nth"
    ):
        if id_ != last:
            yield _fields([id_, input_id, "teaser", url, source, *said, at])
        last = id_


def read_record(conn: sqlite3.Connection, name: str) -> Row | None:
    """Record, article, version or page by id, by the start of an id, by address or input id.

    The row of its record, with `record_id`, the `versions` (what each is to the chosen one, and
    where it was seen), `page_id` and the `folds` of the page that the row was read from, and the
    `teasers` that lead to it. A page without any article comes back as a row of kind `page` with
    its folds.
    """
    records, pages = find_records(conn, name)
    if not records:
        return _bare_page(conn, pages[0]) if pages else None
    values = conn.execute(f"{_VERSION} WHERE r.n = ?", (records[0],)).fetchone()
    page = conn.execute(SIGHTINGS, (values[1],)).fetchone()[5]
    row = _row(conn, values)
    others = [_record_id(conn, n) for n in records[1:]]
    return row | {
        "record_id": row["id"],
        "page_id": page,
        "versions": _versions(conn, records[0]),
        "folds": read_folds(conn, page),
        "also": others,
        "teasers": read_teasers_to(conn, row["id"]),
    }


def read_folds(conn: sqlite3.Connection, page: str) -> list[Row]:
    """The folds of a page, each with the text of its block."""
    found = conn.execute(
        "SELECT f.block, f.reason, f.into_block, f.similarity, coalesce(b.text, b.raw) "
        "FROM pages p JOIN folds f ON f.page = p.n "
        "JOIN block_rows b ON b.page = f.page AND b.idx = f.block WHERE p.id = ? ORDER BY f.block",
        (page,),
    )
    names = ("block", "reason", "into", "similarity", "text")
    return [dict(zip(names, row, strict=True)) for row in found]


def read_input(conn: sqlite3.Connection, input_id: str) -> Row:
    """Where an input went: its `records` (ids), `pages` (ids) and `quarantine` entries."""
    records = conn.execute(
        "SELECT DISTINCT r.id FROM pages p JOIN sightings s ON s.page = p.n "
        "JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "JOIN records r ON r.n = a.record WHERE p.input_id = ? ORDER BY r.id",
        (input_id,),
    )
    pages = conn.execute("SELECT id FROM pages WHERE input_id = ? ORDER BY id", (input_id,))
    bad = conn.execute(
        "SELECT place, line, url, reason, detail, run, at FROM quarantine WHERE input_id = ? "
        "ORDER BY at, id",
        (input_id,),
    )
    names = ("where", "line", "url", "reason", "detail", "run", "at")
    return {
        "input_id": input_id,
        "records": [id_ for (id_,) in records],
        "pages": [id_ for (id_,) in pages],
        "quarantine": [dict(zip(names, row, strict=True)) for row in bad],
    }


def read_runs(conn: sqlite3.Connection) -> list[Row]:
    """All runs, the latest first."""
    found = conn.execute(
        "SELECT id, command, detail, started, finished, counts FROM runs ORDER BY id DESC"
    )
    names = ("id", "command", "detail", "started", "finished")
    return [
        dict(zip(names, row, strict=True)) | {"counts": json.loads(counts)}
        for *row, counts in found
    ]


def read_stats(conn: sqlite3.Connection) -> dict[str, Any]:
    """Counts of everything, and folds, quarantine, sources, languages and relations by value."""
    tables = ("pages", "articles", "versions", "records", "sightings")
    counts: dict[str, Any] = {
        table: _one(conn, f"SELECT count(*) FROM {table}") for table in tables
    }
    counts["teasers"] = _one(conn, "SELECT count(DISTINCT id) FROM teasers")
    counts["folds"] = _by(conn, "SELECT reason, count(*) FROM folds GROUP BY 1")
    counts["quarantine"] = _by(conn, "SELECT reason, count(*) FROM quarantine GROUP BY 1")
    counts["sources"] = _by(conn, "SELECT source, count(*) FROM pages GROUP BY 1")
    counts["languages"] = _by(
        conn,
        "SELECT v.lang, count(*) FROM records r JOIN versions v ON v.n = r.version GROUP BY 1",
    )
    counts["relations"] = _by(conn, "SELECT relation, count(*) FROM relations GROUP BY 1")
    counts["runs"] = _one(conn, "SELECT count(*) FROM runs")
    return counts


def _one(conn: sqlite3.Connection, query: str) -> int:
    return int(conn.execute(query).fetchone()[0])


def _by(conn: sqlite3.Connection, query: str) -> dict[str, int]:
    return dict(conn.execute(f"{query} ORDER BY 2 DESC, 1"))


def _row(conn: sqlite3.Connection, values: tuple[Any, ...]) -> Row:
    id_, version, *said = values
    input_id, source, at, *_, url = conn.execute(SIGHTINGS, (version,)).fetchone()
    return _fields([id_, input_id, "article", url, source, *said, at])


def _fields(values: list[Any]) -> Row:
    row = dict(zip(FIELDS, values, strict=True))
    for name in ("body", "captions", "authors"):
        row[name] = json.loads(row[name])
    return row


def find_records(conn: sqlite3.Connection, name: str) -> tuple[list[int], list[int]]:
    """Records and pages that go by `name`, as numbers."""
    exact = [
        ("records", "id = ?"),
        ("articles", "id = ?"),
        ("versions", "id = ?"),
        ("pages", "id = ?"),
        ("sightings", "url = ? AND url <> ''"),
        ("pages", "url = ? AND url <> ''"),
        ("pages", "input_id = ?"),
    ]
    for table, where in exact:
        found = _records_of(conn, table, where, (name,))
        if found[0] or found[1]:
            return found
    if len(name) < _PREFIX or set(name) - set("0123456789abcdef"):
        return [], []
    for table in ("records", "articles", "versions", "pages"):
        ids = [
            id_
            for (id_,) in conn.execute(
                f"SELECT id FROM {table} WHERE id >= ? AND id < ? LIMIT 6", (name, name + "g")
            )
        ]
        if len(ids) > 1:
            raise StoreError(f"{name}: more than one of the {table} begins so: {', '.join(ids)}")
        if ids:
            return _records_of(conn, table, "id = ?", (ids[0],))
    return [], []


_TO_RECORDS = {
    "records": "SELECT n FROM records WHERE {}",
    "articles": "SELECT record FROM articles WHERE {}",
    "versions": "SELECT record FROM articles WHERE n IN (SELECT article FROM versions WHERE {})",
    "sightings": "SELECT a.record FROM sightings s JOIN versions v ON v.n = s.version "
    "JOIN articles a ON a.n = v.article WHERE s.{}",
    "pages": "SELECT a.record FROM sightings s JOIN versions v ON v.n = s.version "
    "JOIN articles a ON a.n = v.article WHERE s.page IN (SELECT n FROM pages WHERE {}) "
    "ORDER BY s.main DESC, s.page, s.nth",
}


def _records_of(
    conn: sqlite3.Connection, table: str, where: str, values: tuple[str, ...]
) -> tuple[list[int], list[int]]:
    records = [n for (n,) in conn.execute(_TO_RECORDS[table].format(where), values)]
    pages = []
    if table == "pages":
        pages = [n for (n,) in conn.execute(f"SELECT n FROM pages WHERE {where}", values)]
    return list(dict.fromkeys(records)), pages


def _record_id(conn: sqlite3.Connection, n: int) -> str:
    return str(conn.execute("SELECT id FROM records WHERE n = ?", (n,)).fetchone()[0])


def _versions(conn: sqlite3.Connection, record: int) -> list[Row]:
    out = []
    for n, *said in conn.execute(
        "SELECT v.n, v.id, a.id, coalesce(l.relation, 'chosen'), l.similarity, v.title, "
        "v.published, v.modified, v.words FROM articles a JOIN versions v ON v.article = a.n "
        "LEFT JOIN relations l ON l.version = v.n WHERE a.record = ? "
        "ORDER BY l.version IS NOT NULL, v.published, v.id",
        (record,),
    ):
        names = ("id", "article_id", "relation", "similarity", "title")
        row = dict(zip((*names, "published", "modified", "words"), said, strict=True))
        out.append(row | {"sightings": _sightings(conn, n)})
    return out


def _sightings(conn: sqlite3.Connection, version: int) -> list[Row]:
    return [
        {
            "page_id": page,
            "input_id": input_id,
            "url": url,
            "source": source,
            "fetched_at": at,
            "main": bool(main),
        }
        for input_id, source, at, main, _, page, url in conn.execute(SIGHTINGS, (version,))
    ]


def _bare_page(conn: sqlite3.Connection, n: int) -> Row:
    page, input_id, url, source, at = conn.execute(
        "SELECT id, input_id, url, source, fetched_at FROM pages WHERE n = ?", (n,)
    ).fetchone()
    row: Row = dict.fromkeys(FIELDS, "") | {"body": [], "captions": [], "authors": []}
    row |= {"id": page, "input_id": input_id, "kind": "page", "url": url, "source": source}
    return row | {"fetched_at": at, "page_id": page, "folds": read_folds(conn, page)}
