"""Groups as they are read: the versions of a record, what each is to the chosen one, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from dedupe.record import Row
from dedupe.text import jaccard, tokens

from .read import SIGHTINGS, find_records

_VERSIONS = """SELECT r.id, a.id, v.n, coalesce(l.relation, 'chosen'), coalesce(l.similarity, 1.0)
    FROM records r JOIN articles a ON a.record = r.n JOIN versions v ON v.article = a.n
    LEFT JOIN relations l ON l.version = v.n"""


def read_groups(conn: sqlite3.Connection) -> Iterator[Row]:
    """A row for each version: `input_id, url, article_id, record_id, relation, similarity`.

    Ordered by record, the chosen version first. The address and input are those of the sighting
    that stands for the version.
    """
    order = "ORDER BY r.id, l.version IS NOT NULL, v.id"
    for record, article, version, relation, similarity in conn.execute(f"{_VERSIONS} {order}"):
        input_id, *_, url = conn.execute(SIGHTINGS, (version,)).fetchone()
        yield {
            "input_id": input_id,
            "url": url,
            "article_id": article,
            "record_id": record,
            "relation": relation,
            "similarity": round(similarity, 4),
        }


def read_group(conn: sqlite3.Connection, name: str) -> list[Row]:
    """The versions of the record that goes by `name`, the chosen one first; empty for none.

    `name` is an id or the start of one, an address or an input id. A row is one of `read_groups`
    with `id`, `key`, `source`, `published`, `words`, `title`, `body`, `titles` (share of title
    words in common with the chosen one) and `numbers` (those of the body that it does not share).
    """
    records, _ = find_records(conn, name)
    if not records:
        return []
    found = conn.execute(
        f"{_VERSIONS} WHERE r.n = ? ORDER BY l.version IS NOT NULL, v.published, v.id",
        (records[0],),
    )
    rows = [_version(conn, *values) for values in found]
    chosen = rows[0]
    for row in rows:
        row["titles"] = round(jaccard(_words(chosen["title"]), _words(row["title"])), 4)
        row["numbers"] = sorted(_numbers(chosen["body"]) ^ _numbers(row["body"]))
    return rows


def _version(
    conn: sqlite3.Connection, record: str, article: str, n: int, relation: str, similarity: float
) -> Row:
    id_, key, title, body, published, words = conn.execute(
        "SELECT v.id, a.key, v.title, v.body, v.published, v.words "
        "FROM versions v JOIN articles a ON a.n = v.article WHERE v.n = ?",
        (n,),
    ).fetchone()
    input_id, source, *_, url = conn.execute(SIGHTINGS, (n,)).fetchone()
    return {
        "id": id_,
        "input_id": input_id,
        "url": url,
        "source": source,
        "article_id": article,
        "record_id": record,
        "key": key,
        "relation": relation,
        "similarity": round(similarity, 4),
        "published": published,
        "words": words,
        "title": title,
        "body": json.loads(body),
    }


def _words(title: str) -> frozenset[str]:
    return frozenset(tokens(title))


def _numbers(body: list[str]) -> set[str]:
    return {unit for text in body for unit in tokens(text) if unit.isdigit()}
