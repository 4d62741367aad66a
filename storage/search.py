"""The search index: records by their words, kept in step by the transaction that changes them.

`search` is an FTS5 table without content: it holds where words stand, not the texts. Its rows are
numbered like the versions that stand for a record. Triggers write down which versions may have
come to stand for a record or ceased to (`unsearched`), and `catch_up` puts the index right before
the transaction ends, whatever made the change. So nothing that writes records has to think of it.

A word with an Arabic article or prefix is indexed twice: as it is, and without it behind a mark
that no text holds. Quoted phrases never meet the mark, so they are found just as they stand.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dedupe.query import Either, Every, Query, Tree, Word, parse
from dedupe.spans import BARE, stripped, with_bare
from dedupe.text import tokens

from .forms import among

COLUMNS = ("title", "standfirst", "captions", "body")

WEIGHTS = (8.0, 3.0, 2.0, 1.0)
"""Of a word in each of `COLUMNS`, by bm25. A headline says what an article is about in ten words
where the body says it in three hundred; by length alone a body that repeats a word would win."""

RANKED = 2000
"""Hits that are ranked and counted. Ranking takes 2 microseconds a hit; of words that are in every
other article the latest are as good as any, and nobody turns so many pages."""

FORM = f"1/{unicodedata.unidata_version}"
"""How texts are made into tokens. An index that was made otherwise is made anew, since an entry is
taken out by saying once more what went in."""

AT_ONCE = 8000
"""Versions that one transaction brings up to date: some seconds' work. Each time a segment is
written that has nearly all words of the language, and eight are merged: of 2000 versions at a time,
storing a page took a sixth longer. More wait only where a database is older than its index; a
search then does the rest first."""

_TOGETHER = 100
"""Versions whose texts are read and indexed at a time."""

_FEW = 16
"""Texts that are not worth the import of numpy."""


def catch_up(conn: sqlite3.Connection, limit: int = AT_ONCE) -> int:
    """Bring the index up to date, inside the caller's transaction; how many versions still wait."""
    if _form(conn) != FORM:
        _start_anew(conn)
    changes = conn.execute(
        "SELECT u.version, u.texts, EXISTS (SELECT 1 FROM records WHERE version = u.version), "
        "EXISTS (SELECT 1 FROM searched WHERE version = u.version) FROM unsearched u LIMIT ?",
        (limit,),
    ).fetchall()
    fresh, stale = [], []
    for version, texts, stands, indexed in changes:
        if indexed and (texts or not stands):
            stale.append((version, texts))
            indexed = False
        if stands and not indexed:
            fresh.append(version)
    _take_out(conn, stale)
    _put_in(conn, fresh)
    conn.executemany("DELETE FROM unsearched WHERE version = ?", [(row[0],) for row in changes])
    return waiting(conn) if len(changes) == limit else 0


def waiting(conn: sqlite3.Connection) -> int:
    """How many versions the index is behind."""
    if _form(conn) != FORM:
        return int(conn.execute("SELECT count(*) FROM records").fetchone()[0])
    return int(conn.execute("SELECT count(*) FROM unsearched").fetchone()[0])


def _form(conn: sqlite3.Connection) -> str | None:
    row = conn.execute("SELECT value FROM settings WHERE name = 'search.form'").fetchone()
    return row and str(row[0])


def _start_anew(conn: sqlite3.Connection) -> None:
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    conn.execute("DELETE FROM searched")
    conn.execute("DELETE FROM unsearched")
    conn.execute("INSERT OR IGNORE INTO unsearched (version) SELECT version FROM records")
    conn.execute("INSERT OR REPLACE INTO settings VALUES ('search.form', ?)", (FORM,))


def _put_in(conn: sqlite3.Connection, versions: list[int]) -> None:
    """Index these versions; the texts of a few are in memory at a time."""
    for at in range(0, len(versions), _TOGETHER):
        found = list(
            among(
                conn,
                "n, title, standfirst, captions, body, lang, section, substr(published, 1, 10)",
                "versions",
                "n",
                versions[at : at + _TOGETHER],
            )
        )
        conn.executemany(
            "INSERT INTO search (rowid, title, standfirst, captions, body) VALUES (?, ?, ?, ?, ?)",
            _entries([(n, texts) for n, *texts, _, _, _ in found]),
        )
        conn.executemany(
            "INSERT INTO searched VALUES (?, ?, ?, ?)", [(n, *row[4:]) for n, *row in found]
        )


def _take_out(conn: sqlite3.Connection, versions: list[tuple[int, str | None]]) -> None:
    """Take versions out of the index; with each comes what it said, as JSON, where it is not
    stored."""
    for at in range(0, len(versions), _TOGETHER):
        some = versions[at : at + _TOGETHER]
        stored = [n for n, gone in some if gone is None]
        said = [
            (n, texts)
            for n, *texts in among(conn, f"n, {', '.join(COLUMNS)}", "versions", "n", stored)
        ]
        for n, gone in some:
            if gone is not None:
                title, standfirst, captions, body = json.loads(gone)
                said.append((n, [title, standfirst, json.dumps(captions), json.dumps(body)]))
        conn.executemany(
            "INSERT INTO search (search, rowid, title, standfirst, captions, body) "
            "VALUES ('delete', ?, ?, ?, ?, ?)",
            _entries(said),
        )
        conn.executemany("DELETE FROM searched WHERE version = ?", [(n,) for n, _ in some])


def _entries(versions: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[Any, ...]]:
    """Of versions, by number and with those columns, the number and what the index is given."""
    said = [text for _, texts in versions for text in _said(*texts)]
    found = _indexed(said)
    for at, (n, _) in enumerate(versions):
        yield n, *found[len(COLUMNS) * at : len(COLUMNS) * (at + 1)]


def _indexed(texts: Sequence[str]) -> list[str]:
    if len(texts) < _FEW:
        return list(map(indexed, texts))
    from dedupe import kernel

    return kernel.indexed(texts)


def _said(title: str, standfirst: str, captions: str, body: str) -> tuple[str, ...]:
    """The text of each of `COLUMNS`, or one of the same tokens, from those columns of a version."""
    # Brackets, commas and quotes are space, so JSON will do that has no escapes.
    words = "\n".join(json.loads(body)) if "\\" in body else body
    if captions == "[]":
        return title, standfirst, "", words
    said = [caption[part] for caption in json.loads(captions) for part in ("text", "credit")]
    return title, standfirst, "\n".join(said), words


def indexed_texts(title: str, standfirst: str, captions: str, body: str) -> tuple[str, ...]:
    """What the index is given for each of `COLUMNS`, from those columns of a version."""
    return tuple(map(indexed, _said(title, standfirst, captions, body)))


def indexed(text: str) -> str:
    """The tokens of a text, then those that have prefixes without them, marked.

    >>> indexed("Élan: القوات")
    'elan القوات \\ue000قوات'
    """
    return with_bare(" ".join(tokens(text)))


@dataclass(frozen=True, slots=True)
class Filters:
    """What else a hit has to be; an empty string asks for nothing."""

    source: str = ""
    section: str = ""
    lang: str = ""
    since: str = ""
    """First day, `2024-05-01`; what has no date is left out as soon as a day is asked for."""
    until: str = ""
    """Last day."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits asked for, of all that there are."""

    versions: tuple[tuple[int, float], ...]
    """Number of the version and its score, the higher the better, best first."""
    total: int
    more: bool
    """Whether there are more than `total`, which were not looked at."""
    query: Query


def search(
    conn: sqlite3.Connection,
    text: str,
    filters: Filters,
    limit: int,
    offset: int = 0,
) -> Hits:
    """Records that a query finds, best first by bm25; never raises for any text.

    Where a query finds more than `RANKED`, the latest of them are ranked. Of hits that score alike,
    the one that came in last is first.
    """
    query = parse(text)
    if query.tree is None:
        return Hits((), 0, False, query)
    where, values = _where(filters)
    values = [matching(query.tree), *values]
    weights = ", ".join(map(str, WEIGHTS))
    # One pass: to rank in SQL what a first query counted would look for all of it twice.
    latest = conn.execute(
        f"SELECT search.rowid, -bm25(search, {weights}) {where} "
        f"ORDER BY search.rowid DESC LIMIT {RANKED + 1}",
        values,
    ).fetchall()
    found = [(int(n), float(score)) for n, score in latest[:RANKED]]
    best = sorted(found, key=lambda hit: (-hit[1], -hit[0]))[offset : offset + limit]
    return Hits(tuple(best), len(found), len(latest) > RANKED, query)


def _where(filters: Filters) -> tuple[str, list[str]]:
    """FROM and WHERE of a search, and the values that the filters put into it."""
    clauses, values = ["search MATCH ?"], []
    for clause, value in (
        ("d.lang = ? COLLATE NOCASE", filters.lang),
        ("d.section = ? COLLATE NOCASE", filters.section),
        ("d.day >= ? AND d.day <> ''", filters.since),
        ("d.day <= ? AND d.day <> ''", filters.until),
        (
            "EXISTS (SELECT 1 FROM sightings s JOIN pages p ON p.n = s.page "
            "WHERE s.version = search.rowid AND p.source = ? COLLATE NOCASE)",
            filters.source,
        ),
    ):
        if value:
            clauses.append(clause)
            values.append(value)
    # Without filters the index alone is asked. CROSS: it is always asked first.
    details = any((filters.lang, filters.section, filters.since, filters.until))
    joined = " CROSS JOIN searched d ON d.version = search.rowid" if details else ""
    return f"FROM search{joined} WHERE {' AND '.join(clauses)}", values


def matching(tree: Tree) -> str:
    """The tree in FTS5's own query language."""
    if isinstance(tree, Word):
        return _matching_word(tree)
    if isinstance(tree, Either):
        return f"({' OR '.join(map(matching, tree.parts))})"
    assert isinstance(tree, Every)
    yes = " AND ".join(map(matching, tree.yes))
    no = "".join(f" NOT {matching(part)}" for part in tree.no)
    return f"(({yes}){no})"


def _matching_word(word: Word) -> str:
    # Tokens are letters and digits, so nothing in them can end the quotes.
    star = " *" if word.prefix else ""
    plain = f'"{" ".join(word.tokens)}"{star}'
    if word.exact or len(word.tokens) > 1 or not _is_arabic(word.tokens[0]):
        return plain
    (token,) = word.tokens
    bare = stripped(token)
    quoted = (token, bare, BARE + token, BARE + bare)
    forms = dict.fromkeys(f'"{form}"{star}' for form in quoted)
    return f"({' OR '.join(forms)})"


def _is_arabic(token: str) -> bool:
    return "\u0621" <= token[0] <= "\u064a"
