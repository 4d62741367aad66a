"""Signatures of forms: made as `dedupe.scheme` says, or the database is refused.

Anyone can read a signature without newsfold:

    SELECT signature FROM forms             128 little-endian unsigned 32-bit numbers
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dedupe.near import Form
from dedupe.scheme import SKETCH

from .bands import Heads, lookup
from .connect import StoreError
from .forms import among

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
    """Signatures as stored of forms by number, and pairs of a key and number: those of the bands,
    and one by which the form is found as it is."""
    import numpy as np

    from dedupe.sketch import sketch_forms

    signatures, keys = sketch_forms(list(forms.values()))
    numbers = np.fromiter(forms, np.uint32, len(forms))
    counts = [len(own) for own in keys]
    return (
        [row.tobytes() for row in signatures.astype("<u4")],
        np.concatenate([np.zeros(0, np.int64), *keys, id_keys([f.id for f in forms.values()])]),
        np.concatenate([np.repeat(numbers, counts), numbers]),
    )


def id_keys(ids: Sequence[str]) -> I64:
    """The keys, `int64[n]` of 48 bits as those of bands are, that forms of these ids go by.

    An index of ids would be hit at a random place for each new form; the buckets are written in
    order.
    """
    import numpy as np

    return np.array([int(id_[:12], 16) for id_ in ids], np.int64)


def read_forms(
    conn: sqlite3.Connection, ids: Sequence[str], heads: Heads
) -> Iterator[tuple[str, int, int]]:
    """Id, number and component of those forms that are stored, of these ids."""
    if not ids:
        return
    wanted = set(ids)
    for id_, n, component in among(
        conn, "id, n, component", "forms", "n", lookup(conn, id_keys(ids), heads)
    ):
        if id_ in wanted:
            yield id_, n, component
