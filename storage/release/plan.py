"""The plan of a release: its rows by number, chosen and ordered inside one reading transaction.

The plan is a temporary table, which SQLite keeps in a file of its own, so that memory does not
grow with the corpus.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..connect import StoreError, connect
from .choice import Choice, ReleaseError, conditions

RESERVATIONS = {
    "robots": "robots_allowed = 0",
    "noindex": "noindex = 1",
    "noarchive": "noarchive = 1",
    "noai": "noai = 1",
    "tdm": "tdm_reservation = 1",
}
"""What a page can reserve, with the condition over `rights_now` that says so. `noindex` and
`noarchive` are on the list because a release does both: it makes a text findable and keeps it."""

# The sighting that stands for a version: as main article, with an address, earliest; the id of
# the page decides the rest, so that the order of arrival does not.
_SEEN = """seen AS (
    SELECT * FROM (
        SELECT s.version, s.page, s.nth, s.seen_at, p.input_id, p.source,
            CASE WHEN s.url <> '' THEN s.url WHEN s.main THEN p.url ELSE '' END AS url,
            row_number() OVER (
                PARTITION BY s.version ORDER BY s.main DESC,
                s.url = '' AND NOT (s.main AND p.url <> ''), s.seen_at = '', s.seen_at, p.id, s.nth
            ) AS place
        FROM sightings s JOIN pages p ON p.n = s.page
    ) WHERE place = 1
)"""

_SAID = (
    "lang, title, standfirst, body, captions, authors, agency, dateline, section, "
    "published, modified"
)

_ROW = """SELECT {id} AS id, 'article' AS kind, v.n AS version, r.n AS record,
    r.id AS record_id, v.id AS version_id, v.form, r.component, seen.page, seen.nth, seen.input_id,
    seen.source, seen.url, seen.seen_at AS fetched_at, {relation}, v.words,
    {said},
    CASE WHEN v.published GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(v.published, 1, 10)
    ELSE substr(seen.seen_at, 1, 10) END AS day
    FROM {rows} JOIN seen ON seen.version = v.n"""

_RECORDS = _ROW.format(
    id="r.id",
    relation="'chosen' AS relation, 1.0 AS similarity",
    said=", ".join(f"v.{name}" for name in _SAID.split(", ")),
    rows="records r JOIN versions v ON v.n = r.version",
)
_VERSIONS = _ROW.format(
    id="v.id",
    relation="coalesce(l.relation, 'chosen') AS relation, coalesce(l.similarity, 1.0) "
    "AS similarity",
    said=", ".join(f"v.{name}" for name in _SAID.split(", ")),
    rows="versions v JOIN articles a ON a.n = v.article JOIN records r ON r.n = a.record "
    "LEFT JOIN relations l ON l.version = v.n",
)
# The earliest card speaks for all that lead to the same article.
_TEASERS = """SELECT id, 'teaser', NULL, NULL, '', '', NULL, NULL, page, nth, input_id, source, url,
    fetched_at, '', NULL, 0, lang, title, standfirst, '[]', captions, authors, agency, dateline,
    section, published, '',
    CASE WHEN published GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(published, 1, 10)
    ELSE substr(fetched_at, 1, 10) END
    FROM (
        SELECT t.*, p.input_id, p.source, p.fetched_at, row_number() OVER (
            PARTITION BY t.id ORDER BY p.fetched_at = '', p.fetched_at, p.id, t.nth
        ) AS place FROM teasers t JOIN pages p ON p.n = t.page
    ) WHERE place = 1"""

_KEPT = (
    "id, kind, version, record, record_id, version_id, form, component, page, nth, input_id, "
    "source, url, fetched_at, relation, similarity, words, day"
)


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the database, whatever others write meanwhile.

    Temporary tables can be made on it; the database itself is closed to writing.
    """
    conn = connect(path, readonly=True)
    try:
        conn.execute("PRAGMA query_only = off")
        # Once, for making this table-valued function is not reading.
        conn.execute("SELECT count(*) FROM json_each('[]')").fetchone()
        conn.set_authorizer(_allowed)
        conn.execute("BEGIN")
        # A deferred transaction takes its state with its first reading.
        conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield conn
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}") from error
    finally:
        conn.close()


_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
}
_TEMPORARY = {
    sqlite3.SQLITE_CREATE_TEMP_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_INDEX,
    sqlite3.SQLITE_CREATE_TEMP_VIEW,
    sqlite3.SQLITE_REINDEX,
}


def _allowed(
    action: int, first: str | None, second: str | None, name: str | None, trigger: str | None
) -> int:
    """Reading, and anything in temporary tables: a condition that a user gave can do no more."""
    if action in _READING or action in _TEMPORARY or name == "temp":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def make_plan(conn: sqlite3.Connection, choice: Choice) -> dict[str, Any]:
    """Fill the table `plan`, `at` counting the rows in the order of their ids.

    Returns the `query`, and how many rows were left out for what they reserve, by reason. Raises
    ReleaseError where nothing is left.
    """
    condition, values = conditions(choice)
    rows = _VERSIONS if choice.versions else _RECORDS
    rows += f" UNION ALL {_TEASERS}" if choice.teasers else ""
    _reserve(conn, choice)
    query = f"WITH {_SEEN}, candidate AS ({rows}) SELECT {_KEPT} FROM candidate WHERE {condition}"
    conn.execute(f"CREATE TEMP TABLE wanted AS SELECT {_KEPT} FROM (SELECT {_empty_row()}) LIMIT 0")
    try:
        conn.execute(f"INSERT INTO wanted {query}", values)
    except (sqlite3.Error, sqlite3.Warning) as error:
        if choice.where and "full" not in str(error):
            raise ReleaseError(f"--where {choice.where}: {error}") from error
        raise
    left_out = _leave_out(conn, choice)
    _number(conn)
    _refuse_empty(conn, choice, left_out)
    return {"query": " ".join(query.split()), "values": values, "left_out": left_out}


def _empty_row() -> str:
    return ", ".join(f"NULL AS {name}" for name in _KEPT.split(", "))


def _number(conn: sqlite3.Connection) -> None:
    conn.execute(
        "CREATE TEMP TABLE plan AS SELECT row_number() OVER (ORDER BY w.id) - 1 AS at, w.*, "
        "coalesce(g.reasons, '') AS rights, coalesce(g.licence, '') AS licence, "
        "0 AS split, '' AS family FROM wanted w LEFT JOIN reserved g ON g.page = w.page"
    )
    conn.execute("CREATE UNIQUE INDEX temp.plan_at ON plan(at)")
    conn.execute("CREATE INDEX temp.plan_record ON plan(record)")
    conn.execute("DROP TABLE wanted")


def _reserve(conn: sqlite3.Connection, choice: Choice) -> None:
    """Fill `reserved`: what each page reserves, as words, and the licence that it names."""
    conn.execute(
        "CREATE TEMP TABLE reserved (page INTEGER PRIMARY KEY, reasons TEXT, licence TEXT)"
    )
    asked = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'rights_now'").fetchone()
    if asked is None or choice.rights == "ignore":
        return
    words = " || ".join(
        f"CASE WHEN {condition} THEN ' {word}' ELSE '' END"
        for word, condition in RESERVATIONS.items()
    )
    conn.execute(
        f"INSERT INTO reserved SELECT page, trim({words}), licence FROM rights_now "
        f"WHERE licence <> '' OR {' OR '.join(RESERVATIONS.values())}"
    )


def _leave_out(conn: sqlite3.Connection, choice: Choice) -> dict[str, int]:
    """Take out what carries a reservation, where that is to be respected; counts by reason."""
    if choice.rights != "respect":
        return {}
    # A version counts as reserved where any page that shows it is: the words are the same.
    reserved = (
        "SELECT w.rowid FROM wanted w JOIN reserved g ON g.page = w.page AND g.reasons <> '' "
        "UNION SELECT w.rowid FROM wanted w JOIN sightings s ON s.version = w.version "
        "JOIN reserved g ON g.page = s.page AND g.reasons <> ''"
    )
    counts: Counter[str] = Counter()
    for (reasons,) in conn.execute(
        f"SELECT (SELECT group_concat(g.reasons, ' ') FROM reserved g WHERE g.page = w.page OR "
        "g.page IN (SELECT s.page FROM sightings s WHERE s.version = w.version)) "
        f"FROM wanted w WHERE w.rowid IN ({reserved})"
    ):
        counts.update(set(reasons.split()) | {"rows"})
    conn.execute(f"DELETE FROM wanted WHERE rowid IN ({reserved})")
    return dict(sorted(counts.items()))


def _refuse_empty(conn: sqlite3.Connection, choice: Choice, left_out: dict[str, int]) -> None:
    if conn.execute("SELECT 1 FROM plan").fetchone():
        return
    (records,) = conn.execute("SELECT count(*) FROM records").fetchone()
    if left_out:
        raise ReleaseError(
            f"nothing is left: all {left_out['rows']} rows that were chosen carry a reservation; "
            "--rights report hands them over all the same and names it"
        )
    if not records:
        raise ReleaseError(
            "nothing to hand over: the database holds no record; `newsfold clean` or "
            "`newsfold crawl` brings some"
        )
    raise ReleaseError(f"nothing to hand over: none of the {records} records was chosen")


def database_digest(conn: sqlite3.Connection) -> str:
    """SHA-256 over what the database says: ids of pages, versions, and what is chosen of them.

    Ids are hashes of what they stand for, so equal digests mean equal contents, whatever the
    order of arrival and however the file is laid out.
    """
    found = hashlib.sha256()
    for query in (
        "SELECT id, '' FROM pages ORDER BY id",
        # In this direction only indexes are read, and none of the texts.
        "SELECT v.id, coalesce(r.id, '') FROM versions v LEFT JOIN records r ON r.version = v.n "
        "ORDER BY v.id",
    ):
        found.update(b"\n")
        cursor = conn.execute(query)
        while rows := cursor.fetchmany(1000):
            found.update("".join(a + b for a, b in rows).encode())
    return found.hexdigest()
