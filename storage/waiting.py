"""Waiting for a database that another process holds: not for ever, and not in silence."""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

LONGEST = 60_000
"""Milliseconds to wait for another writer; its transactions last well under a second."""
SILENT = 2_000
"""Milliseconds of them after which it is said what is waited for."""

_LOCKS = Path("/proc/locks")
_log = logging.getLogger(__name__)


def execute(conn: sqlite3.Connection, path: Path, statement: str) -> sqlite3.Cursor:
    """The result of a statement that others may keep from beginning.

    Raises sqlite3.OperationalError where they do for longer than `LONGEST`.
    """
    conn.execute(f"PRAGMA busy_timeout = {SILENT}")
    try:
        return conn.execute(statement)
    except sqlite3.OperationalError as error:
        if not is_held(error):
            raise
    finally:
        conn.execute(f"PRAGMA busy_timeout = {LONGEST}")
    seconds = (LONGEST - SILENT) // 1000
    _log.warning(
        "%s: %s is writing to it; waiting for its end, %d seconds at most",
        *(path, _holder(path), seconds),
    )
    return conn.execute(statement)


def is_held(error: sqlite3.OperationalError) -> bool:
    """Whether it is another connection that keeps a statement from being done."""
    return "locked" in str(error)


def _holder(path: Path) -> str:
    """Which process holds a database's lock, where the system tells; else `another process`."""
    try:
        files = {os.stat(f"{path}{end}").st_ino for end in ("-shm", "")}
        for line in _LOCKS.read_text(encoding="ascii").splitlines():
            *_, kind, pid, file, _first, _last = line.split()
            inode = int(file.rpartition(":")[2])
            if kind == "WRITE" and inode in files and int(pid) not in (0, os.getpid()):
                name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
                return f"process {pid} ({name})"
    except (OSError, ValueError):
        pass
    return "another process"
