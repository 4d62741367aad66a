"""Shards: columns into Parquet, JSON lines or CSV, each file closed when it is large enough."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from dedupe.handed import guarded

from .choice import ReleaseError
from .columns import Column, Columns

SHARD_BYTES = 500_000_000
"""Bytes of a shard before compression, as `datasets` pushes them to the hub."""

GROUP_BYTES = 100_000_000
"""Bytes of a row group before compression, as `datasets` writes them."""

# As `datasets` does it: the hub stores only the pages of a file that changed between releases.
_CHUNKS = {"min_chunk_size": 256 * 1024, "max_chunk_size": 1024 * 1024, "norm_level": 0}


@dataclass(frozen=True, slots=True)
class Shape:
    """How files are written: `parquet`, `jsonl` or `csv`, how large, and for whom."""

    format: str = "parquet"
    shard_bytes: int = SHARD_BYTES
    group_bytes: int = GROUP_BYTES
    bom: bool = False
    """Begin CSV files with a byte order mark, by which Excel knows that they are UTF-8."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of a release."""

    path: str
    """Relative to the release, with `/`."""
    rows: int
    bytes: int
    raw_bytes: int
    """Size in memory, for `dataset_info`."""
    split: str = ""


class Writer(Protocol):
    """An open file that takes columns; `size` is what it holds before compression."""

    size: int

    def write(self, columns: Columns) -> None: ...

    def close(self) -> None: ...


def write_shards(
    folder: Path,
    name: str,
    batches: Iterable[Columns],
    columns: tuple[Column, ...],
    shape: Shape,
    numbered: bool = True,
) -> list[Shard]:
    """Write all batches under `folder/name`; a file is `name-00000-of-00001.parquet`.

    Where a batch ends decides where a file may end, so equal batches give equal files. Without
    numbers there is one file, whatever its size.
    """
    open_writer = WRITERS[shape.format]
    limit = shape.shard_bytes if numbered else 1 << 62
    parts: list[tuple[Path, int, int]] = []
    writer: Writer | None = None
    rows = 0
    try:
        for batch in batches:
            if writer is not None and writer.size >= limit:
                writer.close()
                parts[-1] = (parts[-1][0], rows, writer.size)
                writer = None
            if writer is None:
                path = folder / f"{name}.{len(parts):05}.part"
                path.parent.mkdir(parents=True, exist_ok=True)
                writer, rows = open_writer(path, columns, shape), 0
                parts.append((path, 0, 0))
            writer.write(batch)
            rows += len(next(iter(batch.values())))
    finally:
        if writer is not None:
            writer.close()
            parts[-1] = (parts[-1][0], rows, writer.size)
    return [
        _named(folder, name, n, len(parts), part, shape, numbered) for n, part in enumerate(parts)
    ]


def _named(
    folder: Path,
    name: str,
    n: int,
    count: int,
    part: tuple[Path, int, int],
    shape: Shape,
    numbered: bool,
) -> Shard:
    path, rows, size = part
    final = f"{name}-{n:05}-of-{count:05}" if numbered else name
    final = f"{final}.{shape.format}"
    os.replace(path, folder / final)
    return Shard(final, rows, (folder / final).stat().st_size, size)


class ParquetShard:
    """Rows are gathered to row groups as Arrow arrays, which are far smaller than objects."""

    def __init__(self, path: Path, columns: tuple[Column, ...], shape: Shape) -> None:
        pa, pq = arrow()
        self.size = 0
        self._schema = arrow_schema(columns)
        self._limit = shape.group_bytes
        self._held: list[Any] = []
        self._held_size = 0
        self._table = pa.Table.from_batches
        self._batch = pa.RecordBatch.from_arrays
        self._array = pa.array
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            compression="zstd",
            write_page_index=True,
            use_content_defined_chunking=_CHUNKS,
        )

    def write(self, columns: Columns) -> None:
        batch = self._batch(
            [self._array(columns[field.name], field.type) for field in self._schema],
            schema=self._schema,
        )
        self._held.append(batch)
        self._held_size += batch.nbytes
        self.size += batch.nbytes
        if self._held_size >= self._limit:
            self._flush()

    def _flush(self) -> None:
        table = self._table(self._held, self._schema)
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._held, self._held_size = [], 0

    def close(self) -> None:
        try:
            self._flush()
        finally:
            self._writer.close()


def arrow() -> tuple[Any, Any]:
    """`pyarrow` and its Parquet part; raises ReleaseError where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ReleaseError(
            "Parquet needs pyarrow: pip install 'newsfold[parquet]'; or choose --format jsonl"
        ) from None
    return pyarrow, pyarrow.parquet


def arrow_schema(columns: tuple[Column, ...]) -> Any:
    """The Arrow schema of columns."""
    pa, _ = arrow()
    plain = {"string": pa.string(), "int": pa.int64(), "float": pa.float64()}
    plain["strings"] = pa.list_(pa.string())
    types = {
        column.name: pa.list_(pa.struct([(name, plain[kind]) for name, kind in column.parts]))
        if column.parts
        else plain[column.type]
        for column in columns
    }
    return pa.schema(list(types.items()))


class JsonlShard:
    """One object a line, the columns as its keys."""

    def __init__(self, path: Path, columns: tuple[Column, ...], shape: Shape) -> None:
        self.size = 0
        self._names = [column.name for column in columns]
        self._file = path.open("wb")
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, columns: Columns) -> None:
        for row in zip(*(columns[name] for name in self._names), strict=True):
            line = self._encode(dict(zip(self._names, row, strict=True)))
            self.size += self._file.write(line.encode() + b"\n")

    def close(self) -> None:
        _finish(self._file)


class CsvShard:
    """Every cell quoted, lists as JSON, and no cell that a spreadsheet would run."""

    def __init__(self, path: Path, columns: tuple[Column, ...], shape: Shape) -> None:
        self.size = 0
        self._columns = columns
        encoding = "utf-8-sig" if shape.bom else "utf-8"
        self._file = path.open("w", encoding=encoding, newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)
        self._writer.writerow(column.name for column in columns)

    def write(self, columns: Columns) -> None:
        before = self._file.tell()
        lists = [list(map(_cell(column), columns[column.name])) for column in self._columns]
        self._writer.writerows(zip(*lists, strict=True))
        self.size += self._file.tell() - before

    def close(self) -> None:
        _finish(self._file)


def _cell(column: Column) -> Callable[[Any], str]:
    if column.type == "string":
        return guarded
    if column.type in ("strings", "objects"):
        return json.JSONEncoder(ensure_ascii=False).encode
    return lambda value: "" if value is None else str(value)


def _finish(file: IO[Any]) -> None:
    try:
        file.flush()
    finally:
        file.close()


WRITERS: dict[str, Callable[[Path, tuple[Column, ...], Shape], Writer]] = {
    "parquet": ParquetShard,
    "jsonl": JsonlShard,
    "csv": CsvShard,
}
"""Formats by name, which is also the ending of their files."""
