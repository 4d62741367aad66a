"""The figures of a release, counted from its plan: what the card and its companions say."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .columns import Columns

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


Tally = dict[str, Counter[str]]
"""Counts by name that are taken of the rows as they pass, so that no text is read again."""


def tally(counts: Tally, batch: Columns) -> None:
    """Count languages, sections and missing fields of some rows, and dates that are none."""
    articles = batch
    if "teaser" in batch["kind"]:
        kept = [n for n, kind in enumerate(batch["kind"]) if kind == "article"]
        names = ("section", "modified", *_MISSABLE)
        articles = {name: [batch[name][n] for n in kept] for name in names}
    counts["lang"].update(batch["lang"])
    counts["section"].update(articles["section"])
    for name in _MISSABLE:
        counts["missing"][name] += sum(not said for said in articles[name])
    for name, said in (("fetched_at", batch["fetched_at"]), ("modified", articles["modified"])):
        counts["undated"][name] += sum(not _DATED.match(text) for text in set(said) - {""})


_MISSABLE = ("title", "standfirst", "body", "authors", "section", "published", "lang", "url")

_DATED = re.compile("[0-9]{4}-[0-9]{2}")


def count_release(conn: sqlite3.Connection, counts: Tally) -> Figures:
    """Count; the tables `plan` and `shown` are there already, and all rows have been tallied."""
    kinds = _by(conn, "SELECT kind, count(*) FROM plan GROUP BY 1")
    first, last = conn.execute(
        "SELECT coalesce(min(nullif(day, '')), ''), coalesce(max(day), '') FROM plan"
    ).fetchone()
    (visit,) = conn.execute(
        "SELECT coalesce(max(substr(fetched_at, 1, 10)), '') FROM plan"
    ).fetchone()
    (pages,) = conn.execute("SELECT count(*) FROM shown").fetchone()
    (blocks,) = conn.execute(
        "SELECT (SELECT count(*) FROM shown s JOIN block_rows b ON b.page = s.page) + "
        "(SELECT coalesce(sum(CASE WHEN p.lines IS NULL THEN p.headed + json_array_length(v.body) "
        "ELSE json_array_length(p.lines) END), 0) "
        "FROM shown s JOIN plain_pages p ON p.page = s.page "
        "JOIN sightings i ON i.page = p.page JOIN versions v ON v.n = i.version)"
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
        languages=_sorted(counts["lang"]),
        sources=_by(conn, "SELECT source, count(*) FROM plan GROUP BY 1"),
        sections=_sorted(counts["section"]),
        reasons=reasons,
        rights=_rights(conn),
        relations=_by(
            conn,
            "SELECT coalesce(l.relation, 'chosen'), count(*) FROM versions v "
            "JOIN articles a ON a.n = v.article LEFT JOIN relations l ON l.version = v.n "
            "WHERE a.record IN (SELECT record FROM plan) GROUP BY 1",
        ),
        missing={name: counts["missing"][name] for name in _MISSABLE},
        brought=_by(
            conn,
            "SELECT coalesce(r.command, 'other'), count(*) FROM shown s "
            "JOIN pages p ON p.n = s.page LEFT JOIN runs r ON r.id = p.run GROUP BY 1",
        ),
        dated=tuple(n for n in ("fetched_at", "modified") if not counts["undated"][n]),
    )


def _rights(conn: sqlite3.Connection) -> Counts:
    counts: Counts = {}
    for words, count in conn.execute("SELECT rights, count(*) FROM plan GROUP BY 1"):
        for word in words.split():
            counts[word] = counts.get(word, 0) + count
    return dict(sorted(counts.items()))


def _by(conn: sqlite3.Connection, query: str) -> Counts:
    counts: dict[str, Any] = dict(conn.execute(f"{query} ORDER BY 2 DESC, 1"))
    return counts


def _sorted(counts: Mapping[str, int]) -> Counts:
    """Most first, as `_by` has them."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
