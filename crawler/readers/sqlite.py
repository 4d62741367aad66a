"""A table of an SQLite file: `file.db::table`, a row is a record."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from crawler.readers.raw import MAX_BYTES, Bad, Broken, InputError, Raw

_MAGIC = b"SQLite format 3\x00"
# An open reading would keep a database that others write to from tidying up for hours.
_ROWS = 256


def read_sqlite(path: str, table: str, name: str) -> Iterator[Raw | Bad]:
    """The rows of a table or view in its own order."""
    conn = _open(path)
    try:
        _check_table(conn, path, table)
        rows = conn.execute(f"SELECT * FROM {_quoted(table)}")
        names = [column[0] for column in rows.description]
        number = 0
        while batch := rows.fetchmany(_ROWS):
            for row in batch:
                number += 1
                where = f"{name}:{number}"
                size = sum(len(cell) for cell in row if isinstance(cell, bytes))
                if size > MAX_BYTES:
                    yield Bad(where, "too large", f"a row of more than {MAX_BYTES} bytes", where)
                    continue
                fields = {key: _cell(cell) for key, cell in zip(names, row, strict=True)}
                yield Raw(where, "fields", fields, {}, size)
        if not number:
            yield Bad(name, "empty", "the table holds no row", name)
    except (sqlite3.Error, ValueError) as error:
        raise Broken("corrupt", str(error)) from error
    finally:
        conn.close()


def tables(path: str) -> list[str]:
    """Names of the tables and views of a database; raises InputError."""
    conn = _open(path)
    try:
        found = conn.execute(
            "SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [name.decode("utf-8", "replace") for (name,) in found]
    except (sqlite3.Error, ValueError) as error:  # its messages may hold bytes that are no text
        raise InputError(f"{path}: {error}") from error
    finally:
        conn.close()


def _open(path: str) -> sqlite3.Connection:
    file = Path(path).absolute()
    log = file.with_name(file.name + "-wal")
    # Where nothing can be written, a database is read only if it is said that nobody writes to it.
    settled = not os.access(file.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    mode = "mode=ro&immutable=1" if settled else "mode=ro"
    conn = sqlite3.connect(f"{file.as_uri()}?{mode}", uri=True)
    # Text comes as bytes: what is not UTF-8 is decoded like any other text.
    conn.text_factory = bytes
    return conn


def _check_table(conn: sqlite3.Connection, path: str, table: str) -> None:
    there = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    if there is None:
        raise Broken("no such table", f"{path} has no table {table!r}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cell(value: object) -> object:
    return value
