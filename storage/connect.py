"""Opening a database: ours, and no newer than we are, or refused before anything touches it."""

from __future__ import annotations

import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .waiting import execute

APPLICATION_ID = 0x4E464F4C
"""`NFOL`, in the header of every database of ours, so that no other file is taken for one."""

VERSION = 17
"""Number of the newest schema; the header's user version says which one a file has."""

PAGE_SIZE = 16384
"""Bytes. Articles of 2 KB fill pages of 4096 badly: about twice the file, and slower inserts."""

CACHE = 512 << 20
"""Bytes of pages in memory, as far as they are used. In a large database each new article changes a
page in each of some ten indexes, seven of them at random places; of a million articles all pages of
those have room."""

SMALL_CACHE = 64 << 20
"""The same for who saves a page at a time and runs for hours, as a crawl does."""

LOG = 256 << 20
"""Bytes of log from which on a commit copies it into the file. The indexes of ids are hit in random
places: what is changed again before that is copied once. Seven such indexes of a million rows took
0.26 ms an article with 128 MB of pages in memory and 64 MB of log, and 0.18 ms with these."""

_MAGIC = b"SQLite format 3\x00"


class StoreError(Exception):
    """What is wrong with a database, and what to do."""


class UnsavedError(StoreError):
    """What kept a batch from being saved in a database that is right: no room, or who holds it."""


def connect(path: Path, readonly: bool = False, cache: int = CACHE) -> sqlite3.Connection:
    """A connection to the database at `path`, made or migrated first where that is needed.

    `cache` is the most bytes of pages that it keeps in memory.
    """
    version = inspect(path)
    if version == 0:
        if readonly:
            raise StoreError(f"{path}: no newsfold database there; `newsfold clean` makes one")
        _make(path)
    conn = _open(path, _mode(path) if readonly else "mode=rw")
    try:
        conn.execute(f"PRAGMA cache_size = -{cache >> 10}")
        # The header may be older than the log beside it, so ask again through SQLite.
        version = conn.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(path, version)
        if version < VERSION:
            _migrate(path, conn, readonly)
        if readonly:
            conn.execute("PRAGMA query_only = on")
    except BaseException:
        conn.close()
        raise
    return conn


def bring_up(path: Path) -> Path | None:
    """Migrate a database of an older schema, once a copy of it stands beside it; that copy's path.

    None where nothing is to be done. Raises StoreError, also where the copy cannot be made.
    """
    if inspect(path) in (0, VERSION):
        return None
    conn = _open(path)
    try:
        version = conn.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(path, version)
        if version == VERSION:
            return None
        copy = path.with_name(f"{path.stem}.schema{version}{path.suffix}")
        if not copy.exists():
            _copy(conn, path, copy)
        _apply(conn)
        return copy
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be brought up to date: {error}") from error
    finally:
        conn.close()


def _copy(conn: sqlite3.Connection, path: Path, copy: Path) -> None:
    """Copy a database with what is still in its log; the name stands for the whole of it only."""
    made = copy.with_name(f".{copy.name}.{secrets.token_hex(4)}.new")
    try:
        target = sqlite3.connect(made)
        try:
            conn.backup(target)
        finally:
            target.close()
        made.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{path}: made by an older newsfold, and {copy}, a copy to keep before it is brought "
            f"up to date, cannot be made: {error}"
        ) from error
    finally:
        with suppress(OSError):  # of a medium that takes no writing
            made.unlink(missing_ok=True)


def inspect(path: Path) -> int:
    """Schema version of the file at `path`, 0 where there is none, from its header alone.

    Raises StoreError for anything that is not ours to open.
    """
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not header:
        return 0
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise StoreError(
            f"{path}: not a SQLite database (it starts with {header[:12]!r}); "
            "name another file for the database"
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreError(
            f"{path}: a SQLite database, but not one of newsfold's; "
            "name another file, newsfold makes it"
        )
    version = int.from_bytes(header[60:64], "big")
    _refuse_newer(path, version)
    return version


def stamp(conn: sqlite3.Connection, version: int) -> None:
    """Mark the database as ours, with the schema's number."""
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {version}")


def _refuse_newer(path: Path, version: int) -> None:
    if version > VERSION:
        raise StoreError(
            f"{path}: made by a newer newsfold (schema {version}, this one knows {VERSION}); "
            "upgrade with `pip install --upgrade newsfold`"
        )


def takes_writing(path: Path) -> bool:
    """Whether this process may write to a database: to its file, and logs beside it."""
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def _mode(path: Path) -> str:
    """How a database is opened for reading alone. Raises StoreError where its log is not readable.

    SQLite reads the log by an index beside it. Where none can be made, it has to be told that
    there is no log either; of one that was left behind, nothing could be read.
    """
    if os.access(path.parent, os.W_OK):
        return "mode=rw"  # not `mode=ro`: that cannot remove the files of the log when it is done
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if not (log.exists() and log.stat().st_size):
        return "mode=ro&immutable=1"
    if index.exists():
        return "mode=ro"
    raise StoreError(
        f"{path}: what was written last stands in {log.name}, which cannot be read in a folder "
        f"that takes no writing; copy both to one that does: cp {path} {log} FOLDER"
    )


def _open(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    try:
        conn = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        conn.execute("PRAGMA foreign_keys = on")
        # NORMAL syncs the log at checkpoints, not at every commit. A power cut can take back the
        # last commits but never breaks the file, and pages taken back are fetched or read again;
        # FULL would cost a disk flush for every page of a crawl. Killing the process loses nothing.
        conn.execute("PRAGMA synchronous = normal")
        conn.execute(f"PRAGMA wal_autocheckpoint = {LOG // PAGE_SIZE}")
        execute(conn, path, "SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        why = "" if takes_writing(path) else "; you may not write to it or to its folder"
        raise StoreError(f"{path}: cannot be opened: {error}{why}") from error
    return conn


def _make(path: Path) -> None:
    """Make an empty database beside `path` and give it that name when it is whole.

    So a kill half way leaves no half-made database, and of two processes one wins.
    """
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        conn = sqlite3.connect(made, isolation_level=None)
        try:
            conn.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            # Nobody knows the file before it is whole, so no step of it must outlive a power cut.
            conn.execute("PRAGMA journal_mode = memory")
            conn.execute("PRAGMA synchronous = off")
            _apply(conn)
            conn.execute("PRAGMA journal_mode = wal")
        finally:
            conn.close()
        with made.open("rb+") as whole:
            os.fsync(whole.fileno())
        _claim(made, path)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(
            f"{path}: cannot be made: {error}; is {path.parent} a folder that you may write to?"
        ) from error
    finally:
        with suppress(OSError):  # of a medium that takes no writing
            made.unlink(missing_ok=True)


def _claim(made: Path, path: Path) -> None:
    if path.exists() and path.stat().st_size == 0:
        made.replace(path)
        return
    try:
        os.link(made, path)
    except FileExistsError:
        return  # another process was first; its database is as good
    except OSError:
        # A file system without hard links; the window in which two processes meet is tiny.
        if not path.exists():
            made.replace(path)


def _migrate(path: Path, conn: sqlite3.Connection, readonly: bool) -> None:
    if readonly:
        raise StoreError(
            f"{path}: made by an older newsfold; any command that writes to it brings it up to "
            f"date, such as `newsfold clean --db {path}` on a page"
        )
    _apply(conn)


def _apply(conn: sqlite3.Connection) -> None:
    with _without("pandas"):
        from sqlite_utils import Database

    from .schema import migrate

    migrate(Database(conn))


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Keep imports in the block from taking along a package that they can do without.

    Where pandas is installed, sqlite_utils loads it for one type of column that we have none of:
    half a second of every process that makes a database.
    """
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
