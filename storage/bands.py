"""LSH buckets of forms, kept as sorted runs: few large writes instead of many small ones.

A bucket is the set of forms under one band key. A row for each of a form's 32 keys would be 32
random places of a tree. Instead, what one transaction brings is sorted and written as one *run*; as
soon as `FAN` runs are of about one size, they are merged into one. So a database of a million forms
has some twenty runs, and an entry is written again some eight times in its life, always in a row. A
run is cut into blocks, so that a lookup reads little of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    I64 = NDArray[np.int64]
    U32 = NDArray[np.uint32]

CROWD = 100
"""Forms of one bucket that are kept and proposed, the latest ones. Only texts made from one
pattern (bulletins, tables) fill a bucket further, and there each further one costs time and says
nothing new. Equal forms are found by their id, not here. This is the one place where what came in
earlier could matter."""

FAN = 4
"""Runs of one size that are merged. More would mean more places to look, fewer more writing."""

SMALL = 32
"""Entries up to which a run is of the smallest size: one form's."""

BLOCK = 2048
"""Entries in a block: 24 KB, of which a lookup of one key reads all."""

SPARSE = 8
"""Blocks a key, from which on a run is asked key by key and not read through."""


def add(conn: sqlite3.Connection, keys: I64, forms: U32) -> None:
    """Put forms into buckets, as pairs of a key and the number of a form; merge what is due."""
    import numpy as np

    if len(keys) == 0:
        return
    order = np.lexsort((forms, keys))
    _write_run(conn, keys[order], forms[order])
    while _merge_due(conn):
        pass


def candidates(conn: sqlite3.Connection, keys: I64, forms: U32) -> tuple[U32, U32]:
    """Pairs of one of `forms` and another form, here or in the store, that share a bucket.

    `keys` and `forms` are as in `add`, and are not in the store yet. A pair comes once.
    """
    import numpy as np

    order = np.lexsort((forms, keys))
    keys, forms = keys[order], forms[order]
    wanted = keys[np.diff(keys, prepend=-1) > 0]
    stored = [found for run in _runs(conn) for found in _found(conn, run, wanted)]
    if not stored and (forms == forms[:1]).all():
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    all_keys = np.concatenate([k for k, _ in stored] + [keys])
    all_forms = np.concatenate([f for _, f in stored] + [forms])
    order = np.lexsort((all_forms, all_keys))
    return _pairs(all_keys[order], all_forms[order], np.unique(forms))


def within(keys: I64, forms: U32) -> tuple[U32, U32]:
    """Pairs among forms that share a bucket, without the store."""
    import numpy as np

    order = np.lexsort((forms, keys))
    return _pairs(keys[order], forms[order], np.unique(forms))


def remove(conn: sqlite3.Connection, keys: I64, forms: U32) -> None:
    """Take forms out of their buckets, given as to `add`."""
    import numpy as np

    wanted, gone = np.unique(keys), np.unique(forms)
    for run in _runs(conn):
        for row, block_keys, block_forms in _blocks(conn, run, wanted):
            kept = ~(np.isin(block_keys, wanted) & np.isin(block_forms, gone))
            if kept.all():
                continue
            conn.execute(
                "UPDATE band_blocks SET keys = ?, forms = ? WHERE rowid = ?",
                (*_packed(block_keys[kept], block_forms[kept]), row),
            )


def _pairs(keys: I64, forms: U32, fresh: U32) -> tuple[U32, U32]:
    """Pairs of neighbours in a bucket up to `CROWD` apart, one of them fresh; sorted by key."""
    import numpy as np

    found = []
    for step in range(1, CROWD + 1):
        meet = np.flatnonzero(keys[step:] == keys[:-step])
        if len(meet) == 0:
            break
        found.append(np.stack([forms[meet + step], forms[meet]]))
    if not found:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    high, low = np.concatenate(found, axis=1).astype(np.uint64)
    both = np.sort(high << np.uint64(32) | low)
    both = both[np.concatenate([[True], both[1:] != both[:-1]])]
    high, low = both >> np.uint64(32), both & np.uint64(0xFFFFFFFF)
    # A later form of the store may have a higher number than a fresh one only after folding again.
    asked = (high != low) & (np.isin(high, fresh) | np.isin(low, fresh))
    return high[asked].astype(np.uint32), low[asked].astype(np.uint32)


def _runs(conn: sqlite3.Connection) -> list[tuple[int, int]]:
    """Every run with the number of entries that it was written with."""
    return conn.execute("SELECT run, entries FROM band_runs ORDER BY run").fetchall()


def _found(
    conn: sqlite3.Connection, run: tuple[int, int], wanted: I64
) -> Iterator[tuple[I64, U32]]:
    """Entries of a run under the keys `wanted`, which are sorted."""
    import numpy as np

    for _, keys, forms in _blocks(conn, run, wanted):
        if len(keys) == 0:
            continue
        # The few in the many: those of the wanted keys that could be here, in the block's.
        own = wanted[wanted.searchsorted(keys[0]) : wanted.searchsorted(keys[-1], "right")]
        place = keys.searchsorted(own)
        own = own[keys[place] == own]
        if len(own) == 0:
            continue
        low, high = keys.searchsorted(own), keys.searchsorted(own, "right")
        # The places low to high of each key in a row.
        counts = high - low
        ends = counts.cumsum()
        at = np.arange(ends[-1]) + np.repeat(high - ends, counts)
        yield keys[at], forms[at]


def _blocks(
    conn: sqlite3.Connection, run: tuple[int, int], wanted: I64
) -> Iterator[tuple[int, I64, U32]]:
    """Row, keys and forms of those blocks of a run in which keys `wanted` could be."""
    n, entries = run
    if entries <= BLOCK:  # there is one
        for row, *packed in conn.execute(
            "SELECT rowid, keys, forms FROM band_blocks WHERE run = ?", (n,)
        ).fetchall():
            yield row, *_unpacked(*packed)
        return
    for row in _rows(conn, n, entries // BLOCK, wanted):
        found = conn.execute("SELECT keys, forms FROM band_blocks WHERE rowid = ?", (row,))
        yield row, *_unpacked(*found.fetchone())


def _rows(conn: sqlite3.Connection, run: int, blocks: int, wanted: I64) -> list[int]:
    """Rows of those of a run's blocks in which keys `wanted` could be."""
    import numpy as np

    if blocks > SPARSE * len(wanted):
        rows = {
            conn.execute(
                "SELECT rowid FROM band_blocks WHERE run = ? AND first <= ? "
                "ORDER BY first DESC LIMIT 1",
                (run, key),
            ).fetchone()
            for key in wanted.tolist()
        } - {None}
        return sorted(row[0] for row in rows)
    every = conn.execute(
        "SELECT rowid, first FROM band_blocks WHERE run = ? ORDER BY first", (run,)
    ).fetchall()
    firsts = np.array([first for _, first in every], np.int64)
    at = np.unique(firsts.searchsorted(wanted, "right") - 1)
    return [every[n][0] for n in at.tolist() if n >= 0]


def _write_run(conn: sqlite3.Connection, keys: I64, forms: U32) -> None:
    """Write a run of sorted entries in blocks; no key stands in two of them."""
    import numpy as np

    run = conn.execute("INSERT INTO band_runs (entries) VALUES (?)", (len(keys),)).lastrowid
    cuts = np.searchsorted(keys, keys[::BLOCK], "left")
    edges = [*np.unique(cuts).tolist(), len(keys)]
    rows = (
        (run, int(keys[low]), *_packed(keys[low:high], forms[low:high]))
        for low, high in pairwise(edges)
    )
    conn.executemany("INSERT INTO band_blocks (run, first, keys, forms) VALUES (?, ?, ?, ?)", rows)


def _merge_due(conn: sqlite3.Connection) -> bool:
    """Merge the runs of one size, if there are enough of them; whether there were."""
    sizes: dict[int, list[int]] = {}
    for run, entries in conn.execute("SELECT run, entries FROM band_runs"):
        sizes.setdefault(_size(entries), []).append(run)
    due = next((runs for _, runs in sorted(sizes.items()) if len(runs) >= FAN), None)
    if due is None:
        return False
    _merge(conn, due)
    return True


def _size(entries: int) -> int:
    """Steps of `FAN` by which a run is larger than the smallest."""
    size = 0
    while entries > SMALL:
        entries //= FAN
        size += 1
    return size


def _merge(conn: sqlite3.Connection, runs: Sequence[int]) -> None:
    import numpy as np

    read = [_unpacked(*packed) for run in runs for packed in _all_blocks(conn, run)]
    keys = np.concatenate([own for own, _ in read])
    forms = np.concatenate([own for _, own in read])
    conn.executemany("DELETE FROM band_runs WHERE run = ?", [(run,) for run in runs])
    if len(keys) == 0:
        return
    order = np.lexsort((forms, keys))
    keys, forms = keys[order], forms[order]
    kept = np.ones(len(keys), np.bool_)
    kept[:-CROWD] = keys[CROWD:] != keys[:-CROWD]
    _write_run(conn, keys[kept], forms[kept])


def _all_blocks(conn: sqlite3.Connection, run: int) -> Iterable[Any]:
    return conn.execute("SELECT keys, forms FROM band_blocks WHERE run = ? ORDER BY first", (run,))


def _packed(keys: I64, forms: U32) -> tuple[bytes, bytes]:
    return keys.astype("<i8").tobytes(), forms.astype("<u4").tobytes()


def _unpacked(keys: bytes, forms: bytes) -> tuple[I64, U32]:
    import numpy as np

    return np.frombuffer(keys, "<i8"), np.frombuffer(forms, "<u4")
