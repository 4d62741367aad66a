"""What the runs of a site say of it: read for `newsfold status`, never written here."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of a site."""

    id: int
    started: str
    finished: str
    """Empty where it is running or was killed."""
    counts: dict[str, Any]


def crawled_sites(conn: sqlite3.Connection) -> list[str]:
    """Every site that was ever crawled, by name."""
    rows = conn.execute("SELECT DISTINCT detail FROM runs WHERE command = 'crawl' ORDER BY 1")
    return [name for (name,) in rows]


def runs_of(conn: sqlite3.Connection, source: str, since: str = "", limit: int = 2000) -> list[Run]:
    """The crawls of a site that began at `since` or later, the latest first."""
    rows = conn.execute(
        "SELECT id, started, coalesce(finished, ''), counts FROM runs "
        "WHERE command = 'crawl' AND detail = ? AND started >= ? ORDER BY id DESC LIMIT ?",
        (source, since, limit),
    )
    return [Run(id_, begun, ended, json.loads(counts)) for id_, begun, ended, counts in rows]


def first_run(conn: sqlite3.Connection, source: str) -> str:
    """When a site was first crawled; empty: never."""
    row = conn.execute(
        "SELECT min(started) FROM runs WHERE command = 'crawl' AND detail = ?", (source,)
    ).fetchone()
    return row[0] or ""


def body_words(conn: sqlite3.Connection, source: str, most: int = 200) -> list[int]:
    """Words in the bodies of the articles of a site that were stored last, in no order."""
    rows = conn.execute(
        "SELECT v.words FROM (SELECT n FROM pages WHERE source = ? ORDER BY n DESC LIMIT ?) p "
        "JOIN sightings s ON s.page = p.n AND s.main = 1 JOIN versions v ON v.n = s.version",
        (source, most),
    )
    return [words for (words,) in rows]


def new_by_day(conn: sqlite3.Connection, source: str, since: str) -> dict[str, int]:
    """New articles of a site by the day on which they came, from the accounts of its runs."""
    days: dict[str, int] = {}
    for run in runs_of(conn, source, since):
        day = run.started[:10]
        days[day] = days.get(day, 0) + int(run.counts.get("new", 0))
    return days
