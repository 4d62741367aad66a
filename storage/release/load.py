"""Reading the files of a release again, whatever their format, as columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dedupe.handed import unguarded
from dedupe.record import Row

from .choice import ReleaseError
from .columns import Column, Columns
from .shards import arrow
from .splits import NAMES

_AT_ONCE = 1000
"""Rows read at a time."""


def load_json(path: Path) -> Any:
    """A JSON file of a release; raises ReleaseError where it is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{path.name} is missing") from None
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path.name} cannot be read: {error}") from None


def load_columns(said: list[Row]) -> tuple[Column, ...]:
    """Columns as `schema.json` has them."""
    return tuple(
        Column(
            column["name"],
            column["type"],
            column["description"],
            tuple((part["name"], part["type"]) for part in column.get("fields", ())),
        )
        for column in said
    )


def shard_paths(folder: Path) -> dict[str, list[Path]]:
    """The shards that are there, by split, each split's in their order."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / "data").glob("*-*-of-*.*")):
        found.setdefault(path.name.split("-")[0], []).append(path)
    order = [*(name for name in NAMES if name in found), *sorted(found.keys() - set(NAMES))]
    return {name: found[name] for name in order}


def read_shard(path: Path, columns: tuple[Column, ...]) -> Iterator[Columns]:
    """The rows of a file; raises ReleaseError where it is not what its columns say."""
    reader = READERS.get(path.suffix)
    if reader is None:
        raise ReleaseError(f"{path.name}: no format of a release")
    try:
        yield from reader(path, columns)
    except ReleaseError:
        raise
    except Exception as error:  # a broken file breaks its reader in many ways
        raise ReleaseError(f"{path.name} cannot be read: {error}") from error


def _read_parquet(path: Path, columns: tuple[Column, ...]) -> Iterator[Columns]:
    from .shards import arrow_schema

    _, pq = arrow()
    with pq.ParquetFile(path) as file:
        if not file.schema_arrow.equals(arrow_schema(columns)):
            raise ReleaseError(f"{path.name}: its columns are not those of schema.json")
        for batch in file.iter_batches(_AT_ONCE):
            yield batch.to_pydict()


def _read_jsonl(path: Path, columns: tuple[Column, ...]) -> Iterator[Columns]:
    names = [column.name for column in columns]
    with path.open(encoding="utf-8") as file:
        rows: list[list[Any]] = []
        for number, line in enumerate(file, 1):
            row = json.loads(line)
            if list(row) != names:
                raise ReleaseError(
                    f"{path.name}:{number}: its columns are not those of schema.json"
                )
            rows.append(list(row.values()))
            if len(rows) == _AT_ONCE:
                yield _turned(names, rows)
                rows = []
        if rows:
            yield _turned(names, rows)


def _read_csv(path: Path, columns: tuple[Column, ...]) -> Iterator[Columns]:
    csv.field_size_limit(1 << 30)
    names = [column.name for column in columns]
    cells = [_value(column) for column in columns]
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != names:
            raise ReleaseError(f"{path.name}: its columns are not those of schema.json")
        rows: list[list[Any]] = []
        for row in reader:
            rows.append([cell(text) for cell, text in zip(cells, row, strict=True)])
            if len(rows) == _AT_ONCE:
                yield _turned(names, rows)
                rows = []
        if rows:
            yield _turned(names, rows)


def _value(column: Column) -> Callable[[str], Any]:
    if column.type == "string":
        return unguarded
    if column.type in ("strings", "objects"):
        return json.loads
    number = int if column.type == "int" else float
    return lambda text: number(text) if text else None


def _turned(names: list[str], rows: list[list[Any]]) -> Columns:
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


READERS: dict[str, Callable[[Path, tuple[Column, ...]], Iterator[Columns]]] = {
    ".parquet": _read_parquet,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
"""Readers by the ending of a file."""
