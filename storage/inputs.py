"""How far the inputs of dumps have been read, so that a run goes on where an earlier one ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from dedupe.record import digest, storable


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of an input as it was when it was read."""

    path: str
    reading: str
    """Hash of how it was read."""
    stamp: str
    """Size and time of change; an input with another one is read from its beginning."""
    records: int = 0
    """Records from the beginning that are saved or quarantined."""
    quarantined: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An input that gave no article: a row of `quarantine`."""

    place: str
    reason: str
    input_id: str = ""
    url: str = ""
    detail: str = ""
    line: int | None = None


def read_progress(conn: sqlite3.Connection, path: str, reading: str, stamp: str) -> Progress:
    """How far an input was read; not at all where it has changed since."""
    path = storable(path)
    row = conn.execute(
        "SELECT records, quarantined, done FROM inputs "
        "WHERE path = ? AND reading = ? AND stamp = ?",
        (path, reading, stamp),
    ).fetchone()
    if row is None:
        return Progress(path, reading, stamp)
    return Progress(path, reading, stamp, row[0], row[1], bool(row[2]))


def write_progress(conn: sqlite3.Connection, marks: Iterable[Progress], run: int | None) -> None:
    """Note how far inputs are read now."""
    conn.executemany(
        "INSERT OR REPLACE INTO inputs (path, reading, stamp, records, quarantined, done, run) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (storable(m.path), m.reading, m.stamp, m.records, m.quarantined, int(m.done), run)
            for m in marks
        ],
    )


def write_quarantine(
    conn: sqlite3.Connection, entries: Iterable[Entry], run: int | None, at: str
) -> int:
    """Put entries on the list; how many were not there yet."""
    done = conn.executemany(
        "INSERT OR IGNORE INTO quarantine "
        "(id, place, input_id, url, reason, detail, line, run, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(_entry_id(e), *_texts(e), e.line, run, at) for e in entries],
    )
    return done.rowcount


def _entry_id(entry: Entry) -> str:
    line = "" if entry.line is None else str(entry.line)
    return digest(entry.place, entry.input_id, line, entry.url, entry.reason)


def _texts(entry: Entry) -> tuple[str, ...]:
    said = (entry.place, entry.input_id, entry.url, entry.reason, entry.detail)
    return tuple(map(storable, said))
