"""The figures of a release, counted from its plan: what the card and its companions say."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of what is in a release, and of what became of the pages that it was read of."""

    rows: int
    articles: int
    teasers: int
    groups: int
    words: int
    first_day: str
    last_day: str
    last_visit: str
    pages: int
    """Pages that show a row's version."""
    blocks: int
    folds: int
    languages: Counts = field(default_factory=dict)
    sources: Counts = field(default_factory=dict)
    sections: Counts = field(default_factory=dict)
    reasons: Counts = field(default_factory=dict)
    rights: Counts = field(default_factory=dict)
    """Rows by what their pages reserve."""
    relations: Counts = field(default_factory=dict)
    """Versions of the chosen records by what they are to them."""
    missing: Counts = field(default_factory=dict)
    """Articles that lack a field, by field."""
    brought: Counts = field(default_factory=dict)
    """Pages by the command that brought them."""
    dated: tuple[str, ...] = ()
    """Columns among `fetched_at` and `modified` in which all that is said is a day or a time."""


def count_release(conn: sqlite3.Connection) -> Figures:
    """Count; the tables `plan` and `shown` are there already."""
    kinds = _by(conn, "SELECT kind, count(*) FROM plan GROUP BY 1")
    first, last = conn.execute(
        "SELECT coalesce(min(nullif(day, '')), ''), coalesce(max(day), '') FROM plan"
    ).fetchone()
    (visit,) = conn.execute(
        "SELECT coalesce(max(substr(fetched_at, 1, 10)), '') FROM plan"
    ).fetchone()
    (pages,) = conn.execute("SELECT count(*) FROM shown").fetchone()
    (blocks,) = conn.execute(
        "SELECT count(*) FROM shown s JOIN blocks b ON b.page = s.page"
    ).fetchone()
    (words,) = conn.execute("SELECT coalesce(sum(words), 0) FROM plan").fetchone()
    (groups,) = conn.execute("SELECT count(DISTINCT family) FROM plan").fetchone()
    reasons = _by(
        conn, "SELECT f.reason, count(*) FROM shown s JOIN folds f ON f.page = s.page GROUP BY 1"
    )
    return Figures(
        rows=sum(kinds.values()),
        articles=kinds.get("article", 0),
        teasers=kinds.get("teaser", 0),
        groups=groups,
        words=words,
        first_day=first,
        last_day=last,
        last_visit=visit,
        pages=pages,
        blocks=blocks,
        folds=sum(reasons.values()),
        languages=_by(
            conn,
            "SELECT coalesce(v.lang, t.lang), count(*) FROM plan p LEFT JOIN versions v "
            "ON v.n = p.version LEFT JOIN teasers t ON p.kind = 'teaser' AND t.page = p.page "
            "AND t.nth = p.nth GROUP BY 1",
        ),
        sources=_by(conn, "SELECT source, count(*) FROM plan GROUP BY 1"),
        sections=_by(
            conn,
            "SELECT v.section, count(*) FROM plan p JOIN versions v ON v.n = p.version GROUP BY 1",
        ),
        reasons=reasons,
        rights=_rights(conn),
        relations=_by(
            conn,
            "SELECT coalesce(l.relation, 'chosen'), count(*) FROM versions v "
            "JOIN articles a ON a.n = v.article LEFT JOIN relations l ON l.version = v.n "
            "WHERE a.record IN (SELECT record FROM plan) GROUP BY 1",
        ),
        missing=_missing(conn),
        brought=_by(
            conn,
            "SELECT coalesce(r.command, 'other'), count(*) FROM shown s "
            "JOIN pages p ON p.n = s.page LEFT JOIN runs r ON r.id = p.run GROUP BY 1",
        ),
        dated=_dated(conn),
    )


_MISSABLE = ("title", "standfirst", "body", "authors", "section", "published", "lang")


def _missing(conn: sqlite3.Connection) -> Counts:
    sums = ", ".join(f"sum(v.{name} IN ('', '[]'))" for name in _MISSABLE)
    found = conn.execute(
        f"SELECT {sums}, sum(p.url = '') FROM plan p JOIN versions v ON v.n = p.version"
    ).fetchone()
    return dict(zip((*_MISSABLE, "url"), (count or 0 for count in found), strict=True))


def _dated(conn: sqlite3.Connection) -> tuple[str, ...]:
    other = "NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'"
    asked = {
        "fetched_at": f"SELECT 1 FROM plan WHERE fetched_at <> '' AND fetched_at {other}",
        "modified": "SELECT 1 FROM plan p JOIN versions v ON v.n = p.version "
        f"WHERE v.modified <> '' AND v.modified {other}",
    }
    return tuple(name for name, query in asked.items() if conn.execute(query).fetchone() is None)


def _rights(conn: sqlite3.Connection) -> Counts:
    counts: Counts = {}
    for words, count in conn.execute("SELECT rights, count(*) FROM plan GROUP BY 1"):
        for word in words.split():
            counts[word] = counts.get(word, 0) + count
    return dict(sorted(counts.items()))


def _by(conn: sqlite3.Connection, query: str) -> Counts:
    counts: dict[str, Any] = dict(conn.execute(f"{query} ORDER BY 2 DESC, 1"))
    return counts
