"""Stored pages replaced by a new folding of the same pages, as if it had been there at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from . import bands, groups
from .connect import StoreError
from .forms import Forms, among
from .pages import read_page
from .prepare import Prepared
from .rows import Values
from .save import Batch, Outcome, add_page, flush, load, records_of, work_out
from .sketches import sketched


def replace_pages(
    conn: sqlite3.Connection,
    forms: Forms,
    prepared: Sequence[Prepared],
    furniture: Mapping[str, str],
) -> list[Outcome]:
    """Put these foldings in the place of the stored ones, inside the caller's transaction.

    Pages stay, also where two of them now say the same, and what was said of rights; what no page
    says any longer goes.
    """
    numbers = _numbers(conn, prepared)
    latest = {page.page_id: page for page in prepared}
    changed = {id_: p for id_, p in latest.items() if read_page(conn, id_) != p.folded}
    _mark(conn, latest.values(), furniture)
    batch = Batch(conn, forms, None, furniture)
    load(batch, list(changed.values()), {})
    rights = _rights(conn, [numbers[id_] for id_ in changed])
    old = _take_out(batch, changed, numbers)
    flush(batch)
    _keep_rights(conn, rights)
    _settle(conn, forms, old | {n for n, _ in batch.versions.values()})
    return [
        Outcome("changed" if page.page_id in changed else "known", page.page_id, records)
        for page, records in zip(prepared, records_of(conn, prepared), strict=True)
    ]


def _numbers(conn: sqlite3.Connection, prepared: Sequence[Prepared]) -> dict[str, int]:
    ids = {page.page_id: page.folded.page.id for page in prepared}
    numbers = dict(among(conn, "id, n", "pages", "id", ids))
    for id_, name in ids.items():
        if id_ not in numbers:
            raise StoreError(f"page {name!r} ({id_}) is not stored, so it cannot be folded again")
    return numbers


def _mark(
    conn: sqlite3.Connection, pages: Iterable[Prepared], furniture: Mapping[str, str]
) -> None:
    conn.executemany(
        "UPDATE pages SET furniture = ? WHERE id = ?",
        [(furniture.get(page.folded.page.source, ""), page.page_id) for page in pages],
    )


def _rights(conn: sqlite3.Connection, pages: Iterable[int]) -> list[Values]:
    """What was said of the rights in these pages, which goes with a page that is deleted."""
    return list(among(conn, "*", "rights", "page", pages))


def _keep_rights(conn: sqlite3.Connection, rows: Sequence[Values]) -> None:
    conn.executemany(f"INSERT INTO rights VALUES ({','.join('?' * 9)})", rows)


def _take_out(
    batch: Batch, changed: Mapping[str, Prepared], numbers: Mapping[str, int]
) -> set[int]:
    """Delete pages with all their parts and gather their new rows; the versions they showed."""
    conn = batch.conn
    versions: set[int] = set()
    for id_, page in changed.items():
        n = numbers[id_]
        seen = conn.execute("SELECT version, seen_at FROM sightings WHERE page = ?", (n,))
        shown = seen.fetchall()
        versions |= {version for version, _ in shown}
        # A later visit that found nothing new may have brought an earlier time than the page's.
        times = [at for _, at in shown if at] + [page.folded.page.fetched_at]
        (run,) = conn.execute("SELECT run FROM pages WHERE n = ?", (n,)).fetchone()
        conn.execute("DELETE FROM pages WHERE n = ?", (n,))
        add_page(batch, page, n, min(filter(None, times), default=""), run)
    return versions


def exchange(conn: sqlite3.Connection, forms: Forms, pages: Mapping[int, Prepared]) -> None:
    """Put pages of other words in the place of stored ones, by number, and settle what depended.

    One that is stored under another number already only goes. What was said of rights stays.
    """
    # What is folded with is not known here, and a page is not to count as folded anew.
    marks = dict(among(conn, "n, furniture", "pages", "n", pages))
    rights = _rights(conn, pages)
    latest = {page.page_id: page for page in pages.values()}
    numbers = {page.page_id: n for n, page in pages.items()}
    elsewhere = {id_ for id_, n in among(conn, "id, n", "pages", "id", latest) if n not in pages}
    batch = Batch(conn, forms, None, {})
    load(batch, list(latest.values()), work_out(conn, latest.values(), {}))
    old: set[int] = set()
    times: dict[int, tuple[str, int | None]] = {}
    for n, page in pages.items():
        shown = conn.execute(
            "SELECT version, seen_at FROM sightings WHERE page = ?", (n,)
        ).fetchall()
        old |= {version for version, _ in shown}
        at = min([at for _, at in shown if at], default=page.folded.page.fetched_at)
        (run,) = conn.execute("SELECT run FROM pages WHERE n = ?", (n,)).fetchone()
        times[n] = at, run
        conn.execute("DELETE FROM pages WHERE n = ?", (n,))
    kept = {id_: n for id_, n in numbers.items() if id_ not in elsewhere}
    for id_, n in kept.items():
        add_page(batch, latest[id_], n, *times[n])
    flush(batch)
    conn.executemany(
        "UPDATE pages SET furniture = ? WHERE n = ?", [(marks[n], n) for n in kept.values()]
    )
    _keep_rights(conn, [row for row in rights if row[0] in kept.values()])
    _settle(conn, forms, old | {n for n, _ in batch.versions.values()})


def _settle(conn: sqlite3.Connection, forms: Forms, versions: set[int]) -> None:
    """Bring up to date all that depends on these versions having been seen."""
    conn.executemany(
        "UPDATE versions SET main = (SELECT coalesce(max(main), 0) FROM sightings "
        "WHERE version = versions.n) WHERE n = ?",
        [(n,) for n in versions],
    )
    touched = {n for (n,) in among(conn, "article", "versions", "n", versions)}
    concerned = {n for (n,) in among(conn, "DISTINCT component", "articles", "n", touched)}
    _drop_unseen(conn, forms, versions)
    conn.executemany(
        "DELETE FROM articles WHERE n = ? AND n NOT IN (SELECT article FROM versions)",
        [(n,) for n in touched],
    )
    groups.rebuild(conn, forms, concerned)


def _drop_unseen(conn: sqlite3.Connection, forms: Forms, versions: set[int]) -> None:
    """Delete those of the versions that no page shows, and forms that no version has."""
    gone = conn.execute(
        "SELECT n, form FROM versions WHERE n IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM sightings WHERE version = versions.n)",
        (json.dumps(sorted(versions)),),
    ).fetchall()
    # A form is read from a version that has it, and its buckets are found by what it says.
    known = {form: forms.get(form) for _, form in gone if form is not None}
    for n, _ in gone:
        conn.execute("DELETE FROM relations WHERE version = ?1 OR chosen = ?1", (n,))
        conn.execute("DELETE FROM versions WHERE n = ?", (n,))
    kept = {n for (n,) in among(conn, "DISTINCT form", "versions", "form", known)}
    dead = sorted(known.keys() - kept)
    if not dead:
        return
    _, keys, numbers = sketched({n: known[n] for n in dead})
    bands.remove(conn, keys, numbers)
    for n in dead:
        conn.execute("DELETE FROM forms WHERE n = ?", (n,))
        forms.drop(n)
