"""The rows of a plan, split by split and in the order of their ids, some at a time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from .columns import Columns

BATCH = 1000
"""Rows read, and handed on, at a time."""

Values = tuple[Any, ...]

_PLAN = (
    "id",
    "input_id",
    "kind",
    "url",
    "source",
    "fetched_at",
    "record_id",
    "version_id",
    "relation",
    "similarity",
    "family",
    "words",
    "rights",
    "licence",
)
_CARD = (
    "lang",
    "title",
    "standfirst",
    "captions",
    "authors",
    "agency",
    "dateline",
    "section",
    "published",
)
_SAID = (*_CARD, "body", "modified")
_NONE = {"body": "'[]'", "modified": "''"}
"""What a card does not say."""


def count_crowds(conn: sqlite3.Connection) -> None:
    """Fill `crowd`: how many versions a record has and which outlets showed them, where it is more
    than one page that did."""
    conn.execute(
        "CREATE TEMP TABLE crowd AS SELECT a.record AS record, count(DISTINCT v.n) AS versions, "
        "json_group_array(DISTINCT p.source) AS sources FROM articles a "
        "JOIN versions v ON v.article = a.n JOIN sightings s ON s.version = v.n "
        "JOIN pages p ON p.n = s.page GROUP BY a.record HAVING count(*) > 1"
    )
    conn.execute("CREATE UNIQUE INDEX temp.crowd_record ON crowd(record)")


def stream(conn: sqlite3.Connection, split: int) -> Iterator[list[Values]]:
    """The rows of a split as the database has them, for `pack`."""
    cards = conn.execute("SELECT 1 FROM plan WHERE kind = 'teaser' LIMIT 1").fetchone()
    said = [f"v.{name}" for name in _SAID]
    joins = "JOIN versions v ON v.n = p.version"
    if cards is not None:
        said = [f"coalesce(v.{name}, {_NONE.get(name, f't.{name}')})" for name in _SAID]
        joins = (
            f"LEFT {joins} LEFT JOIN teasers t "
            "ON p.kind = 'teaser' AND t.page = p.page AND t.nth = p.nth"
        )
    cursor = conn.execute(
        f"SELECT {', '.join('p.' + name for name in _PLAN)}, {', '.join(said)}, "
        f"c.versions, c.sources FROM plan p {joins} LEFT JOIN crowd c ON c.record = p.record "
        "WHERE p.split = ? ORDER BY p.at",
        (split,),
    )
    while rows := cursor.fetchmany(BATCH):
        yield rows


def pack(rows: list[Values]) -> Columns:
    """Rows of `stream` as columns of a release."""
    names = (*_PLAN, *_SAID, "versions", "sources")
    found: Columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    found["group"] = found.pop("family")
    found["rights"] = [words.split() for words in found["rights"]]
    found["versions"] = [
        count or int(kind == "article")
        for count, kind in zip(found["versions"], found["kind"], strict=True)
    ]
    found["sources"] = [
        sorted(json.loads(names)) if names else [source]
        for names, source in zip(found["sources"], found["source"], strict=True)
    ]
    # JSON writes a NUL as an escape, so most batches can be seen to hold none before they are read.
    broken = any(_NUL in said for name in _LISTS for said in found[name])
    found["body"] = list(map(json.loads, found["body"]))
    for name in ("captions", "authors"):
        found[name] = _values(found[name])
    _mend(found, broken)
    found["text_sha256"] = text_hashes(found)
    return found


_LISTS = ("body", "captions", "authors")

_NUL = "\\u0000"


def _values(said: list[str]) -> list[Any]:
    """What short JSON texts say, read as one: a call for each takes ten times as long.

    Of long ones it is the other way round, for the joined text is as wide as its widest character.
    """
    values: list[Any] = json.loads(f"[{','.join(said)}]")
    return values


def _mend(found: Columns, broken: bool) -> None:
    """A NUL ends the text for much that reads it, so it becomes the sign for what is unreadable."""
    for name in ("title", "standfirst", "agency", "dateline", "section", "input_id", "url"):
        if "\0" in "".join(found[name]):
            found[name] = [said.replace("\0", "\ufffd") for said in found[name]]
    if not broken:
        return
    for name in ("body", "authors"):
        found[name] = [[part.replace("\0", "\ufffd") for part in said] for said in found[name]]
    found["captions"] = [
        [{key: part.replace("\0", "\ufffd") for key, part in c.items()} for c in said]
        for said in found["captions"]
    ]


def text_hashes(found: Columns) -> list[str]:
    """SHA-256 of headline, standfirst and paragraphs, joined by line feeds, row by row."""
    return [
        hashlib.sha256("\n".join((title, standfirst, *body)).encode()).hexdigest()
        for title, standfirst, body in zip(
            found["title"], found["standfirst"], found["body"], strict=True
        )
    ]


_FOLDS = """SELECT p.id, p.input_id, p.url, p.source, f.block, f.reason, f.into_block, f.similarity,
    s.records, coalesce(b.text, b.raw)
    FROM shown s JOIN pages p ON p.n = s.page JOIN folds f ON f.page = p.n
    JOIN block_rows b ON b.page = f.page AND b.idx = f.block ORDER BY s.id, f.block"""


def stream_folds(conn: sqlite3.Connection) -> Iterator[Columns]:
    """The folded blocks of all pages that a chosen row was read of or that show its version."""
    conn.execute(
        "CREATE TEMP TABLE shown AS SELECT p.n AS page, p.id AS id, "
        "json_group_array(DISTINCT w.record_id) AS records FROM plan w "
        "JOIN sightings s ON s.version = w.version JOIN pages p ON p.n = s.page GROUP BY p.n"
    )
    names = ("page_id", "input_id", "url", "source", "block", "reason", "into", "similarity")
    cursor = conn.execute(_FOLDS)
    while rows := cursor.fetchmany(BATCH):
        lists = map(list, zip(*rows, strict=True))
        found = dict(zip((*names, "record_ids", "text"), lists, strict=True))
        found["record_ids"] = list(map(sorted, _values(found["record_ids"])))
        found["text"] = [said.replace("\0", "\ufffd") for said in found["text"]]
        yield found
