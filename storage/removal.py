"""Articles taken out: their words go from the database, and later runs do not bring them back.

What stays is a tombstone: ids, the reason, the day, and marks by which the same article is known
when it comes again. Marks are hashes, of the article's identity, of its words, of its addresses
and of its headline, so that nothing of the text is kept.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedupe.model import FoldedPage, Teaser
from dedupe.near import Form
from dedupe.record import TITLE, Row, storable
from dedupe.redact import redacted
from dedupe.text import normal, width

from . import refold
from .forms import Forms, among
from .pages import read_page
from .prepare import Prepared, prepare, whole
from .search import catch_up

_PATIENCE = 2000
"""Milliseconds to wait for readers before saying that the log cannot be emptied."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with one record."""

    id: str
    title: str
    articles: int
    versions: int
    pages: int
    cards: int
    addresses: tuple[str, ...]


def remove(conn: sqlite3.Connection, forms: Forms, record: int, reason: str, at: str) -> Removed:
    """Take a record out inside the caller's transaction: all its articles, versions and cards."""
    id_, title = conn.execute(
        "SELECT r.id, v.title FROM records r JOIN versions v ON v.n = r.version WHERE r.n = ?",
        (record,),
    ).fetchone()
    articles = conn.execute("SELECT n, id FROM articles WHERE record = ?", (record,)).fetchall()
    versions = list(
        among(conn, "n, id, form, title", "versions", "article", [n for n, _ in articles])
    )
    addresses = _addresses(conn, [n for n, *_ in versions])
    marks = {_mark("article", article) for _, article in articles}
    marks |= {
        _mark("form", key)
        for (key,) in among(
            conn, "id", "forms", "n", {form for _, _, form, _ in versions if form is not None}
        )
    }
    marks |= {_mark("url", url) for url in addresses}
    marks |= {_mark("title", key) for *_, said in versions if (key := _title(said))}
    conn.execute(
        "INSERT OR REPLACE INTO removals (id, versions, reason, at) VALUES (?, ?, ?, ?)",
        (id_, json.dumps(sorted(v for _, v, *_ in versions)), storable(reason), at),
    )
    conn.executemany(
        "INSERT OR IGNORE INTO removal_marks (mark, removal) VALUES (?, ?)",
        [(mark, id_) for mark in sorted(marks)],
    )
    pages, cards = _redact_pages(conn, forms, [n for n, *_ in versions], marks)
    return Removed(id_, title, len(articles), len(versions), pages, cards, tuple(addresses))


def find_record(conn: sqlite3.Connection, name: str) -> int | None:
    """Number of a record that goes by an id, or whose article stands at an address.

    Only whole ids, and of a page only the article that its address names: what is taken out
    cannot be looked at again.
    """
    for query in (
        "SELECT n FROM records WHERE id = ?",
        "SELECT record FROM articles WHERE id = ?",
        "SELECT a.record FROM versions v JOIN articles a ON a.n = v.article WHERE v.id = ?",
        "SELECT a.record FROM sightings s JOIN versions v ON v.n = s.version "
        "JOIN articles a ON a.n = v.article WHERE s.url = ? AND s.url <> ''",
        "SELECT a.record FROM pages p JOIN sightings s ON s.page = p.n AND s.main "
        "JOIN versions v ON v.n = s.version JOIN articles a ON a.n = v.article "
        "WHERE p.url = ? AND p.url <> ''",
    ):
        found = conn.execute(query, (name,)).fetchone()
        if found is not None:
            return int(found[0])
    return None


def _addresses(conn: sqlite3.Connection, versions: Sequence[int]) -> list[str]:
    found = conn.execute(
        "SELECT DISTINCT CASE WHEN s.url <> '' THEN s.url WHEN s.main THEN p.url ELSE '' END "
        "FROM sightings s JOIN pages p ON p.n = s.page "
        "WHERE s.version IN (SELECT value FROM json_each(?)) ORDER BY 1",
        (json.dumps(versions),),
    )
    return [url for (url,) in found if url]


def _mark(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()[:32]


def _title(title: str) -> str:
    said = normal(title)
    return said if width(said) >= TITLE else ""


def _redact_pages(
    conn: sqlite3.Connection, forms: Forms, versions: Sequence[int], marks: set[str]
) -> tuple[int, int]:
    """Put redacted pages in the place of all that show these versions or a card for them."""
    shown = {n for (n,) in among(conn, "DISTINCT page", "sightings", "version", versions)}
    cards = list(_cards(conn, marks))
    pages: dict[int, FoldedPage] = {}
    for n, id_ in list(among(conn, "n, id", "pages", "n", shown | {page for page, _ in cards})):
        folded = read_page(conn, id_)
        assert folded is not None
        gone = {
            nth
            for nth, version in conn.execute(
                "SELECT nth, version FROM sightings WHERE page = ?", (n,)
            )
            if version in set(versions)
        }
        pages[n] = redacted(folded, gone, {nth for page, nth in cards if page == n})
    refold.exchange(conn, forms, {n: prepare(folded) for n, folded in pages.items()})
    return len(shown), len(cards)


def _cards(conn: sqlite3.Connection, marks: set[str]) -> Iterator[tuple[int, int]]:
    """Cards that lead to what is marked, by page and number."""
    for page, nth, title, url in conn.execute("SELECT page, nth, title, url FROM teasers"):
        if marks.intersection(_card_marks(Teaser(title=title, url=url))):
            yield page, nth


def _card_marks(teaser: Teaser) -> list[str]:
    said = [_mark("url", teaser.url)] if teaser.url else []
    key = _title(teaser.title)
    return [*said, _mark("title", key)] if key else said


def without_removed(
    conn: sqlite3.Connection, prepared: Sequence[Prepared], worked: Mapping[str, Form | None]
) -> list[Prepared] | None:
    """The pages without what was taken out; None where nothing of them was.

    `worked` are the forms of versions that are not in the store; one that is was not taken out.
    """
    if conn.execute("SELECT 1 FROM removals LIMIT 1").fetchone() is None:
        return None
    known: dict[str, list[tuple[int, str, int]]] = {}
    for number, page in enumerate(prepared):
        for nth, seen in enumerate(page.seen):
            form = worked.get(seen.version_id)
            keys = [_mark("article", seen.article_id)]
            keys += [_mark("form", form.id)] if form is not None else []
            for mark in keys:
                known.setdefault(mark, []).append((number, "article", nth))
        for nth, teaser in enumerate(page.folded.teasers):
            for mark in _card_marks(teaser):
                known.setdefault(mark, []).append((number, "teaser", nth))
    gone: dict[int, dict[str, set[int]]] = {}
    for (mark,) in among(conn, "DISTINCT mark", "removal_marks", "mark", known):
        for number, kind, nth in known[mark]:
            parts = gone.setdefault(number, {"article": set(), "teaser": set()})
            parts[kind].add(nth)
    if not gone:
        return None
    return [
        prepare(redacted(whole(page), gone[n]["article"], gone[n]["teaser"])) if n in gone else page
        for n, page in enumerate(prepared)
    ]


def find_removals(conn: sqlite3.Connection, name: str) -> list[Row]:
    """Removals that go by an id of the record, of one of its articles, or an address."""
    marks = [_mark("article", name), _mark("url", name)]
    found = conn.execute(
        "SELECT DISTINCT r.id, r.reason, r.at FROM removals r "
        "LEFT JOIN removal_marks m ON m.removal = r.id "
        "WHERE r.id = ? OR m.mark IN (?, ?) ORDER BY r.id",
        (name, *marks),
    )
    return [dict(zip(("id", "reason", "at"), row, strict=True)) for row in found]


def restore(conn: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Forget removals, so that the articles may come again when they are fetched or read again.

    What is remembered of dumps and addresses is forgotten as far as it would keep them from being
    looked at.
    """
    for id_ in ids:
        conn.execute("DELETE FROM removal_marks WHERE removal = ?", (id_,))
        conn.execute("DELETE FROM removals WHERE id = ?", (id_,))
    conn.execute("DELETE FROM inputs")
    conn.execute(
        "UPDATE ledger SET etag = '', last_modified = '', digest = '', due = last_seen "
        "WHERE state IN ('stored', 'empty', 'twin')"
    )


def clear_index(conn: sqlite3.Connection) -> None:
    """Take out of the search index what went, to the last entry, inside the caller's transaction.

    Deleting from an FTS5 index adds an entry that hides the old one; only a merge of all of it
    into one segment leaves neither.
    """
    while catch_up(conn):
        pass
    conn.execute("INSERT INTO search (search) VALUES ('optimize')")


def rewrite(conn: sqlite3.Connection) -> bool:
    """Write the file anew, without free pages, and empty its log; False while others read it.

    What was deleted before secure deletion was on may still stand in pages that are free.
    """
    conn.execute("VACUUM")
    # Readers are done in a moment or stay for hours; a minute's wait tells no more than a second's.
    conn.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    busy, *_ = conn.execute("PRAGMA wal_checkpoint(truncate)").fetchone()
    return not busy
