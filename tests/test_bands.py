"""LSH buckets in sorted runs: the same as a plain table of keys and forms."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import bands
from storage.store import Store


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("bands") / "bands.db"
    Store(path).close()
    opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("PRAGMA foreign_keys = on")
    yield opened
    opened.close()


def arrays(pairs: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    found = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    return np.array([k for k, _ in found], np.int64), np.array([f for _, f in found], np.uint32)


def stored(conn: sqlite3.Connection) -> set[tuple[int, int]]:
    found = set()
    for keys, forms in conn.execute("SELECT keys, forms FROM band_blocks"):
        found |= set(
            zip(
                np.frombuffer(keys, "<i8").tolist(),
                np.frombuffer(forms, "<u4").tolist(),
                strict=True,
            )
        )
    return found


batches = st.lists(st.lists(st.sets(st.integers(0, 40), max_size=6), max_size=8), max_size=14)


@settings(max_examples=80)
@given(batches, st.sampled_from([2, 3, 2048]), st.sampled_from([1, 8, 1000]), st.data())
def test_runs_say_what_a_table_would(
    conn: sqlite3.Connection,
    made: list[list[set[int]]],
    block: int,
    sparse: int,
    data: st.DataObject,
) -> None:
    conn.execute("DELETE FROM band_runs")
    table: set[tuple[int, int]] = set()
    n = 0
    heads = bands.Heads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bands, "BLOCK", block)
        patch.setattr(bands, "SPARSE", sparse)
        patch.setattr(bands, "SMALL", 4)
        for forms in made:
            fresh = {(key, n + at) for at, keys in enumerate(forms, 1) for key in keys}
            new = set(range(n + 1, n + len(forms) + 1))
            n += len(forms)
            high, low = bands.candidates(conn, *arrays(fresh), heads)
            table |= fresh
            wanted = {
                (max(a, b), min(a, b))
                for key, a in table
                for other, b in table
                if key == other and a != b and (a in new or b in new)
            }
            assert set(zip(high.tolist(), low.tolist(), strict=True)) == wanted
            bands.add(conn, *arrays(fresh), heads)
            assert stored(conn) == table
        gone = data.draw(st.sets(st.integers(1, max(n, 1)), max_size=3))
        out = {(key, form) for key, form in table if form in gone}
        bands.remove(conn, *arrays(out))
        table -= out
        assert stored(conn) == table
        # One more form that is in all buckets finds what is left, also by what is in memory.
        last = arrays({(key, n + 1) for key in range(41)})
        for known in heads, bands.Heads():
            high, low = bands.candidates(conn, *last, known)
            found = set(zip(high.tolist(), low.tolist(), strict=True))
            assert found == {(n + 1, form) for _, form in table}


def test_runs_stay_few_and_crowds_are_cut(conn: sqlite3.Connection) -> None:
    conn.execute("DELETE FROM band_runs")
    heads = bands.Heads()
    for form in range(1, 700):
        # One bucket for all, and one of its own.
        high, low = bands.candidates(conn, *arrays({(7, form), (1000 + form, form)}), heads)
        assert len(high) == min(form - 1, bands.CROWD)
        assert set(high.tolist()) <= {form}
        assert low.tolist() == sorted(low.tolist())
        assert all(other >= form - bands.CROWD for other in low.tolist())
        bands.add(conn, *arrays({(7, form), (1000 + form, form)}), heads)
    (runs,) = conn.execute("SELECT count(*) FROM band_runs").fetchone()
    assert runs < 12
    assert len(stored(conn)) < 699 + 6 * bands.CROWD
