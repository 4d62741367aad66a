"""Signatures and LSH buckets of forms, as ordinary tables.

A bucket is the set of forms under one band key. Anyone can read a signature without newsfold:

    SELECT signature FROM forms             128 little-endian unsigned 32-bit numbers
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from dedupe.near import Form
from dedupe.scheme import BANDS, SKETCH

from .connect import StoreError

CROWD = 100
"""Forms of one bucket that are proposed. Only texts made from one pattern (bulletins, tables) fill
a bucket further, and there each further one costs time and says nothing new. Equal forms are found
by their id, not here. This is the one place where what came in earlier could matter."""


def check_sketch(conn: sqlite3.Connection, name: str) -> None:
    """Refuse a database whose signatures were made in another way than ours."""
    stored = dict(conn.execute("SELECT name, value FROM settings WHERE name LIKE 'sketch.%'"))
    wanted = {f"sketch.{key}": value for key, value in SKETCH.items()}
    if stored and stored != wanted:
        other = next(key for key in wanted | stored if stored.get(key) != wanted.get(key))
        raise StoreError(
            f"{name}: its signatures were made with {other} = {stored.get(other)!r}, this newsfold "
            f"uses {wanted.get(other)!r}, and the two cannot be compared; export the pages and "
            "clean them into a new database"
        )


def write_sketch(conn: sqlite3.Connection) -> None:
    """Write down what the signatures depend on; runs once, inside the first save."""
    conn.executemany(
        "INSERT OR IGNORE INTO settings VALUES (?, ?)",
        [(f"sketch.{key}", value) for key, value in SKETCH.items()],
    )


def sketched(forms: Sequence[Form]) -> tuple[list[bytes], list[list[int]]]:
    """Signatures as stored, and band keys, of `forms`."""
    from dedupe.sketch import sketch_forms

    signatures, keys = sketch_forms(forms)
    return [row.tobytes() for row in signatures.astype("<u4")], keys


def add_bands(conn: sqlite3.Connection, keyed: Iterable[tuple[int, list[int]]]) -> None:
    """Put forms, as (number, band keys), into their buckets."""
    # In key order, neighbours in the tree are written together.
    rows = sorted((key, form) for form, keys in keyed for key in keys)
    conn.executemany("INSERT OR IGNORE INTO bands (key, form) VALUES (?, ?)", rows)


def candidates(conn: sqlite3.Connection, form: int, keys: Sequence[int]) -> set[int]:
    """Forms that share a bucket with `form`; of crowded buckets the latest `CROWD` of each."""
    marks = ",".join("?" * len(keys))
    found = conn.execute(
        f"SELECT form FROM bands WHERE key IN ({marks}) LIMIT {CROWD * BANDS}", keys
    ).fetchall()
    if len(found) == CROWD * BANDS:
        found = [row for key in keys for row in conn.execute(_LATEST, (key,))]
    return {other for (other,) in found} - {form}


_LATEST = f"SELECT form FROM bands WHERE key = ? ORDER BY form DESC LIMIT {CROWD}"


def within(forms: Mapping[int, Form]) -> set[tuple[int, int]]:
    """Pairs that share a bucket among forms by number, without the store."""
    _, keys = sketched(list(forms.values()))
    buckets: dict[int, list[int]] = {}
    for n, own in zip(forms, keys, strict=True):
        for key in own:
            buckets.setdefault(key, []).append(n)
    return {pair for bucket in buckets.values() for pair in combinations(sorted(bucket), 2)}
