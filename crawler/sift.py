"""Dumps into a file of rows, without a database: `newsfold clean -o OUT` and `newsfold fold`.

JSON lines go on where a run was cut off: beside the unfinished file stands how far it has come. A
Parquet file is whole or not there, because its index comes last.
"""

from __future__ import annotations

import json
import marshal
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from crawler.inputs import Chunk, Inputs, Span, chunks, reading_mark
from crawler.learn import learn, learned_keys
from crawler.readers.find import Input
from crawler.readers.raw import Bad, InputError, Raw
from crawler.road import Road
from crawler.work import (
    BLOCKS,
    Shown,
    Sifted,
    Work,
    check_accounts,
    cut,
    json_lines,
    lost_rows,
    row_chunk,
    set_up,
    workers_for,
)
from dedupe.record import FIELDS, Row
from storage.inputs import Progress

PAGES = ("folded_pages", "quarantined")
"""The accounting of pages without a database: `pages` is the sum of these."""

_PARQUET = ".parquet"
_ENDINGS = ("", ".jsonl", ".ndjson", _PARQUET)
"""Of files that rows are written to; without one they are JSON lines."""

_GROUP_ROWS = 2000
"""Rows of a row group of Parquet: some 10 MB of news."""


class Writer(Protocol):
    """Something that rows are written to."""

    def write(self, data: bytes) -> None: ...
    def keep(self, state: dict[str, Any]) -> None: ...


@dataclass(slots=True)
class _At:
    """How far the inputs are read: so many are done, and so many records of the next one."""

    inputs: int = 0
    records: int = 0


def sift(
    inputs: Inputs,
    output: str,
    complain: Callable[[Bad], None],
    progress: Shown = lambda pages, read, stage: None,
    workers: int = 0,
    one_pass: bool = False,
    with_folds: bool = False,
) -> dict[str, Any]:
    """Fold every input into rows of `output`, `-` for standard output; returns the counts.

    `pages` = `folded_pages` + `quarantined`, and `blocks` = `kept` + `in_teasers` + `folded`; a
    mismatch raises AccountsError. `reasons` says how many were set aside for what.
    """
    check_output(inputs, output)
    workers = workers_for(inputs, workers)
    learned = {} if one_pass or inputs.is_stream else learn(inputs, None, workers, progress)
    mark = [*inputs.names, reading_mark(inputs.reading), inputs.sites_dir, with_folds, one_pass]
    pack = marshal.dumps if _is_parquet(output) else json_lines
    work = Work(inputs, learned_keys(learned), with_folds, pack)
    with (
        Road(row_chunk, workers, cut, lost_rows, partial(set_up, work)) as road,
        _writer(output, mark) as (writer, state),
    ):
        counts = Counter(state.get("counts", {}))
        reasons = Counter(state.get("reasons", {}))
        at = _At(*state.get("at", (0, 0)))
        waiting: list[Chunk] = []

        def records(chunk: Chunk) -> list[Raw | Bad]:
            waiting.append(chunk)
            return chunk.records

        found = map(records, chunks(inputs, _done(at)))
        for _, parts in road.results(found):
            chunk = waiting.pop(0)
            for part in parts:
                counts.update(_counted(part))
                reasons.update(bad.reason for bad in part.bad)
                for bad in part.bad:
                    complain(bad)
                writer.write(part.data)
            _advance(at, chunk.spans)
            made = {"counts": dict(counts), "reasons": dict(reasons)}
            writer.keep({**made, "at": [at.inputs, at.records]})
            progress(counts["pages"], chunk.read, "folding")
        check_accounts(counts, PAGES)
    said = {name: counts[name] for name in ("pages", *PAGES, *BLOCKS, "rows")}
    return {**said, "reasons": dict(reasons.most_common())}


def _counted(part: Sifted) -> dict[str, int]:
    wrong = len(part.bad)
    pages = {"pages": part.pages, "quarantined": wrong, "folded_pages": part.pages - wrong}
    return {**pages, **dict(zip(BLOCKS, part.blocks, strict=True)), "rows": part.rows}


def _is_parquet(output: str) -> bool:
    return Path(output).suffix.lower() == _PARQUET


def check_output(inputs: Inputs, output: str) -> None:
    """Raise InputError where the output is one of the inputs, or of a form nobody writes."""
    if output == "-":
        return
    suffix = Path(output).suffix.lower()
    if suffix not in _ENDINGS:
        raise InputError(
            f"{output}: rows are written as .jsonl or .parquet, not as {suffix}; `newsfold export` "
            "writes other forms from a database"
        )
    path = Path(output).resolve()
    # Asked of what the user named, so that a folder of a million files is not walked for it.
    for name in inputs.names:
        if Path(name.partition("::")[0]).resolve() == path:
            raise InputError(f"{output}: is an input; name another file with -o")
        if Path(name).is_dir() and path.exists() and path.is_relative_to(Path(name).resolve()):
            raise InputError(f"{output}: is among the inputs; name another file with -o")


def _done(at: _At) -> Callable[[Input], Progress]:
    """What earlier runs did of each input, asked in their order."""
    start = _At(at.inputs, at.records)
    nth = iter(range(sys.maxsize))

    def progress_of(item: Input) -> Progress:
        n = next(nth)
        records = start.records if n == start.inputs else 0
        return Progress(item.path, "", item.stamp, records, 0, n < start.inputs)

    return progress_of


def _advance(at: _At, spans: list[Span]) -> None:
    for n, span in enumerate(spans):
        at.records += span.records
        if n < len(spans) - 1 or span.ended:
            at.inputs, at.records = at.inputs + 1, 0


@contextmanager
def _writer(output: str, mark: list[Any]) -> Iterator[tuple[Writer, dict[str, Any]]]:
    if output == "-":
        yield _Stream(sys.stdout.buffer), {}
    elif os.path.exists(output) and not os.path.isfile(output):
        # A pipe or a device: nothing is put in its place.
        with open(output, "wb") as file:
            yield _Stream(file), {}
    elif _is_parquet(output):
        with _parquet(Path(output)) as writer:
            yield writer, {}
    else:
        with _lines(Path(output), mark) as (lines, state):
            yield lines, state


class _Stream:
    """Standard output, or what else cannot be gone back in."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, data: bytes) -> None:
        self.file.write(data)

    def keep(self, state: dict[str, Any]) -> None:
        self.file.flush()


class _Lines:
    """An unfinished file of JSON lines, and the note of how far it has come."""

    def __init__(self, part: Path, note: Path, mark: list[Any]) -> None:
        self.note = note
        self.mark = mark
        self.file = open(part, "ab")  # noqa: SIM115

    def write(self, data: bytes) -> None:
        self.file.write(data)

    def keep(self, state: dict[str, Any]) -> None:
        self.file.flush()
        made = self.note.with_name(self.note.name + ".new")
        said = {"mark": self.mark, "bytes": self.file.tell(), "state": state}
        made.write_text(json.dumps(said), encoding="utf-8")
        os.replace(made, self.note)


@contextmanager
def _lines(output: Path, mark: list[Any]) -> Iterator[tuple[Writer, dict[str, Any]]]:
    part = output.with_name(f".{output.name}.part")
    note = output.with_name(f".{output.name}.progress")
    state: dict[str, Any] = {}
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        if said["mark"] == mark and part.stat().st_size >= said["bytes"]:
            os.truncate(part, said["bytes"])
            state = said["state"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    if not state:
        part.unlink(missing_ok=True)
    lines = _Lines(part, note, mark)
    with lines.file:
        yield lines, state
        lines.file.flush()
        os.fsync(lines.file.fileno())
    os.replace(part, output)
    note.unlink(missing_ok=True)


class _Groups:
    """A Parquet file, written a row group at a time."""

    def __init__(self, writer: Any, schema: Any, table: Any) -> None:
        self.writer = writer
        self.schema = schema
        self.table = table
        self.rows: list[Row] = []

    def write(self, data: bytes) -> None:
        self.rows += marshal.loads(data)
        if len(self.rows) >= _GROUP_ROWS:
            self.end()

    def end(self) -> None:
        if self.rows:
            self.writer.write_table(self.table.from_pylist(self.rows, schema=self.schema))
            self.rows = []

    def keep(self, state: dict[str, Any]) -> None:
        return None


@contextmanager
def _parquet(output: Path) -> Iterator[Writer]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            f"{output}: Parquet needs pyarrow; install it: pip install 'newsfold[parquet]'"
        ) from None
    caption = pa.struct([("text", pa.string()), ("credit", pa.string())])
    kinds = {"body": pa.list_(pa.string()), "authors": pa.list_(pa.string())}
    kinds["captions"] = pa.list_(caption)
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in FIELDS])
    part = output.with_name(f".{output.name}.part")
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            groups = _Groups(writer, schema, pa.Table)
            yield groups
            groups.end()
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
