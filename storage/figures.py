"""Figures of a database for charts and reports: plain rows, counted by SQLite."""

from __future__ import annotations

import sqlite3
from typing import Any

Rows = list[tuple[Any, ...]]

SHORT = 40
"""Words under which a body is flagged: a notice, a name, or a page that was cut."""

UNSURE = 0.6
"""Confidence of the segmentation under which an article is flagged."""

# One outlet speaks for a record: where its version was first seen as the main article.
_SOURCE = (
    "(SELECT p.source FROM sightings s JOIN pages p ON p.n = s.page WHERE s.version = r.version "
    "ORDER BY s.main DESC, s.seen_at = '', s.seen_at, p.id LIMIT 1)"
)

_HELD = (
    "held AS (SELECT DISTINCT a.record, p.source FROM articles a "
    "JOIN versions v ON v.article = a.n JOIN sightings s ON s.version = v.n "
    "JOIN pages p ON p.n = s.page WHERE a.record IS NOT NULL)"
)


def by_day(conn: sqlite3.Connection) -> Rows:
    """(day, source, records) by the day of publication; an empty day is no date."""
    return _rows(
        conn,
        f"SELECT substr(v.published, 1, 10), {_SOURCE}, count(*) "
        "FROM records r JOIN versions v ON v.n = r.version GROUP BY 1, 2 ORDER BY 1, 2",
    )


def growth(conn: sqlite3.Connection) -> Rows:
    """(day, pages, new articles) by the day on which they came in."""
    return _rows(
        conn,
        "WITH came AS (SELECT p.n, substr(CASE WHEN p.fetched_at <> '' THEN p.fetched_at "
        "ELSE coalesce(u.started, '') END, 1, 10) AS day "
        "FROM pages p LEFT JOIN runs u ON u.id = p.run), "
        "first AS (SELECT v.article, min(c.day) AS day FROM sightings s "
        "JOIN versions v ON v.n = s.version JOIN came c ON c.n = s.page GROUP BY 1) "
        "SELECT day, sum(pages), sum(articles) FROM ("
        "SELECT day, count(*) AS pages, 0 AS articles FROM came GROUP BY 1 UNION ALL "
        "SELECT day, 0, count(*) FROM first GROUP BY 1) WHERE day <> '' GROUP BY 1 ORDER BY 1",
    )


def reasons(conn: sqlite3.Connection) -> Rows:
    """(reason, meaning, folds), the most frequent first; reasons without a fold are there too."""
    return _rows(
        conn,
        "SELECT r.reason, r.meaning, count(f.reason) FROM reasons r "
        "LEFT JOIN folds f ON f.reason = r.reason GROUP BY 1 ORDER BY 3 DESC, 1",
    )


def examples(conn: sqlite3.Connection, reason: str, limit: int = 3) -> Rows:
    """(text, page id, source, language, text of the kept block, similarity, folds alike).

    Different texts, from the most frequent down.
    """
    return _rows(
        conn,
        "WITH said AS (SELECT f.page, f.into_block, f.similarity, coalesce(b.text, b.raw) AS text "
        "FROM folds f JOIN block_rows b ON b.page = f.page AND b.idx = f.block "
        "WHERE f.reason = ?), "
        "top AS (SELECT text, min(page) AS page, count(*) AS count, into_block, similarity "
        "FROM said GROUP BY text ORDER BY count DESC, text LIMIT ?) "
        "SELECT t.text, p.id, p.source, coalesce((SELECT v.lang FROM sightings s "
        "JOIN versions v ON v.n = s.version WHERE s.page = t.page ORDER BY s.nth LIMIT 1), ''), "
        "(SELECT coalesce(k.text, k.raw) FROM block_rows k "
        "WHERE k.page = t.page AND k.idx = t.into_block), t.similarity, t.count "
        "FROM top t JOIN pages p ON p.n = t.page ORDER BY t.count DESC, t.text",
        (reason, limit),
    )


def group_sizes(conn: sqlite3.Connection) -> Rows:
    """(versions, records that have so many)."""
    return _rows(
        conn,
        "SELECT size, count(*) FROM (SELECT count(*) AS size FROM articles a "
        "JOIN versions v ON v.article = a.n WHERE a.record IS NOT NULL GROUP BY a.record) "
        "GROUP BY 1 ORDER BY 1",
    )


def outlets(conn: sqlite3.Connection) -> Rows:
    """(source, pages, records held, last day that a page came in), most records first."""
    return _rows(
        conn,
        f"WITH {_HELD} SELECT p.source, count(*), "
        "(SELECT count(*) FROM held h WHERE h.source = p.source), max(substr(p.fetched_at, 1, 10)) "
        "FROM pages p GROUP BY 1 ORDER BY 3 DESC, 1",
    )


def shared(conn: sqlite3.Connection) -> Rows:
    """(source, other source, records that both have); with itself, all that it has."""
    return _rows(
        conn,
        f"WITH {_HELD} SELECT x.source, y.source, count(*) FROM held x "
        "JOIN held y ON y.record = x.record GROUP BY 1, 2 ORDER BY 1, 2",
    )


def languages(conn: sqlite3.Connection) -> Rows:
    """(language, records), the most frequent first."""
    return _rows(
        conn,
        "SELECT v.lang, count(*) FROM records r JOIN versions v ON v.n = r.version "
        "GROUP BY 1 ORDER BY 2 DESC, 1",
    )


def lengths(conn: sqlite3.Connection) -> Rows:
    """(words, records) for every length that there is."""
    return _rows(
        conn,
        "SELECT v.words, count(*) FROM records r JOIN versions v ON v.n = r.version "
        "GROUP BY 1 ORDER BY 1",
    )


FLAGS = {
    "no title": "v.title = ''",
    "no body": "v.body = '[]'",
    f"body under {SHORT} words": f"v.body <> '[]' AND v.words < {SHORT}",
    "no date": "v.published = ''",
    "dated after it was seen": "v.published <> '' AND EXISTS (SELECT 1 FROM sightings s "
    "WHERE s.version = v.n AND s.seen_at <> '' "
    "AND substr(v.published, 1, 10) > date(s.seen_at, '+1 day'))",
    "no language": "v.lang = ''",
    "no author or agency": "v.authors = '[]' AND v.agency = ''",
    "never the main article of a page": "v.main = 0",
    "found without much structure": "(SELECT max(s.confidence) FROM sightings s "
    f"WHERE s.version = v.n) < {UNSURE}",
}
"""What may be wrong with a record, and how it is told."""


def flags(conn: sqlite3.Connection) -> Rows:
    """(flag, records that have it), in the order of `FLAGS`."""
    counts = ", ".join(f"sum({test})" for test in FLAGS.values())
    row = conn.execute(
        f"SELECT {counts} FROM records r JOIN versions v ON v.n = r.version"
    ).fetchone()
    return [(name, count or 0) for name, count in zip(FLAGS, row, strict=True)]


def quarantined(conn: sqlite3.Connection) -> Rows:
    """(reason, inputs), the most frequent first."""
    return _rows(conn, "SELECT reason, count(*) FROM quarantine GROUP BY 1 ORDER BY 2 DESC, 1")


def _rows(conn: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> Rows:
    return [tuple(row) for row in conn.execute(query, values)]
