"""What stands around a record: the texts of its versions, the teasers that point to it, and which
records and teasers a page holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from urllib.parse import SplitResult, urlsplit

from dedupe.record import Row, article_id
from dedupe.text import normal

_TEASERS = 200
"""Cards that are listed; a story on every front page of a year has thousands."""


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


def read_teasers_to(
    conn: sqlite3.Connection,
    urls: Collection[str],
    titles: Iterable[str],
    sources: Collection[str],
) -> list[Row]:
    """Cards that lead to one of the addresses, or have none and bear one of the titles.

    An address without a host counts on the pages of `sources` only.
    """
    paths = {f"{parts.path}?{parts.query}".rstrip("?") for url in urls if (parts := _split(url))}
    names = {f"teaser:{url}" for url in (*urls, *paths) if url} | {
        f"teaser:{said}" for title in titles if (said := normal(title))
    }
    found = conn.execute(
        "SELECT t.title, t.standfirst, t.lang, t.url, p.id, p.source, p.url, p.input_id, "
        "p.fetched_at FROM teasers t JOIN pages p ON p.n = t.page "
        "WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY p.fetched_at, p.id, t.nth LIMIT ?",
        (json.dumps(sorted(map(article_id, names))), _TEASERS),
    )
    keys = ("title", "standfirst", "lang", "url", "page_id", "source", "page_url", "input_id")
    cards = [dict(zip((*keys, "fetched_at"), row, strict=True)) for row in found]
    return [card for card in cards if not card["url"].startswith("/") or card["source"] in sources]


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def read_page_records(conn: sqlite3.Connection, page: str) -> list[str]:
    """Id of the record of each article of a page, in their order."""
    found = conn.execute(
        "SELECT r.id FROM pages p JOIN sightings s ON s.page = p.n "
        "JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "JOIN records r ON r.n = a.record WHERE p.id = ? ORDER BY s.nth",
        (page,),
    )
    return [id_ for (id_,) in found]


def read_addressed(conn: sqlite3.Connection, url: str) -> str:
    """Id of the record that was seen at an address; empty if none was."""
    row = conn.execute(
        "SELECT r.id FROM sightings s JOIN versions v ON v.n = s.version "
        "JOIN articles a ON a.n = v.article JOIN records r ON r.n = a.record "
        "WHERE s.url = ?1 AND s.url <> '' UNION ALL "
        "SELECT r.id FROM pages p JOIN sightings s ON s.page = p.n AND s.main "
        "JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "JOIN records r ON r.n = a.record WHERE p.url = ?1 AND p.url <> '' LIMIT 1",
        (url,),
    ).fetchone()
    return str(row[0]) if row else ""
