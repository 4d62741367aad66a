"""LSH buckets of forms, kept as sorted runs: few large writes instead of many small ones.

A bucket is the set of forms under one band key. A form has one key more, by which it is found as it
is (`sketches.id_keys`). A row for each of its 33 keys would be 33 random places of a tree. Instead,
what one transaction brings is sorted and written as one *run*; as soon as `FAN` runs are of about
one size, they are merged into one. So a database of a million forms has some twenty runs, and an
entry is written again some eight times in its life, always in a row. A run is cut into blocks, so
that a lookup reads little of it.

Nearly all keys of a new form are nobody else's. Whoever looks up many keeps the upper halves of a
run's keys in memory, its *head*, and reads a block only where one of them says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    I64 = NDArray[np.int64]
    U32 = NDArray[np.uint32]

Run = tuple[int, int]
"""Number of a run, and of the entries that it was written with."""


class Head(NamedTuple):
    """What is in memory of a run. A run is never changed, only entries may be taken out of it."""

    firsts: I64
    """The first key of each block."""
    tops: U32
    """The upper 32 of the 48 bits of each key, in order."""


@dataclass(slots=True)
class Heads:
    """What earlier calls left in memory; it holds until a transaction is taken back."""

    held: dict[Run, Head] = field(default_factory=dict)
    read: dict[Run, int] = field(default_factory=dict)
    """Blocks that were read of runs without a head."""

    def keep(self, runs: Collection[Run]) -> None:
        """Drop what is of other runs."""
        for known in self.held, self.read:
            for gone in known.keys() - set(runs):
                del known[gone]

    def clear(self) -> None:
        self.keep(())


CROWD = 100
"""Forms of one bucket that are kept and proposed, the latest ones. Only texts made from one
pattern (bulletins, tables) fill a bucket further, and there each further one costs time and says
nothing new. Equal forms are one form, found by a key of its own. This is the one place where what
came in earlier could matter."""

FAN = 4
"""Runs of one size that are merged. More would mean more places to look, fewer more writing."""

SMALL = 33
"""Entries up to which a run is of the smallest size: one form's."""

BLOCK = 2048
"""Entries in a block: 24 KB, of which a lookup of one key reads all."""

SPARSE = 8
"""Blocks a key, from which on a run is asked key by key and not read through."""

HELD = 64_000_000
"""Entries whose heads are kept, 256 MB: those of two million articles. Of more, some runs are
looked up without."""


def add(conn: sqlite3.Connection, keys: I64, forms: U32, heads: Heads) -> None:
    """Put forms into buckets, as pairs of a key and the number of a form; merge what is due."""

    if len(keys) == 0:
        return
    _write_run(conn, *_sorted(keys, forms), heads)
    while _merge_due(conn, heads):
        pass


def lookup(conn: sqlite3.Connection, keys: I64, heads: Heads) -> list[int]:
    """Numbers of the forms in the buckets of `keys`."""
    import numpy as np

    wanted = np.unique(keys)
    runs = _runs(conn)
    heads.keep(runs)
    found = [own for run in runs for _, own in _found(conn, run, wanted, heads)]
    return np.unique(np.concatenate(found)).tolist() if found else []


def candidates(conn: sqlite3.Connection, keys: I64, forms: U32, heads: Heads) -> tuple[U32, U32]:
    """Pairs of one of `forms` and another form, here or in the store, that share a bucket.

    `keys` and `forms` are as in `add`, and are not in the store yet. A pair comes once.
    """
    import numpy as np

    keys, forms = _sorted(keys, forms)
    wanted = keys[np.diff(keys, prepend=-1) > 0]
    runs = _runs(conn)
    heads.keep(runs)
    stored = [found for run in runs for found in _found(conn, run, wanted, heads)]
    if not stored and (forms == forms[:1]).all():
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    all_keys = np.concatenate([k for k, _ in stored] + [keys])
    all_forms = np.concatenate([f for _, f in stored] + [forms])
    return _pairs(*_sorted(all_keys, all_forms), np.unique(forms))


def within(keys: I64, forms: U32) -> tuple[U32, U32]:
    """Pairs among forms that share a bucket, without the store."""
    import numpy as np

    return _pairs(*_sorted(keys, forms), np.unique(forms))


def remove(conn: sqlite3.Connection, keys: I64, forms: U32) -> None:
    """Take forms out of their buckets, given as to `add`."""
    import numpy as np

    wanted, gone = np.unique(keys), np.unique(forms)
    for run in _runs(conn):
        for first, block_keys, block_forms in _blocks(conn, run, wanted, Heads()):
            kept = ~(np.isin(block_keys, wanted) & np.isin(block_forms, gone))
            if kept.all():
                continue
            conn.execute(
                "UPDATE band_blocks SET keys = ?, forms = ? WHERE run = ? AND first = ?",
                (*_packed(block_keys[kept], block_forms[kept]), run[0], first),
            )


def _sorted(keys: I64, forms: U32) -> tuple[I64, U32]:
    """Entries by key, those of one key by form."""
    import numpy as np

    # Mostly forms come in order, or in runs that do, and sorting by keys leaves them so.
    order = keys.argsort(kind="stable")
    keys, forms = keys[order], forms[order]
    same = np.flatnonzero(keys[1:] == keys[:-1])
    if (forms[same + 1] >= forms[same]).all():
        return keys, forms
    order = np.lexsort((forms, keys))
    return keys[order], forms[order]


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


def _runs(conn: sqlite3.Connection) -> list[Run]:
    return conn.execute("SELECT run, entries FROM band_runs ORDER BY run").fetchall()


def _found(
    conn: sqlite3.Connection, run: Run, wanted: I64, heads: Heads
) -> Iterator[tuple[I64, U32]]:
    """Entries of a run under the keys `wanted`, which are sorted."""
    import numpy as np

    for _, keys, forms in _blocks(conn, run, wanted, heads):
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
    conn: sqlite3.Connection, run: Run, wanted: I64, heads: Heads
) -> Iterator[tuple[int, I64, U32]]:
    """First key, keys and forms of those blocks of a run in which keys `wanted` could be."""
    n, entries = run
    if entries <= BLOCK:  # there is one
        for first, *packed in conn.execute(
            "SELECT first, keys, forms FROM band_blocks WHERE run = ?", (n,)
        ).fetchall():
            yield first, *_unpacked(*packed)
        return
    if run not in heads.held:
        firsts = _firsts(conn, run, wanted)
        heads.read[run] = heads.read.get(run, 0) + len(firsts)
        if heads.read[run] * BLOCK > entries:
            # So much was wanted of it by now that it pays to go through all of it once.
            _read_head(conn, run, heads)
    if run in heads.held:
        firsts = _by_head(heads.held[run], wanted)
    for first in firsts:
        found = conn.execute(
            "SELECT keys, forms FROM band_blocks WHERE run = ? AND first = ?", (n, first)
        )
        yield first, *_unpacked(*found.fetchone())


def _firsts(conn: sqlite3.Connection, run: Run, wanted: I64) -> list[int]:
    """First keys of those of a run's blocks in which keys `wanted` could be."""
    import numpy as np

    n, entries = run
    if entries // BLOCK > SPARSE * len(wanted):
        found = {
            conn.execute(
                "SELECT max(first) FROM band_blocks WHERE run = ? AND first <= ?", (n, key)
            ).fetchone()[0]
            for key in wanted.tolist()
        }
        return sorted(found - {None})
    every = conn.execute("SELECT first FROM band_blocks WHERE run = ? ORDER BY first", (n,))
    return _below(np.array([first for (first,) in every], np.int64), wanted)


def _by_head(head: Head, wanted: I64) -> list[int]:
    """The same, as far as keys begin as one of those wanted."""
    tops = _tops(wanted)
    # What would stand behind the end is not there, nor anything where all was taken out.
    at = head.tops.searchsorted(tops)
    there = at < len(head.tops)
    there[there] = head.tops[at[there]] == tops[there]
    return _below(head.firsts, wanted[there])


def _below(firsts: I64, wanted: I64) -> list[int]:
    import numpy as np

    at = np.unique(firsts.searchsorted(wanted, "right") - 1)
    return [int(first) for first in firsts[at[at >= 0]]]


def _tops(keys: I64) -> U32:
    import numpy as np

    return (keys >> 16).astype(np.uint32)


def _read_head(conn: sqlite3.Connection, run: Run, heads: Heads) -> None:
    import numpy as np

    if not _has_room(run, heads):
        return
    firsts, tops = [], []
    for first, packed in conn.execute(
        "SELECT first, keys FROM band_blocks WHERE run = ? ORDER BY first", (run[0],)
    ):
        firsts.append(first)
        tops.append(_tops(np.frombuffer(packed, "<i8")))
    heads.held[run] = Head(np.array(firsts, np.int64), np.concatenate(tops))


def _has_room(run: Run, heads: Heads) -> bool:
    return sum(len(head.tops) for head in heads.held.values()) + run[1] <= HELD


def _write_run(conn: sqlite3.Connection, keys: I64, forms: U32, heads: Heads) -> None:
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
    assert run is not None
    own = run, len(keys)
    if len(keys) > BLOCK and _has_room(own, heads):
        heads.held[own] = Head(keys[edges[:-1]], _tops(keys))


def _merge_due(conn: sqlite3.Connection, heads: Heads) -> bool:
    """Merge the runs of one size, if there are enough of them; whether there were."""
    sizes: dict[int, list[int]] = {}
    for run, entries in conn.execute("SELECT run, entries FROM band_runs"):
        sizes.setdefault(_size(entries), []).append(run)
    due = next((runs for _, runs in sorted(sizes.items()) if len(runs) >= FAN), None)
    if due is None:
        return False
    _merge(conn, due, heads)
    return True


def _size(entries: int) -> int:
    """Steps of `FAN` by which a run is larger than the smallest."""
    size = 0
    while entries > SMALL:
        entries //= FAN
        size += 1
    return size


def _merge(conn: sqlite3.Connection, runs: Sequence[int], heads: Heads) -> None:
    import numpy as np

    read = [_unpacked(*packed) for run in runs for packed in _all_blocks(conn, run)]
    keys = np.concatenate([own for own, _ in read])
    forms = np.concatenate([own for _, own in read])
    keys, forms = _sorted(keys, forms)
    kept = np.ones(len(keys), np.bool_)
    kept[:-CROWD] = keys[CROWD:] != keys[:-CROWD]
    # Before those that it is made of go: so a number is never given twice, and heads stay true.
    _write_run(conn, keys[kept], forms[kept], heads)
    conn.executemany("DELETE FROM band_runs WHERE run = ?", [(run,) for run in runs])


def _all_blocks(conn: sqlite3.Connection, run: int) -> Iterable[Any]:
    return conn.execute("SELECT keys, forms FROM band_blocks WHERE run = ? ORDER BY first", (run,))


def _packed(keys: I64, forms: U32) -> tuple[bytes, bytes]:
    return keys.astype("<i8").tobytes(), forms.astype("<u4").tobytes()


def _unpacked(keys: bytes, forms: bytes) -> tuple[I64, U32]:
    import numpy as np

    return np.frombuffer(keys, "<i8"), np.frombuffer(forms, "<u4")
