"""Signatures of forms: made as `dedupe.scheme` says, or the database is refused.

Anyone can read a signature without newsfold:

    SELECT signature FROM forms             128 little-endian unsigned 32-bit numbers
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dedupe.near import Form
from dedupe.scheme import SKETCH

from .connect import StoreError

if TYPE_CHECKING:
    from .bands import I64, U32


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


def sketched(forms: Mapping[int, Form]) -> tuple[list[bytes], I64, U32]:
    """Signatures as stored of forms by number, and pairs of band key and number."""
    import numpy as np

    from dedupe.sketch import sketch_forms

    signatures, keys = sketch_forms(list(forms.values()))
    numbers = np.fromiter(forms, np.uint32, len(forms))
    counts = [len(own) for own in keys]
    return (
        [row.tobytes() for row in signatures.astype("<u4")],
        np.concatenate([np.zeros(0, np.int64), *keys]),
        np.repeat(numbers, counts),
    )
