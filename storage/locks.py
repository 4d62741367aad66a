"""One crawl of a site at a time: who holds a site's lock, since when, and if he still lives."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from .ledger import moment

STALE = 600
"""Seconds without a sign of life after which a holder on another machine is taken for dead."""
BEAT = 60
"""Seconds between two signs of life."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process, so that no other one of the same number is taken for it."""

    host: str
    pid: int
    born: str
    """Boot of the machine and the process's start since then, in clock ticks; empty: not known."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that is held."""

    source: str
    owner: Owner
    run: int | None
    taken: str
    beat: str


def this_process() -> Owner:
    """The owner that this process is."""
    return Owner(socket.gethostname(), os.getpid(), _born(os.getpid()))


def _born(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
    # The name of the program may hold spaces and brackets; the fields after it do not.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else f"{boot}:{fields[19]}"


def alive(lock: Lock, now: datetime) -> bool:
    """Whether the holder of a lock is still at work, as far as can be told from here."""
    silent = (now - datetime.fromisoformat(lock.beat)).total_seconds()
    if lock.owner.host != socket.gethostname() or not lock.owner.born:
        return silent < STALE
    return _born(lock.owner.pid) == lock.owner.born


def take(
    conn: sqlite3.Connection, source: str, owner: Owner, run: int | None, now: datetime
) -> Lock | None:
    """Take the lock of a site inside the caller's transaction; who holds it, if it is held.

    The lock of a dead process is taken over.
    """
    held = lock_of(conn, source)
    if held is not None and held.owner != owner and alive(held, now):
        return held
    conn.execute(
        "INSERT OR REPLACE INTO locks (source, owner, run, taken, beat) VALUES (?, ?, ?, ?, ?)",
        (source, json.dumps(asdict(owner)), run, moment(now), moment(now)),
    )
    return None


def beat(conn: sqlite3.Connection, source: str, owner: Owner, now: datetime) -> bool:
    """Give a sign of life; False where the lock is not ours any longer."""
    done = conn.execute(
        "UPDATE locks SET beat = ? WHERE source = ? AND owner = ?",
        (moment(now), source, json.dumps(asdict(owner))),
    )
    return done.rowcount > 0


def release(conn: sqlite3.Connection, source: str, owner: Owner) -> None:
    """Let go of a lock, if it is ours."""
    conn.execute(
        "DELETE FROM locks WHERE source = ? AND owner = ?", (source, json.dumps(asdict(owner)))
    )


def lock_of(conn: sqlite3.Connection, source: str) -> Lock | None:
    """The lock of a site, held or left behind."""
    row = conn.execute(
        "SELECT source, owner, run, taken, beat FROM locks WHERE source = ?", (source,)
    ).fetchone()
    if row is None:
        return None
    source, owner, run, taken, beat = row
    return Lock(source, Owner(**json.loads(owner)), run, taken, beat)


def age(lock: Lock, now: datetime | None = None) -> float:
    """Seconds since a lock was taken."""
    return ((now or datetime.now(UTC)) - datetime.fromisoformat(lock.taken)).total_seconds()
