"""Rows per CPU second and memory of `newsfold export`, against plain pyarrow.

    python benchmarks/export.py make DB [ARTICLES]
    python benchmarks/export.py DB

`make` saves made-up articles of some 300 words, a tenth of them copies. The other exports them in
a process of its own, and then has plain pyarrow write the very same table, in others: read from
one flat table of SQLite, as a script would that has all its rows ready, and from Arrow memory. CPU
seconds are user and system time of the work itself; memory is the peak of the process.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "tests")]

BATCH = 500
OPTIONS = {"compression": "zstd", "write_page_index": True}


def make(db: Path, articles: int) -> None:
    """Save `articles` made-up pages; every tenth is the one before with a line more."""
    from making import page_of, prose

    from storage.store import Store

    with Store(db) as store:
        for low in range(0, articles, BATCH):
            pages = []
            for n in range(low, min(low + BATCH, articles)):
                copy = n % 10 == 9
                seed = n - 1 if copy else n
                script = "arabic" if seed % 2 else "latin"
                body = prose(seed, 300, script) + (("One more line.",) if copy else ())
                url = f"https://outlet{n % 7}.example/{n}"
                pages.append(
                    page_of(
                        f"Title {seed}",
                        body,
                        id=url,
                        url=url,
                        key=f"n:{n}",
                        source=f"outlet{n % 7}.example",
                        published="2025-03-02",
                    )
                )
            store.save_many(pages)


def used(what: str, *args: str) -> tuple[float, float, int]:
    """CPU seconds, peak megabytes and rows of one measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", what, *args],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes, rows = done.stdout.split()
    return float(seconds), float(megabytes), int(rows)


def measure(what: str, source: Path, out: Path) -> None:
    """One measurement, printed: only the work that is named counts, not what prepares it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Its first array has pyarrow import pandas where that is installed; nobody's work here.
    pa.array([""])
    if what == "flat":
        print(process_time(), 0, _flatten(source, out))
        return
    if what == "export":
        from storage.release.write import Order, write_release

        begun = process_time()
        rows = write_release(source, out / "release", Order()).rows
    elif what == "shards":
        rows, begun = _shards(source, out)
    elif what in ("plain", "both"):
        schema = pq.read_schema(next((out / "release" / "data").iterdir()))
        folds = pq.read_schema(out / "release" / "provenance.parquet")
        begun = process_time()
        rows = _plain(source, out, schema, "row")
        if what == "both":
            _plain(source, out, folds, "fold")
    else:
        table = pq.read_table(source / "data")
        rows = table.num_rows
        begun = process_time()
        pq.write_table(table, out / "memory.parquet", **OPTIONS)
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, peak, rows)


def _flatten(release: Path, flat: Path) -> int:
    """The tables of a release as tables of SQLite, lists as JSON: the easiest to read there is."""
    conn = sqlite3.connect(flat)
    rows = _table(conn, "row", sorted((release / "data").iterdir()))
    _table(conn, "fold", [release / "provenance.parquet"])
    conn.commit()
    return rows


def _table(conn: sqlite3.Connection, table: str, paths: list[Path]) -> int:
    import pyarrow.parquet as pq

    count = 0
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches(BATCH):
            lists = [
                [json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for v in values]
                for values in (column.to_pylist() for column in batch.columns)
            ]
            if not count:
                names = ", ".join(f'"{name}"' for name in batch.schema.names)
                conn.execute(f"CREATE TABLE {table} ({names})")
            marks = ", ".join("?" * len(lists))
            conn.executemany(f"INSERT INTO {table} VALUES ({marks})", zip(*lists, strict=True))
            count += len(batch)
    return count


def _plain(flat: Path, out: Path, schema: Any, table: str) -> int:
    """What a script does that reads a table and writes it: no joins, no plan, no figures."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    listed = {n for n, field in enumerate(schema) if pa.types.is_list(field.type)}
    cursor = sqlite3.connect(flat).execute(f"SELECT * FROM {table}")
    batches = []
    while rows := cursor.fetchmany(2 * BATCH):
        columns = [
            list(map(json.loads, values)) if n in listed else values
            for n, values in enumerate(zip(*rows, strict=True))
        ]
        arrays = [pa.array(v, f.type) for v, f in zip(columns, schema, strict=True)]
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    written = pa.Table.from_batches(batches)
    pq.write_table(written, out / f"{table}.parquet", **OPTIONS)
    return int(written.num_rows)


def _shards(source: Path, out: Path) -> tuple[int, float]:
    """Only the rows, read from the database and written, once it is planned which and where."""
    from storage.release.choice import Choice
    from storage.release.columns import columns_of
    from storage.release.plan import make_plan, snapshot
    from storage.release.shards import Shape, write_shards
    from storage.release.splits import Split, divide
    from storage.release.stream import count_crowds, pack, stream

    with snapshot(source) as conn:
        make_plan(conn, Choice())
        divide(conn, Split("none"))
        count_crowds(conn)
        begun = process_time()
        batches = map(pack, stream(conn, 0))
        shards = write_shards(out, "shards/train", batches, columns_of(True, False), Shape())
    return sum(shard.rows for shard in shards), begun


def main() -> None:
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100_000)
        return
    if sys.argv[1] == "--measure":
        measure(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return
    # On the disk that the database is on: /tmp may be memory, and full.
    with tempfile.TemporaryDirectory(dir=Path(sys.argv[1]).absolute().parent) as folder:
        ours = used("export", sys.argv[1], folder)
        release, flat = str(Path(folder) / "release"), str(Path(folder) / "flat.db")
        used("flat", release, flat)
        found = {
            "newsfold export, all of it": ours,
            "newsfold export, only the rows": used("shards", sys.argv[1], folder),
            "plain pyarrow, the same rows from one table of SQLite": used("plain", flat, folder),
            "plain pyarrow, rows and folded blocks from two tables": used("both", flat, folder),
            "plain pyarrow, the same rows from Arrow memory": used("arrow", release, folder),
        }
    print("| what | rows | CPU s | rows per CPU s | peak MB |\n|---|---|---|---|---|")
    for what, (seconds, peak, rows) in found.items():
        print(f"| {what} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
